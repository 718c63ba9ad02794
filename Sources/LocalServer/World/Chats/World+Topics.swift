// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Topics of forums. See core.telegram.org/api/forum.
extension World {
    /// The topics of a forum, pinned ones first, then the one with the newest message.
    func topics(of channel: Channel) -> [ForumTopicRecord] {
        let tops = Dictionary(
            uniqueKeysWithValues: chats[channel.number].topics.map { ($0.id, topMessage(of: $0, in: channel)) })
        return chats[channel.number].topics.filter { !$0.isHidden }.sorted { left, right in
            if left.isPinned != right.isPinned { return left.isPinned }
            if left.isPinned, left.order != right.order { return left.order < right.order }
            return (tops[left.id] ?? 0, left.id) > (tops[right.id] ?? 0, right.id)
        }
    }

    /// The newest message of a topic, the one that tells of its creation if there is no other.
    func topMessage(of topic: ForumTopicRecord, in channel: Channel) -> Int32 {
        channel.mailbox.history(with: channel.number).first { id in
            self.topic(of: id, in: channel) == topic.id
        } ?? topic.id
    }

    /// In which topic a message is: the one that it answers, or whose messages it answers; the general one otherwise.
    func topic(of message: Int32, in channel: Channel) -> Int32 {
        let ids = Set(chats[channel.number].topics.map(\.id))
        var id = message
        for _ in 0..<64 {
            if ids.contains(id) { return id }
            guard let next = channel.mailbox[id]?.replyTo else { return 1 }
            id = next
        }
        return 1
    }

    func topic(_ topic: ForumTopicRecord, in channel: Channel, for viewer: Int64) -> TL.ForumTopic {
        let readUpTo = channel.members[viewer]?.readUpTo ?? 0
        let unread = channel.mailbox.history(with: channel.number).prefix { $0 > readUpTo }.count { id in
            self.topic(of: id, in: channel) == topic.id && channel.mailbox[id]?.sender != viewer
        }
        return .forumTopic(
            .init(
                my: topic.creator == viewer, closed: topic.isClosed, pinned: topic.isPinned, hidden: topic.isHidden,
                id: topic.id, date: topic.date, peer: Self.peer(channel.number), title: topic.title,
                iconColor: topic.iconColor, iconEmojiID: topic.iconEmojiID,
                topMessage: topMessage(of: topic, in: channel), readInboxMaxID: readUpTo, readOutboxMaxID: 0,
                unreadCount: Int32(clamping: unread), unreadMentionsCount: 0, unreadReactionsCount: 0,
                unreadPollVotesCount: 0, fromID: Self.peer(topic.creator), notifySettings: .init()))
    }

    /// Topics with their newest messages and everybody in them.
    func topics(
        _ topics: [ForumTopicRecord], of count: Int, in channel: Channel, for viewer: Int64
    ) -> TL.messages.ForumTopics {
        let messages = topics.compactMap { channel.mailbox[topMessage(of: $0, in: channel)] }
        var people: Set = [channel.number]
        for message in messages { people.formUnion(self.people(in: message)) }
        people.formUnion(topics.map(\.creator))
        let (users, chats) = peers(people, for: viewer)
        return .init(
            count: Int32(clamping: count), topics: topics.map { topic($0, in: channel, for: viewer) },
            messages: messages.map { message($0, for: viewer) }, chats: chats, users: users, pts: channel.mailbox.pts)
    }

    private func forum(_ number: Int64) throws(RPCFailure) -> Channel {
        guard case .channel(let id) = PeerNumber(number), let channel = channels[id], chats[number].isForum else {
            throw .bad(.channelForumMissing)
        }
        return channel
    }

    /// Gives a supergroup topics, the general one first, or takes them away.
    mutating func setForum(
        _ isOn: Bool, tabs: Bool, _ number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard case .channel(let id) = PeerNumber(number), let channel = channels[id], !channel.isBroadcast else {
            throw .bad(.channelInvalid)
        }
        try demand(.setForum, actor, in: number)
        guard chats[number].isForum != isOn || chats[number].hasForumTabs != tabs else { throw .bad(.chatNotModified) }
        let date = date
        return try change(number, by: actor, logging: .toggleForum(.init(newValue: isOn)), origin: origin) { details in
            (details.isForum, details.hasForumTabs) = (isOn, tabs)
            if isOn, details.topics.isEmpty {
                details.topics = [
                    ForumTopicRecord(
                        id: 1, creator: channel.creator, date: date, title: "General", iconColor: 0x6F_B9F0)
                ]
            }
        }
    }

    /// Creates a topic.
    ///
    /// - Returns: The message that tells of it, whose number is the topic's.
    mutating func createTopic(
        _ title: String, color: Int32?, emoji: Int64?, in number: Int64, by actor: Int64, randomID: Int64,
        origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        let channel = try forum(number)
        try demand(.manageTopics, actor, in: number)
        guard !title.isEmpty else { throw .bad(.topicTitleEmpty) }
        var message = NewMessage(text: "")
        message.randomID = randomID
        let color = color ?? 0x6F_B9F0
        let action = TL.MessageAction.topicCreate(.init(title: title, iconColor: color, iconEmojiID: emoji))
        let sent = try put(
            MessageContent(text: "", action: action), in: channel.id, from: actor, message, origin: origin)
        chats[number].topics.append(
            ForumTopicRecord(
                id: sent.message.id, creator: actor, date: date, title: title, iconColor: color, iconEmojiID: emoji))
        if let channel = channels[channel.id], let record = chats[number].topics.last {
            log(.createTopic(.init(topic: topic(record, in: channel, for: actor))), by: actor, in: number)
        }
        return sent
    }

