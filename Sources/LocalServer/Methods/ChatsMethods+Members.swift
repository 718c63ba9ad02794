// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Members of groups and channels, and what became of them.
    mutating func addMembers() {
        on(TL.channels.EditBanned.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            let sent = try world.setBanned(
                request.bannedRights, person.id, channel: channel.id, by: caller.id, origin: caller.origin)
            guard let sent else {
                return world.updates([], naming: [channel.number, person.id], for: caller.id)
            }
            return world.told(of: [sent], to: caller.id)
        }
        on(TL.messages.EditChatParticipantRank.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            return try world.setRank(request.rank, of: person.id, in: number, by: caller.id, origin: caller.origin)
        }
        on(TL.channels.DeleteParticipantHistory.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            let change = try world.deleteMessages(
                of: person.id, inChannel: channel.id, by: caller.id, origin: caller.origin)
            return .init(pts: change?.pts ?? channel.mailbox.pts, ptsCount: change?.count ?? 0, offset: 0)
        }
        on(TL.channels.GetParticipants.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let isHidden = channel.isBroadcast || world.chats[channel.number].hidesMembers
            if isHidden, !channel.isAdmin(caller.id) { throw RPCFailure.bad(.chatAdminRequired) }
            let all = try world.participants(of: channel, request.filter, for: caller.id)
            let part = all.dropFirst(max(0, Int(request.offset))).prefix(
                min(max(0, Int(request.limit)), Self.mostChats))
            let list = part.compactMap { world.participant($0, of: channel, for: caller.id) }
            let (users, chats) = world.peers(list.flatMap(\.people) + [channel.number], for: caller.id)
            return .channelParticipants(
                .init(count: Int32(clamping: all.count), participants: list, chats: chats, users: users))
        }
        on(TL.messages.GetOnlines.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let online = world.members(of: number).count { id in
                world[id].map { ($0.onlineUntil ?? 0) > world.now } ?? false
            }
            return .init(onlines: Int32(clamping: online))
        }
        on(TL.messages.GetCommonChats.self, .person) { request, caller, world in
            let person = try world.member(request.userID, for: caller.account)
            let all = world.commonChats(of: caller.id, and: person.id)
            let rest = all.drop { number in
                request.maxID > 0 && World.schemaID(number) != request.maxID
            }.dropFirst(request.maxID > 0 ? 1 : 0)
            let part = rest.prefix(max(0, min(Int(request.limit), Self.mostChats)))
            return .chats(.init(chats: part.flatMap { world.chats([$0], for: caller.id) }))
        }
        on(TL.channels.DeleteChannel.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.deleteChat(channel.number, by: caller.id, origin: caller.origin)
            return world.updates(
                [world.changed(channel.number)], naming: [channel.number], for: caller.id)
        }
        on(TL.messages.DeleteChat.self, .person) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            try world.deleteChat(group.number, by: caller.id, origin: caller.origin)
            return true
        }
        on(TL.messages.MigrateChat.self, .person) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            return try world.migrate(group.id, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.GetFutureChatCreatorAfterLeave.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard let heir = world.heir(of: number) else { return .empty(.init(id: 0)) }
            return world.users([heir], for: caller.id).first ?? .empty(.init(id: 0))
        }
        on(TL.channels.GetAdminLog.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(.viewLog, caller.id, in: channel.number)
            let admins = try request.admins.map { try $0.map { try world.member($0, for: caller.account).id } }
            let all = world.chats[channel.number].log.reversed().filter { event in
                (request.maxID == 0 || event.id < request.maxID) && event.id > request.minID
                    && (admins?.contains(event.userID) ?? true)
                    && (request.eventsFilter.map { event.action.isMeant(by: $0) } ?? true)
            }
            let part = Array(all.prefix(max(0, min(Int(request.limit), Self.mostEvents))))
            let people = Set(part.flatMap { [$0.userID] + $0.action.people }).union([channel.number])
            let (users, chats) = world.peers(people, for: caller.id)
            return .init(events: part, chats: chats, users: users)
        }
        on(TL.channels.GetChannelRecommendations.self, .person) { request, caller, world in
            let source = try request.channel.map { try world.channel($0, for: caller.account) }
            let found = world.similarChannels(to: source, for: caller.id)
            let shown = found.prefix(Self.shownRecommendations)
            let chats = shown.flatMap { world.chats([$0], for: caller.id) }
            guard shown.count < found.count else { return .chats(.init(chats: chats)) }
            return .slice(.init(count: Int32(clamping: found.count), chats: chats))
        }
    }

    private static let mostEvents = 100
    /// How many similar channels accounts without Telegram Premium see.
    private static let shownRecommendations = 10
}

