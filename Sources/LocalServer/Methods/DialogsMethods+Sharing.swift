// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Folders that are shared; see core.telegram.org/api/folders.
    mutating func addSharedFolders() {
        on(TL.chatlists.ExportChatlistInvite.self, .person) { request, caller, world in
            let folder = try world.folder(request.chatlist.filterID, of: caller.id)
            let chats = try world.shareable(request.peers, for: caller.account)
            let slug = World.slug(of: world.nextRandomID())
            let shared = DialogsState.SharedFolder(
                slug: slug, owner: caller.id, folder: request.chatlist.filterID, title: request.title, chats: chats)
            world.dialogs.sharedFolders.append(shared)
            let list = folder.asList(isOwn: true)
            world.replace(list, request.chatlist.filterID, of: caller)
            return .init(filter: list, invite: shared.link)
        }
        on(TL.chatlists.GetExportedInvites.self, .person) { request, caller, world in
            let links = world.dialogs.sharedFolders.filter {
                $0.owner == caller.id && $0.folder == request.chatlist.filterID
            }
            let (users, chats) = world.peers(links.flatMap(\.chats), for: caller.id)
            return .init(invites: links.map(\.link), chats: chats, users: users)
        }
        on(TL.chatlists.EditExportedInvite.self, .person) { request, caller, world in
            let index = try world.sharedFolder(request.slug, request.chatlist.filterID, of: caller.id)
            if let title = request.title { world.dialogs.sharedFolders[index].title = title }
            if let peers = request.peers {
                world.dialogs.sharedFolders[index].chats = try world.shareable(peers, for: caller.account)
            }
            return world.dialogs.sharedFolders[index].link
        }
        on(TL.chatlists.DeleteExportedInvite.self, .person) { request, caller, world in
            world.dialogs.sharedFolders.remove(
                at: try world.sharedFolder(request.slug, request.chatlist.filterID, of: caller.id))
            return true
        }
        on(TL.chatlists.CheckChatlistInvite.self, .person) { request, caller, world in
            let shared = try world.sharedFolder(request.slug)
            let (users, chats) = world.peers(shared.chats, for: caller.id)
            let joined = world.dialogs[caller.id].joinedFolders.first { $0.value == shared.slug }?.key
            let missing = shared.chats.filter { !world.members(of: $0).contains(caller.id) }
            if let joined {
                return .already(
                    .init(
                        filterID: joined, missingPeers: missing.map(World.peer),
                        alreadyPeers: shared.chats.filter { !missing.contains($0) }.map(World.peer), chats: chats,
                        users: users))
            }
            let folder = world.dialogs[shared.owner].folders.first { $0.number == shared.folder }
            return .chatlistInvite(
                .init(
                    title: folder?.heading ?? .init(text: shared.title, entities: []),
                    peers: shared.chats.map(World.peer), chats: chats, users: users))
        }
        on(TL.chatlists.JoinChatlistInvite.self, .person) { request, caller, world in
            let shared = try world.sharedFolder(request.slug)
            guard !request.peers.isEmpty else { throw RPCFailure.bad(.filterIncludeEmpty) }
            guard !world.dialogs[caller.id].joinedFolders.values.contains(shared.slug) else {
                throw RPCFailure.bad(TLErrorName(rawValue: "INVITES_TOO_MUCH"))
            }
            let wanted = try world.enter(request.peers, of: shared, by: caller)
            let used = Set(world.dialogs[caller.id].folders.map(\.number))
            guard let id = (Int32(2)...255).first(where: { !used.contains($0) }) else {
                throw RPCFailure.bad(TLErrorName(rawValue: "DIALOG_FILTERS_TOO_MUCH"))
            }
            let owned = world.dialogs[shared.owner].folders.first { $0.number == shared.folder }
            let list = TL.DialogFilter.chatlist(
                .init(
                    id: id, title: owned?.heading ?? .init(text: shared.title, entities: []), pinnedPeers: [],
                    includePeers: wanted.map { world.input($0, for: caller.id) }))
            world.dialogs[caller.id].joinedFolders[id] = shared.slug
            world.dialogs[caller.id].folderOrder.append(id)
            world.replace(list, id, of: caller)
            return world.updates([.dialogFilter(.init(id: id, filter: list))], naming: wanted, for: caller.id)
        }
        addJoinedFolders()
    }

    private mutating func addJoinedFolders() {
        on(TL.chatlists.GetChatlistUpdates.self, .person) { request, caller, world in
            let missing = try world.offered(request.chatlist.filterID, to: caller.id)
            let (users, chats) = world.peers(missing, for: caller.id)
            return .init(missingPeers: missing.map(World.peer), chats: chats, users: users)
        }
        on(TL.chatlists.JoinChatlistUpdates.self, .person) { request, caller, world in
            let id = request.chatlist.filterID
            let shared = try world.joinedFolder(id, of: caller.id)
            let wanted = try world.enter(request.peers, of: shared, by: caller)
            guard case .chatlist(let list)? = world.dialogs[caller.id].folders.first(where: { $0.number == id }) else {
                throw RPCFailure.bad(.filterIDInvalid)
            }
            let grown = TL.DialogFilter.chatlist(
                .init(
                    hasMyInvites: list.hasMyInvites, id: id, title: list.title, emoticon: list.emoticon,
                    color: list.color, pinnedPeers: list.pinnedPeers,
                    includePeers: list.includePeers + wanted.map { world.input($0, for: caller.id) }))
            world.replace(grown, id, of: caller)
            return world.updates([.dialogFilter(.init(id: id, filter: grown))], naming: wanted, for: caller.id)
        }
        on(TL.chatlists.HideChatlistUpdates.self, .person) { request, caller, world in
            let id = request.chatlist.filterID
            world.dialogs[caller.id].declinedChats[id, default: []].formUnion(try world.offered(id, to: caller.id))
            return true
        }
        on(TL.chatlists.GetLeaveChatlistSuggestions.self, .person) { request, caller, world in
            // Those in which one is only for the folder.
            let shared = try world.joinedFolder(request.chatlist.filterID, of: caller.id)
            return shared.chats.filter { world.members(of: $0).contains(caller.id) }.map(World.peer)
        }
        on(TL.chatlists.LeaveChatlist.self, .person) { request, caller, world in
            let id = request.chatlist.filterID
            _ = try world.joinedFolder(id, of: caller.id)
            for peer in request.peers {
                let number = try world.target(peer, for: caller.account)
                guard case .channel(let channel) = PeerNumber(number), world.members(of: number).contains(caller.id)
                else { continue }
                _ = try world.leave(caller.id, channel: channel, remover: caller.id, origin: caller.origin)
            }
            world.dialogs[caller.id].joinedFolders[id] = nil
            world.dialogs[caller.id].declinedChats[id] = nil
            world.dialogs[caller.id].folders.removeAll { $0.number == id }
            world.dialogs[caller.id].folderOrder.removeAll { $0 == id }
            world.tell(.dialogFilter(.init(id: id)), naming: [], to: caller)
            return world.updates([.dialogFilter(.init(id: id))], naming: [], for: caller.id)
        }
    }
}

