// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reading conversations.
    mutating func addHistory() {
        on(TL.messages.GetHistory.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.peer(request.peer, for: account)
            let window = HistoryWindow(
                offsetID: request.offsetID, offsetDate: request.offsetDate, addOffset: request.addOffset,
                limit: request.limit, maxID: request.maxID, minID: request.minID)
            let all = engine.world.messages(of: account, with: peer.id)
            let cut = window.cut(all)
            return engine.world.answer(cut.part, of: all.count, before: cut.before, for: account.id)
        }
        on(TL.messages.Search.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let window = HistoryWindow(
                offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit, maxID: request.maxID,
                minID: request.minID)
            let candidates: [StoredMessage]
            if case .empty = request.peer {
                candidates = Array(engine.world.mailbox(of: account.id).newestFirst)
            } else {
                let peer = try engine.world.peer(request.peer, for: account)
                candidates = engine.world.messages(of: account, with: peer.id)
            }
            let sender = try request.fromID.map { id throws(RPCFailure) in try engine.world.peer(id, for: account).id }
            let found = candidates.filter { message in
                if let sender, message.sender != sender { return false }
                if request.minDate > 0, message.date <= request.minDate { return false }
                if request.maxDate > 0, message.date >= request.maxDate { return false }
                return message.matches(request.q, request.filter)
            }
            let cut = window.cut(found)
            return engine.world.answer(cut.part, of: found.count, before: cut.before, for: account.id)
        }
        on(TL.messages.GetMessages.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let mailbox = engine.world.mailbox(of: account.id)
            var people: Set = [account.id]
            let messages = request.id.prefix(HistoryWindow.largest).map { input -> TL.Message in
                let id: Int32
                switch input {
                case .id(let message): id = message.id
                case .replyTo(let message): id = mailbox[message.id]?.replyTo ?? 0
                case .callbackQuery(let message): id = message.id
                case .pinned: id = 0
                }
                guard let message = mailbox[id] else { return .empty(.init(id: id)) }
                people.formUnion(engine.world.people(in: message))
                return engine.world.message(message)
            }
            let users = engine.world.users(people, for: account.id)
            return .messages(.init(messages: messages, topics: [], chats: [], users: users))
        }
        addDialogs()
    }

    private mutating func addDialogs() {
        on(TL.messages.GetDialogs.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            guard request.folderID ?? 0 == 0 else {
                return .dialogs(.init(dialogs: [], messages: [], chats: [], users: []))
            }
            let mailbox = engine.world.mailbox(of: account.id)
            let all = mailbox.dialogsInOrder
            var rest = all[...]
            if request.offsetID > 0 {
                rest = rest.drop { ($0.messages.last ?? 0) >= request.offsetID }
            } else if request.offsetDate > 0 {
                rest = rest.drop { ($0.messages.last.flatMap { mailbox[$0]?.date } ?? 0) >= request.offsetDate }
            }
            let limit = min(max(Int(request.limit), 1), HistoryWindow.largest)
            let list = engine.world.listing(rest.prefix(limit), of: account)
            if list.dialogs.count == all.count {
                return .dialogs(
                    .init(dialogs: list.dialogs, messages: list.messages, chats: [], users: list.users))
            }
            return .slice(
                .init(
                    count: Int32(clamping: all.count), dialogs: list.dialogs, messages: list.messages, chats: [],
                    users: list.users))
        }
        // Nothing can be pinned here.
        on(TL.messages.GetPinnedDialogs.self, .person) { (_, call, engine) throws(RPCFailure) in
            let account = try call.caller
            return .init(dialogs: [], messages: [], chats: [], users: [], state: engine.world.state(of: account))
        }
        on(TL.messages.GetDialogFilters.self, .person) { (_, _, _) in .init(filters: []) }
        on(TL.messages.GetPeerDialogs.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let mailbox = engine.world.mailbox(of: account.id)
            var dialogs: [Mailbox.Dialog] = []
            for case .inputDialogPeer(let input) in request.peers.prefix(HistoryWindow.largest) {
                let peer = try engine.world.peer(input.peer, for: account)
                dialogs.append(mailbox.dialogs[peer.id] ?? Mailbox.Dialog(peer: peer.id))
            }
            let list = engine.world.listing(dialogs, of: account)
            return .init(
                dialogs: list.dialogs, messages: list.messages, chats: [], users: list.users,
                state: engine.world.state(of: account))
        }
        on(TL.messages.GetPeerSettings.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.peer(request.peer, for: account)
            return .init(settings: .init(), chats: [], users: [engine.world.user(peer, for: account.id)])
        }
    }
}

extension World {
    /// Conversations with their newest messages and everybody in them.
    fileprivate func listing(
        _ dialogs: some Sequence<Mailbox.Dialog>, of account: Account
    ) -> (dialogs: [TL.Dialog], messages: [TL.Message], users: [TL.User]) {
        let mailbox = mailbox(of: account.id)
        var people: Set = [account.id]
        var rendered: [TL.Dialog] = []
        var messages: [TL.Message] = []
        for dialog in dialogs {
            people.insert(dialog.peer)
            rendered.append(self.dialog(dialog, of: account))
            guard let top = dialog.messages.last.flatMap({ mailbox[$0] }) else { continue }
            people.formUnion(self.people(in: top))
            messages.append(message(top))
        }
        return (rendered, messages, users(people, for: account.id))
    }
}

extension StoredMessage {
    /// Whether a search finds the message: by a part of its text, in any case.
    fileprivate func matches(_ query: String, _ filter: TL.MessagesFilter) -> Bool {
        switch filter {
        case .inputMessagesFilterEmpty:
            break
        case .inputMessagesFilterUrl:
            guard content.entities.contains(where: \.isLink) else { return false }
        default:
            return false  // everything else asks for media
        }
        return query.isEmpty || content.text.lowercased().contains(query.lowercased())
    }
}

extension TL.MessageEntity {
    fileprivate var isLink: Bool {
        switch self {
        case .url, .textUrl: true
        default: false
        }
    }
}
