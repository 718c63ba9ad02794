// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// Finds what the server wants to know of a peer, in the cache or by asking.
    func resolve(_ reference: PeerReference) async throws(InvocationError) -> TL.InputPeer {
        switch reference {
        case .me:
            return .peerSelf
        case .input(let peer):
            return peer
        case .id(let id):
            return try resolve(id)
        case .username(let name):
            if ["me", "self"].contains(name.lowercased()) { return .peerSelf }
            if let id = peers.id(named: name), let peer = peers.inputPeer(id) { return peer }
            return try await resolve(TL.contacts.ResolveUsername(username: name), name, "@" + name)
        case .phone(let number):
            if let id = peers.id(withPhone: number), let peer = peers.inputPeer(id) { return peer }
            return try await resolve(TL.contacts.ResolvePhone(phone: number), number, "a phone number")
        case .invite(let hash):
            return try await resolveInvite(hash)
        }
    }

    private func resolve(_ id: PeerID) throws(InvocationError) -> TL.InputPeer {
        if case .user(let user) = id, user == account?.userID { return .peerSelf }
        if let peer = peers.inputPeer(id) { return peer }
        // The server knows whom a bot knows.
        if account?.isBot == true { return id.inputPeer(accessHash: 0) }
        throw .unknownPeer("\(id)")
    }

    private func resolve<Function: TLFunction>(
        _ function: Function, _ name: String, _ description: String
    ) async throws(InvocationError) -> TL.InputPeer where Function.Response == TL.contacts.ResolvedPeer {
        let resolved: TL.contacts.ResolvedPeer
        do throws(InvocationError) {
            resolved = try await asItself { () throws(InvocationError) in try await invoke(function) }
        } catch {
            // Whose it was may have been stored.
            let names: [TLErrorName] = [.usernameNotOccupied, .usernameInvalid, .phoneNotOccupied]
            if names.contains(where: error.is) { forget(name: name) }
            if case .rpc(let refusal) = error { throw .rpc(refusal.about(description)) }
            throw error
        }
        learn(users: resolved.users, chats: resolved.chats)
        guard let peer = peers.inputPeer(PeerID(resolved.peer)) else { throw .unknownPeer(description) }
        return peer
    }

    private func resolveInvite(_ hash: String) async throws(InvocationError) -> TL.InputPeer {
        let chat: TL.Chat
        switch try await asItself({ () throws(InvocationError) in
            try await invoke(TL.messages.CheckChatInvite(hash: hash))
        }) {
        case .already(let invite): chat = invite.chat
        case .peek(let invite): chat = invite.chat
        case .chatInvite: throw .unknownPeer("an invitation to a chat that the account has not joined")
        }
        learn(users: [], chats: [chat])
        let id: PeerID =
            switch chat {
            case .chat(let chat): .chat(chat.id)
            case .channel(let channel): .channel(channel.id)
            default: throw .unknownPeer("an invitation")
            }
        guard let peer = peers.inputPeer(id) else { throw .unknownPeer("an invitation") }
        return peer
    }

    /// The number of a peer that is named as calls name it.
    func peerID(of peer: TL.InputPeer) -> PeerID? {
        switch peer {
        case .peerSelf: account.map { .user($0.userID) }
        case .user(let peer): .user(peer.userID)
        case .userFromMessage(let peer): .user(peer.userID)
        case .chat(let peer): .chat(peer.chatID)
        case .channel(let peer): .channel(peer.channelID)
        case .channelFromMessage(let peer): .channel(peer.channelID)
        case .empty: nil
        }
    }
}
