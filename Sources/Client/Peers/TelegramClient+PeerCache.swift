// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Finds several peers as calls name them, each by itself (`contacts.resolveUsername`, `contacts.resolvePhone`,
    /// `messages.checkChatInvite`).
    ///
    /// - Parameter peers: The peers.
    /// - Returns: Each peer, or why it could not be found.
    public func resolve(_ peers: [any PeerConvertible]) async -> [Result<TL.InputPeer, InvocationError>] {
        var results: [Result<TL.InputPeer, InvocationError>] = []
        for peer in peers {
            do throws(InvocationError) {
                results.append(.success(try await core.resolve(try peer.peerReference)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    /// Tells whether a peer can be named in calls without asking the server.
    ///
    /// - Parameter peer: The peer.
    /// - Returns: Whether enough is known of it.
    public func isKnown(_ peer: some PeerConvertible) -> Bool {
        guard let reference = try? peer.peerReference else { return false }
        return switch reference {
        case .me, .input: true
        case .id(.user(let id)) where id == core.account?.userID: true
        case .id(let id): core.peers.inputPeer(id) != nil
        case .username(let name): core.peers.id(named: name).flatMap { core.peers.inputPeer($0) } != nil
        case .phone(let number): core.peers.id(withPhone: number).flatMap { core.peers.inputPeer($0) } != nil
        case .invite: false
        }
    }

    /// Remembers users and chats that the program got by raw calls or from elsewhere.
    ///
    /// - Parameters:
    ///   - users: The users.
    ///   - chats: The chats.
    public func remember(users: [TL.User], chats: [TL.Chat] = []) {
        core.learn(users: users, chats: chats)
    }

    /// Gets a chat, whatever names it (`users.getUsers`, `channels.getChannels`, `messages.getChats`).
    ///
    /// - Parameter peer: The chat.
    /// - Returns: The chat as the server shows it now.
    /// - Throws: ``InvocationError``.
    public func chat(_ peer: some PeerConvertible) async throws(InvocationError) -> Chat {
        guard let chat = try await core.chat(try await core.resolve(peer.peerReference)) else {
            throw .unknownPeer("a chat that does not exist")
        }
        return chat
    }

    /// Tells what sort of channel something is (`channels.getChannels`).
    ///
    /// - Parameter peer: The chat.
    /// - Returns: The sort; `nil` for users and basic groups.
    /// - Throws: ``InvocationError``.
    public func channelKind(of peer: some PeerConvertible) async throws(InvocationError) -> Channel.Kind? {
        let target = try await core.resolve(peer.peerReference)
        guard target.inputChannel != nil else { return nil }
        return try await core.chat(target)?.channel?.kind
    }

    /// Reads the newest chats of the account, so that they can be named in calls by their numbers
    /// (`messages.getDialogs`).
    ///
    /// - Parameter limit: How many chats.
    /// - Throws: ``InvocationError``.
    public func warmPeerCache(limit: Int = 100) async throws(InvocationError) {
        _ = try await dialogs().first(limit)
    }
}
