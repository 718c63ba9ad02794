// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Lists the chats within Saved Messages, or the people who wrote direct messages to a channel
    /// (`messages.getSavedDialogs`).
    ///
    /// - Parameters:
    ///   - channel: The group that holds a channel's direct messages; `nil` for the account's Saved Messages.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The chats, the one with the newest message first.
    public func savedDialogs(
        of channel: (any PeerConvertible)? = nil, after cursor: SavedDialogCursor? = nil
    ) -> Paged<SavedDialog, SavedDialogCursor> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id.botAPI }) { cursor, limit async throws(InvocationError) in
            var parent: TL.InputPeer?
            if let channel { parent = try await core.resolve(try channel.peerReference) }
            let answer = try await core.invoke(
                TL.messages.GetSavedDialogs(
                    excludePinned: cursor != nil, parentPeer: parent, offsetDate: cursor?.date ?? 0,
                    offsetID: cursor?.messageID ?? 0, offsetPeer: cursor?.peer?.inputPeer(core) ?? .empty,
                    limit: Int32(clamping: limit), hash: 0))
            let (all, total, isWhole) = core.savedDialogs(answer, in: parent)
            var next: SavedDialogCursor?
            if !isWhole, let last = all.last(where: { $0.lastMessage != nil }), let message = last.lastMessage {
                next = SavedDialogCursor(
                    date: message.date.unixTime, messageID: message.id, peer: PeerOffset(last.id, core))
            }
            return Page(all, next: next == cursor ? nil : next, total: total)
        }
    }

    /// Gets chats within Saved Messages by whose they are (`messages.getSavedDialogsByID`).
    ///
    /// - Parameters:
    ///   - peers: The chats from which messages were saved, or who wrote.
    ///   - channel: The group that holds a channel's direct messages; `nil` for the account's Saved Messages.
    /// - Returns: The chats that there are.
    /// - Throws: ``InvocationError``.
    public func savedDialogs(
        _ peers: [any PeerConvertible], of channel: (any PeerConvertible)? = nil
    ) async throws(InvocationError) -> [SavedDialog] {
        var parent: TL.InputPeer?
        if let channel { parent = try await core.resolve(try channel.peerReference) }
        let ids = try await core.resolve(peers)
        return core.savedDialogs(
            try await core.invoke(TL.messages.GetSavedDialogsByID(parentPeer: parent, ids: ids)), in: parent
        ).dialogs
    }

    /// Lists the pinned chats within Saved Messages (`messages.getPinnedSavedDialogs`).
    ///
    /// - Returns: The chats in their order.
    /// - Throws: ``InvocationError``.
    public func pinnedSavedDialogs() async throws(InvocationError) -> [SavedDialog] {
        core.savedDialogs(try await core.invoke(TL.messages.GetPinnedSavedDialogs()), in: nil).dialogs
    }

    /// Pins a chat within Saved Messages, or unpins it (`messages.toggleSavedDialogPin`).
    ///
    /// - Parameters:
    ///   - peer: The chat from which messages were saved.
    ///   - isPinned: Whether it is pinned.
    /// - Throws: ``InvocationError``.
    public func pinSavedDialog(
        _ peer: some PeerConvertible, _ isPinned: Bool = true
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.ToggleSavedDialogPin(pinned: isPinned, peer: .inputDialogPeer(.init(peer: $0)))
        }
    }

    /// Puts the pinned chats within Saved Messages in an order (`messages.reorderPinnedSavedDialogs`).
    ///
    /// - Parameters:
    ///   - peers: The chats, the uppermost first.
    ///   - replacing: Whether pinned chats that are not named are unpinned.
    /// - Throws: ``InvocationError``.
    public func reorderPinnedSavedDialogs(
        _ peers: [any PeerConvertible], replacing: Bool = true
    ) async throws(InvocationError) {
        let order = try await core.resolve(peers).map { TL.InputDialogPeer.inputDialogPeer(.init(peer: $0)) }
        _ = try await core.invoke(TL.messages.ReorderPinnedSavedDialogs(force: replacing, order: order))
    }

    /// Lists the messages that were saved from a chat, or one person's direct messages to a channel, the newest first
    /// (`messages.getSavedHistory`).
    ///
    /// - Parameters:
    ///   - peer: The chat, or the person.
    ///   - channel: The group that holds a channel's direct messages; `nil` for the account's Saved Messages.
    ///   - cursor: The message after which to go on, from ``Page/next``.
    /// - Returns: The messages.
    public func savedHistory(
        of peer: some PeerConvertible, in channel: (any PeerConvertible)? = nil, after cursor: Int32? = nil
    ) -> Paged<Message, Int32> {
        let core = core
        return Paged(after: cursor, identity: .falling { Int64($0.id) }) {
            cursor, limit async throws(InvocationError) in
            var parent: TL.InputPeer?
            if let channel { parent = try await core.resolve(try channel.peerReference) }
            let answer = try await core.call(peer) { peer in
                TL.messages.GetSavedHistory(
                    parentPeer: parent, peer: peer, offsetID: cursor ?? 0, offsetDate: 0, addOffset: 0,
                    limit: Int32(clamping: limit), maxID: 0, minID: 0, hash: 0)
            }
            return core.messagePage(answer)
        }
    }

    /// Deletes the messages that were saved from a chat, or one person's direct messages to a channel
    /// (`messages.deleteSavedHistory`).
    ///
    /// - Parameters:
    ///   - peer: The chat, or the person.
    ///   - channel: The group that holds a channel's direct messages; `nil` for the account's Saved Messages.
    ///   - messageID: The newest message to delete; `nil` for all.
    ///   - dates: Between which dates.
    /// - Throws: ``InvocationError``.
    public func deleteSavedHistory(
        of peer: some PeerConvertible, in channel: (any PeerConvertible)? = nil, upTo messageID: Int32? = nil,
        sentIn dates: ClosedRange<Date>? = nil
    ) async throws(InvocationError) {
        var parent: TL.InputPeer?
        if let channel { parent = try await core.resolve(try channel.peerReference) }
        try await core.affected(peer) { peer in
            TL.messages.DeleteSavedHistory(
                parentPeer: parent, peer: peer, maxID: messageID ?? .max, minDate: dates?.lowerBound.unixTime,
                maxDate: dates?.upperBound.unixTime)
        }
    }

    /// Marks one person's direct messages to a channel as read (`messages.readSavedHistory`).
    ///
    /// - Parameters:
    ///   - peer: The person.
    ///   - channel: The group that holds the channel's direct messages.
    ///   - messageID: The newest message that was read; `nil` for all.
    /// - Throws: ``InvocationError``.
    public func markSavedHistoryRead(
        of peer: some PeerConvertible, in channel: some PeerConvertible, upTo messageID: Int32? = nil
    ) async throws(InvocationError) {
        let parent = try await core.resolve(channel.peerReference)
        _ = try await core.call(peer) {
            TL.messages.ReadSavedHistory(parentPeer: parent, peer: $0, maxID: messageID ?? .max)
        }
    }

    /// Lists the reactions that mark saved messages (`messages.getSavedReactionTags`).
    ///
    /// - Parameter peer: Only those of messages saved from one chat; `nil` for all.
    /// - Returns: The tags.
    /// - Throws: ``InvocationError``.
    public func savedTags(of peer: (any PeerConvertible)? = nil) async throws(InvocationError) -> [SavedTag] {
        var source: TL.InputPeer?
        if let peer { source = try await core.resolve(try peer.peerReference) }
        switch try await core.invoke(TL.messages.GetSavedReactionTags(peer: source, hash: 0)) {
        case .savedReactionTags(let answer): return answer.tags.map { SavedTag(raw: $0) }
        case .notModified: return []
        }
    }

    /// Names a reaction that marks saved messages (`messages.updateSavedReactionTag`).
    ///
    /// - Parameters:
    ///   - title: The name, 0 to 12 characters; `nil` takes it away.
    ///   - reaction: The reaction.
    /// - Throws: ``InvocationError``.
    public func setSavedTagTitle(
        _ title: String?, for reaction: TL.Reaction
    ) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.UpdateSavedReactionTag(reaction: reaction, title: title))
    }
}