extension World {
    /// The number of a group or channel as the schema has it.
    static func schemaID(_ number: Int64) -> Int64 {
        switch PeerNumber(number) {
        case .user(let id), .group(let id), .channel(let id): id
        }
    }

    /// The groups in which two accounts are both.
    func commonChats(of first: Int64, and second: Int64) -> [Int64] {
        let groups = groups.values.filter { $0.members[first] != nil && $0.members[second] != nil }.map(\.number)
        let channels = channels.values.filter {
            !$0.isBroadcast && $0.members[first] != nil && $0.members[second] != nil
        }.map(\.number)
        return (groups + channels).sorted(by: >)
    }

    /// Who owns a chat when its creator leaves: the administrator of longest standing, or else the oldest member.
    func heir(of number: Int64) -> Int64? {
        let (members, creator): ([Int64: Member], Int64) =
            switch PeerNumber(number) {
            case .user: ([:], 0)
            case .group(let id): (groups[id]?.members ?? [:], groups[id]?.creator ?? 0)
            case .channel(let id): (channels[id]?.members ?? [:], channels[id]?.creator ?? 0)
            }
        let people = members.filter { $0.key != creator && accounts[$0.key]?.isBot == false }
        return people.min { left, right in
            (left.value.isAdmin ? 0 : 1, left.value.date, left.key)
                < (right.value.isAdmin ? 0 : 1, right.value.date, right.key)
        }?.key
    }

    /// Public channels that share members with another one, or with those of an account.
    func similarChannels(to source: Channel?, for viewer: Int64) -> [Int64] {
        let own = channelsOfAccounts[viewer] ?? []
        let members =
            source.map { Set($0.members.keys) } ?? Set(own.flatMap { channels[$0]?.members.keys.map { $0 } ?? [] })
        return channels.values.filter { channel in
            channel.isBroadcast && channel.username != nil && channel.id != source?.id && !own.contains(channel.id)
        }
        .map { (number: $0.number, shared: members.intersection($0.members.keys).count) }
        .filter { $0.shared > 0 }
        .sorted { ($0.shared, $0.number) > ($1.shared, $1.number) }.map(\.number)
    }
}

extension TL.ChannelAdminLogEventAction {
    /// Whether a filter means this kind of event.
    fileprivate func isMeant(by filter: TL.ChannelAdminLogEventsFilter) -> Bool {
        switch self {
        case .participantJoin, .participantJoinByInvite, .participantJoinByRequest: filter.join
        case .participantLeave: filter.leave
        case .participantInvite: filter.invite
        case .participantToggleBan(let change):
            switch change.newParticipant {
            case .banned(let banned): banned.bannedRights.viewMessages ? filter.kick : filter.ban
            default:
                if case .banned(let old) = change.prevParticipant, !old.bannedRights.viewMessages {
                    filter.unban
                } else {
                    filter.unkick
                }
            }
        case .participantToggleAdmin(let change):
            if case .admin = change.newParticipant { filter.promote } else { filter.demote }
        case .changeTitle, .changeAbout, .changePhoto, .changeUsername: filter.info
        case .updatePinned: filter.pinned
        case .editMessage: filter.edit
        case .deleteMessage: filter.delete
        case .exportedInviteDelete, .exportedInviteRevoke, .exportedInviteEdit: filter.invites
        case .createTopic, .editTopic, .deleteTopic, .pinTopic: filter.forums
        case .participantEditRank: filter.editRank
        default: filter.settings
        }
    }

    /// Whom the event names.
    fileprivate var people: [Int64] {
        switch self {
        case .participantInvite(let change): change.participant.people
        case .participantToggleBan(let change): change.prevParticipant.people + change.newParticipant.people
        case .participantToggleAdmin(let change): change.prevParticipant.people + change.newParticipant.people
        case .participantEditRank(let change): [change.userID]
        default: []
        }
    }
}

extension TL.ChannelParticipant {
    /// Whom it names.
    var people: [Int64] {
        switch self {
        case .channelParticipant(let member): [member.userID]
        case .participantSelf(let member): [member.userID, member.inviterID]
        case .creator(let member): [member.userID]
        case .admin(let member): [member.userID, member.promotedBy] + [member.inviterID].compactMap(\.self)
        case .banned(let member): [PeerNumber(member.peer), .user(member.kickedBy)].map(\.number)
        case .left(let member): [PeerNumber(member.peer).number]
        }
    }
}

extension PeerNumber {
    init(_ peer: TL.Peer) {
        switch peer {
        case .user(let peer): self = .user(peer.userID)
        case .chat(let peer): self = .group(peer.chatID)
        case .channel(let peer): self = .channel(peer.channelID)
        }
    }
}
