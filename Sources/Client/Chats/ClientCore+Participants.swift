// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// One page of the members of a chat.
    func participantPage(
        _ chat: some PeerConvertible, _ filter: ParticipantFilter, after start: ParticipantCursor?, limit: Int
    ) async throws(InvocationError) -> Page<Participant, ParticipantCursor> {
        let cursor = start ?? ParticipantCursor()
        let peer = try await resolve(chat.peerReference)
        if case .chat = peer {
            let full = try await fullChat(peer)
            guard let members = full.participants else {
                throw .invalidPeer("the account may not see who is in this group")
            }
            let found = members.filter(filter.contains)
            return Page(found, next: nil, total: found.count)
        }
        let query = cursor.query.map { TL.ChannelParticipantsFilter.search(.init(q: $0)) }
        let answer = try await callChannel(peer) {
            TL.channels.GetParticipants(
                channel: $0, filter: query ?? filter.tl, offset: Int32(clamping: cursor.offset),
                limit: Int32(clamping: limit), hash: 0)
        }
        guard case .channelParticipants(let list) = answer else { return Page([], next: nil) }
        let context = taking(list.users, list.chats)
        let found = list.participants.map { Participant($0, context) }
        let end = cursor.offset + list.participants.count
        // A page may be shorter than it could be: only an empty one is the end.
        if !list.participants.isEmpty {
            return Page(
                found, next: ParticipantCursor(offset: end, query: cursor.query),
                total: cursor.query == nil ? Int(list.count) : nil)
        }
        guard case .exhaustive = filter else { return Page([], next: nil, total: Int(list.count)) }
        if cursor.query == nil, end >= Int(list.count) { return Page([], next: nil, total: Int(list.count)) }
        let next = NameBeginnings.next(after: cursor.query, wasCut: end < Int(list.count))
        return Page([], next: next.map { ParticipantCursor(query: $0) })
    }

    /// One member of a chat; `nil` if the user never was one.
    func participant(
        _ user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) -> Participant? {
        let peer = try await resolve(chat.peerReference)
        let person = try await resolve(user.peerReference)
        if case .chat = peer {
            let id = peerID(of: person)
            return try await fullChat(peer).participants?.first { $0.id == id }
        }
        do {
            let answer = try await callChannel(peer) {
                TL.channels.GetParticipant(channel: $0, participant: person)
            }
            return Participant(answer.participant, taking(answer.users, answer.chats))
        } catch {
            guard error.is(.userNotParticipant) || error.is(.participantIDInvalid) else { throw error }
            return nil
        }
    }

    /// Forbids somebody something, or lifts that.
    func setBanned(
        _ rights: TL.ChatBannedRights, _ user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        let person = try await resolve(user.peerReference)
        _ = try await callChannel(chat) {
            TL.channels.EditBanned(channel: $0, participant: person, bannedRights: rights)
        }
    }

    /// Puts somebody out, who may come back.
    func kick(
        _ user: some PeerConvertible, from chat: some PeerConvertible, deletingHistory: Bool
    ) async throws(InvocationError) {
        let peer = try await resolve(chat.peerReference)
        let person = try await resolve(user.peerReference)
        if case .chat(let group) = peer {
            let user = try await inputUser(PeerReference.input(person))
            _ = try await invoke(
                TL.messages.DeleteChatUser(revokeHistory: deletingHistory, chatID: group.chatID, userID: user))
            return
        }
        let before = try await participant(person, in: peer)
        if before?.status == .banned { return }
        try await setBanned(BannedRights.all.tl(), person, in: peer)
        if deletingHistory {
            try await affectedChannel(peer) { TL.channels.DeleteParticipantHistory(channel: $0, participant: person) }
        }
        // The server may still be putting the member out: lifted too early, the ban would stay, or do nothing.
        do {
            try await configuration.time.sleep(configuration.time.now() + .seconds(1))
        } catch {
            throw .cancelled
        }
        try await setBanned(
            before?.bannedRights.map { $0.tl(until: before?.bannedUntil?.unixTime ?? 0) }
                ?? BannedRights().tl(), person, in: peer)
    }

    /// Repeats a call about a channel until the server has no more to do.
    func affectedChannel<Function: TLFunction>(
        _ channel: some PeerConvertible, _ make: (TL.InputChannel) throws(InvocationError) -> Function
    ) async throws(InvocationError) where Function.Response == TL.messages.AffectedHistory {
        while try await callChannel(channel, make).offset > 0 {
            if Task.isCancelled { throw .cancelled }
        }
    }

    /// Makes somebody an administrator, or takes that away.
    func setAdministrator(
        _ rights: AdminRights, rank: String?, _ user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        if let rank, rank.count > 16 {
            throw .invalidArgument(
                method: "channels.editAdmin", "the title has \(rank.count) characters, 16 are allowed")
        }
        let peer = try await resolve(chat.peerReference)
        let person = try await inputUser(user)
        if case .chat(let group) = peer {
            if !rights.isEmpty, rights != .all {
                throw .invalidArgument(
                    method: "messages.editChatAdmin",
                    "administrators of a basic group have all rights; migrate the group to choose some")
            }
            _ = try await invoke(
                TL.messages.EditChatAdmin(chatID: group.chatID, userID: person, isAdmin: !rights.isEmpty))
            if let rank { try await setRank(rank, of: user, in: peer) }
            return
        }
        _ = try await callChannel(peer) {
            TL.channels.EditAdmin(channel: $0, userID: person, adminRights: rights.tl, rank: rank)
        }
    }

    func setRank(
        _ rank: String, of user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        if rank.count > 16 {
            throw .invalidArgument(
                method: "messages.editChatParticipantRank", "the title has \(rank.count) characters, 16 are allowed")
        }
        let person = try await resolve(user.peerReference)
        _ = try await call(chat) {
            TL.messages.EditChatParticipantRank(peer: $0, participant: person, rank: rank)
        }
    }
}
