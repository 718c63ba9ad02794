// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Pins, archive, marks and folders of lists of chats.
    mutating func addDialogArranging() {
        on(TL.messages.GetPinnedDialogs.self, .person) { request, caller, world in
            let list = world.listing(world.pinned(of: caller.id, archived: request.folderID == 1), of: caller.account)
            return .init(
                dialogs: list.dialogs, messages: list.messages, chats: list.chats, users: list.users,
                state: world.state(of: caller.account))
        }
        on(TL.messages.ToggleDialogPin.self, .person) { request, caller, world in
            let peer = try world.dialogPeer(request.peer, for: caller.account)
            try world.pin(peer, request.pinned, of: caller)
            return true
        }
        on(TL.messages.ReorderPinnedDialogs.self, .person) { request, caller, world in
            let order = try request.order.map { try world.dialogPeer($0, for: caller.account) }
            try world.reorderPins(order, archived: request.folderID == 1, replacing: request.force, of: caller)
            return true
        }
        on(TL.messages.MarkDialogUnread.self, .person) { request, caller, world in
            let peer = try world.dialogPeer(request.peer, for: caller.account)
            let isMarked = world.dialogs[caller.id].unreadMarks.contains(peer)
            guard isMarked != request.unread else { return true }
            if request.unread {
                world.dialogs[caller.id].unreadMarks.insert(peer)
            } else {
                world.dialogs[caller.id].unreadMarks.remove(peer)
            }
            world.tell(
                .dialogUnreadMark(.init(unread: request.unread, peer: .dialogPeer(.init(peer: World.peer(peer))))),
                naming: [peer], to: caller)
            return true
        }
        on(TL.messages.GetDialogUnreadMarks.self, .person) { _, caller, world in
            world.dialogs[caller.id].unreadMarks.sorted().map { .dialogPeer(.init(peer: World.peer($0))) }
        }
        on(TL.folders.EditPeerFolders.self, .person) { request, caller, world in
            var moved: [TL.FolderPeer] = []
            for entry in request.folderPeers {
                guard (0...1).contains(entry.folderID) else { throw RPCFailure.bad(.folderIDInvalid) }
                let peer = try world.target(entry.peer, for: caller.account)
                world.setArchived(entry.folderID == 1, peer, of: caller.id)
                moved.append(.init(peer: World.peer(peer), folderID: entry.folderID))
            }
            let peers = moved.map { PeerNumber($0.peer).number }
            let pts = world.mailbox(of: caller.id).pts
            let update = TL.Update.folderPeers(.init(folderPeers: moved, pts: pts, ptsCount: 0))
            world.push(world.updates([update], naming: peers, for: caller.id), to: caller.id, except: caller.origin)
            return world.updates([update], naming: peers, for: caller.id)
        }
        addFolders()
    }

    private mutating func addFolders() {
        on(TL.messages.GetDialogFilters.self, .person) { _, caller, world in
            let arrangement = world.dialogs[caller.id]
            return .init(
                tagsEnabled: arrangement.hasFolderTags,
                filters: arrangement.folderOrder.compactMap { id in
                    id == 0 ? .default : arrangement.folders.first { $0.folderID == id }
                })
        }
        on(TL.messages.UpdateDialogFilter.self, .person) { request, caller, world in
            guard (2...255).contains(request.id) else { throw RPCFailure.bad(.filterIDInvalid) }
            if let filter = request.filter {
                guard !filter.folderTitle.isEmpty else { throw RPCFailure.bad(.filterTitleEmpty) }
                guard !filter.isEmptyFolder else { throw RPCFailure.bad(.filterIncludeEmpty) }
                guard filter.folderID == request.id else { throw RPCFailure.bad(.filterIDInvalid) }
            }
            world.dialogs[caller.id].folders.removeAll { $0.folderID == request.id }
            if let filter = request.filter {
                world.dialogs[caller.id].folders.append(filter)
                if !world.dialogs[caller.id].folderOrder.contains(request.id) {
                    world.dialogs[caller.id].folderOrder.append(request.id)
                }
            } else {
                world.dialogs[caller.id].folderOrder.removeAll { $0 == request.id }
            }
            world.tell(.dialogFilter(.init(id: request.id, filter: request.filter)), naming: [], to: caller)
            return true
        }
        on(TL.messages.UpdateDialogFiltersOrder.self, .person) { request, caller, world in
            let known = Set(world.dialogs[caller.id].folderOrder)
            let named = request.order.filter(known.contains)
            let rest = world.dialogs[caller.id].folderOrder.filter { !named.contains($0) }
            world.dialogs[caller.id].folderOrder = named + rest
            world.tell(.dialogFilterOrder(.init(order: named + rest)), naming: [], to: caller)
            return true
        }
        on(TL.messages.ToggleDialogFilterTags.self, .person) { request, caller, world in
            world.dialogs[caller.id].hasFolderTags = request.enabled
            return true
        }
    }
}