extension DialogsState.SharedFolder {
    fileprivate var link: TL.ExportedChatlistInvite {
        .init(title: title, url: url, peers: chats.map(World.peer))
    }
}

extension TL.DialogFilter {
    /// The number of a folder, 0 for the view of all chats.
    var number: Int32 {
        switch self {
        case .dialogFilter(let filter): filter.id
        case .chatlist(let list): list.id
        case .default: 0
        }
    }

    fileprivate var heading: TL.TextWithEntities? {
        switch self {
        case .dialogFilter(let filter): filter.title
        case .chatlist(let list): list.title
        case .default: nil
        }
    }

    /// A folder that is shared has no categories.
    fileprivate func asList(isOwn: Bool) -> Self {
        switch self {
        case .dialogFilter(let filter):
            .chatlist(
                .init(
                    hasMyInvites: isOwn, id: filter.id, title: filter.title, emoticon: filter.emoticon,
                    color: filter.color, pinnedPeers: filter.pinnedPeers, includePeers: filter.includePeers))
        case .chatlist(let list):
            .chatlist(
                .init(
                    hasMyInvites: isOwn, id: list.id, title: list.title, emoticon: list.emoticon, color: list.color,
                    pinnedPeers: list.pinnedPeers, includePeers: list.includePeers))
        case .default: .default
        }
    }

    fileprivate var hasCategories: Bool {
        guard case .dialogFilter(let filter) = self else { return false }
        return filter.contacts || filter.nonContacts || filter.groups || filter.broadcasts || filter.bots
            || filter.excludeMuted || filter.excludeRead || filter.excludeArchived || !filter.excludePeers.isEmpty
    }
}

