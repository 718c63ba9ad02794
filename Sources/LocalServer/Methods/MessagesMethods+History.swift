// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reading conversations.
    mutating func addHistory() {
        on(TL.messages.GetHistory.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let window = HistoryWindow(
                offsetID: request.offsetID, offsetDate: request.offsetDate, addOffset: request.addOffset,
                limit: request.limit, maxID: request.maxID, minID: request.minID)
            let all = world.messages(of: caller.account, with: peer)
            let cut = window.cut(all)
            return world.answer(cut.part, of: all.count, before: cut.before, for: caller.id, in: peer)
        }
        on(TL.messages.Search.self, .person) { request, caller, world in
            let window = HistoryWindow(
                offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit, maxID: request.maxID,
                minID: request.minID)
            let candidates: [StoredMessage]
            var place: Int64?
            if case .empty = request.peer {
                candidates = Array(world.mailbox(of: caller.id).newestFirst)
            } else {
                let peer = try world.target(request.peer, for: caller.account)
                place = peer
                candidates = world.messages(of: caller.account, with: peer)
            }
            let sender = try request.fromID.map { id in try world.peer(id, for: caller.account).id }
            let found = candidates.filter { message in
                if let sender, message.sender != sender { return false }
                if request.minDate > 0, message.date <= request.minDate { return false }
                if request.maxDate > 0, message.date >= request.maxDate { return false }
                if let topic = request.topMsgID, !world.isInThread(message, topic) { return false }
                return world.matches(message, request.q, request.filter, for: caller.account)
            }
            let cut = window.cut(found)
            return world.answer(cut.part, of: found.count, before: cut.before, for: caller.id, in: place)
        }
        on(TL.messages.GetMessages.self) { request, caller, world in
            let mailbox = world.mailbox(of: caller.id)
            let (messages, people) = world.lookUp(request.id, in: mailbox, for: caller.id)
            let (users, chats) = world.peers(people.union([caller.id]), for: caller.id)
            return .messages(.init(messages: messages, topics: [], chats: chats, users: users))
        }
        on(TL.channels.GetMessages.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            let (messages, people) = world.lookUp(request.id, in: channel.mailbox, for: caller.id)
            let (users, chats) = world.peersOfChannel(people.union([channel.number]), for: caller.id)
            return .channelMessages(
                .init(
                    pts: channel.mailbox.pts, count: Int32(clamping: messages.count), messages: messages, topics: [],
                    chats: chats, users: users))
        }
    }
}

extension World {
    /// Finds messages by their ids; the answer has one for each, also for those that are gone.
    fileprivate func lookUp(
        _ ids: [TL.InputMessage], in mailbox: Mailbox, for viewer: Int64
    ) -> (messages: [TL.Message], people: Set<Int64>) {
        var people: Set<Int64> = []
        let messages = ids.prefix(HistoryWindow.largest).map { input -> TL.Message in
            let id: Int32
            switch input {
            case .id(let message): id = message.id
            case .replyTo(let message): id = mailbox[message.id]?.replyTo ?? 0
            case .callbackQuery(let message): id = message.id
            case .pinned: id = mailbox.newestFirst.first { $0.isPinned }?.id ?? 0
            }
            guard let message = mailbox[id] else { return .empty(.init(id: id)) }
            people.formUnion(self.people(in: message))
            return self.message(message, for: viewer)
        }
        return (messages, people)
    }
}

extension World {
    /// Whether a message belongs to a topic of a forum, or to the thread of a message.
    fileprivate func isInThread(_ message: StoredMessage, _ root: Int32) -> Bool {
        guard case .channel(let id) = PeerNumber(message.peer), let channel = channels[id] else {
            return message.replyTo == root || message.id == root
        }
        if chats[message.peer].isForum { return topic(of: message.id, in: channel) == root }
        return self.root(of: message.id, in: channel) == root
    }
}
