// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// The objects of an answer; its users and chats are remembered.
    func taking(_ users: [TL.User], _ chats: [TL.Chat] = []) -> ObjectContext {
        learn(users: users, chats: chats)
        return context(users, chats)
    }

    /// The users, chats and updates that answer a call.
    func contents(of updates: TL.Updates) -> (updates: [TL.Update], chats: [Chat], context: ObjectContext) {
        let (list, users, chats): ([TL.Update], [TL.User], [TL.Chat]) =
            switch updates {
            case .updates(let batch): (batch.updates, batch.users, batch.chats)
            case .combined(let batch): (batch.updates, batch.users, batch.chats)
            case .updateShort(let short): ([short.update], [], [])
            default: ([], [], [])
            }
        let context = taking(users, chats)
        return (list, chats.compactMap { Chat($0, context) }, context)
    }

    /// The chats of an answer, and how many there are altogether.
    func chats(in answer: TL.messages.Chats) -> (chats: [Chat], total: Int) {
        let (raw, total): ([TL.Chat], Int) =
            switch answer {
            case .chats(let list): (list.chats, list.chats.count)
            case .slice(let list): (list.chats, Int(list.count))
            }
        let context = taking([], raw)
        return (raw.compactMap { Chat($0, context) }, total)
    }

    /// Several peers as calls name them.
    func resolve(_ peers: [any PeerConvertible]) async throws(InvocationError) -> [TL.InputPeer] {
        var resolved: [TL.InputPeer] = []
        for peer in peers { resolved.append(try await resolve(try peer.peerReference)) }
        return resolved
    }

    /// A user as calls name it.
    func inputUser(_ user: some PeerConvertible) async throws(InvocationError) -> TL.InputUser {
        guard let user = try await resolve(user.peerReference).inputUser else {
            throw .invalidPeer("a user is needed, not a group or a channel")
        }
        return user
    }

    /// Several users as calls name them.
    func resolveUsers(_ users: [any PeerConvertible]) async throws(InvocationError) -> [TL.InputUser] {
        var resolved: [TL.InputUser] = []
        for peer in try await resolve(users) {
            guard let user = peer.inputUser else { throw .invalidPeer("users are needed, not groups or channels") }
            resolved.append(user)
        }
        return resolved
    }

    /// A channel as calls name it, for calls that name more than one peer.
    func resolveChannel(_ channel: some PeerConvertible) async throws(InvocationError) -> TL.InputChannel {
        guard let channel = try await resolve(channel.peerReference).inputChannel else {
            throw .invalidPeer("a supergroup or a channel is needed")
        }
        return channel
    }
}
