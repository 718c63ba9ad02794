// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A message that is ready to be encrypted.
///
/// It is written when it is sealed, straight into the place where it is encrypted, and that can be outside of whatever
/// protects the session.
public struct OutgoingPacket: Sendable {
    /// Key id and message key stand before the ciphertext.
    static let envelopeCount = 8 + 16
    /// Salt, session, message id, sequence number and length stand before the body.
    static let headerCount = 8 + 8 + 8 + 4 + 4

    private let header: PacketHeader
    private let bodyCount: Int
    private let body: @Sendable (UnsafeMutableRawBufferPointer) -> Void

    /// The id of the message, or of the container.
    public var messageID: MessageID { header.messageID }

    /// How many bytes header and body have.
    var byteCount: Int { Self.headerCount + bodyCount }

    /// From how many bytes on it takes so long to encrypt a message that it is worth while to do two at once.
    package static let longCount = 4_096

    /// Whether there are as many.
    package var isLong: Bool { bodyCount >= Self.longCount }

    /// Describes a message.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - bodyCount: How many bytes `body` writes, a multiple of four.
    ///   - body: Writes the body, all of its bytes.
    init(
        _ header: PacketHeader, bodyCount: Int, _ body: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
    ) {
        precondition(bodyCount % 4 == 0, "a message is a multiple of four bytes long")
        self.header = header
        self.bodyCount = bodyCount
        self.body = body
    }

    /// Describes a message with a body that exists already.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - body: The body, a multiple of four bytes.
    public init(_ header: PacketHeader, body: [UInt8]) {
        self.init(header, body: body[...])
    }

    /// Describes a message with a body that exists already.
    init(_ header: PacketHeader, body: ArraySlice<UInt8>) {
        self.init(header, bodyCount: body.count) { place in
            body.withUnsafeBytes { place.copyMemory(from: $0) }
        }
    }

    /// Writes header and body.
    ///
    /// - Parameter place: Room for ``byteCount`` bytes.
    func write(to place: UnsafeMutableRawBufferPointer) {
        place.storeBytes(of: header.salt.littleEndian, as: Int64.self)
        place.storeBytes(of: header.sessionID.littleEndian, toByteOffset: 8, as: Int64.self)
        place.storeBytes(of: header.messageID.rawValue.littleEndian, toByteOffset: 16, as: Int64.self)
        place.storeBytes(of: header.sequenceNumber.littleEndian, toByteOffset: 24, as: Int32.self)
        place.storeBytes(of: Int32(bodyCount).littleEndian, toByteOffset: 28, as: Int32.self)
        body(UnsafeMutableRawBufferPointer(rebasing: place[Self.headerCount..<byteCount]))
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
