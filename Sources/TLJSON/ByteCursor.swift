// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the parts of TL values from bytes, which may be damaged.
struct ByteCursor {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    func slice(from start: Int) -> ArraySlice<UInt8> { bytes[start..<offset] }

    mutating func take(_ count: Int) throws(TLJSONError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw failure(.unexpectedEnd) }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func uint32() throws(TLJSONError) -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func uint64() throws(TLJSONError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads a text or byte string with its padding.
    mutating func byteString() throws(TLJSONError) -> ArraySlice<UInt8> {
        let start = offset
        let first = Int(try take(1).first ?? 0)
        if first == 255 {
            offset = start
            throw failure(.invalidLength)
        }
        let length = first < 254 ? first : try take(3).reversed().reduce(0) { $0 << 8 | Int($1) }
        let content = try take(length)
        _ = try take((4 - (offset - start) % 4) % 4)
        return content
    }

    /// Reads a vector's count; no element takes less than four bytes.
    mutating func count() throws(TLJSONError) -> Int {
        let count = Int(Int32(bitPattern: try uint32()))
        guard count >= 0, count <= remaining / 4 else { throw failure(.invalidCount) }
        return count
    }

    func failure(_ reason: TLJSONError.Reason) -> TLJSONError {
        TLJSONError(reason, path: [], offset: offset)
    }
}
