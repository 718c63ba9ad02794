// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

extension ByteReader {
    /// Reads bytes as TL writes them: a length of one or four bytes, the bytes, and zeros up to a multiple of four.
    mutating func tlBytes(_ field: String) throws(SessionFormatError) -> UnsafeRawBufferPointer {
        let first = Int(try byte(field))
        var (count, prefix) = (first, 1)
        if first == 254 {
            let rest = try bytes(3, field)
            (count, prefix) = (Int(rest[0]) | Int(rest[1]) << 8 | Int(rest[2]) << 16, 4)
        } else if first > 254 {
            throw failure(.lengthInvalid, field)
        }
        let value = try bytes(count, field)
        _ = try bytes((4 - (prefix + count) % 4) % 4, field)
        return value
    }

    /// Reads a text as TL writes it.
    mutating func tlText(_ field: String) throws(SessionFormatError) -> String {
        String(decoding: try tlBytes(field), as: UTF8.self)
    }

    /// Reads a truth value as TL writes it.
    mutating func tlBool(_ field: String) throws(SessionFormatError) -> Bool {
        switch try integer(field) as UInt32 {
        case TLConstant.true: return true
        case TLConstant.false: return false
        default: throw failure(.valueInvalid, field)
        }
    }

    /// Reads how many items of a vector follow.
    mutating func tlCount(_ field: String, itemSize: Int) throws(SessionFormatError) -> Int {
        guard try integer(field) as UInt32 == TLConstant.vector else { throw failure(.valueInvalid, field) }
        let count: Int32 = try integer(field)
        guard count >= 0, Int(count) <= remaining / itemSize else { throw failure(.truncated, field) }
        return Int(count)
    }

    /// Makes sure that a number can be that of a data centre.
    func checkedDataCenter(_ id: Int32) throws(SessionFormatError) -> Int {
        guard id > 0, id < 10_000 else { throw failure(.valueInvalid, "data center") }
        return Int(id)
    }

    /// Makes sure that a number can be that of a port.
    func checkedPort(_ port: Int32) throws(SessionFormatError) -> UInt16 {
        guard let port = UInt16(exactly: port), port > 0 else { throw failure(.valueInvalid, "port") }
        return port
    }
}

extension ByteWriter {
    /// Writes bytes as TL does.
    mutating func tlBytes(_ source: some ByteSource) {
        let length = source.withContiguousBytes(\.count)
        let prefix = length < 254 ? 1 : 4
        if prefix == 1 {
            byte(UInt8(truncatingIfNeeded: length))
        } else {
            integer(UInt32(truncatingIfNeeded: length) << 8 | 254)
        }
        bytes(source)
        for _ in 0..<(4 - (prefix + length) % 4) % 4 { byte(0) }
    }
}

/// The ids of what every TL schema has.
enum TLConstant {
    static let `true`: UInt32 = 0x9972_75b5
    static let `false`: UInt32 = 0xbc79_9737
    static let vector: UInt32 = 0x1cb5_c415
}
