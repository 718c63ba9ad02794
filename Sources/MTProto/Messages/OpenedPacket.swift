// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A message that was decrypted and whose message key, length and padding are right.
public struct OpenedPacket: Sendable {
    /// What stands before the body.
    public let header: PacketHeader
    /// The body, in the memory of the packet.
    public let body: ArraySlice<UInt8>

    /// Reads the plaintext of a packet whose message key was compared.
    ///
    /// - Parameters:
    ///   - bytes: The packet, decrypted in place.
    ///   - end: Where the plaintext ends; what follows is a transport's padding.
    /// - Throws: ``SessionError`` for a length or a padding that cannot be.
    init(decrypted bytes: [UInt8], end: Int) throws(SessionError) {
        let start = OutgoingPacket.envelopeCount
        let (header, length) = bytes.withUnsafeBytes { buffer in
            let header = PacketHeader(
                salt: Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: Int64.self)),
                sessionID: Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: start + 8, as: Int64.self)),
                messageID: MessageID(
                    rawValue: Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: start + 16, as: Int64.self))),
                sequenceNumber: Int32(littleEndian: buffer.loadUnaligned(fromByteOffset: start + 24, as: Int32.self)))
            return (header, Int32(littleEndian: buffer.loadUnaligned(fromByteOffset: start + 28, as: Int32.self)))
        }
        let bodyStart = start + OutgoingPacket.headerCount
        guard length >= 0 else { throw SessionError(.lengthNegative, found: Int64(length)) }
        guard length % 4 == 0 else { throw SessionError(.lengthMisaligned, found: Int64(length)) }
        let padding = end - bodyStart - Int(length)
        guard padding >= 0 else {
            throw SessionError(.lengthExceedsPacket, found: Int64(length), expected: Int64(end - bodyStart))
        }
        let limits = SessionLimits.padding
        guard padding >= limits.lowerBound else {
            throw SessionError(.paddingTooShort, found: Int64(padding), expected: Int64(limits.lowerBound))
        }
        guard padding <= limits.upperBound else {
            throw SessionError(.paddingTooLong, found: Int64(padding), expected: Int64(limits.upperBound))
        }
        self.header = header
        body = bytes[bodyStart..<bodyStart + Int(length)]
    }
}
