// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

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
    /// - Returns: The checksum.
    static func checksum(header: UInt64, payload: UnsafeRawBufferPointer) -> UInt32 {
        withUnsafeBytes(of: header.littleEndian) { CRC32.checksum(of: $0, payload) }
    }
}
