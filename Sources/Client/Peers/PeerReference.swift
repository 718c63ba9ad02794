// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A way to name a user, a group or a channel.
///
/// ``init(parsing:)`` reads what people write: `@name`, `me`, `+15551234567`, `t.me/name`, a number.
public enum PeerReference: Sendable, Codable {
    /// The account itself.
    case me
    /// A peer by its number; its access hash must be known from an earlier update or call.
    case id(PeerID)
    /// A public name, without `@`.
    case username(String)
    /// A phone number, digits only.
    case phone(String)
    /// An invitation, by its hash.
    case invite(String)
    /// A peer with all that the server wants to know.
    case input(TL.InputPeer)
}

/// What can be given where a peer is wanted: a name, a number, a peer of a message.
public protocol PeerConvertible: Sendable {
    /// The way to name the peer.
    ///
    /// - Throws: ``InvocationError/invalidPeer(_:)`` if it is no name of a peer.
    var peerReference: PeerReference { get throws(InvocationError) }
}

extension PeerReference {
    /// A user by the number.
    ///
    /// - Parameter id: The number.
    /// - Returns: The way to name the user.
    public static func user(_ id: Int64) -> Self { .id(.user(id)) }

    /// A basic group by the number.
    ///
    /// - Parameter id: The number, above zero.
    /// - Returns: The way to name the group.
    public static func chat(_ id: Int64) -> Self { .id(.chat(id)) }

    /// A channel or supergroup by the number.
    ///
    /// - Parameter id: The number, above zero, without the -100 in front.
    /// - Returns: The way to name the channel.
    public static func channel(_ id: Int64) -> Self { .id(.channel(id)) }
}

extension PeerReference: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { self }
}

extension PeerID: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { .id(self) }
}

extension TL.InputPeer: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { .input(self) }
}

extension TL.Peer: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { .id(PeerID(self)) }
}

extension Int64: PeerConvertible {
    /// The peer with this number, as Telegram's Bot API writes it.
    public var peerReference: PeerReference {
        get throws(InvocationError) {
            guard let id = PeerID(botAPI: self) else { throw .invalidPeer("\(self) is no number of a peer") }
            return .id(id)
        }
    }
}

extension Int: PeerConvertible {
    /// The peer with this number, as Telegram's Bot API writes it.
    public var peerReference: PeerReference {
        get throws(InvocationError) { try Int64(self).peerReference }
    }
}

extension String: PeerConvertible {
    /// The peer that the text names, see ``PeerReference/init(parsing:)``.
    public var peerReference: PeerReference {
        get throws(InvocationError) { try PeerReference(parsing: self) }
    }
}
