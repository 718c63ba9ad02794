// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Who may not do what others may: bans and restrictions, by whom, and until when.
extension World {
    /// Less than half a minute and more than 366 days are for ever.
    func normalized(_ rights: TL.ChatBannedRights) -> TL.ChatBannedRights {
        let until = Int64(rights.untilDate)
        guard until < now + 30 || until > now + 366 * 86_400 else { return rights }
        return TL.ChatBannedRights(
            viewMessages: rights.viewMessages, sendMessages: rights.sendMessages, sendMedia: rights.sendMedia,
            sendStickers: rights.sendStickers, sendGifs: rights.sendGifs, sendGames: rights.sendGames,
            sendInline: rights.sendInline, embedLinks: rights.embedLinks, sendPolls: rights.sendPolls,
            changeInfo: rights.changeInfo, inviteUsers: rights.inviteUsers, pinMessages: rights.pinMessages,
            manageTopics: rights.manageTopics, sendPhotos: rights.sendPhotos, sendVideos: rights.sendVideos,
            sendRoundvideos: rights.sendRoundvideos, sendAudios: rights.sendAudios, sendVoices: rights.sendVoices,
            sendDocs: rights.sendDocs, sendPlain: rights.sendPlain, editRank: rights.editRank,
            sendReactions: rights.sendReactions, manageLinkedPeers: rights.manageLinkedPeers, untilDate: .max)
    }

    /// Bans or restricts somebody in a channel, or lifts that.
    ///
    /// - Returns: The message that tells of who was put out, `nil` where there is none.
    mutating func setBanned(
        _ rights: TL.ChatBannedRights, _ person: Int64, channel id: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent? {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        let number = channel.number
        try demand(.ban, actor, in: number)
        guard person != channel.creator, person != actor else { throw .bad(.userAdminInvalid) }
        if let member = channel.members[person], member.isAdmin, actor != channel.creator, member.promoter != actor {
            throw .bad(.userAdminInvalid)
        }
        let before = participant(person, of: channel, for: actor) ?? .left(.init(peer: Self.peer(person)))
        let isFree = rights.isEncodedEqual(to: TL.ChatBannedRights(untilDate: rights.untilDate))
        var sent: Sent?
        if channel.members[person] != nil {
            changeChannel(id) { channel in
                channel.members[person]?.adminRights = nil
                channel.members[person]?.rank = nil
            }
        }
        chats[number].banned[person] =
            isFree ? nil : ChatDetails.Ban(rights: normalized(rights), by: actor, date: date)
        if rights.viewMessages, channel.members[person] != nil {
            sent = try leave(person, channel: id, remover: actor, origin: origin)
        } else {
            push(membership(of: person, in: id), to: person)
        }
        if let after = channels[id] {
            let now = participant(person, of: after, for: actor) ?? .left(.init(peer: Self.peer(person)))
            log(.participantToggleBan(.init(prevParticipant: before, newParticipant: now)), by: actor, in: number)
        }
        return sent
    }

    /// Changes the title beside a member's name.
    mutating func setRank(
        _ rank: String, of person: Int64, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard rank.count <= 16 else { throw .bad(.adminRankInvalid) }
        if person != actor || forbids(\.editRank, actor, in: number) { try demand(.setRank, actor, in: number) }
        let old: String?
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .group(let id):
            guard let member = groups[id]?.members[person] else { throw .bad(.userNotParticipant) }
            old = member.rank
            groups[id]?.members[person]?.rank = rank.isEmpty ? nil : rank
            groups[id]?.version += 1
        case .channel(let id):
            guard let member = channels[id]?.members[person] else { throw .bad(.userNotParticipant) }
            old = member.rank
            changeChannel(id) { $0.members[person]?.rank = rank.isEmpty ? nil : rank }
        }
        return try change(
            number, by: actor,
            logging: .participantEditRank(.init(userID: person, prevRank: old ?? "", newRank: rank)), origin: origin
        ) { _ in }
    }

    /// Deletes all messages of somebody in a supergroup.
    mutating func deleteMessages(
        of person: Int64, inChannel id: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Mailbox.Change? {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        try demand(.deleteOthersMessages, actor, in: channel.number)
        let ids = channel.mailbox.history(with: channel.number).filter { id in
            channel.mailbox[id].map { $0.sender == person && $0.content.action == nil } ?? false
        }
        guard !ids.isEmpty else { return nil }
        return try delete(ids, by: actor, inChannel: id, origin: origin)
    }

    /// The participants of a channel whom a filter means.
    func participants(
        of channel: Channel, _ filter: TL.ChannelParticipantsFilter, for viewer: Int64
    ) throws(RPCFailure) -> [Int64] {
        let details = chats[channel.number]
        let byDate = channel.members.sorted { ($0.value.date, $0.key) > ($1.value.date, $1.key) }.map(\.key)
        switch filter {
        case .recent: return byDate
        case .admins: return byDate.filter(channel.isAdmin)
        case .bots: return byDate.filter { accounts[$0]?.isBot ?? false }
        case .search(let search): return byDate.filter { matches($0, search.q) }
        case .contacts(let search):
            return byDate.filter { contacts.isContact($0, of: viewer) && matches($0, search.q) }
        case .mentions(let mention): return byDate.filter { matches($0, mention.q ?? "") }
        case .kicked(let search):
            try demand(.viewLog, viewer, in: channel.number)
            return details.banned.keys.sorted().filter { person in
                details.ban(of: person, at: now)?.rights.viewMessages == true && matches(person, search.q)
            }
        case .banned(let search):
            try demand(.viewLog, viewer, in: channel.number)
            return details.banned.keys.sorted().filter { person in
                details.ban(of: person, at: now)?.rights.viewMessages == false && matches(person, search.q)
            }
        }
    }

    /// Whether a name of somebody has a word that begins so, also the name that a contact was given by who looks for it.
    func matches(_ person: Int64, _ query: String, for viewer: Int64? = nil) -> Bool {
        guard !query.isEmpty else { return true }
        guard let account = accounts[person] else { return false }
        let query = query.lowercased()
        var words = [account.firstName, account.lastName ?? "", account.username ?? ""]
        if let viewer, let contact = contacts.contact(person, of: viewer) {
            words += [contact.firstName, contact.lastName]
        }
        return words.contains { text in
            text.lowercased().split(separator: " ").contains { $0.hasPrefix(query) }
        }
    }
}
