// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// A message that is ready to be encrypted.
///
/// It is written when it is sealed, straight into the place where it is encrypted, and that can be outside of whatever
/// protects the session. The long part of one that is sealed with another is not written at all, but encrypted from where it
/// is.
public struct OutgoingPacket: Sendable {
    /// Key id and message key stand before the ciphertext.
    static let envelopeCount = 8 + 16
    /// Salt, session, message id, sequence number and length stand before the body.
    static let headerCount = 8 + 8 + 8 + 4 + 4

    private enum Body: Sendable {
        /// A part that is there, between two short ones.
        case pieces(lead: [UInt8], part: ArraySlice<UInt8>, rest: [UInt8])
        /// So many bytes, by whatever writes them.
        case written(Int, by: @Sendable (UnsafeMutableRawBufferPointer) -> Void)

        var count: Int {
            switch self {
            case .pieces(let lead, let part, let rest): lead.count + part.count + rest.count
            case .written(let count, _): count
            }
        }
    }

    private let header: PacketHeader
    private let body: Body

    /// The id of the message, or of the container.
    public var messageID: MessageID { header.messageID }

    /// How many bytes header and body have.
    var byteCount: Int { Self.headerCount + body.count }

    /// From how many bytes on it takes so long to encrypt a message that it is worth while to do two at once.
    package static let longCount = 4_096

    /// Whether a part of it has as many.
    package var isLong: Bool {
        guard case .pieces(_, let part, _) = body else { return false }
        return part.count >= Self.longCount
    }

    private init(_ header: PacketHeader, _ body: Body) {
        precondition(body.count % 4 == 0, "a message is a multiple of four bytes long")
        self.header = header
        self.body = body
    }

    /// Describes a message.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - bodyCount: How many bytes `body` writes, a multiple of four.
    ///   - body: Writes the body, all of its bytes.
    init(
        _ header: PacketHeader, bodyCount: Int, _ body: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
    ) {
        self.init(header, .written(bodyCount, by: body))
    }

    /// Describes a message.
    init(_ header: PacketHeader, _ message: PlainMessage) {
        self.init(header, lead: message.lead, body: message.body)
    }

    /// Describes a message with a body that exists already.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - body: The body, a multiple of four bytes.
    public init(_ header: PacketHeader, body: [UInt8]) {
        self.init(header, lead: [], body: body[...])
    }

    /// Describes a message whose body exists already, in two or three parts.
    ///
    /// - Parameters:
    ///   - header: What stands before the body.
    ///   - lead: The beginning of the body.
    ///   - body: Its largest part.
    ///   - rest: Its end.
    init(_ header: PacketHeader, lead: [UInt8], body: ArraySlice<UInt8>, rest: [UInt8] = []) {
        self.init(header, .pieces(lead: lead, part: body, rest: rest))
    }

    /// Writes header and body.
    ///
    /// - Parameter place: Room for ``byteCount`` bytes.
    func write(to place: UnsafeMutableRawBufferPointer) {
        writeHeader(to: place)
        let place = UnsafeMutableRawBufferPointer(rebasing: place[Self.headerCount..<byteCount])
        switch body {
        case .written(_, let write):
            write(place)
        case .pieces(let lead, let part, let rest):
            let end = lead.count + part.count
            place.copyBytes(from: lead)
            UnsafeMutableRawBufferPointer(rebasing: place[lead.count..<end]).copyBytes(from: part)
            UnsafeMutableRawBufferPointer(rebasing: place[end...]).copyBytes(from: rest)
        }
    }

    private func writeHeader(to place: UnsafeMutableRawBufferPointer) {
        place.storeBytes(of: header.salt.littleEndian, as: Int64.self)
        place.storeBytes(of: header.sessionID.littleEndian, toByteOffset: 8, as: Int64.self)
        place.storeBytes(of: header.messageID.rawValue.littleEndian, toByteOffset: 16, as: Int64.self)
        place.storeBytes(of: header.sequenceNumber.littleEndian, toByteOffset: 24, as: Int32.self)
        place.storeBytes(of: Int32(body.count).littleEndian, toByteOffset: 28, as: Int32.self)
    }

    /// A long message in the pieces in which it is encrypted; the largest is not copied.
    ///
    /// - Parameters:
    ///   - authKey: Its key.
    ///   - padding: Its padding.
    /// - Returns: The message.
    func long(_ authKey: AuthKey, padding: [UInt8]) -> LongMessage {
        guard case .pieces(let lead, let part, let rest) = body, isLong else {
            preconditionFailure("a short message is sealed alone")
        }
        var head = [UInt8](repeating: 0, count: Self.headerCount)
        head.withUnsafeMutableBytes { writeHeader(to: $0) }
        head += lead
        // The head ends where a unit of the hash does.
        let over = (head.count - LongMessage.headCount) % LongMessage.unit
        let begin = part.startIndex + (over == 0 ? 0 : LongMessage.unit - over)
        let end = part.endIndex - (part.endIndex - begin) % LongMessage.unit
        head += part[..<begin]
        return LongMessage(
            head: head, middle: part[begin..<end], tail: Array(part[end...]) + rest + padding, authKey: authKey)
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
