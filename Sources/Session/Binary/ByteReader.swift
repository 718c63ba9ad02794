// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Reads the parts of a binary format; whatever it is given, it throws rather than traps.
struct ByteReader {
    private let input: UnsafeRawBufferPointer
    /// How many bytes were read.
    private(set) var position = 0

    /// Begins at the first byte.
    ///
    /// - Parameter input: What to read; it must outlive the reader.
    init(_ input: UnsafeRawBufferPointer) {
        self.input = input
    }

    /// How many bytes are left.
    var remaining: Int { input.count - position }

    /// Lends the next bytes.
    mutating func bytes(_ count: Int, _ field: String) throws(SessionFormatError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw failure(.truncated, field) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: input[position..<position + count])
    }

    /// Reads one byte.
    mutating func byte(_ field: String) throws(SessionFormatError) -> UInt8 {
        guard position < input.count else { throw failure(.truncated, field) }
        defer { position += 1 }
        return input[position]
    }

    /// Reads a byte that is 0 or 1.
    mutating func flag(_ field: String) throws(SessionFormatError) -> Bool {
        switch try byte(field) {
        case 0: return false
        case 1: return true
        default: throw failure(.valueInvalid, field)
        }
    }

    /// Reads a number, lowest byte first.
    mutating func integer<Number: FixedWidthInteger>(_ field: String) throws(SessionFormatError) -> Number {
        Number(littleEndian: try bytes(MemoryLayout<Number>.size, field).loadUnaligned(as: Number.self))
    }

    /// Reads a number, highest byte first.
    mutating func bigEndian<Number: FixedWidthInteger>(_ field: String) throws(SessionFormatError) -> Number {
        Number(bigEndian: try bytes(MemoryLayout<Number>.size, field).loadUnaligned(as: Number.self))
    }

    /// Reads a number in groups of seven bits.
    mutating func compact(_ field: String) throws(SessionFormatError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let group = try byte(field)
            guard shift < 63 || group <= 1 else { break }
            value |= UInt64(group & 0x7F) << shift
            if group < 0x80 { return value }
        }
        throw failure(.valueInvalid, field)
    }

    /// Reads a signed number in groups of seven bits.
    mutating func identifier(_ field: String) throws(SessionFormatError) -> Int64 {
        Int64(bitPattern: try compact(field))
    }

    /// Reads how many items follow.
    ///
    /// - Parameters:
    ///   - field: What is counted, for errors.
    ///   - itemSize: The fewest bytes that an item takes, at least 1; more items than fit are refused.
    /// - Returns: The number of items.
    /// - Throws: ``SessionFormatError`` if there cannot be so many.
    mutating func count(_ field: String, itemSize: Int = 1) throws(SessionFormatError) -> Int {
        let count = try compact(field)
        guard count <= UInt64(remaining / itemSize) else { throw failure(.truncated, field) }
        return Int(count)
    }

    /// Reads a length and that many bytes.
    mutating func block(_ field: String) throws(SessionFormatError) -> [UInt8] {
        Array(try bytes(try count(field), field))
    }

    /// Reads a length and a text in UTF-8, which is repaired where it is none.
    mutating func text(_ field: String) throws(SessionFormatError) -> String {
        String(decoding: try bytes(try count(field), field), as: UTF8.self)
    }

    /// Reads an authorization key into memory that is wiped.
    mutating func authKey(_ field: String) throws(SessionFormatError) -> AuthKey {
        let start = position
        let bytes = SecureBytes(copying: try bytes(AuthKey.byteCount, field))
        do throws(CryptoError) {
            return try AuthKey(bytes)
        } catch {
            throw SessionFormatError(.valueInvalid, field: field, position: start)
        }
    }

    /// Throws unless everything was read.
    func expectEnd(_ field: String) throws(SessionFormatError) {
        guard remaining == 0 else { throw failure(.trailingBytes, field) }
    }

    /// An error at the current position.
    func failure(_ code: SessionFormatError.Code, _ field: String) -> SessionFormatError {
        SessionFormatError(code, field: field, position: position)
    }
}
