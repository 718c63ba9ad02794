// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramMTSender
public import FerogramTLTypes

/// Somebody pressed a button of a bot.
public struct CallbackQuery: ChatUpdate, UserUpdate {
    /// Where the button is.
    @nonexhaustive public enum Origin: Sendable {
        /// Below a message of the bot.
        case message(TL.Update.BotCallbackQuery)
        /// Below a message that was sent by way of the bot's inline mode.
        case inlineMessage(TL.Update.InlineBotCallbackQuery)
        /// Below a message of a business account for which the bot acts.
        case businessMessage(TL.Update.BusinessBotCallbackQuery)
        /// Below a message that one member of a group sees.
        case ephemeralMessage(TL.Update.EphemeralBotCallbackQuery)
    }

    /// Where the button is, with the update as the schema has it.
    public let origin: Origin
    /// What came along.
    public let context: ObjectContext
    private let isGiven = SingleAnswer()

    init(_ origin: Origin, _ context: ObjectContext) {
        (self.origin, self.context) = (origin, context)
    }

    /// The number to answer to.
    public var id: Int64 {
        switch origin {
        case .message(let query): query.queryID
        case .inlineMessage(let query): query.queryID
        case .businessMessage(let query): query.queryID
        case .ephemeralMessage(let query): query.queryID
        }
    }
    /// Who pressed it.
    public var userID: Int64 {
        switch origin {
        case .message(let query): query.userID
        case .inlineMessage(let query): query.userID
        case .businessMessage(let query): query.userID
        case .ephemeralMessage(let query): query.userID
        }
    }
    /// Who pressed it, if that came along with the query.
    public var sender: User? { user }
    /// The chat of the message; for inline messages, of which the bot does not know the chat, the person's.
    public var chatID: PeerID {
        switch origin {
        case .message(let query): PeerID(query.peer)
        case .inlineMessage(let query): .user(query.userID)
        case .businessMessage: message?.chatID ?? .user(userID)
        case .ephemeralMessage(let query): query.peer.map { PeerID($0) } ?? .user(query.userID)
        }
    }
    /// The chat of the message, if that came along with the query.
    public var chat: Chat? { context.chat(chatID) }
    /// The number of the message with the button; `nil` for inline messages.
    public var messageID: Int32? {
        switch origin {
        case .message(let query): query.msgID
        case .inlineMessage: nil
        case .businessMessage(let query): query.message.id
        case .ephemeralMessage(let query): query.msgID
        }
    }
    /// The message with the button, for business messages: bots have to ask for others, see ``fetchMessage()``.
    public var message: Message? {
        guard case .businessMessage(let query) = origin else { return nil }
        return Message(query.message, context)
    }
    /// The message with the button, if it was sent by way of the bot's inline mode.
    public var inlineMessageID: InlineMessageID? {
        guard case .inlineMessage(let query) = origin else { return nil }
        return InlineMessageID(query.msgID)
    }
    /// The business connection, see ``origin``.
    public var businessConnectionID: String? {
        guard case .businessMessage(let query) = origin else { return nil }
        return query.connectionID
    }
    /// A number that all queries from one chat share.
    public var chatInstance: Int64? {
        switch origin {
        case .message(let query): query.chatInstance
        case .inlineMessage(let query): query.chatInstance
        case .businessMessage(let query): query.chatInstance
        case .ephemeralMessage(let query): query.chatInstance
        }
    }
    /// What the bot put into the button.
    public var data: [UInt8] {
        switch origin {
        case .message(let query): query.data ?? []
        case .inlineMessage(let query): query.data ?? []
        case .businessMessage(let query): query.data ?? []
        case .ephemeralMessage(let query): query.data
        }
    }
    /// What the bot put into the button, as a text; `nil` if it is none.
    public var text: String? { String(validating: data, as: UTF8.self) }
    /// The short name of the game, if the button begins one.
    public var gameShortName: String? {
        switch origin {
        case .message(let query): query.gameShortName
        case .inlineMessage(let query): query.gameShortName
        case .businessMessage, .ephemeralMessage: nil
        }
    }

    /// Reads what the bot put into the button.
    ///
    /// - Parameter type: What kind of data it is.
    /// - Returns: The data; `nil` if it is of another kind.
    /// - Throws: ``CallbackDataError/outdated(_:)`` if the button was made by another version of the program.
    public func read<Data: CallbackData>(_ type: Data.Type = Data.self) throws(CallbackDataError) -> Data? {
        try Data(packed: data)
    }

    /// Whether it was answered already, by this or a copy of it.
    public var isAnswered: Bool { isGiven.value }

