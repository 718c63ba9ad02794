// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What can be asked about messages, and looked for in all chats.
    mutating func addReading() {
        on(TL.messages.GetMessagesViews.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard request.id.count <= 100 else { throw RPCFailure.bad(.messageIDsEmpty) }
            let views = request.id.map { id -> TL.MessageViews in
                guard let message = try? world.message(id, in: peer, of: caller.id) else { return .init() }
                if request.increment { world.messageState.viewers[message.sharedID, default: []].insert(caller.id) }
                guard case .channel(let channel) = PeerNumber(peer), world.channels[channel]?.isBroadcast == true
                else { return .init() }
                return .init(
                    views: world.views(of: message), forwards: world.messageState.forwards[message.sharedID] ?? 0,
                    replies: world.replies(to: message))
            }
            let (users, chats) = world.peers([caller.id, peer], for: caller.id)
            return .init(views: views, chats: chats, users: users)
        }
        on(TL.messages.GetMessageReadParticipants.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return world.readers(of: message, seenBy: caller.id).map {
                .init(userID: $0, date: world.messageState.readDates[$0]?[message.sharedID] ?? message.date)
            }
        }
        on(TL.messages.GetOutboxReadDate.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            guard case .user = PeerNumber(peer), message.isOutgoing else { throw RPCFailure.bad(.messageIDInvalid) }
            guard world.readers(of: message, seenBy: caller.id).contains(peer) else {
                throw RPCFailure.bad(.messageNotReadYet)
            }
            return .init(date: world.messageState.readDates[peer]?[message.sharedID] ?? message.date)
        }
        on(TL.channels.ExportMessageLink.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            _ = try world.message(request.id, in: channel.number, of: caller.id)
            let place = channel.username ?? "c/\(channel.id)"
            let query = request.thread ? "?thread=\(request.id)" : ""
            return .init(link: "https://t.me/\(place)/\(request.id)\(query)", html: "")
        }
        on(TL.channels.GetMessageAuthor.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard channel.isAdmin(caller.id) else { throw RPCFailure.bad(.chatAdminRequired) }
            let message = try world.message(request.id, in: channel.number, of: caller.id)
            guard let author = world[message.sender] else { throw RPCFailure.bad(.messageIDInvalid) }
            return world.user(author, for: caller.id)
        }
        on(TL.messages.GetMessageEditData.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.id, in: peer, of: caller.id)
            guard message.sender == caller.id else { throw RPCFailure(403, .messageAuthorRequired) }
            return .init(caption: false)
        }
        on(TL.messages.SearchGlobal.self, .person) { request, caller, world in
            let all = world.everything(of: caller.account, request).sorted {
                ($0.date, $0.sharedID) > ($1.date, $1.sharedID)
            }
            return world.globalPage(
                of: all, after: request.offsetID, in: request.offsetPeer, limit: request.limit, for: caller.account)
        }
        on(TL.messages.GetSearchCounters.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let all = world.messages(of: caller.account, with: peer)
            return request.filters.map { filter in
                let count = all.count { world.matches($0, "", filter, for: caller.account) }
                return .init(filter: filter, count: Int32(clamping: count))
            }
        }
    }
}

extension World {
    /// How often a post was seen: by its author and by those who said so.
    func views(of message: StoredMessage) -> Int32 {
        let viewers = messageState.viewers[message.sharedID] ?? []
        return Int32(clamping: viewers.union([message.sender]).count)
    }

    /// Who but its author has read a message, in a private chat or a group.
    fileprivate func readers(of message: StoredMessage, seenBy account: Int64) -> [Int64] {
        if case .channel(let id) = PeerNumber(message.peer), let channel = channels[id] {
            guard !channel.isBroadcast else { return [] }
            return channel.members.filter { $0.key != message.sender && $0.value.readUpTo >= message.id }.keys.sorted()
        }
        return copies(of: message, seenBy: account).compactMap { copy in
            guard copy.account != message.sender, let mailbox = mailboxes[copy.account],
                let dialog = mailbox.dialogs[copy.message.peer], dialog.readInboxUpTo >= copy.message.id
            else { return nil }
            return copy.account
        }
    }

    /// The messages of all chats that a search finds.
    fileprivate func everything(of account: Account, _ request: TL.messages.SearchGlobal) -> [StoredMessage] {
        var all: [StoredMessage] = []
        if !request.broadcastsOnly {
            all += mailbox(of: account.id).newestFirst.filter { message in
                if case .user = PeerNumber(message.peer) { return !request.groupsOnly }
                return !request.usersOnly
            }
        }
        for id in (channelsOfAccounts[account.id] ?? []).sorted() {
            guard let channel = channels[id], !request.usersOnly,
                channel.isBroadcast ? !request.groupsOnly : !request.broadcastsOnly
            else { continue }
            all += channel.mailbox.newestFirst
        }
        return all.filter { message in
            if request.minDate > 0, message.date < request.minDate { return false }
            if request.maxDate > 0, message.date > request.maxDate { return false }
            return message.content.action == nil && matches(message, request.q, request.filter, for: account)
        }
    }
}
