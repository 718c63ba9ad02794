// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Channels and supergroups.
    mutating func addChannels() {
        on(TL.channels.CreateChannel.self, .person) { (request, call, engine) throws(RPCFailure) in
            let creator = try call.caller
            guard request.broadcast != request.megagroup, !request.forum, !request.forImport else {
                throw Engine.notImplemented
            }
            let made = try engine.world.createChannel(
                request.title, about: request.about, isBroadcast: request.broadcast, by: creator.id,
                origin: call.origin)
            return engine.world.came(made.sent, to: made.channel.id, creator.id)
        }
        on(TL.channels.InviteToChannel.self) { (request, call, engine) throws(RPCFailure) in
            let inviter = try call.caller
            let channel = try engine.world.channel(request.channel, for: inviter)
            guard request.users.count <= Self.mostChats else { throw .bad(.usersTooMuch) }
            let people = try request.users.map { user throws(RPCFailure) in
                try engine.world.member(user, for: inviter).id
            }
            let sent = try engine.world.invite(people, to: channel.id, by: inviter.id, origin: call.origin)
            let updates = engine.world.told(of: sent, in: channel.number, to: inviter.id)
            return .init(updates: updates, missingInvitees: [])
        }
        on(TL.channels.JoinChannel.self, .person) { (request, call, engine) throws(RPCFailure) in
            let person = try call.caller
            let channel = try engine.world.channel(request.channel, for: person)
            let sent = try engine.world.join(
                person.id, channel: channel.id, inviter: person.id, origin: call.origin)
            return .ok(.init(updates: engine.world.came(sent, to: channel.id, person.id)))
        }
        on(TL.channels.LeaveChannel.self) { (request, call, engine) throws(RPCFailure) in
            let person = try call.caller
            let channel = try engine.world.channel(request.channel, for: person)
            _ = try engine.world.leave(person.id, channel: channel.id, remover: person.id, origin: call.origin)
            return engine.world.membership(of: person.id, in: channel.id)
        }
        on(TL.channels.EditAdmin.self) { (request, call, engine) throws(RPCFailure) in
            let promoter = try call.caller
            let channel = try engine.world.channel(request.channel, for: promoter)
            let person = try engine.world.member(request.userID, for: promoter)
            let isAdmin = !request.adminRights.isEncodedEqual(to: TL.ChatAdminRights())
            try engine.world.setAdmin(
                isAdmin, person.id, channel: channel.id, by: promoter.id, origin: call.origin)
            return engine.world.membership(of: promoter.id, in: channel.id)
        }
        on(TL.channels.EditBanned.self) { (request, call, engine) throws(RPCFailure) in
            let remover = try call.caller
            let channel = try engine.world.channel(request.channel, for: remover)
            let person = try engine.world.peer(request.participant, for: remover)
            // Restrictions other than being put out are not kept here.
            guard request.bannedRights.viewMessages else { throw Engine.notImplemented }
            let sent = try engine.world.leave(
                person.id, channel: channel.id, remover: remover.id, origin: call.origin)
            return engine.world.told(of: [sent].compactMap(\.self), in: channel.number, to: remover.id)
        }
        on(TL.channels.DeleteMessages.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let channel = try engine.world.channel(request.channel, for: account)
            let change = try engine.world.delete(
                request.id, by: account.id, inChannel: channel.id, origin: call.origin)
            return .init(pts: change?.pts ?? channel.mailbox.pts, ptsCount: change?.count ?? 0)
        }
        on(TL.channels.ReadHistory.self, .person) { (request, call, engine) throws(RPCFailure) in
            let reader = try call.caller
            let channel = try engine.world.channel(request.channel, for: reader)
            engine.world.readChannel(channel.id, by: reader.id, upTo: request.maxID, origin: call.origin)
            return true
        }
        addChannelLooks()
    }

    private mutating func addChannelLooks() {
        on(TL.channels.GetChannels.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let found = try request.id.prefix(Self.mostChats).map { input throws(RPCFailure) in
                try engine.world.channel(input, for: viewer).number
            }
            return .chats(.init(chats: engine.world.chats(found, for: viewer.id)))
        }
        on(TL.channels.GetFullChannel.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let channel = try engine.world.channel(request.channel, for: viewer)
            let full = TL.ChatFull.ChannelFull(
                canViewParticipants: !channel.isBroadcast || channel.isAdmin(viewer.id), id: channel.id,
                about: channel.about, participantsCount: Int32(clamping: channel.members.count),
                readInboxMaxID: channel.members[viewer.id]?.readUpTo ?? 0, readOutboxMaxID: 0,
                unreadCount: Int32(clamping: channel.unreadCount(of: viewer.id)),
                chatPhoto: .empty(.init(id: 0)), notifySettings: .init(), botInfo: [], pts: channel.mailbox.pts)
            return .init(
                fullChat: .channelFull(full), chats: engine.world.chats([channel.number], for: viewer.id), users: [])
        }
        on(TL.channels.GetParticipant.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let channel = try engine.world.channel(request.channel, for: viewer)
            let person = try engine.world.peer(request.participant, for: viewer)
            guard let participant = engine.world.participant(person.id, of: channel, for: viewer.id) else {
                throw .bad(.userNotParticipant)
            }
            let (users, chats) = engine.world.peers([person.id, channel.number], for: viewer.id)
            return .init(participant: participant, chats: chats, users: users)
        }
        on(TL.channels.GetParticipants.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let channel = try engine.world.channel(request.channel, for: viewer)
            if channel.isBroadcast, !channel.isAdmin(viewer.id) { throw .bad(.chatAdminRequired) }
            let all = channel.members.keys.sorted().filter { id in
                switch request.filter {
                case .admins: channel.isAdmin(id)
                case .bots: engine.world[id]?.isBot ?? false
                case .recent, .search: true
                default: false
                }
            }
            let part = all.dropFirst(max(0, Int(request.offset))).prefix(
                min(max(0, Int(request.limit)), Self.mostChats))
            let list = part.compactMap { engine.world.participant($0, of: channel, for: viewer.id) }
            let (users, chats) = engine.world.peers(Array(part) + [channel.number], for: viewer.id)
            return .channelParticipants(
                .init(count: Int32(clamping: all.count), participants: list, chats: chats, users: users))
        }
    }
}

extension World {
    /// What somebody hears who has made or joined a channel.
    fileprivate func came(_ sent: Sent?, to id: Int64, _ account: Int64) -> TL.Updates {
        var others: [TL.Update] = []
        if let change = sent?.change, let channel = channels[id] {
            others = [readMark(in: id, of: account), update(change, in: channel, for: account)].compactMap(\.self)
        }
        return membership(of: account, in: id, and: others)
    }

    /// What somebody hears who has changed who is in a channel.
    fileprivate func told(of sent: [Sent], in number: Int64, to account: Int64) -> TL.Updates {
        guard sent.isEmpty else { return told(of: sent, to: account) }
        return updates([], naming: [number], for: account)
    }
}
