// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a transport delivers.
public enum TransportFrame: Hashable, Sendable {
    /// An encrypted packet or an unencrypted message.
    ///
    /// In the padded intermediate framing the transport's padding is still at its end: ``MessageExtent`` tells how many
    /// bytes belong to the message. The server role says whether the client asked for a quick acknowledgement.
    case payload([UInt8], requestsQuickAck: Bool = false)

    /// The server received the packet whose token this is and could decrypt it.
    ///
    /// The top bit is always set. It says nothing about the success of the calls in the packet; see
    /// core.telegram.org/mtproto/mtproto-transports#quick-ack.
    case quickAck(token: UInt32)

    /// The server refuses the connection or the packet, for example -404, -429 or -444.
    ///
    /// It is not authenticated; see core.telegram.org/mtproto/mtproto-transports#transport-errors.
    case transportError(code: Int32)

    /// A frame with the code 0, which says nothing.
    case noOperation
}

extension TransportFrame {
    /// Takes the payload out, so that whoever has it is the only one and can change it without a copy.
    ///
    /// - Returns: The payload, empty for a frame of another kind.
    package mutating func takePayload() -> [UInt8] {
        guard case .payload(let bytes, _) = self else { return [] }
        self = .noOperation
        return bytes
    }

    /// The id of the key with which the payload is encrypted, 0 if with none, `nil` if it is too short or none at all.
    package var authKeyID: Int64? {
        guard case .payload(let bytes, _) = self else { return nil }
        return bytes[...].int64(at: 0)
    }
}