extension ClientCore {
    fileprivate func savedDialogs(
        _ answer: TL.messages.SavedDialogs, in parent: TL.InputPeer?
    ) -> (dialogs: [SavedDialog], total: Int, isWhole: Bool) {
        let place = parent.flatMap { peerID(of: $0) } ?? account.map { .user($0.userID) }
        switch answer {
        case .notModified(let answer): return ([], Int(answer.count), true)
        case .savedDialogs(let answer):
            let context = taking(answer.users, answer.chats)
            let newest = TopMessages(answer.messages, context)
            return (
                answer.dialogs.map { SavedDialog($0, newest, in: place, context) }, answer.dialogs.count, true
            )
        case .slice(let answer):
            let context = taking(answer.users, answer.chats)
            let newest = TopMessages(answer.messages, context)
            return (answer.dialogs.map { SavedDialog($0, newest, in: place, context) }, Int(answer.count), false)
        }
    }

    /// A page of messages, the newest first; the next one begins after the last.
    func messagePage(_ answer: TL.messages.Messages) -> Page<Message, Int32> {
        let (raw, users, chats, total): ([TL.Message], [TL.User], [TL.Chat], Int?) =
            switch answer {
            case .messages(let list): (list.messages, list.users, list.chats, list.messages.count)
            case .slice(let list): (list.messages, list.users, list.chats, Int(list.count))
            case .channelMessages(let list): (list.messages, list.users, list.chats, Int(list.count))
            case .notModified(let list): ([], [], [], Int(list.count))
            }
        let context = taking(users, chats)
        var last: Int32?
        if case .messages = answer {} else { last = raw.last?.id }
        return Page(raw.compactMap { Message($0, context) }, next: last, total: total)
    }
}

extension TL.Message {
    fileprivate var id: Int32 {
        switch self {
        case .message(let message): message.id
        case .service(let message): message.id
        case .empty(let message): message.id
        }
    }
}
