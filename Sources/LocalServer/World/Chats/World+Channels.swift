// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Channels and supergroups: who is there, and who comes and goes. See core.telegram.org/api/channel.
extension World {
    /// Makes a channel or a supergroup, and lets in whom the creator brings.
    ///
    /// - Returns: The channel with the message that tells of it.
    mutating func createChannel(
        _ title: String, about: String = "", isBroadcast: Bool, username: String? = nil, by creator: Int64,
        with people: [Int64] = [], origin: CallOrigin? = nil
    ) throws(RPCFailure) -> (channel: Channel, sent: Sent) {
        let title = try Self.title(title)
        try Self.check(about: about)
        guard channels.count < limits.chats else { throw .bad(.channelsTooMuch) }
        if let username { try check(username: username, for: nil) }
        let invited = Set(people).subtracting([creator]).sorted()
        guard invited.allSatisfy({ accounts[$0] != nil }) else { throw .bad(.userIDInvalid) }
        guard invited.count < limits.channelMembers else { throw .bad(.usersTooMuch) }
        lastChannelID += 1
        var channel = Channel(
            id: lastChannelID, isBroadcast: isBroadcast, title: title, about: about, username: username,
            creator: creator, date: date, mailbox: Mailbox(limits: channelLimits), lastChange: date)
        channel.members[creator] = Member(inviter: creator, date: date, adminRights: Self.allRights)
        if let username { idsByUsername[username.lowercased()] = channel.number }
        channels[channel.id] = channel
        channelsOfAccounts[creator, default: []].insert(channel.id)
        tellOfMembership(of: creator, in: channel.id, except: origin)
        let sent = try put(
            MessageContent(text: "", action: .channelCreate(.init(title: title))), in: channel.id, from: creator,
            NewMessage(text: ""), origin: origin)
        for person in invited { _ = try join(person, channel: channel.id, inviter: creator, origin: origin) }
        return (channels[channel.id] ?? channel, sent)
    }

    private var channelLimits: WorldLimits {
        var limits = limits
        limits.messages = limits.channelMessages
        limits.loggedChanges = limits.loggedChannelChanges
        limits.differenceSlice = limits.channelDifferenceSlice
        return limits
    }

    /// Lends a channel for changes.
    @discardableResult
    mutating func changeChannel<Result>(_ id: Int64, _ body: (inout Channel) -> Result) -> Result? {
        guard let index = channels.index(forKey: id) else { return nil }
        return body(&channels.values[index])
    }

    // MARK: Members