extension World {
    fileprivate static func slug(of number: Int64) -> String {
        "list" + String(UInt64(bitPattern: number), radix: 36)
    }

    /// A chat as an account names it.
    func input(_ number: Int64, for viewer: Int64) -> TL.InputPeer {
        let hash = accessHash(of: number, for: viewer)
        return switch PeerNumber(number) {
        case .user(let id): id == viewer ? .peerSelf : .user(.init(userID: id, accessHash: hash))
        case .group(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id, accessHash: hash))
        }
    }

    fileprivate func folder(_ id: Int32, of account: Int64) throws(RPCFailure) -> TL.DialogFilter {
        guard let folder = dialogs[account].folders.first(where: { $0.number == id }) else {
            throw .bad(.filterIDInvalid)
        }
        guard !folder.hasCategories else { throw .bad(TLErrorName(rawValue: "FILTER_NOT_SUPPORTED")) }
        return folder
    }

    /// Chats that an account may share: those to which it can invite, or that are public.
    fileprivate func shareable(_ peers: [TL.InputPeer], for viewer: Account) throws(RPCFailure) -> [Int64] {
        var chats: [Int64] = []
        for peer in peers {
            let number = try target(peer, for: viewer)
            guard case .channel(let id) = PeerNumber(number), let channel = channels[id],
                channel.username != nil || may(.manageLinks, viewer.id, in: number)
            else { throw .bad(TLErrorName(rawValue: "PEERS_LIST_EMPTY")) }
            chats.append(number)
        }
        guard !chats.isEmpty else { throw .bad(TLErrorName(rawValue: "PEERS_LIST_EMPTY")) }
        return chats
    }

    fileprivate func sharedFolder(_ slug: String) throws(RPCFailure) -> DialogsState.SharedFolder {
        guard let shared = dialogs.sharedFolders.first(where: { $0.slug == slug }) else {
            throw .bad(TLErrorName(rawValue: "INVITE_SLUG_EXPIRED"))
        }
        return shared
    }

    fileprivate func sharedFolder(_ slug: String, _ id: Int32, of owner: Int64) throws(RPCFailure) -> Int {
        let index = dialogs.sharedFolders.firstIndex { $0.slug == slug && $0.owner == owner && $0.folder == id }
        guard let index else { throw .bad(TLErrorName(rawValue: "INVITE_SLUG_EXPIRED")) }
        return index
    }

    fileprivate func joinedFolder(_ id: Int32, of account: Int64) throws(RPCFailure) -> DialogsState.SharedFolder {
        guard let slug = dialogs[account].joinedFolders[id] else { throw .bad(.filterIDInvalid) }
        return try sharedFolder(slug)
    }

    /// The chats of a shared folder in which an account is not, and which it has not declined.
    fileprivate func offered(_ id: Int32, to account: Int64) throws(RPCFailure) -> [Int64] {
        let declined = dialogs[account].declinedChats[id] ?? []
        return try joinedFolder(id, of: account).chats.filter {
            !members(of: $0).contains(account) && !declined.contains($0)
        }
    }

    /// Has an account join those chats of a shared folder that it wants.
    fileprivate mutating func enter(
        _ peers: [TL.InputPeer], of shared: DialogsState.SharedFolder, by caller: Caller
    ) throws(RPCFailure) -> [Int64] {
        var wanted: [Int64] = []
        for peer in peers {
            // Private chats of the folder are named by what the preview shows of them.
            guard case .channel(let named) = peer else { throw .bad(.peerIDInvalid) }
            let number = PeerNumber.channel(named.channelID).number
            guard shared.chats.contains(number) else { throw .bad(.peerIDInvalid) }
            wanted.append(number)
            guard !members(of: number).contains(caller.id) else { continue }
            _ = try join(caller.id, channel: named.channelID, inviter: caller.id, origin: caller.origin)
        }
        return wanted
    }

    /// Puts a folder in the place of the one with its number.
    fileprivate mutating func replace(_ folder: TL.DialogFilter, _ id: Int32, of caller: Caller) {
        dialogs[caller.id].folders.removeAll { $0.number == id }
        dialogs[caller.id].folders.append(folder)
        tell(.dialogFilter(.init(id: id, filter: folder)), naming: [], to: caller)
    }
}
