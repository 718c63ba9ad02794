// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A message outside of any key: zeros in the place of the key's id, a message id, a length, a body.
///
/// Only the key exchange sends and accepts such messages. See core.telegram.org/mtproto/description#unencrypted-message.
public struct UnencryptedMessage: Hashable, Sendable {
    /// Why bytes are no unencrypted message.
    public enum Defect: Error, Hashable, Sendable, CaseIterable {
        /// They are fewer than the 20 of the header.
        case tooShort
        /// They begin with the id of a key.
        case encrypted
        /// The length in the header exceeds the bytes that follow it.
        case lengthBeyondEnd
        /// The length in the header is zero or no multiple of four.
        case lengthMisaligned
    }

    private static let headerByteCount = 20

    /// The message's id.
    public let messageID: Int64
    /// The object in the message, and any padding that its sender counted in.
    public let body: [UInt8]

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - messageID: Its id.
    ///   - body: A multiple of four bytes, at least four.
    public init(messageID: Int64, body: [UInt8]) {
        precondition(!body.isEmpty && body.count % 4 == 0, "a body is a positive multiple of four bytes")
        self.messageID = messageID
        self.body = body
    }

    /// Reads a message; what follows it is the transport's padding and ignored.
    ///
    /// - Parameter payload: The payload of a transport's frame.
    /// - Throws: ``Defect`` if it is no such message.
    public init(payload: [UInt8]) throws(Defect) {
        guard payload.count >= Self.headerByteCount else { throw .tooShort }
        guard payload[..<8].allSatisfy({ $0 == 0 }) else { throw .encrypted }
        guard let end = MessageExtent.unencrypted(in: payload) else { throw .lengthBeyondEnd }
        guard end > Self.headerByteCount, end % 4 == 0 else { throw .lengthMisaligned }
        messageID = Int64(bitPattern: payload[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        body = Array(payload[Self.headerByteCount..<end])
    }

    /// The message as the payload of a transport's frame.
    public var payload: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 8)
        bytes.reserveCapacity(Self.headerByteCount + body.count)
        withUnsafeBytes(of: messageID.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(body.count).littleEndian) { bytes.append(contentsOf: $0) }
        return bytes + body
    }
}
