// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Asks for messages by their numbers (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers; any number of them, a hundred are asked for at a time.
    ///   - peer: The chat that they are in.
    /// - Returns: As many as there are numbers, in their order; `nil` where the chat has no such message.
    /// - Throws: ``InvocationError``.
    public func messages(_ ids: [Int32], in peer: some PeerConvertible) async throws(InvocationError) -> [Message?] {
        try await core.fetchMessages(ids, in: peer)
    }

    /// Asks for a message by its number (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Returns: The message; `nil` if the chat has no such message.
    /// - Throws: ``InvocationError``.
    public func message(_ id: Int32, in peer: some PeerConvertible) async throws(InvocationError) -> Message? {
        try await core.fetchMessages([id], in: peer)[0]
    }

    /// Asks for the message that a link leads to (`channels.getMessages`, `messages.getMessages`).
    ///
    /// - Parameter link: `https://t.me/name/1`, `https://t.me/c/1/1`, `tg://resolve?domain=name&post=1` and the like; with a
    ///   comment, the comment is meant.
    /// - Returns: The message; `nil` if there is none any more.
    /// - Throws: ``InvocationError``.
    public func message(at link: String) async throws(InvocationError) -> Message? {
        guard let link = MessageLink(link) else {
            throw .invalidArgument(method: "channels.getMessages", "\(link.prefix(64)) is no link of a message")
        }
        return try await core.message(at: link)
    }

    /// Asks for the message that another one answers (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Parameters:
    ///   - id: The number of the message that is an answer.
    ///   - peer: The chat that it is in.
    /// - Returns: The message that it answers; `nil` if it is none, or that one is gone or in another chat.
    /// - Throws: ``InvocationError``.
    public func message(answeredBy id: Int32, in peer: some PeerConvertible) async throws(InvocationError) -> Message? {
        try await core.fetchMessages([.replyTo(.init(id: id))], in: peer).first
    }

    /// Asks for the messages of an album (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Parameters:
    ///   - id: The number of one of them.
    ///   - peer: The chat that they are in.
    /// - Returns: The messages, oldest first; the message alone if it belongs to no album.
    /// - Throws: ``InvocationError``.
    public func album(containing id: Int32, in peer: some PeerConvertible) async throws(InvocationError) -> [Message] {
        try await core.album(containing: id, in: peer)
    }

    /// Makes a link to a message of a channel or supergroup (`channels.exportMessageLink`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - channel: The chat that it is in; private chats and basic groups have no links.
    ///   - isThread: Whether it leads to the answers.
    ///   - isAlbum: Whether it leads to the whole album.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    public func link(
        toMessage id: Int32, in channel: some PeerConvertible, isThread: Bool = false, isAlbum: Bool = false
    ) async throws(InvocationError) -> URL {
        let exported = try await core.callChannel(channel) {
            TL.channels.ExportMessageLink(grouped: isAlbum, thread: isThread, channel: $0, id: id)
        }
        guard let url = URL(string: exported.link) else {
            throw .invalidResponse(method: "channels.exportMessageLink", nil)
        }
        return url
    }

    /// Asks how often messages were seen and forwarded (`messages.getMessagesViews`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The chat that they are in.
    ///   - counting: Whether the account's own look counts.
    /// - Returns: What is known of each, in the order of the numbers.
    /// - Throws: ``InvocationError``.
    public func views(
        ofMessages ids: [Int32], in peer: some PeerConvertible, counting: Bool = false
    ) async throws(InvocationError) -> [MessageCounts] {
        let answer = try await core.call(peer) {
            TL.messages.GetMessagesViews(peer: $0, id: ids, increment: counting)
        }
        core.learn(users: answer.users, chats: answer.chats)
        return answer.views.map(MessageCounts.init)
    }

    /// Asks who has read a message of a small group (`messages.getMessageReadParticipants`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The group.
    /// - Returns: The members and when they did.
    /// - Throws: ``InvocationError``.
    public func readers(
        ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> [MessageReader] {
        try await core.call(peer) { TL.messages.GetMessageReadParticipants(peer: $0, msgID: id) }
            .map { MessageReader(userID: $0.userID, date: Date(unixTime: $0.date)) }
    }

    /// Asks when the other side of a private chat has read a message (`messages.getOutboxReadDate`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - user: The other side.
    /// - Returns: When it was read.
    /// - Throws: ``InvocationError``; the server says whether it was not read yet or one of the two hides it.
    public func readDate(ofMessage id: Int32, in user: some PeerConvertible) async throws(InvocationError) -> Date {
        Date(unixTime: try await core.call(user) { TL.messages.GetOutboxReadDate(peer: $0, msgID: id) }.date)
    }

    /// Asks how a link in a text would be shown (`messages.getWebPagePreview`).
    ///
    /// - Parameter text: A text with a link.
    /// - Returns: The preview; `nil` if there is none.
    /// - Throws: ``InvocationError``.
    public func webPagePreview(
        for text: some InputMessageConvertible
    ) async throws(InvocationError) -> TL.WebPage? {
        let text = text.inputMessage.text
        let entities = text.tlEntities(resolvingMentions: core.mentionedUser)
        let answer = try await core.invoke(
            TL.messages.GetWebPagePreview(message: text.text, entities: entities.isEmpty ? nil : entities))
        core.learn(users: answer.users, chats: answer.chats)
        if case .webPage(let media) = answer.media { return media.webpage }
        return nil
    }

    /// Asks for a web page with its instant view (`messages.getWebPage`).
    ///
    /// - Parameters:
    ///   - url: The address.
    ///   - hash: The hash of what is known already; 0 for nothing.
    /// - Returns: The page.
    /// - Throws: ``InvocationError``.
    public func webPage(at url: String, ifChangedSince hash: Int32 = 0) async throws(InvocationError) -> TL.WebPage {
        let answer = try await core.invoke(TL.messages.GetWebPage(url: url, hash: hash))
        core.learn(users: answer.users, chats: answer.chats)
        return answer.webpage
    }

    /// Asks for a long rich message of which only a part came along (`messages.getRichMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Returns: The whole message; `nil` if it is gone.
    /// - Throws: ``InvocationError``.
    public func richMessage(_ id: Int32, in peer: some PeerConvertible) async throws(InvocationError) -> Message? {
        core.found(try await core.call(peer) { TL.messages.GetRichMessage(peer: $0, id: id) })
            .messages.first { $0.id == id }
    }

    /// Lists the animations that messages can come with (`messages.getAvailableEffects`).
    ///
    /// - Returns: The effects.
    /// - Throws: ``InvocationError``.
    public func messageEffects() async throws(InvocationError) -> [MessageEffect] {
        guard case .availableEffects(let answer) = try await core.invoke(TL.messages.GetAvailableEffects(hash: 0))
        else { return [] }
        return answer.effects.map(MessageEffect.init)
    }

    /// Asks what independent people say about messages (`messages.getFactCheck`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The channel that they are in.
    /// - Returns: What they say, in the order of the numbers.
    /// - Throws: ``InvocationError``.
    public func factChecks(
        ofMessages ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [FactCheck] {
        try await core.call(peer) { TL.messages.GetFactCheck(peer: $0, msgID: ids) }.map(FactCheck.init)
    }

    /// Sets what independent people say about a message; only they can (`messages.editFactCheck`).
    ///
    /// - Parameters:
    ///   - text: What they say.
    ///   - id: The message's number.
    ///   - peer: The channel that it is in.
    /// - Throws: ``InvocationError``.
    public func setFactCheck(
        _ text: FormattedText, ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { [core] in
            TL.messages.EditFactCheck(peer: $0, msgID: id, text: text.tl(core.mentionedUser))
        }
    }

    /// Removes what independent people say about a message; only they can (`messages.deleteFactCheck`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The channel that it is in.
    /// - Throws: ``InvocationError``.
    public func removeFactCheck(ofMessage id: Int32, in peer: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.DeleteFactCheck(peer: $0, msgID: id) }
    }
}
