// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Channels and supergroups.
    mutating func addChannels() {
        on(TL.channels.CreateChannel.self, .person) { request, caller, world in
            // One of the two, and not both.
            guard request.broadcast != request.megagroup else { throw RPCFailure.bad(.channelInvalid) }
            guard !request.forum, !request.forImport else { throw Engine.notImplemented }
            let made = try world.createChannel(
                request.title, about: request.about, isBroadcast: request.broadcast, by: caller.id,
                origin: caller.origin)
            // There is no random id in the request; clients find the message by the one in the answer.
            let named = TL.Update.messageID(.init(id: made.sent.message.id, randomID: world.nextRandomID()))
            return world.came(made.sent, to: made.channel.id, caller.id, after: [named])
        }
        on(TL.channels.InviteToChannel.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard request.users.count <= Self.mostChats else { throw RPCFailure.bad(.usersTooMuch) }
            let people = try request.users.map { user in
                try world.member(user, for: caller.account).id
            }
            let sent = try world.invite(people, to: channel.id, by: caller.id, origin: caller.origin)
            let updates = world.told(of: sent, in: channel.number, to: caller.id)
            return .init(updates: updates, missingInvitees: [])
        }
        on(TL.channels.JoinChannel.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let sent = try world.join(
                caller.id, channel: channel.id, inviter: caller.id, origin: caller.origin)
            return .ok(.init(updates: world.came(sent, to: channel.id, caller.id)))
        }
        on(TL.channels.LeaveChannel.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            _ = try world.leave(caller.id, channel: channel.id, remover: caller.id, origin: caller.origin)
            return world.membership(of: caller.id, in: channel.id)
        }
        on(TL.channels.EditAdmin.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.member(request.userID, for: caller.account)
            let isAdmin = !request.adminRights.isEncodedEqual(to: TL.ChatAdminRights())
            try world.setAdmin(
                isAdmin ? request.adminRights : nil, rank: request.rank, person.id, channel: channel.id, by: caller.id,
                origin: caller.origin)
            return world.membership(of: caller.id, in: channel.id)
        }
        on(TL.channels.EditBanned.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            // Restrictions other than being put out are not kept here.
            guard request.bannedRights.viewMessages else { throw Engine.notImplemented }
            let sent = try world.leave(
                person.id, channel: channel.id, remover: caller.id, origin: caller.origin)
            return world.told(of: [sent].compactMap(\.self), in: channel.number, to: caller.id)
        }
        on(TL.channels.DeleteMessages.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let change = try world.delete(
                request.id, by: caller.id, inChannel: channel.id, origin: caller.origin)
            return .init(pts: change?.pts ?? channel.mailbox.pts, ptsCount: change?.count ?? 0)
        }
        on(TL.channels.ReadHistory.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            world.readChannel(channel.id, by: caller.id, upTo: request.maxID, origin: caller.origin)
            return true
        }
        addChannelLooks()
    }

    private mutating func addChannelLooks() {
        on(TL.channels.GetChannels.self) { request, caller, world in
            let found = try request.id.prefix(Self.mostChats).map { input in
                try world.channel(input, for: caller.account).number
            }
            return .chats(.init(chats: world.chats(found, for: caller.id)))
        }
        on(TL.channels.GetFullChannel.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let full = TL.ChatFull.ChannelFull(
                canViewParticipants: !channel.isBroadcast || channel.isAdmin(caller.id), id: channel.id,
                about: channel.about, participantsCount: Int32(clamping: channel.members.count),
                readInboxMaxID: channel.members[caller.id]?.readUpTo ?? 0, readOutboxMaxID: 0,
                unreadCount: Int32(clamping: channel.unreadCount(of: caller.id)),
                chatPhoto: .empty(.init(id: 0)), notifySettings: .init(), botInfo: [], pts: channel.mailbox.pts)
            return .init(
                fullChat: .channelFull(full), chats: world.chats([channel.number], for: caller.id), users: [])
        }
        on(TL.channels.GetParticipant.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            guard let participant = world.participant(person.id, of: channel, for: caller.id) else {
                throw RPCFailure.bad(.userNotParticipant)
            }
            let (users, chats) = world.peers(channel.people(behind: [person.id]) + [channel.number], for: caller.id)
            return .init(participant: participant, chats: chats, users: users)
        }
        on(TL.channels.GetParticipants.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            if channel.isBroadcast, !channel.isAdmin(caller.id) { throw RPCFailure.bad(.chatAdminRequired) }
            let all = channel.members.keys.sorted().filter { id in
                switch request.filter {
                case .admins: channel.isAdmin(id)
                case .bots: world[id]?.isBot ?? false
                case .recent, .search: true
                default: false
                }
            }
            let part = all.dropFirst(max(0, Int(request.offset))).prefix(
                min(max(0, Int(request.limit)), Self.mostChats))
            let list = part.compactMap { world.participant($0, of: channel, for: caller.id) }
            let (users, chats) = world.peers(channel.people(behind: part) + [channel.number], for: caller.id)
            return .channelParticipants(
                .init(count: Int32(clamping: all.count), participants: list, chats: chats, users: users))
        }
    }
}

extension World {
    /// What somebody hears who has made or joined a channel.
    fileprivate func came(
        _ sent: Sent?, to id: Int64, _ account: Int64, after first: [TL.Update] = []
    ) -> TL.Updates {
        var others: [TL.Update] = first
        if let change = sent?.change, let channel = channels[id] {
            others += [readMark(in: id, of: account), update(change, in: channel, for: account)].compactMap(\.self)
        }
        return membership(of: account, in: id, and: others)
    }

    /// What somebody hears who has changed who is in a channel.
    fileprivate func told(of sent: [Sent], in number: Int64, to account: Int64) -> TL.Updates {
        guard sent.isEmpty else { return told(of: sent, to: account) }
        return updates([], naming: [number], for: account)
    }
}
