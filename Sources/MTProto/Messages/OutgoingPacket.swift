// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A message that is ready to be encrypted.
///
/// Its bytes stand where the encrypted packet will stand, so that ``PacketCipher`` needs not move them. The message can be
/// sealed outside of whatever protects the session.
public struct OutgoingPacket: Sendable {
    /// Key id and message key stand before the ciphertext.
    static let envelopeCount = 8 + 16
    /// Salt, session, message id, sequence number and length stand before the body.
    static let headerCount = 8 + 8 + 8 + 4 + 4

    /// Room for the envelope, the header, the body.
    var bytes: [UInt8]
    /// The id of the message, or of the container.
    public let messageID: MessageID

    /// Writes a message.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - bodyCount: How many bytes `write` writes, a multiple of four.
    ///   - write: Writes the body.
    init(_ header: PacketHeader, bodyCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(bodyCount % 4 == 0, "a message is a multiple of four bytes long")
        messageID = header.messageID
        let start = Self.envelopeCount
        let count = start + Self.headerCount + bodyCount
        let room = count + SessionLimits.padding.upperBound
        bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
            let buffer = UnsafeMutableRawBufferPointer(buffer)
            buffer.storeBytes(of: header.salt.littleEndian, toByteOffset: start, as: Int64.self)
            buffer.storeBytes(of: header.sessionID.littleEndian, toByteOffset: start + 8, as: Int64.self)
            buffer.storeBytes(of: header.messageID.rawValue.littleEndian, toByteOffset: start + 16, as: Int64.self)
            buffer.storeBytes(of: header.sequenceNumber.littleEndian, toByteOffset: start + 24, as: Int32.self)
            let length = Int32(bodyCount)
            buffer.storeBytes(of: length.littleEndian, toByteOffset: start + 28, as: Int32.self)
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<start]).initializeMemory(as: UInt8.self, repeating: 0)
            write(UnsafeMutableRawBufferPointer(rebasing: buffer[start + Self.headerCount..<count]))
            initialized = count
        }
    }

    /// Writes a message with a body that exists already.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - body: The body, a multiple of four bytes.
    public init(_ header: PacketHeader, body: [UInt8]) {
        self.init(header, bodyCount: body.count) { target in
            body.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }
}

/// What stands before the body of an encrypted message.
public struct PacketHeader: Hashable, Sendable {
    /// The server salt.
    public var salt: Int64
    /// The session.
    public var sessionID: Int64
    /// The message.
    public var messageID: MessageID
    /// Its number.
    public var sequenceNumber: Int32

    /// Creates a header.
    ///
    /// - Parameters:
    ///   - salt: The server salt.
    ///   - sessionID: The session.
    ///   - messageID: The message.
    ///   - sequenceNumber: Its number.
    public init(salt: Int64, sessionID: Int64, messageID: MessageID, sequenceNumber: Int32) {
        self.salt = salt
        self.sessionID = sessionID
        self.messageID = messageID
        self.sequenceNumber = sequenceNumber
    }
}
