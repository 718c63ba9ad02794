// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A way to name a user, a group or a channel.
///
/// ``init(parsing:)`` reads what people write: `@name`, `me`, `+15551234567`, `t.me/name`, a number.
public enum PeerReference: Sendable {
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
