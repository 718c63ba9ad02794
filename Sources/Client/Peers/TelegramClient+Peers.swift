// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Finds a peer as calls name it, in what is known or by asking (`contacts.resolveUsername`, `contacts.resolvePhone`,
    /// `messages.checkChatInvite`).
    ///
    /// - Parameter peer: `"@name"`, `"me"`, a number, a link, a ``Chat``, a message's ``Message/chatID``.
    /// - Returns: The peer, for any method that takes one.
    /// - Throws: ``InvocationError``; ``InvocationError/unknownPeer(_:)`` if nothing that was received tells how to reach it.
    public func resolve(_ peer: some PeerConvertible) async throws(InvocationError) -> TL.InputPeer {
        try await core.resolve(peer.peerReference)
    }

    /// Finds a user or a bot as calls name it (`contacts.resolveUsername`, `contacts.resolvePhone`).
    ///
    /// - Parameter user: `"@name"`, `"me"`, a number, a ``User``.
    /// - Returns: The user, for any method that takes one.
    /// - Throws: ``InvocationError``; ``InvocationError/invalidPeer(_:)`` if it is a group or a channel.
    public func resolveUser(_ user: some PeerConvertible) async throws(InvocationError) -> TL.InputUser {
        try await core.inputUser(user)
    }

    /// Finds a supergroup or a channel as calls name it (`contacts.resolveUsername`, `messages.checkChatInvite`).
    ///
    /// - Parameter channel: `"@name"`, a number, a link, a ``Channel``.
    /// - Returns: The channel, for any method that takes one.
    /// - Throws: ``InvocationError``; ``InvocationError/invalidPeer(_:)`` if it is a user or a basic group.
    public func resolveChannel(_ channel: some PeerConvertible) async throws(InvocationError) -> TL.InputChannel {
        guard let channel = try await core.resolve(channel.peerReference).inputChannel else {
            throw .invalidPeer("a supergroup or a channel is needed")
        }
        return channel
    }

    /// The data centre of the account, 1 to 5 in production: where ``CallDestination/media(_:)`` finds its files.
    public var homeDataCenter: Int { core.homeDataCenter }
}