    /// Answers, which stops the button's progress display (`messages.setBotCallbackAnswer`).
    ///
    /// A query is answered once: answering it, or a copy of it, again does nothing, unless the first answer failed.
    ///
    /// - Parameters:
    ///   - text: What is shown, up to 200 characters; empty to show nothing.
    ///   - isAlert: Whether it is shown in a window of its own.
    ///   - url: What opens: a game, or a link to the bot.
    ///   - cacheTime: How long the answer is good for, for the same data.
    /// - Throws: ``InvocationError``.
    public func answer(
        _ text: String = "", isAlert: Bool = false, url: String? = nil, cacheTime: Duration = .zero
    ) async throws(InvocationError) {
        guard isGiven.begin() else { return }
        do throws(InvocationError) {
            try await context.core.answerCallback(id, text, isAlert: isAlert, url: url, cacheTime: cacheTime)
        } catch {
            isGiven.fail()
            throw error
        }
    }

    /// Changes the message with the button (`messages.editMessage`, `messages.editInlineBotMessage`,
    /// `ephemeral.editMessage`).
    ///
    /// - Parameter message: What it is to become.
    /// - Throws: ``InvocationError``.
    public func edit(_ message: some InputMessageConvertible) async throws(InvocationError) {
        let (core, message) = (context.core, message.inputMessage)
        if let inlineMessageID {
            try await core.editInlineMessage(inlineMessageID, to: message)
        } else if case .ephemeralMessage(let query) = origin {
            try await core.editEphemeralMessage(of: query, to: message)
        } else if let messageID {
            try await inItsBox { () throws(InvocationError) in
                _ = try await core.editMessage(messageID, in: chatID, to: message, allowsUnchanged: false)
            }
        }
    }

    /// Deletes the message with the button, unless it was sent by way of the bot's inline mode.
    func deleteMessage() async throws(InvocationError) {
        let core = context.core
        if case .ephemeralMessage(let query) = origin {
            try await core.deleteEphemeralMessage(of: query)
        } else if let messageID {
            try await inItsBox { () throws(InvocationError) in
                _ = try await core.deleteMessages([messageID], in: chatID, forEveryone: true)
            }
        }
    }

    /// Makes calls where the number of the message means that message: a business account has numbers of its own.
    private func inItsBox(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws(InvocationError) -> Void
    ) async throws(InvocationError) {
        guard let businessConnectionID else { return try await body() }
        try await CallContext.with(isolation: isolation, { $0.businessConnectionID = businessConnectionID }, body)
    }

    /// Asks for the message with the button (`messages.getMessages`, `channels.getMessages`).
    ///
    /// - Returns: The message; `nil` if it is gone, or was sent by way of the bot's inline mode.
    /// - Throws: ``InvocationError``.
    public func fetchMessage() async throws(InvocationError) -> Message? {
        if let message { return message }
        guard let messageID, case .message = origin else { return nil }
        let query = TL.InputMessage.callbackQuery(.init(id: messageID, queryID: id))
        return try await context.core.fetchMessages([query], in: chatID).first
    }
}

/// Whether a query has been answered, for all copies of it.
private final class SingleAnswer: Sendable {
    private let isGiven = Lock(false)

    var value: Bool { isGiven.withLock { $0 } }

    /// - Returns: Whether nobody has answered yet.
    func begin() -> Bool {
        isGiven.withLock { isGiven in
            defer { isGiven = true }
            return !isGiven
        }
    }

    func fail() {
        isGiven.withLock { $0 = false }
    }
}

// Messages that one member of a group sees have numbers of their own.
extension ClientCore {
    fileprivate func editEphemeralMessage(
        of query: TL.Update.EphemeralBotCallbackQuery, to message: InputMessage
    ) async throws(InvocationError) {
        try message.check(limits.limits, method: "ephemeral.editMessage", now: wallClock)
        let plan = try await plan(message, to: nil, isEdit: true)
        let (chat, person) = try await place(of: query)
        _ = try await invoke(
            TL.ephemeral.EditMessage(
                invertMedia: plan.isInverted, peer: chat, receiverID: person, id: query.msgID,
                message: plan.rich == nil ? message.text.text : nil, media: plan.media, entities: plan.entities,
                replyMarkup: plan.markup, richMessage: plan.rich))
    }

    fileprivate func deleteEphemeralMessage(
        of query: TL.Update.EphemeralBotCallbackQuery
    ) async throws(InvocationError) {
        let (chat, person) = try await place(of: query)
        _ = try await invoke(TL.ephemeral.DeleteMessage(peer: chat, receiverID: person, id: query.msgID))
    }

    private func place(
        of query: TL.Update.EphemeralBotCallbackQuery
    ) async throws(InvocationError) -> (chat: TL.InputPeer?, person: TL.InputUser) {
        let chat = try await resolve(ifAny: query.peer.map { .id(PeerID($0)) })
        return (chat, try await inputUser(PeerID.user(query.userID)))
    }
}
