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
            guard !request.forImport else { throw Engine.notImplemented }
            let made = try world.createChannel(
                request.title, about: request.about, isBroadcast: request.broadcast, by: caller.id,
                origin: caller.origin)
            if let time = request.ttlPeriod { world.chats[made.channel.number].autoDelete = time }
            if request.forum {
                _ = try world.setForum(true, tabs: false, made.channel.number, by: caller.id, origin: caller.origin)
            }
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
            let (welcome, missing) = world.invitable(people, by: caller.id)
            let sent = try world.invite(welcome, to: channel.id, by: caller.id, origin: caller.origin)
            let updates = world.told(of: sent, in: channel.number, to: caller.id)
            return .init(updates: updates, missingInvitees: missing)
        }
        on(TL.channels.JoinChannel.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            if world.chats[channel.number].joinRequest, channel.members[caller.id] == nil {
                try world.ask(caller.id, in: channel.number, link: nil)
                throw RPCFailure.bad(.inviteRequestSent)
            }
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
            let full = world.full(channel, for: caller.id)
            let (users, chats) = world.peers(world.people(of: full) + [channel.number], for: caller.id)
            return .init(fullChat: .channelFull(full), chats: chats, users: users)
        }
        on(TL.channels.GetParticipant.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let person = try world.peer(request.participant, for: caller.account)
            guard let participant = world.participant(person.id, of: channel, for: caller.id) else {
                throw RPCFailure.bad(.userNotParticipant)
            }
            let (users, chats) = world.peers(participant.people + [channel.number], for: caller.id)
            return .init(participant: participant, chats: chats, users: users)
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