    /// Lets people in who were invited, all of them or none; those who are there already stay.
    ///
    /// - Returns: The messages that tell of it.
    mutating func invite(
        _ people: [Int64], to id: Int64, by inviter: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> [Sent] {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        try checkInviter(inviter, of: channel)
        let newcomers = Set(people).subtracting(channel.members.keys)
        guard newcomers.allSatisfy({ accounts[$0] != nil }) else { throw .bad(.userIDInvalid) }
        guard channel.members.count + newcomers.count <= limits.channelMembers else { throw .bad(.usersTooMuch) }
        var told: [Sent] = []
        for person in newcomers.sorted() {
            if let sent = try join(person, channel: id, inviter: inviter, origin: origin) { told.append(sent) }
        }
        return told
    }

    private func checkInviter(_ inviter: Int64, of channel: Channel) throws(RPCFailure) {
        guard channel.members[inviter] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        try demand(.invite, inviter, in: channel.number)
    }

    /// Lets somebody in who was invited, or comes by themselves and is the inviter too.
    ///
    /// - Returns: The message that tells of it, `nil` in channels, which do not tell.
    mutating func join(
        _ person: Int64, channel id: Int64, inviter: Int64, origin: CallOrigin? = nil,
        telling action: TL.MessageAction? = nil
    ) throws(RPCFailure) -> Sent? {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        guard accounts[person] != nil else { throw .bad(.userIDInvalid) }
        if inviter != person { try checkInviter(inviter, of: channel) }
        if let ban = chats[channel.number].ban(of: person, at: now), ban.rights.viewMessages {
            // Whoever may ban lifts a ban by bringing somebody back.
            guard inviter != person else { throw .bad(.channelPrivate) }
            guard may(.ban, inviter, in: channel.number) else { throw .bad(.userKicked) }
            chats[channel.number].banned[person] = nil
        }
        guard channel.members[person] == nil else { throw .bad(.userAlreadyParticipant) }
        guard channel.members.count < limits.channelMembers else { throw .bad(.usersTooMuch) }
        var member = Member(inviter: inviter, date: date)
        // Nothing is unread for those who come.
        member.readUpTo = channel.topMessage
        if chats[channel.number].hidesHistory, !channel.isBroadcast { member.hiddenUpTo = channel.topMessage }
        changeChannel(id) { $0.members[person] = member }
        channelsOfAccounts[person, default: []].insert(id)
        tellOfMembership(of: person, in: id, except: inviter == person ? origin : nil)
        if inviter != person, let after = channels[id],
            let newcomer = participant(person, of: after, for: inviter)
        {
            log(.participantInvite(.init(participant: newcomer)), by: inviter, in: channel.number)
        } else if action == nil {
            log(.participantJoin, by: person, in: channel.number)
        }
        guard !channel.isBroadcast else { return nil }
        let content = MessageContent(text: "", action: action ?? .chatAddUser(.init(users: [person])))
        return try put(content, in: id, from: inviter, NewMessage(text: ""), origin: origin)
    }

    /// Lets somebody go, or has an admin put them out.
    ///
    /// - Returns: The message that tells of it, `nil` in channels, which do not tell.
    mutating func leave(
        _ person: Int64, channel id: Int64, remover: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent? {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        guard channel.members[person] != nil else { throw .bad(.userNotParticipant) }
        guard person == remover || channel.may(\.banUsers, remover) else { throw .bad(.chatAdminRequired) }
        guard person != channel.creator else { throw .bad(.userCreator) }
        changeChannel(id) { $0.members[person] = nil }
        channelsOfAccounts[person]?.remove(id)
        tellOfMembership(of: person, in: id, except: remover == person ? origin : nil)
        if remover == person { log(.participantLeave, by: person, in: channel.number) }
        guard !channel.isBroadcast else { return nil }
        let content = MessageContent(text: "", action: .chatDeleteUser(.init(userID: person)))
        return try put(content, in: id, from: remover, NewMessage(text: ""), origin: origin)
    }

    /// Makes somebody an admin with these rights, or an ordinary member without any.
    mutating func setAdmin(
        _ rights: TL.ChatAdminRights?, rank: String? = nil, _ person: Int64, channel id: Int64, by promoter: Int64,
        origin: CallOrigin? = nil
    ) throws(RPCFailure) {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        guard channel.may(\.addAdmins, promoter) else { throw .bad(.chatAdminRequired) }
        guard person != channel.creator else { throw .bad(.userCreator) }
        guard let member = channel.members[person] else { throw .bad(.userNotParticipant) }
        if promoter != channel.creator {
            guard !member.isAdmin || member.promoter == promoter else { throw .bad(.chatAdminRequired) }
            let own = channel.members[promoter]?.adminRights ?? TL.ChatAdminRights()
            guard rights?.isContained(in: own) ?? true else { throw RPCFailure(403, .rightForbidden) }
        }
        if let rank, rank.count > 16 { throw .bad(.adminRankInvalid) }
        let before = participant(person, of: channel, for: promoter)
        chats[channel.number].banned[person] = nil
        changeChannel(id) { channel in
            channel.members[person]?.adminRights = rights
            channel.members[person]?.rank = rights == nil ? nil : rank
            channel.members[person]?.promoter = promoter
        }
        if let before, let changed = channels[id], let after = participant(person, of: changed, for: promoter) {
            log(
                .participantToggleAdmin(.init(prevParticipant: before, newParticipant: after)), by: promoter,
                in: channel.number)
        }
        tellOfMembership(of: person, in: id, except: origin)
    }

    /// Tells an account that it is in a channel, or is not any more, or is there as something else.
    private mutating func tellOfMembership(of account: Int64, in id: Int64, except origin: CallOrigin?) {
        push(membership(of: account, in: id), to: account, except: origin)
    }

    /// The word that an account is in a channel or is not any more.
    func membership(
        of account: Int64, in id: Int64, and others: [TL.Update] = [], naming people: Set<Int64> = []
    )
        -> TL.Updates
    {
        let number = PeerNumber.channel(id).number
        // Also those who are there no longer are to know it, so the channel itself is never abridged.
        let (users, chats) = peersOfChannel(people.union([account, number]), for: account, whole: number)
        return .updates(
            .init(
                updates: [.channel(.init(channelID: id))] + others, users: users, chats: chats, date: date, seq: 0))
    }
}

extension TL.ChatAdminRights {
    /// Whether others have all of these rights too.
    fileprivate func isContained(in other: Self) -> Bool {
        let pairs = [
            (changeInfo, other.changeInfo), (postMessages, other.postMessages), (editMessages, other.editMessages),
            (deleteMessages, other.deleteMessages), (banUsers, other.banUsers), (inviteUsers, other.inviteUsers),
            (pinMessages, other.pinMessages), (addAdmins, other.addAdmins), (manageTopics, other.manageTopics),
            (manageCall, other.manageCall), (manageRanks, other.manageRanks),
        ]
        return pairs.allSatisfy { !$0.0 || $0.1 }
    }
}
