// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Lists the members of a group or channel (`channels.getParticipants`, `messages.getFullChat`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel. Of channels, and where members are hidden, administrators alone get the list.
    ///   - filter: Which members.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The members.
    public func participants(
        of chat: some PeerConvertible, _ filter: ParticipantFilter = .recent, after cursor: ParticipantCursor? = nil
    ) -> Paged<Participant, ParticipantCursor> {
        let core = core
        // An exhaustive search comes to its end by itself, through many beginnings that nobody's name has.
        let mostEmptyPages = if case .exhaustive = filter { Int.max } else { 8 }
        return Paged(
            after: cursor, pageSize: 200, largestPage: 200, mostEmptyPages: mostEmptyPages,
            identity: .number { $0.id.botAPI }
        ) {
            cursor, limit async throws(InvocationError) in
            try await core.participantPage(chat, filter, after: cursor, limit: limit)
        }
    }

    /// Lists the administrators of a group or channel (`channels.getParticipants`, `messages.getFullChat`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Returns: The administrators, its creator among them.
    /// - Throws: ``InvocationError``.
    public func administrators(of chat: some PeerConvertible) async throws(InvocationError) -> [Participant] {
        try await participants(of: chat, .administrators).collect()
    }

    /// Gets one member of a group or channel (`channels.getParticipant`, `messages.getFullChat`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - chat: The group or channel.
    /// - Returns: The member, also if they left or are banned; `nil` if they never were one.
    /// - Throws: ``InvocationError``.
    public func participant(
        _ user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) -> Participant? {
        try await core.participant(user, in: chat)
    }

    /// Tells what somebody may do in a group or channel (`channels.getParticipant`, `messages.getFullChat`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - chat: The group or channel.
    /// - Returns: What they may do; of somebody who never was a member too.
    /// - Throws: ``InvocationError``.
    public func permissions(
        of user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) -> ParticipantPermissions {
        let participant = try await core.participant(user, in: chat)
        let peer = try await core.resolve(chat.peerReference)
        let known = core.peerID(of: peer).flatMap { participant?.context.chat($0) }
        return ParticipantPermissions(participant, in: known)
    }

    /// Bans somebody from a group or channel (`channels.editBanned`, `messages.deleteChatUser`).
    ///
    /// - Parameters:
    ///   - user: Whom, a user or a channel.
    ///   - chat: The group or channel; who is put out of a basic group can be added again.
    ///   - date: Until when; `nil` for always, as are less than 30 seconds and more than 366 days.
    ///   - deletingHistory: Whether their messages are deleted too.
    /// - Throws: ``InvocationError``.
    public func ban(
        _ user: some PeerConvertible, in chat: some PeerConvertible, until date: Date? = nil,
        deletingHistory: Bool = false
    ) async throws(InvocationError) {
        let peer = try await core.resolve(chat.peerReference)
        if case .chat = peer {
            return try await core.kick(user, from: peer, deletingHistory: deletingHistory)
        }
        try await core.setBanned(BannedRights.all.tl(until: date?.unixTime ?? 0), user, in: peer)
        if deletingHistory { try await deleteMessages(by: user, in: peer) }
    }

    /// Lifts the ban or the restrictions of somebody (`channels.editBanned`).
    ///
    /// - Parameters:
    ///   - user: The user or channel.
    ///   - chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func unban(_ user: some PeerConvertible, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.setBanned(BannedRights().tl(), user, in: chat)
    }

    /// Puts somebody out of a group or channel, who may come back (`channels.editBanned`, `messages.deleteChatUser`).
    ///
    /// In supergroups and channels that is a ban which is lifted after a second. If the lift fails, that is the error, and the
    /// user stays banned.
    ///
    /// - Parameters:
    ///   - user: The member.
    ///   - chat: The group or channel.
    ///   - deletingHistory: Whether their messages are deleted too.
    /// - Throws: ``InvocationError``.
    public func kick(
        _ user: some PeerConvertible, from chat: some PeerConvertible, deletingHistory: Bool = false
    ) async throws(InvocationError) {
        try await core.kick(user, from: chat, deletingHistory: deletingHistory)
    }

    /// Forbids a member something that others may do (`channels.editBanned`).
    ///
    /// - Parameters:
    ///   - user: The member.
    ///   - chat: The supergroup.
    ///   - rights: What is forbidden; this replaces what was forbidden before.
    ///   - date: Until when; `nil` for always, as are less than 30 seconds and more than 366 days.
    /// - Throws: ``InvocationError``.
    public func restrict(
        _ user: some PeerConvertible, in chat: some PeerConvertible, forbidding rights: BannedRights,
        until date: Date? = nil
    ) async throws(InvocationError) {
        try await core.setBanned(rights.tl(until: date?.unixTime ?? 0), user, in: chat)
    }

    /// Makes somebody an administrator, or changes what one may do (`channels.editAdmin`, `messages.editChatAdmin`).
    ///
    /// - Parameters:
    ///   - user: The member.
    ///   - chat: The group or channel.
    ///   - rights: What they may do; this replaces what they could do before. In a basic group it is everything.
    ///   - rank: The title beside the name, up to 16 characters; `nil` to leave that.
    /// - Throws: ``InvocationError``.
    public func promote(
        _ user: some PeerConvertible, in chat: some PeerConvertible, allowing rights: AdminRights = .all,
        rank: String? = nil
    ) async throws(InvocationError) {
        if rights.isEmpty {
            throw .invalidArgument(
                method: "channels.editAdmin", "an administrator without any right is none; demote takes them away")
        }
        try await core.setAdministrator(rights, rank: rank, user, in: chat)
    }

    /// Makes an ordinary member of an administrator (`channels.editAdmin`, `messages.editChatAdmin`).
    ///
    /// - Parameters:
    ///   - user: The administrator.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func demote(_ user: some PeerConvertible, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.setAdministrator([], rank: nil, user, in: chat)
    }

    /// Changes the title beside a member's name (`messages.editChatParticipantRank`).
    ///
    /// - Parameters:
    ///   - rank: The title, up to 16 characters; `nil` for none.
    ///   - user: The member.
    ///   - chat: The group.
    /// - Throws: ``InvocationError``.
    public func setRank(
        _ rank: String?, of user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.setRank(rank ?? "", of: user, in: chat)
    }

    /// Deletes all messages of somebody in a supergroup (`channels.deleteParticipantHistory`).
    ///
    /// - Parameters:
    ///   - user: The user or channel.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func deleteMessages(
        by user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        let person = try await core.resolve(user.peerReference)
        try await core.affectedChannel(chat) {
            TL.channels.DeleteParticipantHistory(channel: $0, participant: person)
        }
    }

    /// Deletes reactions of somebody in a chat (`messages.deleteParticipantReactions`,
    /// `messages.deleteParticipantReaction`).
    ///
    /// - Parameters:
    ///   - user: The user or channel.
    ///   - chat: The group or channel.
    ///   - messageID: On which message; `nil` for all messages.
    /// - Throws: ``InvocationError``.
    public func deleteReactions(
        by user: some PeerConvertible, in chat: some PeerConvertible, on messageID: Int32? = nil
    ) async throws(InvocationError) {
        let person = try await core.resolve(user.peerReference)
        guard let messageID else {
            _ = try await core.call(chat) {
                TL.messages.DeleteParticipantReactions(peer: $0, participant: person)
            }
            return
        }
        _ = try await core.call(chat) {
            TL.messages.DeleteParticipantReaction(peer: $0, msgID: messageID, participant: person)
        }
    }

    /// Reports messages of a member as spam (`channels.reportSpam`).
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - user: Who sent them.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func reportSpam(
        _ messages: [Int32], by user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        let person = try await core.resolve(user.peerReference)
        _ = try await core.callChannel(chat) {
            TL.channels.ReportSpam(channel: $0, participant: person, id: messages)
        }
    }

    /// Reports that Telegram's spam filter deleted a message wrongly (`channels.reportAntiSpamFalsePositive`).
    ///
    /// - Parameters:
    ///   - messageID: The message, from the event log.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func reportAntiSpamError(
        _ messageID: Int32, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.callChannel(chat) {
            TL.channels.ReportAntiSpamFalsePositive(channel: $0, msgID: messageID)
        }
    }
}
