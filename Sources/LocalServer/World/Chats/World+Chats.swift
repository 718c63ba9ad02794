// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Who may see which group and channel, and how they look.
extension World {
    // MARK: Access

    /// Finds a conversation that a client names, one in which it may be read at least.
    ///
    /// - Returns: The peer as the Bot API writes it.
    func target(_ peer: TL.InputPeer, for viewer: Account) throws(RPCFailure) -> Int64 {
        switch peer {
        case .chat(let chat):
            guard groups[chat.chatID] != nil else { throw .bad(.peerIDInvalid) }
            return try group(chat.chatID, for: viewer).number
        case .channel(let channel):
            return try self.channel(
                .inputChannel(.init(channelID: channel.channelID, accessHash: channel.accessHash)), for: viewer
            ).number
        case .channelFromMessage(let channel):
            return try self.channel(
                .fromMessage(.init(peer: channel.peer, msgID: channel.msgID, channelID: channel.channelID)),
                for: viewer
            ).number
        case .peerSelf, .user, .userFromMessage, .empty:
            return try self.peer(peer, for: viewer).id
        }
    }

    /// Finds a basic group of which the account has messages, whether it is a member still or not.
    func group(_ id: Int64, for viewer: Account) throws(RPCFailure) -> BasicGroup {
        guard let group = groups[id] else { throw .bad(.chatIDInvalid) }
        guard group.members[viewer.id] != nil || mailbox(of: viewer.id).dialogs[group.number] != nil else {
            throw .bad(.peerIDInvalid)
        }
        return group
    }

    /// Finds a channel that the account may read: one in which it is, or that has a username.
    func channel(_ input: TL.InputChannel, for viewer: Account) throws(RPCFailure) -> Channel {
        let found: Channel?
        switch input {
        case .inputChannel(let input):
            found = channels[input.channelID].flatMap { channel in
                let isRight =
                    input.accessHash == accessHash(of: channel.number, for: viewer.id)
                    || (viewer.isBot && input.accessHash == 0 && channel.members[viewer.id] != nil)
                return isRight ? channel : nil
            }
        case .fromMessage(let input):
            let message = visibleMessage(input.msgID, in: input.peer, viewer)
            let number = PeerNumber.channel(input.channelID).number
            let isNamed = message.map { people(in: $0).contains(number) } ?? false
            found = isNamed ? channels[input.channelID] : nil
        case .empty:
            found = nil
        }
        guard let channel = found else { throw .bad(.channelInvalid) }
        let isBanned = chats[channel.number].ban(of: viewer.id, at: now)?.rights.viewMessages == true
        guard channel.members[viewer.id] != nil || (channel.username != nil && !isBanned) else {
            throw .bad(.channelPrivate)
        }
        return channel
    }

    /// Finds a person by a message that names them.
    func person(
        _ id: Int64, inMessage message: Int32, of peer: TL.InputPeer, _ viewer: Account
    ) -> Account? {
        guard let message = visibleMessage(message, in: peer, viewer), people(in: message).contains(id) else {
            return nil
        }
        return accounts[id]
    }

    /// A message that the account can see.
    private func visibleMessage(_ id: Int32, in peer: TL.InputPeer, _ viewer: Account) -> StoredMessage? {
        switch peer {
        case .channel(let channel):
            let input = TL.InputChannel.inputChannel(
                .init(channelID: channel.channelID, accessHash: channel.accessHash))
            return (try? self.channel(input, for: viewer))?.mailbox[id]
        default:
            return mailbox(of: viewer.id)[id]
        }
    }

    /// Finds a person to whom a client wants to do something in a group.
    func member(_ user: TL.InputUser, for viewer: Account) throws(RPCFailure) -> Account {
        guard let account = self.user(user, for: viewer) else { throw .bad(.userIDInvalid) }
        return account
    }

    /// What stands behind a username.
    func peer(username: String) -> Int64? {
        let name = username.hasPrefix("@") ? String(username.dropFirst()) : username
        return idsByUsername[name.lowercased()]
    }

    // MARK: Looks

    /// People, groups and channels as an account sees them.
    func peers(_ numbers: some Sequence<Int64>, for viewer: Int64) -> (users: [TL.User], chats: [TL.Chat]) {
        let sorted = Set(numbers).sorted()
        return (sorted.compactMap { accounts[$0] }.map { user($0, for: viewer) }, chats(sorted, for: viewer))
    }

    func chats(_ numbers: some Sequence<Int64>, for viewer: Int64) -> [TL.Chat] {
        Set(numbers).sorted(by: >).compactMap { number in
            switch PeerNumber(number) {
            case .user: nil
            case .group(let id): groups[id].map { chat($0, for: viewer) }
            case .channel(let id): channels[id].map { chat($0, for: viewer) }
            }
        }
    }

    func chat(_ group: BasicGroup, for viewer: Int64) -> TL.Chat {
        guard let member = group.members[viewer] else {
            return .forbidden(.init(id: group.id, title: group.title))
        }
        let details = chats[group.number]
        let successor = details.migratedTo.map { id in
            TL.InputChannel.inputChannel(
                .init(channelID: id, accessHash: accessHash(of: PeerNumber.channel(id).number, for: viewer)))
        }
        return .chat(
            .init(
                creator: viewer == group.creator, deactivated: successor != nil, callActive: details.call != nil,
                noforwards: details.isProtected,
                id: group.id, title: group.title, photo: chatPhoto(of: group.number),
                participantsCount: Int32(clamping: group.members.count), date: group.date, version: group.version,
                migratedTo: successor, adminRights: member.adminRights, defaultBannedRights: details.defaultBanned))
    }