extension TL.DialogFilter {
    fileprivate var folderID: Int32 {
        switch self {
        case .dialogFilter(let filter): filter.id
        case .chatlist(let list): list.id
        case .default: 0
        }
    }

    fileprivate var folderTitle: String {
        switch self {
        case .dialogFilter(let filter): filter.title.text
        case .chatlist(let list): list.title.text
        case .default: ""
        }
    }

    fileprivate var isEmptyFolder: Bool {
        switch self {
        case .dialogFilter(let filter):
            filter.pinnedPeers.isEmpty && filter.includePeers.isEmpty
                && !(filter.contacts || filter.nonContacts || filter.groups || filter.broadcasts || filter.bots)
        case .chatlist(let list): list.pinnedPeers.isEmpty && list.includePeers.isEmpty
        case .default: false
        }
    }
}

extension World {
    /// How many chats may be pinned outside of the archive.
    private static let mostPins = 5

    fileprivate func dialogPeer(_ input: TL.InputDialogPeer, for viewer: Account) throws(RPCFailure) -> Int64 {
        guard case .inputDialogPeer(let dialog) = input else { throw .bad(.peerIDInvalid) }
        return try target(dialog.peer, for: viewer)
    }

    /// The pinned chats of an account in their order.
    func pinned(of account: Int64, archived: Bool) -> [Int64] { dialogs[account].pinned[archived ? 1 : 0] }

    /// Tells the other sessions of an account what one of them changed.
    mutating func tell(_ update: TL.Update, naming people: [Int64], to caller: Caller) {
        push(updates([update], naming: people, for: caller.id), to: caller.id, except: caller.origin)
    }

    fileprivate mutating func pin(_ peer: Int64, _ isPinned: Bool, of caller: Caller) throws(RPCFailure) {
        let list = dialogs[caller.id].archived.contains(peer) ? 1 : 0
        let isThere = dialogs[caller.id].pinned[list].contains(peer)
        guard isThere != isPinned else { return }
        if isPinned {
            guard list == 1 || dialogs[caller.id].pinned[0].count < Self.mostPins else {
                throw .bad(.pinnedDialogsTooMuch)
            }
            dialogs[caller.id].pinned[list].insert(peer, at: 0)
        } else {
            dialogs[caller.id].pinned[list].removeAll { $0 == peer }
        }
        tell(
            .dialogPinned(
                .init(pinned: isPinned, folderID: list == 1 ? 1 : nil, peer: .dialogPeer(.init(peer: Self.peer(peer))))),
            naming: [peer], to: caller)
    }

    fileprivate mutating func reorderPins(
        _ order: [Int64], archived: Bool, replacing: Bool, of caller: Caller
    ) throws(RPCFailure) {
        let list = archived ? 1 : 0
        let rest = dialogs[caller.id].pinned[list].filter { !order.contains($0) }
        let new = order + (replacing ? [] : rest)
        guard archived || new.count <= Self.mostPins else { throw .bad(.pinnedDialogsTooMuch) }
        dialogs[caller.id].pinned[list] = new
        tell(
            .pinnedDialogs(
                .init(folderID: archived ? 1 : nil, order: new.map { .dialogPeer(.init(peer: Self.peer($0))) })),
            naming: new, to: caller)
    }

    /// Moves a chat to the archive or out of it, where it is not pinned.
    mutating func setArchived(_ isArchived: Bool, _ peer: Int64, of account: Int64) {
        dialogs[account].pinned[isArchived ? 0 : 1].removeAll { $0 == peer }
        if isArchived { dialogs[account].archived.insert(peer) } else { dialogs[account].archived.remove(peer) }
    }
}