    /// Changes a topic.
    mutating func editTopic(
        _ request: TL.messages.EditForumTopic, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let channel = try forum(number)
        guard let index = chats[number].topics.firstIndex(where: { $0.id == request.topicID }) else {
            throw .bad(.topicIDInvalid)
        }
        let old = chats[number].topics[index]
        if old.creator != actor || request.hidden != nil { try demand(.editOthersTopics, actor, in: number) }
        if request.closed != nil, request.title != nil || request.iconEmojiID != nil {
            throw .bad(.topicCloseSeparately)
        }
        if request.hidden != nil, request.topicID != 1 { throw .bad(.topicIDInvalid) }
        var new = old
        if let title = request.title {
            guard !title.isEmpty else { throw .bad(.topicTitleEmpty) }
            new.title = title
        }
        if let emoji = request.iconEmojiID { new.iconEmojiID = emoji == 0 ? nil : emoji }
        if let closed = request.closed { new.isClosed = closed }
        if let hidden = request.hidden { new.isHidden = hidden }
        guard
            new.title != old.title || new.iconEmojiID != old.iconEmojiID || new.isClosed != old.isClosed
                || new.isHidden != old.isHidden
        else { throw .bad(.topicNotModified) }
        chats[number].topics[index] = new
        log(
            .editTopic(
                .init(prevTopic: topic(old, in: channel, for: actor), newTopic: topic(new, in: channel, for: actor))),
            by: actor, in: number)
        var message = NewMessage(text: "")
        message.replyTo = request.topicID
        let action = TL.MessageAction.topicEdit(
            .init(
                title: request.title, iconEmojiID: request.iconEmojiID, closed: request.closed, hidden: request.hidden))
        let sent = try put(
            MessageContent(text: "", action: action), in: channel.id, from: actor, message, origin: origin)
        return told(of: [sent], to: actor)
    }

    /// Pins a topic, or unpins it.
    mutating func pinTopic(
        _ id: Int32, _ isPinned: Bool, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        _ = try forum(number)
        try demand(.editOthersTopics, actor, in: number)
        guard let index = chats[number].topics.firstIndex(where: { $0.id == id }) else { throw .bad(.topicIDInvalid) }
        guard chats[number].topics[index].isPinned != isPinned else { throw .bad(.pinnedTopicNotModified) }
        chats[number].topics[index].isPinned = isPinned
        let update = TL.Update.pinnedForumTopic(.init(pinned: isPinned, peer: Self.peer(number), topicID: id))
        for member in members(of: number) {
            push(
                updates([update], naming: [number], for: member), to: member, except: member == actor ? origin : nil)
        }
        return updates([update], naming: [number], for: actor)
    }

    /// Puts the pinned topics in an order.
    mutating func reorderPinnedTopics(
        _ ids: [Int32], replacing: Bool, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        _ = try forum(number)
        try demand(.editOthersTopics, actor, in: number)
        for index in chats[number].topics.indices {
            let place = ids.firstIndex(of: chats[number].topics[index].id)
            if place != nil || replacing { chats[number].topics[index].isPinned = place != nil }
            if let place { chats[number].topics[index].order = place }
        }
        let update = TL.Update.pinnedForumTopics(.init(peer: Self.peer(number), order: ids))
        for member in members(of: number) where member != actor {
            push(updates([update], naming: [number], for: member), to: member)
        }
        return updates([update], naming: [number], for: actor)
    }

    /// Deletes a topic with its messages.
    mutating func deleteTopic(
        _ id: Int32, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Mailbox.Change? {
        let channel = try forum(number)
        guard let record = chats[number].topics.first(where: { $0.id == id }), id != 1 else {
            throw .bad(.topicIDInvalid)
        }
        if record.creator != actor { try demand(.deleteOthersMessages, actor, in: number) }
        let ids = channel.mailbox.history(with: number).filter { self.topic(of: $0, in: channel) == id }
        log(.deleteTopic(.init(topic: topic(record, in: channel, for: actor))), by: actor, in: number)
        chats[number].topics.removeAll { $0.id == id }
        let date = date
        let change = changeChannel(channel.id) { channel in
            channel.lastChange = date
            return channel.mailbox.delete(ids, date: date)
        }
        guard let change = change ?? nil else { return nil }
        for id in ids { if let message = channel.mailbox[id] { messageState.forget(message.sharedID) } }
        announce(change, inChannel: channel.id, by: actor, origin: origin)
        return change
    }

    /// Refuses a message in a topic that is closed.
    func checkTopic(of newMessage: NewMessage, from sender: Int64, in channel: Channel) throws(RPCFailure) {
        guard chats[channel.number].isForum else { return }
        let id = newMessage.replyTo.map { topic(of: $0, in: channel) } ?? 1
        guard let topic = chats[channel.number].topics.first(where: { $0.id == id }) else { throw .bad(.topicDeleted) }
        let isOpen = !topic.isClosed || topic.creator == sender || channel.may(\.manageTopics, sender)
        guard isOpen else { throw .bad(.topicClosed) }
    }
}
