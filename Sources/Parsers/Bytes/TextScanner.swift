// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Runs over a text's bytes from one UTF-16 offset to the next.
struct TextScanner {
    let bytes: [UInt8]
    private(set) var byteIndex = 0
    private(set) var utf16Offset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Creates a scanner.
    ///
    /// - Parameter bytes: Valid UTF-8.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Moves to a UTF-16 offset, or to the end of the text if that comes first.
    ///
    /// An offset inside a surrogate pair counts as the end of the pair.
    ///
    /// - Parameter offset: A UTF-16 offset that is not behind.
    /// - Returns: The bytes in between.
    mutating func advance(toUTF16 offset: Int) -> ArraySlice<UInt8> {
        let start = byteIndex
        while utf16Offset < offset, byteIndex < bytes.count {
            utf16Offset &+= utf16Units(startingWith: bytes[byteIndex])
            byteIndex += 1
        }
        while byteIndex < bytes.count, bytes[byteIndex] & 0xC0 == 0x80 { byteIndex += 1 }
        return bytes[start..<byteIndex]
    }

    /// Moves to a byte index at which a scalar begins, and that is not behind.
    ///
    /// - Parameter index: The index.
    /// - Returns: The bytes in between.
    mutating func advance(toByte index: Int) -> ArraySlice<UInt8> {
        let slice = bytes[byteIndex..<max(byteIndex, min(index, bytes.count))]
        byteIndex = slice.endIndex
        utf16Offset += utf16Length(of: slice)
        return slice
    }

    /// The byte that comes next, 0 at the end.
    var next: UInt8 { byteIndex < bytes.count ? bytes[byteIndex] : 0 }

    mutating func advanceToEnd() -> ArraySlice<UInt8> {
        let rest = bytes[byteIndex...]
        byteIndex = bytes.count
        return rest
    }
}
