// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Blocks somebody: they can neither write to the account nor call it (`contacts.block`).
    ///
    /// - Parameters:
    ///   - peer: The user or channel.
    ///   - storiesOnly: Whether they only cannot see the account's stories.
    /// - Throws: ``InvocationError``.
    public func block(_ peer: some PeerConvertible, storiesOnly: Bool = false) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.contacts.Block(myStoriesFrom: storiesOnly, id: $0) }
    }

    /// Unblocks somebody (`contacts.unblock`).
    ///
    /// - Parameters:
    ///   - peer: The user or channel.
    ///   - storiesOnly: Whether it is about the account's stories alone.
    /// - Throws: ``InvocationError``.
    public func unblock(_ peer: some PeerConvertible, storiesOnly: Bool = false) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.contacts.Unblock(myStoriesFrom: storiesOnly, id: $0) }
    }

    /// Lists whom the account blocked, the last one first (`contacts.getBlocked`).
    ///
    /// - Parameters:
    ///   - storiesOnly: Whether those are meant who cannot see the account's stories.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: Users and channels.
    public func blockedPeers(storiesOnly: Bool = false, after cursor: Int? = nil) -> Paged<BlockedPeer, Int> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.id.botAPI }) { cursor, limit async throws(InvocationError) in
            let answer = try await core.invoke(
                TL.contacts.GetBlocked(
                    myStoriesFrom: storiesOnly, offset: Int32(clamping: cursor ?? 0), limit: Int32(clamping: limit)))
            switch answer {
            case .blocked(let list):
                let context = core.taking(list.users, list.chats)
                let found = list.blocked.map { BlockedPeer(raw: $0, chat: context.chat(PeerID($0.peerID))) }
                return Page(found, next: nil, total: found.count)
            case .slice(let list):
                let context = core.taking(list.users, list.chats)
                let found = list.blocked.map { BlockedPeer(raw: $0, chat: context.chat(PeerID($0.peerID))) }
                return Page(
                    found, next: found.isEmpty ? nil : (cursor ?? 0) + found.count, total: Int(list.count))
            }
        }
    }

    /// Blocks these and nobody else (`contacts.setBlocked`).
    ///
    /// - Parameters:
    ///   - peers: All whom the account blocks, up to 100.
    ///   - storiesOnly: Whether it is about the account's stories alone.
    /// - Throws: ``InvocationError``.
    public func setBlocked(
        _ peers: [any PeerConvertible], storiesOnly: Bool = false
    ) async throws(InvocationError) {
        if peers.count > 100 {
            throw .invalidArgument(method: "contacts.setBlocked", "\(peers.count) peers are given, 100 are allowed")
        }
        let ids = try await core.resolve(peers)
        _ = try await core.invoke(TL.contacts.SetBlocked(myStoriesFrom: storiesOnly, id: ids, limit: 100))
    }

    /// Blocks who answered the account in a chat that it is not in, from the chat "Replies" (`contacts.blockFromReplies`).
    ///
    /// - Parameters:
    ///   - messageID: The message in "Replies".
    ///   - deletingMessage: Whether that message is deleted.
    ///   - deletingHistory: Whether all messages of the sender in "Replies" are deleted.
    ///   - reportingSpam: Whether the sender is reported.
    /// - Throws: ``InvocationError``.
    public func blockFromReplies(
        _ messageID: Int32, deletingMessage: Bool = false, deletingHistory: Bool = false, reportingSpam: Bool = false
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.contacts.BlockFromReplies(
                deleteMessage: deletingMessage, deleteHistory: deletingHistory, reportSpam: reportingSpam,
                msgID: messageID))
    }
}
