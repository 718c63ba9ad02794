// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reading conversations.
    mutating func addHistory() {
        on(TL.messages.GetHistory.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.target(request.peer, for: account)
            let window = HistoryWindow(
                offsetID: request.offsetID, offsetDate: request.offsetDate, addOffset: request.addOffset,
                limit: request.limit, maxID: request.maxID, minID: request.minID)
            let all = engine.world.messages(of: account, with: peer)
            let cut = window.cut(all)
            return engine.world.answer(cut.part, of: all.count, before: cut.before, for: account.id, in: peer)
        }
        on(TL.messages.Search.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let window = HistoryWindow(
                offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit, maxID: request.maxID,
                minID: request.minID)
            let candidates: [StoredMessage]
            var place: Int64?
            if case .empty = request.peer {
                candidates = Array(engine.world.mailbox(of: account.id).newestFirst)
            } else {
                let peer = try engine.world.target(request.peer, for: account)
                place = peer
                candidates = engine.world.messages(of: account, with: peer)
            }
            let sender = try request.fromID.map { id throws(RPCFailure) in try engine.world.peer(id, for: account).id }
            let found = candidates.filter { message in
                if let sender, message.sender != sender { return false }
                if request.minDate > 0, message.date <= request.minDate { return false }
                if request.maxDate > 0, message.date >= request.maxDate { return false }
                return message.matches(request.q, request.filter)
            }
            let cut = window.cut(found)
            return engine.world.answer(cut.part, of: found.count, before: cut.before, for: account.id, in: place)
        }
        on(TL.messages.GetMessages.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let mailbox = engine.world.mailbox(of: account.id)
            let (messages, people) = engine.world.lookUp(request.id, in: mailbox, for: account.id)
            let (users, chats) = engine.world.peers(people.union([account.id]), for: account.id)
            return .messages(.init(messages: messages, topics: [], chats: chats, users: users))
        }
        on(TL.channels.GetMessages.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let channel = try engine.world.channel(request.channel, for: account)
            let (messages, people) = engine.world.lookUp(request.id, in: channel.mailbox, for: account.id)
            let (users, chats) = engine.world.peersOfChannel(people.union([channel.number]), for: account.id)
            return .channelMessages(
                .init(
                    pts: channel.mailbox.pts, count: Int32(clamping: messages.count), messages: messages, topics: [],
                    chats: chats, users: users))
        }
        addDialogs()
    }

    private mutating func addDialogs() {
        on(TL.messages.GetDialogs.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            guard request.folderID ?? 0 == 0 else {
                return .dialogs(.init(dialogs: [], messages: [], chats: [], users: []))
            }
            let all = engine.world.dialogs(of: account)
            let limit = min(max(Int(request.limit), 1), HistoryWindow.largest)
            let offset = try? engine.world.target(request.offsetPeer, for: account)
            let rest = DialogOffset(id: request.offsetID, date: request.offsetDate, peer: offset).rest(of: all)
            let list = engine.world.listing(rest.prefix(limit).map(\.peer), of: account)
            if list.dialogs.count == all.count {
                return .dialogs(
                    .init(dialogs: list.dialogs, messages: list.messages, chats: list.chats, users: list.users))
            }
            return .slice(
                .init(
                    count: Int32(clamping: all.count), dialogs: list.dialogs, messages: list.messages,
                    chats: list.chats, users: list.users))
        }
        // Nothing can be pinned here.
        on(TL.messages.GetPinnedDialogs.self, .person) { (_, call, engine) throws(RPCFailure) in
            let account = try call.caller
            return .init(dialogs: [], messages: [], chats: [], users: [], state: engine.world.state(of: account))
        }
        on(TL.messages.GetDialogFilters.self, .person) { (_, _, _) in .init(filters: []) }
        on(TL.messages.GetPeerDialogs.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            var peers: [Int64] = []
            for case .inputDialogPeer(let input) in request.peers.prefix(HistoryWindow.largest) {
                peers.append(try engine.world.target(input.peer, for: account))
            }
            let list = engine.world.listing(peers, of: account)
            return .init(
                dialogs: list.dialogs, messages: list.messages, chats: list.chats, users: list.users,
                state: engine.world.state(of: account))
        }
        on(TL.messages.GetPeerSettings.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.target(request.peer, for: account)
            let (users, chats) = engine.world.peers([peer], for: account.id)
            return .init(settings: .init(), chats: chats, users: users)
        }
    }
}

/// From where on a client wants the list of conversations.
private struct DialogOffset {
    let id: Int32
    let date: Int32
    let peer: Int64?

    func rest(of all: [(peer: Int64, top: StoredMessage)]) -> ArraySlice<(peer: Int64, top: StoredMessage)> {
        // The ids of a channel are its own, so only the conversation itself says where one was.
        if let peer, let index = all.firstIndex(where: { $0.peer == peer }) { return all[(index + 1)...] }
        if id > 0 { return all.drop { $0.top.id >= id } }
        if date > 0 { return all.drop { $0.top.date >= date } }
        return all[...]
    }
}

extension World {
    /// The conversations of an account with their newest messages, the one with the newest first.
    func dialogs(of account: Account) -> [(peer: Int64, top: StoredMessage)] {
        let mailbox = mailbox(of: account.id)
        var all = mailbox.dialogs.values.compactMap { dialog in
            dialog.messages.last.flatMap { mailbox[$0] }.map { (peer: dialog.peer, top: $0) }
        }
        for id in channelsOfAccounts[account.id] ?? [] {
            guard let channel = channels[id], let top = channel.mailbox[channel.topMessage] else { continue }
            all.append((channel.number, top))
        }
        return all.sorted { ($0.top.date, $0.top.id, $0.peer) > ($1.top.date, $1.top.id, $1.peer) }
    }

    /// Conversations with their newest messages and everybody in them.
    fileprivate func listing(
        _ peers: [Int64], of account: Account
    ) -> (dialogs: [TL.Dialog], messages: [TL.Message], chats: [TL.Chat], users: [TL.User]) {
        let mailbox = mailbox(of: account.id)
        var people: Set = [account.id]
        var rendered: [TL.Dialog] = []
        var messages: [TL.Message] = []
        for peer in peers {
            people.insert(peer)
            let top: StoredMessage?
            if case .channel(let id) = PeerNumber(peer), let channel = channels[id] {
                rendered.append(dialog(of: channel, for: account.id))
                top = channel.mailbox[channel.topMessage]
            } else {
                let dialog = mailbox.dialogs[peer] ?? Mailbox.Dialog(peer: peer)
                rendered.append(self.dialog(dialog, of: account))
                top = dialog.messages.last.flatMap { mailbox[$0] }
            }
            guard let top else { continue }
            people.formUnion(self.people(in: top))
            messages.append(message(top, for: account.id))
        }
        let (users, chats) = self.peers(people, for: account.id)
        return (rendered, messages, chats, users)
    }

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
            case .pinned: id = 0
            }
            guard let message = mailbox[id] else { return .empty(.init(id: id)) }
            people.formUnion(self.people(in: message))
            return self.message(message, for: viewer)
        }
        return (messages, people)
    }
}

extension StoredMessage {
    /// Whether a search finds the message: by a part of its text, in any case.
    fileprivate func matches(_ query: String, _ filter: TL.MessagesFilter) -> Bool {
        switch filter {
        case .empty:
            break
        case .url:
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
