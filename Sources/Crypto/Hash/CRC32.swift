// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The checksum of IEEE 802.3, as zlib computes it: MTProto's full transport and TL's constructor ids use it.
public struct CRC32: Sendable {
    private var register: UInt32 = .max

    /// Starts a checksum.
    public init() {}

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~register }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: Any number of bytes.
    public mutating func update(_ bytes: some ByteSource) {
        register = bytes.withContiguousBytes { bytes in
            Self.tables.withUnsafeBufferPointer { tables in
                Self.advance(register, over: bytes, tables)
            }
        }
    }

    /// Computes the checksum of several pieces as if they were one string.
    ///
    /// - Parameter pieces: The pieces in order.
    /// - Returns: The checksum.
    public static func checksum<each Piece: ByteSource>(of pieces: repeat each Piece) -> UInt32 {
        var checksum = CRC32()
        for piece in repeat each pieces { checksum.update(piece) }
        return checksum.value
    }

    /// Eight bytes a step, each with a table of its own.
    private static func advance(
        _ register: UInt32, over bytes: UnsafeRawBufferPointer, _ tables: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var register = register
        var offset = 0
        while bytes.count - offset >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let mixed = word ^ UInt64(register)
            register = 0
            for position in 0..<8 {
                let byte = Int(truncatingIfNeeded: mixed >> (8 * UInt64(position))) & 255
                register ^= tables[(7 - position) * 256 + byte]
            }
            offset += 8
        }
        while offset < bytes.count {
            register = (register >> 8) ^ tables[Int((register ^ UInt32(bytes[offset])) & 255)]
            offset += 1
        }
        return register
    }

    /// Table `k`, at `k * 256`, says what a byte does to the register when `k` more bytes follow it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = (remainder >> 1) ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
            tables[byte] = remainder
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = (previous >> 8) ^ tables[Int(previous & 255)]
        }
        return tables
    }()
}
