// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads bytes of a file at any place, as far as they are there.
protocol ByteWindow {
    /// How long the file is.
    var count: Int64 { get }

    /// Reads bytes.
    ///
    /// - Parameters:
    ///   - offset: Where the first one is.
    ///   - count: How many at most.
    /// - Returns: The bytes; fewer or none where the file ends.
    func bytes(at offset: Int64, count: Int) -> [UInt8]
}

extension ByteWindow {
    /// A big-endian number of up to eight bytes; `nil` where the file ends.
    func number(at offset: Int64, _ width: Int) -> UInt64? {
        let found = bytes(at: offset, count: width)
        guard found.count == width else { return nil }
        return found.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A little-endian number of up to eight bytes; `nil` where the file ends.
    func littleNumber(at offset: Int64, _ width: Int) -> UInt64? {
        let found = bytes(at: offset, count: width)
        guard found.count == width else { return nil }
        return found.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Bytes in memory.
struct MemoryWindow: ByteWindow {
    let content: ArraySlice<UInt8>

    init(_ content: ArraySlice<UInt8>) {
        self.content = content
    }

    var count: Int64 { Int64(content.count) }

    func bytes(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < self.count, count > 0 else { return [] }
        return Array(content.dropFirst(Int(offset)).prefix(count))
    }
}
