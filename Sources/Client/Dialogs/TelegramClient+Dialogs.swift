// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Lists the account's chats, the one with the newest message first, pinned ones before all others
    /// (`messages.getDialogs`).
    ///
    /// Chats that get a message while the list is read come all the same. People only; bots have no list of chats.
    ///
    /// - Parameters:
    ///   - list: All chats, or those in or out of the archive alone.
    ///   - excludingPinned: Whether pinned chats are left out.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The chats.
    public func dialogs(
        _ list: DialogList = .all, excludingPinned: Bool = false, after cursor: DialogCursor? = nil
    ) -> Paged<Dialog, DialogCursor> {
        let core = core
        return Paged(
            after: cursor, identity: .number { $0.id.botAPI },
            count: { () async throws(InvocationError) in try await core.dialogCount(list) },
            { cursor, limit async throws(InvocationError) in
                try await core.dialogPage(list, excludingPinned: excludingPinned, after: cursor, limit: limit)
            })
    }

    /// Gets dialogs of some peers (`messages.getPeerDialogs`).
    ///
    /// - Parameter peers: The chats; any number.
    /// - Returns: The dialogs, those of unknown chats left out.
    /// - Throws: ``InvocationError``.
    public func dialogs(of peers: [any PeerConvertible]) async throws(InvocationError) -> [Dialog] {
        try await core.dialogs(of: try await core.resolve(peers))
    }

    /// Gets the dialog of a chat (`messages.getPeerDialogs`).
    ///
    /// - Parameter peer: The chat.
    /// - Returns: The dialog; `nil` if the account has none with the chat.
    /// - Throws: ``InvocationError``.
    public func dialog(of peer: some PeerConvertible) async throws(InvocationError) -> Dialog? {
        let answer = try await core.call(peer) {
            TL.messages.GetPeerDialogs(peers: [.inputDialogPeer(.init(peer: $0))])
        }
        return core.dialogs(answer.dialogs, answer.messages, core.taking(answer.users, answer.chats)).first
    }

    /// Gets the pinned chats in their order (`messages.getPinnedDialogs`).
    ///
    /// - Parameter list: Those in or out of the archive; both for ``DialogList/all``.
    /// - Returns: The chats.
    /// - Throws: ``InvocationError``.
    public func pinnedDialogs(_ list: DialogList = .main) async throws(InvocationError) -> [Dialog] {
        if list == .all { return try await pinnedDialogs(.main) + pinnedDialogs(.archive) }
        let answer = try await core.invoke(TL.messages.GetPinnedDialogs(folderID: list.folderID))
        return core.dialogs(answer.dialogs, answer.messages, core.taking(answer.users, answer.chats))
    }

    /// Pins a chat in the list (`messages.toggleDialogPin`).
    ///
    /// - Parameter peer: The chat.
    /// - Throws: ``InvocationError``.
    public func pinDialog(_ peer: some PeerConvertible) async throws(InvocationError) {
        try await core.setPinned(true, dialog: peer)
    }

    /// Unpins a chat in the list (`messages.toggleDialogPin`).
    ///
    /// - Parameter peer: The chat.
    /// - Throws: ``InvocationError``.
    public func unpinDialog(_ peer: some PeerConvertible) async throws(InvocationError) {
        try await core.setPinned(false, dialog: peer)
    }

    /// Puts the pinned chats in an order (`messages.reorderPinnedDialogs`).
    ///
    /// - Parameters:
    ///   - peers: The pinned chats, the uppermost first.
    ///   - list: Where they are.
    ///   - replacing: Whether pinned chats that are not named are unpinned.
    /// - Throws: ``InvocationError``.
    public func reorderPinnedDialogs(
        _ peers: [any PeerConvertible], in list: DialogList = .main, replacing: Bool = true
    ) async throws(InvocationError) {
        let order = try await core.resolve(peers).map { TL.InputDialogPeer.inputDialogPeer(.init(peer: $0)) }
        _ = try await core.invoke(
            TL.messages.ReorderPinnedDialogs(force: replacing, folderID: list.folderID, order: order))
    }

    /// Marks a chat as unread, or takes the mark away (`messages.markDialogUnread`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - isUnread: Whether it has the mark.
    /// - Throws: ``InvocationError``.
    public func markDialogUnread(
        _ peer: some PeerConvertible, _ isUnread: Bool = true
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.MarkDialogUnread(unread: isUnread, peer: .inputDialogPeer(.init(peer: $0)))
        }
    }

    /// Lists the chats that the account marked as unread (`messages.getDialogUnreadMarks`).
    ///
    /// - Returns: Their numbers.
    /// - Throws: ``InvocationError``.
    public func dialogsMarkedUnread() async throws(InvocationError) -> [PeerID] {
        try await core.invoke(TL.messages.GetDialogUnreadMarks()).compactMap { peer in
            if case .dialogPeer(let dialog) = peer { PeerID(dialog.peer) } else { nil }
        }
    }

    /// Moves chats to the archive (`folders.editPeerFolders`).
    ///
    /// - Parameter peers: The chats.
    /// - Throws: ``InvocationError``.
    public func archive(_ peers: any PeerConvertible...) async throws(InvocationError) {
        try await core.setFolder(1, of: peers)
    }

    /// Takes chats out of the archive (`folders.editPeerFolders`).
    ///
    /// - Parameter peers: The chats.
    /// - Throws: ``InvocationError``.
    public func unarchive(_ peers: any PeerConvertible...) async throws(InvocationError) {
        try await core.setFolder(0, of: peers)
    }

    /// Mutes a chat, or one topic of it (`account.updateNotifySettings`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic; `nil` for the whole chat.
    ///   - date: Until when; `nil` for always.
    /// - Throws: ``InvocationError``.
    public func mute(
        _ peer: some PeerConvertible, topic: Int32? = nil, until date: Date? = nil
    ) async throws(InvocationError) {
        try await setMuted(until: date?.unixTime ?? .max, peer, topic)
    }

    /// Lets a chat, or one topic of it, make itself noticed again (`account.updateNotifySettings`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic; `nil` for the whole chat.
    /// - Throws: ``InvocationError``.
    public func unmute(_ peer: some PeerConvertible, topic: Int32? = nil) async throws(InvocationError) {
        try await setMuted(until: 0, peer, topic)
    }

    private func setMuted(
        until date: Int32, _ peer: some PeerConvertible, _ topic: Int32?
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { peer in
            let place: TL.InputNotifyPeer =
                topic.map { .forumTopic(.init(peer: peer, topMsgID: $0)) } ?? .inputNotifyPeer(.init(peer: peer))
            return TL.account.UpdateNotifySettings(peer: place, settings: .init(muteUntil: date))
        }
    }

    /// Removes a chat from the list: deletes the messages of a private chat, leaves groups and channels
    /// (`messages.deleteHistory`, `messages.deleteChatUser`, `channels.leaveChannel`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - forEveryone: Whether the other side of a private chat loses the messages too; groups and channels of the account
    ///     are deleted altogether (`messages.deleteChat`, `channels.deleteChannel`).
    /// - Throws: ``InvocationError``.
    public func deleteDialog(
        _ peer: some PeerConvertible, forEveryone: Bool = false
    ) async throws(InvocationError) {
        try await core.deleteDialog(peer, forEveryone: forEveryone)
    }

    /// Deletes messages of a chat, which stays in the list (`messages.deleteHistory`, `channels.deleteHistory`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - messageID: The newest message to delete; `nil` for all.
    ///   - dates: Between which dates, in private chats alone.
    ///   - forEveryone: Whether others lose the messages too.
    /// - Throws: ``InvocationError``.
    public func deleteHistory(
        of peer: some PeerConvertible, upTo messageID: Int32? = nil, sentIn dates: ClosedRange<Date>? = nil,
        forEveryone: Bool = false
    ) async throws(InvocationError) {
        let target = try await core.resolve(peer.peerReference)
        if target.inputChannel != nil {
            if dates != nil {
                throw .invalidArgument(
                    method: "channels.deleteHistory", "messages between dates can be deleted in private chats alone")
            }
            _ = try await core.callChannel(target) {
                TL.channels.DeleteHistory(forEveryone: forEveryone, channel: $0, maxID: messageID ?? 0)
            }
            return
        }
        try await core.affected(target) {
            TL.messages.DeleteHistory(
                justClear: true, revoke: forEveryone, peer: $0, maxID: messageID ?? 0,
                minDate: dates?.lowerBound.unixTime, maxDate: dates?.upperBound.unixTime)
        }
    }
}
