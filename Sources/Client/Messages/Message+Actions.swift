// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
import FerogramTLTypes
public import Foundation

// Each does what the client's method of the same meaning does.
extension Message {
    /// Answers in the same chat and topic, naming this message.
    ///
    /// - Parameters:
    ///   - message: The answer.
    ///   - quote: The part of this message that is answered.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func reply(
        _ message: some InputMessageConvertible, quoting quote: InputReply.Quote? = nil
    ) async throws(InvocationError) -> Message {
        var answer = message.inputMessage
        answer.reply = answer.reply ?? .message(id, quote: quote)
        answer.topicID = answer.topicID ?? topicID
        return try await context.core.sendMessage(to: chatID, answer)
    }

    /// Answers in the same chat and topic, without naming this message.
    ///
    /// - Parameter message: The answer.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func respond(_ message: some InputMessageConvertible) async throws(InvocationError) -> Message {
        var answer = message.inputMessage
        answer.topicID = answer.topicID ?? topicID
        return try await context.core.sendMessage(to: chatID, answer)
    }

    /// Changes the message (`messages.editMessage`).
    ///
    /// - Parameters:
    ///   - message: What it is to become.
    ///   - allowsUnchanged: Whether a message that is the same already is no error.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func edit(
        _ message: some InputMessageConvertible, allowsUnchanged: Bool = false
    ) async throws(InvocationError) -> Message {
        try await context.core.editMessage(
            id, in: chatID, to: message.inputMessage, allowsUnchanged: allowsUnchanged)
    }

    /// Changes the buttons of the message (`messages.editMessage`).
    ///
    /// - Parameter keyboard: The new buttons; `nil` for none.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editKeyboard(_ keyboard: Keyboard?) async throws(InvocationError) -> Message {
        try await context.core.editKeyboard(of: id, in: chatID, to: keyboard)
    }

    /// Deletes the message (`messages.deleteMessages`, `channels.deleteMessages`).
    ///
    /// - Parameter forEveryone: Whether it goes away for the other side too.
    /// - Returns: Whether it was deleted: the server passes over messages that the account may not delete.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func delete(forEveryone: Bool = true) async throws(InvocationError) -> Bool {
        try await context.core.deleteMessages([id], in: chatID, forEveryone: forEveryone) > 0
    }

    /// Marks the messages of the chat up to this one as read (`messages.readHistory`, `channels.readHistory`).
    ///
    /// - Throws: ``InvocationError``.
    public func markRead() async throws(InvocationError) {
        try await context.core.markRead(chatID, upTo: id)
    }

    /// Pins the message (`messages.updatePinnedMessage`).
    ///
    /// - Parameters:
    ///   - silently: Whether nobody is notified.
    ///   - onlyForSelf: Whether it is pinned for the account alone, in a private chat.
    /// - Throws: ``InvocationError``.
    public func pin(silently: Bool = true, onlyForSelf: Bool = false) async throws(InvocationError) {
        try await client.pinMessage(id, in: chatID, silently: silently, onlyForSelf: onlyForSelf)
    }

    /// Takes the message off the pinned ones (`messages.updatePinnedMessage`).
    ///
    /// - Throws: ``InvocationError``.
    public func unpin() async throws(InvocationError) {
        try await client.unpinMessage(id, in: chatID)
    }

    /// Forwards the message (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The message that came of it.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func forward(
        to peer: some PeerConvertible, options: ForwardOptions = ForwardOptions()
    ) async throws(InvocationError) -> Message {
        try await client.forwardMessage(id, from: chatID, to: peer, options: options)
    }

    /// Sends a copy of the message, which does not show where it comes from (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func copy(
        to peer: some PeerConvertible, options: ForwardOptions = ForwardOptions()
    ) async throws(InvocationError) -> Message {
        let sent = try await client.copyMessages([id], from: chatID, to: peer, options: options)
        guard let message = sent.first else { throw .invalidResponse(method: "messages.forwardMessages", nil) }
        return message
    }

    /// Puts reactions on the message, in the place of those that the account has there (`messages.sendReaction`).
    ///
    /// - Parameter reactions: `"👍"`, several, `.none`, `.big("🎉")`, `.customEmoji(1)`.
    /// - Throws: ``InvocationError``.
    public func react(_ reactions: InputReactions) async throws(InvocationError) {
        try await context.core.react(to: id, in: chatID, with: reactions)
    }

    /// Votes in the poll of the message by the places of the answers (`messages.sendVote`).
    ///
    /// - Parameter answers: The places of the answers, from 0 on; none to take the vote back.
    /// - Returns: The poll with its results.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func vote(_ answers: Int...) async throws(InvocationError) -> Poll {
        guard let poll else {
            throw .invalidArgument(method: "messages.sendVote", "the message has no poll")
        }
        let core = context.core
        return try await core.vote(try core.options(answers, of: poll), in: id, of: .id(chatID), poll)
    }

    /// Closes the poll of the message (`messages.editMessage`).
    ///
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func closePoll() async throws(InvocationError) -> Message {
        guard let poll else {
            throw .invalidArgument(method: "messages.editMessage", "the message has no poll")
        }
        return try await context.core.closePoll(poll, in: self)
    }

    /// Asks for the message as it is now (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Returns: The message; `nil` if it is gone.
    /// - Throws: ``InvocationError``.
    public func refreshed() async throws(InvocationError) -> Message? {
        try await context.core.fetchMessages([id], in: chatID)[0]
    }

    /// Asks for the message that this one answers (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Returns: The message; `nil` if it answers none, or that one is gone.
    /// - Throws: ``InvocationError``.
    public func repliedMessage() async throws(InvocationError) -> Message? {
        guard let answered = replyToMessageID else { return nil }
        let core = context.core
        if let chat = replyToChatID { return try await core.fetchMessages([answered], in: chat)[0] }
        return try await core.fetchMessages([.replyTo(.init(id: id))], in: chatID).first
    }

    /// Asks for all messages of the album (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Returns: The messages, oldest first; this one alone if it belongs to no album.
    /// - Throws: ``InvocationError``.
    public func album() async throws(InvocationError) -> [Message] {
        guard albumID != nil else { return [self] }
        return try await context.core.album(containing: id, in: chatID)
    }

    /// Asks for the user who sent it (`users.getUsers`).
    ///
    /// - Returns: The user; `nil` if a chat sent it, or nobody is named.
    /// - Throws: ``InvocationError``.
    public func fetchSender() async throws(InvocationError) -> User? {
        if let sender { return sender }
        guard let senderID, case .user = senderID else { return nil }
        let core = context.core
        let users = try await core.asItself { () throws(InvocationError) in
            try await core.callUser(senderID) { TL.users.GetUsers(id: [$0]) }
        }
        core.learn(users: users, chats: [])
        return users.first.flatMap { User($0, core.context(users)) }
    }

    /// Asks for the chat that it is in (`users.getUsers`, `messages.getChats`, `channels.getChannels`).
    ///
    /// - Returns: The chat; `nil` if the server does not give it.
    /// - Throws: ``InvocationError``.
    public func fetchChat() async throws(InvocationError) -> Chat? {
        if let chat { return chat }
        let core = context.core
        if case .user = chatID {
            let users = try await core.asItself { () throws(InvocationError) in
                try await core.callUser(chatID) { TL.users.GetUsers(id: [$0]) }
            }
            core.learn(users: users, chats: [])
            return core.context(users).chat(chatID)
        }
        let answer = try await core.callChat(
            chatID, channel: { TL.channels.GetChannels(id: [$0]) }, group: { TL.messages.GetChats(id: [$0]) })
        let chats: [TL.Chat] =
            switch answer {
            case .chats(let list): list.chats
            case .slice(let list): list.chats
            }
        core.learn(users: [], chats: chats)
        return core.context([], chats).chat(chatID)
    }

    /// Makes a link to the message of a channel or supergroup (`channels.exportMessageLink`).
    ///
    /// - Parameters:
    ///   - isThread: Whether it leads to the answers.
    ///   - isAlbum: Whether it leads to the whole album.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    public func exportLink(isThread: Bool = false, isAlbum: Bool = false) async throws(InvocationError) -> URL {
        try await client.link(toMessage: id, in: chatID, isThread: isThread, isAlbum: isAlbum)
    }

    /// The link of the message, if the chat is a channel or supergroup; without a public name it is for members alone.
    public var link: URL? {
        guard case .channel(let channel) = chatID else { return nil }
        if let name = chat?.channel?.username { return URL(string: "https://t.me/\(name)/\(id)") }
        return URL(string: "https://t.me/c/\(channel)/\(id)")
    }

    /// Translates the text (`messages.translateText`).
    ///
    /// - Parameter language: The language, as ISO 639 code of two letters.
    /// - Returns: The text in that language.
    /// - Throws: ``InvocationError``.
    public func translated(to language: String) async throws(InvocationError) -> FormattedText {
        guard let text = try await client.translate(messages: [id], in: chatID, to: language).first else {
            throw .invalidResponse(method: "messages.translateText", nil)
        }
        return text
    }

    /// Turns the voice message or the round video into text, and waits until all of it is there (`messages.transcribeAudio`).
    ///
    /// - Parameter timeout: How long it waits for the rest.
    /// - Returns: The text; still pending if the time was not enough.
    /// - Throws: ``InvocationError``.
    public func transcription(timeout: Duration = .seconds(60)) async throws(InvocationError) -> Transcription {
        try await context.core.transcription(of: id, in: chatID, timeout: timeout)
    }
}
