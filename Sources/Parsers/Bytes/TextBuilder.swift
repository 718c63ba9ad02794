// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Collects text and knows its length in UTF-16 code units.
struct TextBuilder {
    private(set) var bytes: [UInt8] = []
    /// The length so far, in UTF-16 code units.
    private(set) var utf16Length = 0

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends a whole ASCII character, or one byte of a longer one.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        utf16Length &+= utf16Units(startingWith: byte)
    }

    @inline(__always)
    mutating func append(_ slice: ArraySlice<UInt8>) {
        bytes.append(contentsOf: slice)
        utf16Length &+= FerogramParsers.utf16Length(of: slice)
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        utf16Length &+= scalar.value > 0xFFFF ? 2 : 1
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The text from a byte offset on.
    func string(from offset: Int) -> String {
        offset <= bytes.count ? String(decoding: bytes[max(0, offset)...], as: UTF8.self) : ""
    }
}
