// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// Joins a chat, by what names it.
    func join(_ chat: some PeerConvertible) async throws(InvocationError) -> JoinResult {
        let reference = try chat.peerReference
        if case .invite(let hash) = reference { return try await join(invite: hash) }
        let peer = try await resolve(reference)
        switch peer {
        case .chat(let group):
            let answer = try await invoke(
                TL.messages.AddChatUser(chatID: group.chatID, userID: .userSelf, fwdLimit: 0))
            return .joined(contents(of: answer.updates).chats.first)
        case .channel, .channelFromMessage:
            do {
                return result(try await callChannel(peer) { TL.channels.JoinChannel(channel: $0) })
            } catch {
                guard error.is(.userAlreadyParticipant) else { return try outcome(error) }
                return .alreadyJoined(try? await self.chat(peer))
            }
        default:
            throw .invalidPeer("a group or a channel is needed, not a user")
        }
    }

    private func join(invite hash: String) async throws(InvocationError) -> JoinResult {
        do {
            return result(try await invoke(TL.messages.ImportChatInvite(hash: hash)))
        } catch {
            guard error.is(.userAlreadyParticipant) else { return try outcome(error) }
            let info = try? InviteInfo(try await invoke(TL.messages.CheckChatInvite(hash: hash)), self)
            return .alreadyJoined(info?.chat)
        }
    }

    private func outcome(_ error: InvocationError) throws(InvocationError) -> JoinResult {
        guard error.is(.inviteRequestSent) else { throw error }
        return .requested
    }

    private func result(_ answer: TL.messages.ChatInviteJoinResult) -> JoinResult {
        switch answer {
        case .ok(let joined): return .joined(contents(of: joined.updates).chats.first)
        case .webView(let view):
            return .webView(bot: taking(view.users).user(view.botID), queryID: view.queryID)
        }
    }

    /// A group or channel as the server shows it now.
    func chat(_ peer: TL.InputPeer) async throws(InvocationError) -> Chat? {
        if let user = peer.inputUser {
            let users = try await invoke(TL.users.GetUsers(id: [user]))
            let context = taking(users)
            return users.first.flatMap { User($0, context) }.map { Chat($0) }
        }
        return chats(
            in: try await callChat(
                peer, channel: { TL.channels.GetChannels(id: [$0]) }, group: { TL.messages.GetChats(id: [$0]) })
        ).chats.first
    }

    func answerJoinRequest(
        of user: some PeerConvertible, in chat: some PeerConvertible, approving: Bool
    ) async throws(InvocationError) {
        let person = try await inputUser(user)
        _ = try await call(chat) {
            TL.messages.HideChatJoinRequest(approved: approving, peer: $0, userID: person)
        }
    }

    /// Who made a link, as calls name it; the account itself by default.
    func linkOwner(_ administrator: (any PeerConvertible)?) async throws(InvocationError) -> TL.InputUser {
        guard let administrator else { return .userSelf }
        return try await inputUser(administrator)
    }

    /// Refuses what the server would refuse.
    static func check(
        limit: Int?, requiresApproval: Bool?, title: String?, method: String
    ) throws(InvocationError) {
        if let limit, limit > 0, requiresApproval == true {
            throw .invalidArgument(
                method: method, "a link has a limit, or administrators admit who comes, but not both")
        }
        if let limit, limit < 0 || limit > 99_999 {
            throw .invalidArgument(method: method, "a link lets 1 to 99,999 people in, not \(limit)")
        }
        if let title, title.count > 32 {
            throw .invalidArgument(method: method, "the title has \(title.count) characters, 32 are allowed")
        }
    }
}
