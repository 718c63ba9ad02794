// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A text that AES-IGE takes from one place to the same or another one, which do not overlap otherwise.
package struct IGEText {
    let source: UnsafeRawPointer
    let target: UnsafeMutableRawPointer
    let count: Int

    /// Names a text.
    ///
    /// - Parameters:
    ///   - source: The text, a whole number of blocks of 16 bytes, and some.
    ///   - target: As much room.
    package init(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) {
        precondition(
            source.count % AES.blockByteCount == 0 && target.count == source.count, "AES-IGE takes whole blocks")
        guard let start = source.baseAddress, let room = target.baseAddress else {
            preconditionFailure("a text has some blocks")
        }
        (self.source, self.target, count) = (start, room, source.count)
    }

    /// Names a text that is changed where it is.
    package init(_ buffer: UnsafeMutableRawBufferPointer) {
        self.init(UnsafeRawBufferPointer(buffer), to: buffer)
    }

    /// Copies the text to where it goes.
    func moved() -> UnsafeMutableRawBufferPointer {
        if source != UnsafeRawPointer(target) { target.copyMemory(from: source, byteCount: count) }
        return UnsafeMutableRawBufferPointer(start: target, count: count)
    }
}
