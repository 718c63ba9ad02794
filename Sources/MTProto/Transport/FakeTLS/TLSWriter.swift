// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes the structures of TLS: big-endian numbers and blocks with a length in front.
struct TLSWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ bytes: some Collection<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    mutating func write(word: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word))
    }

    mutating func write(words: [UInt16]) {
        for word in words { write(word: word) }
    }

    /// Writes what `content` writes, after its length in `width` bytes.
    mutating func block(width: Int, _ content: (inout TLSWriter) -> Void) {
        var inner = TLSWriter()
        content(&inner)
        for shift in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: inner.bytes.count >> (8 * shift)))
        }
        write(inner.bytes)
    }

    /// Writes a TLS extension.
    mutating func `extension`(_ type: UInt16, _ content: (inout TLSWriter) -> Void = { _ in }) {
        write(word: type)
        block(width: 2, content)
    }
}
