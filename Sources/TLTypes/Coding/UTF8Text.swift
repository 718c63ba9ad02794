// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramUTF8

/// Makes texts of bytes.
enum UTF8Text {
    private static let processorChecks = ferogram_utf8_is_supported() != 0

    /// The text, with U+FFFD in the place of what is not UTF-8.
    static func string(_ bytes: UnsafeRawBufferPointer) -> String {
        guard #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *), isMixed(bytes) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let text = UTF8Span(unchecked: bytes.assumingMemoryBound(to: UInt8.self).span, isKnownASCII: false)
        return String(copying: text)
    }

    /// Whether bytes are UTF-8 beyond ASCII, and enough of them for the processor to see it sooner than the standard library.
    static func isMixed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 16, let start = bytes.baseAddress, processorChecks else { return false }
        return ferogram_utf8_check(start, bytes.count) == 1
    }
}
