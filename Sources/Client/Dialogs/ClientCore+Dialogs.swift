// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// How often a list is read again for chats that moved while it was read.
    private static var mostPasses: Int { 8 }

    /// The dialogs of an answer.
    func dialogs(_ raw: [TL.Dialog], _ messages: [TL.Message], _ context: ObjectContext) -> [Dialog] {
        let newest = TopMessages(messages, context)
        return raw.compactMap { raw in
            // Folders and communities in the list are no chats.
            guard case .dialog(let dialog) = raw else { return nil }
            let id = PeerID(dialog.peer)
            guard let chat = context.chat(id) else { return nil }
            return Dialog(dialog, chat: chat, lastMessage: newest[id, dialog.topMessage], context)
        }
    }

    /// One page of the list of chats.
    func dialogPage(
        _ list: DialogList, excludingPinned: Bool, after start: DialogCursor?, limit: Int
    ) async throws(InvocationError) -> Page<Dialog, DialogCursor> {
        var cursor = start ?? DialogCursor(isArchive: list == .archive)
        // Pinned chats stand outside the order, and would come again on each page.
        let excludesPinned = excludingPinned || cursor.excludesPinned
        let answer = try await invoke(
            TL.messages.GetDialogs(
                excludePinned: excludesPinned, folderID: cursor.isArchive ? 1 : 0, offsetDate: cursor.offset?.date ?? 0,
                offsetID: cursor.offset?.messageID ?? 0, offsetPeer: cursor.offset?.peer?.inputPeer(self) ?? .empty,
                limit: Int32(clamping: limit), hash: 0))
        let (all, total, isWhole): ([Dialog], Int?, Bool)
        switch answer {
        case .notModified(let answer): (all, total, isWhole) = ([], Int(answer.count), true)
        case .dialogs(let answer):
            all = dialogs(answer.dialogs, answer.messages, taking(answer.users, answer.chats))
            (total, isWhole) = (all.count, true)
        case .slice(let answer):
            all = dialogs(answer.dialogs, answer.messages, taking(answer.users, answer.chats))
            (total, isWhole) = (Int(answer.count), false)
        }
        if cursor.offset == nil { cursor.newest = all.compactMap { $0.lastMessage?.date.unixTime }.max() ?? 0 }
        // The server names pinned chats of the other part too.
        let found = all.filter { dialog in
            dialog.isArchived == cursor.isArchive
                && (cursor.pass == 0 || dialog.isPinned || (dialog.date?.unixTime ?? 0) >= cursor.previous)
        }
        let next = nextPage(cursor, excludesPinned: excludesPinned, after: all, isWhole: isWhole, list)
        return Page(found, next: next, total: list == .all ? nil : total)
    }

    /// Where the next page begins.
    private func nextPage(
        _ cursor: DialogCursor, excludesPinned: Bool, after all: [Dialog], isWhole: Bool, _ list: DialogList
    ) -> DialogCursor? {
        if !isWhole, var next = offset(after: all, excludesPinned: excludesPinned) {
            let oldest = next.offset?.date ?? .max
            // A later pass ends with what has not moved since the pass before.
            if cursor.pass == 0 || oldest >= cursor.previous, next.offset != cursor.offset || !cursor.excludesPinned {
                (next.isArchive, next.pass) = (cursor.isArchive, cursor.pass)
                (next.newest, next.previous) = (cursor.newest, cursor.previous)
                return next
            }
        }
        let hasMoved = cursor.pass == 0 ? cursor.offset != nil : cursor.newest > cursor.previous
        if hasMoved, cursor.pass < Self.mostPasses {
            return DialogCursor(isArchive: cursor.isArchive, pass: cursor.pass + 1, previous: cursor.newest)
        }
        return list == .all && !cursor.isArchive ? DialogCursor(isArchive: true) : nil
    }

    /// The place behind the last chat that has a message: a page is not sorted by its messages.
    private func offset(after all: [Dialog], excludesPinned: Bool) -> DialogCursor? {
        if let last = all.last(where: { !$0.isPinned && $0.lastMessage != nil }), let message = last.lastMessage {
            return DialogCursor(
                offset: .init(
                    date: message.date.unixTime, messageID: message.id, peer: PeerOffset(last.id, self)),
                excludesPinned: true)
        }
        // Pinned chats alone do not tell where the others begin: they begin at the beginning.
        return all.isEmpty || excludesPinned ? nil : DialogCursor(excludesPinned: true)
    }

    /// How many chats a list has.
    func dialogCount(_ list: DialogList) async throws(InvocationError) -> Int {
        guard list == .all else {
            return try await dialogPage(list, excludingPinned: false, after: nil, limit: 1).total ?? 0
        }
        return try await dialogCount(.main) + dialogCount(.archive)
    }

    /// Dialogs of some peers, in their order.
    func dialogs(of peers: [TL.InputPeer]) async throws(InvocationError) -> [Dialog] {
        var found: [Dialog] = []
        var rest = peers[...]
        while !rest.isEmpty {
            let part = rest.prefix(100)
            rest = rest.dropFirst(100)
            let answer = try await invoke(
                TL.messages.GetPeerDialogs(peers: part.map { .inputDialogPeer(.init(peer: $0)) }))
            found += dialogs(answer.dialogs, answer.messages, taking(answer.users, answer.chats))
        }
        return found
    }

    func setPinned(_ isPinned: Bool, dialog: some PeerConvertible) async throws(InvocationError) {
        _ = try await call(dialog) { peer in
            TL.messages.ToggleDialogPin(pinned: isPinned, peer: .inputDialogPeer(.init(peer: peer)))
        }
    }

    func setFolder(_ folder: Int32, of chats: [any PeerConvertible]) async throws(InvocationError) {
        let peers = try await resolve(chats)
        guard !peers.isEmpty else { return }
        _ = try await invoke(
            TL.folders.EditPeerFolders(folderPeers: peers.map { .init(peer: $0, folderID: folder) }))
    }

    /// Removes a chat from the list, which means another call for each kind of chat.
    func deleteDialog(_ chat: some PeerConvertible, forEveryone: Bool) async throws(InvocationError) {
        let peer = try await resolve(chat.peerReference)
        switch peer {
        case .channel, .channelFromMessage:
            if forEveryone {
                _ = try await callChannel(peer) { TL.channels.DeleteChannel(channel: $0) }
            } else {
                _ = try await callChannel(peer) { TL.channels.LeaveChannel(channel: $0) }
            }
        case .chat(let group):
            if forEveryone {
                _ = try await invoke(TL.messages.DeleteChat(chatID: group.chatID))
                return
            }
            do {
                _ = try await invoke(TL.messages.DeleteChatUser(chatID: group.chatID, userID: .userSelf))
            } catch {
                // Who has left already has but the messages to lose.
                guard error.is(.userNotParticipant) || error.is(.chatIDInvalid) || error.is(.peerIDInvalid) else {
                    throw error
                }
            }
            try await affected(peer) { TL.messages.DeleteHistory(revoke: false, peer: $0, maxID: 0) }
        default:
            try await affected(peer) { TL.messages.DeleteHistory(revoke: forEveryone, peer: $0, maxID: 0) }
        }
    }
}

/// The newest messages of chats; numbers of messages are unique within one channel, and among all other chats.
struct TopMessages {
    private struct Key: Hashable {
        let channel: Int64?
        let id: Int32

        init(_ chat: PeerID, _ id: Int32) {
            if case .channel(let channel) = chat { self.channel = channel } else { channel = nil }
            self.id = id
        }
    }

    private var messages: [Key: Message] = [:]

    init(_ raw: [TL.Message], _ context: ObjectContext) {
        for raw in raw {
            guard let message = Message(raw, context) else { continue }
            messages[Key(message.chatID, message.id)] = message
        }
    }

    subscript(chat: PeerID, id: Int32) -> Message? { messages[Key(chat, id)] }
}
