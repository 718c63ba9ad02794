// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Pins a message (`messages.updatePinnedMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - silently: Whether nobody is notified; in channels and private chats nobody is anyway.
    ///   - onlyForSelf: Whether it is pinned for the account alone, in a private chat.
    /// - Throws: ``InvocationError``.
    public func pinMessage(
        _ id: Int32, in peer: some PeerConvertible, silently: Bool = true, onlyForSelf: Bool = false
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.UpdatePinnedMessage(silent: silently, pmOneside: onlyForSelf, peer: $0, id: id)
        }
    }

    /// Takes a message off the pinned ones (`messages.updatePinnedMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func unpinMessage(_ id: Int32, in peer: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.UpdatePinnedMessage(unpin: true, peer: $0, id: id) }
    }

    /// Takes all messages off the pinned ones (`messages.unpinAllMessages`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: How many there were.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func unpinAllMessages(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) -> Int {
        try await core.affected(peer) { TL.messages.UnpinAllMessages(peer: $0, topMsgID: topic) }
    }

    /// Asks for the message that was pinned last (`messages.search`, `messages.getMessages`, `channels.getMessages`).
    ///
    /// - Parameter peer: The chat.
    /// - Returns: The message; `nil` if there is none.
    /// - Throws: ``InvocationError``.
    public func pinnedMessage(in peer: some PeerConvertible) async throws(InvocationError) -> Message? {
        // Bots may not search, but may ask for the pinned message of a group or channel.
        if core.account?.isBot == true { return try await core.fetchMessages([.pinned], in: peer).first }
        return try await search(in: peer, SearchOptions(filter: .pinned)).first(1).first
    }

    /// Lists the pinned messages, newest first (`messages.search`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: The list.
    public func pinnedMessages(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) -> Paged<Message, MessageCursor> {
        search(in: peer, SearchOptions(filter: .pinned, topicID: topic))
    }
}
