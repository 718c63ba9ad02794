// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramZlib

/// What is special about the full framing.
enum FullFrame {
    static let checksumLength = 4
    /// Length, sequence number and checksum.
    static let overhead = 12

    /// Computes the CRC-32 of a frame.
    ///
    /// - Parameters:
    ///   - header: Length and sequence number as they stand on the wire, the first byte lowest.
    ///   - payload: The payload.
    static func checksum(header: UInt64, payload: UnsafeRawBufferPointer) -> UInt32 {
        let start = withUnsafeBytes(of: header.littleEndian) { update(0, $0) }
        return update(start, payload)
    }

    private static func update(_ checksum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let pointer = bytes.bindMemory(to: UInt8.self).baseAddress
        return UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), pointer, bytes.count))
    }
}
