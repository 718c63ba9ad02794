// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Lists of conversations.
    mutating func addDialogs() {
        addDialogArranging()
        addSharedFolders()
        addSavedDialogs()
        on(TL.messages.GetDialogs.self, .person) { request, caller, world in
            let isArchive = request.folderID == 1
            let arrangement = world.dialogs[caller.id]
            let all = world.dialogs(of: caller.account).filter { dialog in
                request.folderID == nil || arrangement.archived.contains(dialog.peer) == isArchive
            }
            let pins = arrangement.pinned[isArchive ? 1 : 0]
            let pinned = pins.compactMap { peer in all.first { $0.peer == peer } }
            let others = all.filter { !pins.contains($0.peer) }
            let limit = min(max(Int(request.limit), 1), HistoryWindow.largest)
            let offset = try? world.target(request.offsetPeer, for: caller.account)
            let rest = DialogOffset(id: request.offsetID, date: request.offsetDate, peer: offset).rest(of: others)
            let isFirst = request.offsetID == 0 && request.offsetDate == 0
            let shown = (isFirst && !request.excludePinned ? pinned : []) + rest.prefix(limit)
            let list = world.listing(shown.map(\.peer), of: caller.account)
            let count = request.excludePinned ? others.count : all.count
            if list.dialogs.count == count {
                return .dialogs(
                    .init(dialogs: list.dialogs, messages: list.messages, chats: list.chats, users: list.users))
            }
            return .slice(
                .init(
                    count: Int32(clamping: count), dialogs: list.dialogs, messages: list.messages, chats: list.chats,
                    users: list.users))
        }
        on(TL.messages.GetSuggestedDialogFilters.self, .person) { _, _, _ in [] }
        on(TL.messages.GetSavedHistory.self, .person) { request, caller, world in
            guard request.parentPeer == nil else { throw Engine.notImplemented }
            let source = try world.target(request.peer, for: caller.account)
            let window = HistoryWindow(
                offsetID: request.offsetID, offsetDate: request.offsetDate, addOffset: request.addOffset,
                limit: request.limit, maxID: request.maxID, minID: request.minID)
            let kept = world.messages(of: caller.account, with: caller.id).filter { message in
                world.savedPeer(of: message)?.isEncodedEqual(to: World.peer(source)) ?? false
            }
            let cut = window.cut(kept)
            return world.answer(cut.part, of: kept.count, before: cut.before, for: caller.id, in: caller.id)
        }
        on(TL.messages.GetDefaultHistoryTTL.self, .person) { _, _, _ in .init(period: 0) }
        on(TL.messages.GetPeerDialogs.self, .person) { request, caller, world in
            var peers: [Int64] = []
            for case .inputDialogPeer(let input) in request.peers.prefix(HistoryWindow.largest) {
                peers.append(try world.target(input.peer, for: caller.account))
            }
            let list = world.listing(peers, of: caller.account)
            return .init(
                dialogs: list.dialogs, messages: list.messages, chats: list.chats, users: list.users,
                state: world.state(of: caller.account))
        }
        on(TL.messages.GetPeerSettings.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let (users, chats) = world.peers([peer], for: caller.id)
            return .init(settings: world.settings(of: peer, for: caller.id), chats: chats, users: users)
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
        if date > 0 { return all.drop { ($0.top.date, $0.top.id) >= (date, id > 0 ? id : 0) } }
        if id > 0 { return all.drop { $0.top.id >= id } }
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
    func listing(
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
}
