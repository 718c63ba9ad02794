// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Topics of forums.
    mutating func addTopics() {
        on(TL.channels.ToggleForum.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            return try world.setForum(
                request.enabled, tabs: request.tabs, channel.number, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.GetForumTopics.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            let all = world.topics(of: channel).filter { topic in
                request.q.map { topic.title.lowercased().contains($0.lowercased()) } ?? true
            }
            let index = all.firstIndex { $0.id == request.offsetTopic }.map { $0 + 1 } ?? 0
            let part = all.dropFirst(index).prefix(max(0, min(Int(request.limit), Self.mostTopics)))
            return world.topics(Array(part), of: all.count, in: channel, for: caller.id)
        }
        on(TL.messages.GetForumTopicsByID.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            let found = world.chats[channel.number].topics.filter { request.topics.contains($0.id) }
            return world.topics(found, of: found.count, in: channel, for: caller.id)
        }
        on(TL.messages.CreateForumTopic.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            let sent = try world.createTopic(
                request.title, color: request.iconColor, emoji: request.iconEmojiID, in: channel.number, by: caller.id,
                randomID: request.randomID, origin: caller.origin)
            let named = TL.Update.messageID(.init(id: sent.message.id, randomID: request.randomID))
            // The message comes behind its name: there are clients that look for it there.
            let told = world.told(of: [sent], to: caller.id, after: [named])
            guard case .updates(let updates) = told else { return told }
            let isMark = { (update: TL.Update) in if case .readChannelInbox = update { true } else { false } }
            return .updates(
                .init(
                    updates: updates.updates.filter { !isMark($0) } + updates.updates.filter(isMark),
                    users: updates.users, chats: updates.chats, date: updates.date, seq: updates.seq))
        }
        on(TL.messages.EditForumTopic.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            return try world.editTopic(request, in: channel.number, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.UpdatePinnedForumTopic.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            return try world.pinTopic(
                request.topicID, request.pinned, in: channel.number, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.ReorderPinnedForumTopics.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            return try world.reorderPinnedTopics(
                request.order, replacing: request.force, in: channel.number, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.DeleteTopicHistory.self) { request, caller, world in
            let channel = try world.forum(request.peer, for: caller.account)
            let change = try world.deleteTopic(
                request.topMsgID, in: channel.number, by: caller.id, origin: caller.origin)
            return .init(pts: change?.pts ?? channel.mailbox.pts, ptsCount: change?.count ?? 0, offset: 0)
        }
    }

    /// How many topics one call lists.
    private static let mostTopics = 100
}

extension World {
    fileprivate func forum(_ peer: TL.InputPeer, for viewer: Account) throws(RPCFailure) -> Channel {
        let number = try target(peer, for: viewer)
        guard case .channel(let id) = PeerNumber(number), let channel = channels[id], chats[number].isForum else {
            throw .bad(.channelForumMissing)
        }
        return channel
    }
}