    func chat(_ channel: Channel, for viewer: Int64) -> TL.Chat {
        let hash = accessHash(of: channel.number, for: viewer)
        let member = channel.members[viewer]
        let details = chats[channel.number]
        let ban = details.ban(of: viewer, at: now)?.rights
        guard member != nil || (channel.username != nil && ban?.viewMessages != true), !details.isDeleted else {
            let until = ban.flatMap { $0.viewMessages && $0.untilDate > 0 && $0.untilDate < .max ? $0.untilDate : nil }
            return .channelForbidden(
                .init(
                    broadcast: channel.isBroadcast, megagroup: !channel.isBroadcast, id: channel.id, accessHash: hash,
                    title: channel.title, untilDate: until))
        }
        return .channel(
            .init(
                creator: viewer == channel.creator, left: member == nil, broadcast: channel.isBroadcast,
                megagroup: !channel.isBroadcast, signatures: details.hasSignatures, hasLink: details.linked != nil,
                slowmodeEnabled: details.slowMode > 0, callActive: details.call != nil, gigagroup: details.isGigagroup,
                noforwards: details.isProtected,
                joinToSend: details.joinToSend, joinRequest: details.joinRequest, forum: details.isForum,
                signatureProfiles: details.hasSignatureProfiles, autotranslation: details.translatesPosts,
                forumTabs: details.hasForumTabs, id: channel.id, accessHash: hash, title: channel.title,
                username: details.usernames.isEmpty ? channel.username : nil, photo: chatPhoto(of: channel.number),
                date: member?.date ?? channel.date,
                adminRights: member?.adminRights, bannedRights: ban,
                defaultBannedRights: channel.isBroadcast ? nil : details.defaultBanned,
                participantsCount: Int32(clamping: channel.members.count), usernames: usernames(of: channel),
                color: details.color, profileColor: details.profileColor, emojiStatus: details.emojiStatus))
    }

    static let allRights = TL.ChatAdminRights(
        changeInfo: true, postMessages: true, editMessages: true, deleteMessages: true, banUsers: true,
        inviteUsers: true, pinMessages: true, addAdmins: true, manageCall: true, other: true, manageTopics: true,
        manageRanks: true)

    /// Whether an account knows somebody by more than a message in a channel.
    func knows(_ person: Int64, _ viewer: Int64) -> Bool {
        if person == viewer || mailboxes[viewer]?.dialogs[person] != nil { return true }
        return groups.values.contains { $0.members[viewer] != nil && $0.members[person] != nil }
    }

    /// People as those see them who meet them in a channel: what Telegram calls `min` if they do not know them.
    ///
    /// The access hash of such an object names nobody; see core.telegram.org/api/min.
    func peersOfChannel(
        _ numbers: some Sequence<Int64>, for viewer: Int64, whole: Int64? = nil
    ) -> (users: [TL.User], chats: [TL.Chat]) {
        var (users, chats) = peers(numbers, for: viewer)
        for index in users.indices {
            guard case .user(let user) = users[index], !knows(user.id, viewer) else { continue }
            users[index] = .user(
                .init(
                    bot: user.bot, botChatHistory: user.botChatHistory, min: true, id: user.id,
                    accessHash: user.accessHash.map { ~$0 }, firstName: user.firstName, lastName: user.lastName,
                    username: user.username, status: user.status, botInfoVersion: user.botInfoVersion))
        }
        for index in chats.indices {
            // Where a message came from is shown to everybody, but can be opened by those alone who are there.
            guard case .channelForbidden(let channel) = chats[index], PeerNumber.channel(channel.id).number != whole
            else { continue }
            chats[index] = .channel(
                .init(
                    broadcast: channel.broadcast, megagroup: channel.megagroup, min: true, id: channel.id,
                    accessHash: ~channel.accessHash, title: channel.title, photo: .empty, date: 0))
        }
        return (users, chats)
    }

    /// The members of a basic group, as far as those may know who ask.
    func participants(of group: BasicGroup, for viewer: Int64) -> TL.ChatParticipants {
        guard group.members[viewer] != nil else { return .forbidden(.init(chatID: group.id)) }
        let list = group.members.sorted { $0.key < $1.key }.map { id, member -> TL.ChatParticipant in
            if id == group.creator { return .creator(.init(userID: id, rank: member.rank)) }
            if member.isAdmin {
                return .admin(.init(userID: id, inviterID: member.inviter, date: member.date, rank: member.rank))
            }
            return .chatParticipant(.init(userID: id, inviterID: member.inviter, date: member.date, rank: member.rank))
        }
        return .chatParticipants(.init(chatID: group.id, participants: list, version: group.version))
    }

    func participant(_ id: Int64, of channel: Channel, for viewer: Int64) -> TL.ChannelParticipant? {
        if let ban = chats[channel.number].ban(of: id, at: now) {
            let member = channel.members[id]
            return .banned(
                .init(
                    left: member == nil, peer: Self.peer(id), kickedBy: ban.by, date: ban.date,
                    bannedRights: ban.rights,
                    rank: member?.rank))
        }
        guard let member = channel.members[id] else { return nil }
        if id == channel.creator {
            return .creator(.init(userID: id, adminRights: Self.allRights, rank: member.rank))
        }
        if let rights = member.adminRights {
            // Only oneself learns who the inviter was.
            let isSelf = id == viewer
            return .admin(
                .init(
                    canEdit: viewer == channel.creator || viewer == member.promoter, isSelf: isSelf, userID: id,
                    inviterID: isSelf ? member.inviter : nil, promotedBy: member.promoter, date: member.date,
                    adminRights: rights, rank: member.rank))
        }
        if id == viewer {
            return .participantSelf(
                .init(userID: id, inviterID: member.inviter, date: member.date, rank: member.rank))
        }
        return .channelParticipant(.init(userID: id, date: member.date, rank: member.rank))
    }
}
