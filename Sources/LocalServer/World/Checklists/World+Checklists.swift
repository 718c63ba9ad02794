// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Keeps a list that somebody sends.
    ///
    /// - Returns: Its number.
    mutating func addChecklist(_ list: TL.TodoList, of author: Int64) throws(RPCFailure) -> Int64 {
        guard (1...StoredChecklist.longestTitle).contains(list.title.text.utf16.count) else {
            throw .bad(.mediaInvalid)
        }
        let items = try Self.checked(list.list, after: [])
        return checklists.add(
            StoredChecklist(
                author: author, title: list.title, othersCanAppend: list.othersCanAppend,
                othersCanComplete: list.othersCanComplete, items: items))
    }

    /// The items that a list has with others after them.
    private static func checked(
        _ others: [TL.TodoItem], after items: [TL.TodoItem]
    ) throws(RPCFailure) -> [TL.TodoItem] {
        let all = items + others
        guard !others.isEmpty, all.count <= StoredChecklist.mostItems else { throw .bad(.todoItemsEmpty) }
        guard Set(all.map(\.id)).count == all.count else { throw .bad(.todoItemDuplicate) }
        for item in others {
            guard (1...StoredChecklist.longestItem).contains(item.title.text.utf16.count), item.id > 0 else {
                throw .bad(.mediaInvalid)
            }
        }
        return all
    }

    private func checklist(of message: StoredMessage) throws(RPCFailure) -> (id: Int64, list: StoredChecklist) {
        guard case .checklist(let id)? = message.content.media, let list = checklists[id] else {
            throw .bad(.messageIDInvalid)
        }
        return (id, list)
    }

    /// Adds items to a list.
    ///
    /// - Returns: The answer to the call.
    mutating func append(
        _ items: [TL.TodoItem], to message: StoredMessage, by account: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let (id, list) = try checklist(of: message)
        guard list.author == account || list.othersCanAppend else { throw RPCFailure(403, .messageAuthorRequired) }
        let all = try Self.checked(items, after: list.items)
        checklists.change(id) { $0.items = all }
        return try tellOfChecklist(in: message, by: account, .todoAppendTasks(.init(list: items)), origin)
    }

    /// Marks items of a list as done or not done.
    ///
    /// - Returns: The answer to the call.
    mutating func complete(
        _ completed: [Int32], not incompleted: [Int32], in message: StoredMessage, by account: Int64,
        origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let (id, list) = try checklist(of: message)
        guard list.author == account || list.othersCanComplete else {
            throw RPCFailure(403, .messageAuthorRequired)
        }
        let known = Set(list.items.map(\.id))
        let named = completed + incompleted
        guard !named.isEmpty, known.isSuperset(of: named), Set(named).count == named.count else {
            throw .bad(.messageIDInvalid)
        }
        let date = date
        checklists.change(id) { list in
            list.completions.removeAll { incompleted.contains($0.id) || completed.contains($0.id) }
            list.completions += completed.map { .init(id: $0, completedBy: Self.peer(account), date: date) }
        }
        return try tellOfChecklist(
            in: message, by: account, .todoCompletions(.init(completed: completed, incompleted: incompleted)), origin)
    }

    /// Says in the chat what was done, and shows the list as it is now.
    private mutating func tellOfChecklist(
        in message: StoredMessage, by account: Int64, _ action: TL.MessageAction, _ origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let shown = tell(of: message, seenBy: account, except: origin) { world, viewer, copy in
            let seen = world.message(copy, for: viewer)
            // What is in the list has no number of its own among the events of a mailbox.
            if case .channel(let id) = PeerNumber(copy.peer), let channel = world.channels[id] {
                return .editChannelMessage(.init(message: seen, pts: channel.mailbox.pts, ptsCount: 0))
            }
            return .editMessage(.init(message: seen, pts: world.mailbox(of: viewer).pts, ptsCount: 0))
        }
        var news = NewMessage(text: "")
        (news.action, news.replyTo) = (action, message.id)
        let sent = try send(news, from: account, to: message.peer, origin: origin)
        guard case .updates(let batch) = shown else { return told(of: [sent], to: account) }
        return told(of: [sent], to: account, after: batch.updates)
    }
}
