// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Shows results of the bot's inline mode (`messages.setInlineBotResults`).
    ///
    /// - Parameters:
    ///   - queryID: The query's number, see ``InlineQuery/id``.
    ///   - results: The results, 50 at most, whose ids differ.
    ///   - options: How long the server keeps them, where the next page begins, and the like.
    /// - Throws: ``InvocationError``; `QUERY_ID_INVALID` after about half a minute.
    public func answerInlineQuery(
        _ queryID: Int64, with results: [InlineResult], _ options: InlineAnswerOptions = InlineAnswerOptions()
    ) async throws(InvocationError) {
        try await core.answerInlineQuery(queryID, results, options)
    }

    /// Changes a message that was sent by way of the bot's inline mode (`messages.editInlineBotMessage`).
    ///
    /// The call goes to the data centre that keeps the message.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - message: What it is to become.
    /// - Throws: ``InvocationError``.
    public func editInlineMessage(
        _ id: InlineMessageID, to message: some InputMessageConvertible
    ) async throws(InvocationError) {
        try await core.editInlineMessage(id, to: message.inputMessage)
    }

    /// Changes the buttons of a message that was sent by way of the bot's inline mode (`messages.editInlineBotMessage`).
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - keyboard: The new buttons; `nil` for none.
    /// - Throws: ``InvocationError``.
    public func editKeyboard(
        ofInlineMessage id: InlineMessageID, to keyboard: Keyboard?
    ) async throws(InvocationError) {
        try await core.editInlineKeyboard(of: id, to: keyboard)
    }

    /// Asks a bot for results of its inline mode, as a person does who types its name (`messages.getInlineBotResults`).
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - query: What follows its name.
    ///   - peer: The chat where the result is to be sent.
    ///   - location: Where the person is, in degrees, for bots that ask for it.
    /// - Returns: The results, page by page.
    public func inlineResults(
        from bot: some PeerConvertible, query: String = "", in peer: some PeerConvertible,
        location: (latitude: Double, longitude: Double)? = nil
    ) -> Paged<FoundInlineResult, String> {
        let core = core
        let point = location.map { TL.InputGeoPoint.inputGeoPoint(.init(lat: $0.latitude, long: $0.longitude)) }
        return Paged(identity: .number { $0.place }) { offset, _ throws(InvocationError) in
            let chat = try await core.resolve(try peer.peerReference)
            let results = try await core.callUser(bot) { bot in
                TL.messages.GetInlineBotResults(
                    bot: bot, peer: chat, geoPoint: point, query: query, offset: offset ?? "")
            }
            core.learn(users: results.users, chats: [])
            let next = results.nextOffset.flatMap { $0.isEmpty ? nil : $0 }
            return Page(
                results.results.map { FoundInlineResult($0, query: results.queryID, core.context(results.users)) },
                next: next)
        }
    }

    /// Sends a result of a bot's inline mode (`messages.sendInlineBotResult`).
    ///
    /// - Parameters:
    ///   - result: The result, from ``inlineResults(from:query:in:location:)``.
    ///   - peer: Where to.
    ///   - replyToMessageID: The message to answer.
    ///   - isSilent: Whether it makes no sound.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendInlineResult(
        _ result: FoundInlineResult, to peer: some PeerConvertible, replyToMessageID: Int32? = nil,
        isSilent: Bool = false
    ) async throws(InvocationError) -> Message {
        let method = "messages.sendInlineBotResult"
        let target = try peer.peerReference
        // Each query has another number; the result is the same.
        let randomID = try await core.randomIDs(to: target) {
            Array("\(method) \(isSilent) \(replyToMessageID ?? 0) \(result.id)".utf8)
        }[0]
        let text = result.sentText
        let sent = try await core.send(
            [randomID], to: target,
            like: { { _, message in message.viaBotID != nil && message.says(text ?? message.message) } }
        ) { peer in
            TL.messages.SendInlineBotResult(
                silent: isSilent, peer: peer, replyTo: replyToMessageID.map { .message(.init(replyToMsgID: $0)) },
                randomID: randomID, queryID: result.queryID, id: result.id)
        }
        guard let message = sent.first else { throw .invalidResponse(method: method, nil) }
        return message
    }

    /// Keeps a result that a mini app of the bot lets a person send (`messages.savePreparedInlineMessage`).
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - user: Who may send it.
    ///   - chatKinds: Where to; everywhere if empty.
    /// - Returns: The id for the mini app, and until when it can be used.
    /// - Throws: ``InvocationError``.
    public func savePreparedInlineMessage(
        _ result: InlineResult, for user: some PeerConvertible, chatKinds: [InlineQuery.ChatKind] = []
    ) async throws(InvocationError) -> PreparedInlineMessage {
        let raw = try await result.tl(core)
        let types = chatKinds.map(\.tl)
        let saved = try await core.callUser(user) { user in
            TL.messages.SavePreparedInlineMessage(result: raw, userID: user, peerTypes: types.isEmpty ? nil : types)
        }
        return PreparedInlineMessage(id: saved.id, expirationDate: Date(unixTime: saved.expireDate))
    }

    /// Fetches a result that a mini app prepared for the account (`messages.getPreparedInlineMessage`).
    ///
    /// - Parameters:
    ///   - id: The result's id.
    ///   - bot: The bot of the mini app.
    /// - Returns: The result, to be sent with ``sendInlineResult(_:to:replyToMessageID:isSilent:)``.
    /// - Throws: ``InvocationError``.
    public func preparedInlineMessage(
        _ id: String, of bot: some PeerConvertible
    ) async throws(InvocationError) -> FoundInlineResult {
        let prepared = try await core.callUser(bot) { bot in TL.messages.GetPreparedInlineMessage(bot: bot, id: id) }
        core.learn(users: prepared.users, chats: [])
        return FoundInlineResult(prepared.result, query: prepared.queryID, core.context(prepared.users))
    }
}

/// A result that waits for a person to send it from a mini app.
public struct PreparedInlineMessage: Hashable, Sendable {
    /// The id for the mini app.
    public let id: String
    /// Until when it can be used.
    public let expirationDate: Date
}

/// A result that a bot showed to the account in its inline mode.
public struct FoundInlineResult: Sendable {
    /// The result as the schema has it.
    public let raw: TL.BotInlineResult
    /// The query that it belongs to.
    public let queryID: Int64
    let context: ObjectContext

    init(_ raw: TL.BotInlineResult, query: Int64, _ context: ObjectContext) {
        (self.raw, queryID, self.context) = (raw, query, context)
    }

    /// What names it among the results of its query.
    public var id: String {
        switch raw {
        case .botInlineResult(let result): result.id
        case .media(let result): result.id
        }
    }
    /// What it is, for example `article` or `photo`.
    public var type: String {
        switch raw {
        case .botInlineResult(let result): result.type
        case .media(let result): result.type
        }
    }
    /// What the person sees of it.
    public var title: String? {
        switch raw {
        case .botInlineResult(let result): result.title
        case .media(let result): result.title
        }
    }
    /// What the person sees below the title.
    public var description: String? {
        switch raw {
        case .botInlineResult(let result): result.description
        case .media(let result): result.description
        }
    }

    /// Sends it (`messages.sendInlineBotResult`).
    ///
    /// - Parameter peer: Where to.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func send(to peer: some PeerConvertible) async throws(InvocationError) -> Message {
        try await TelegramClient(handleOf: context.core).sendInlineResult(self, to: peer)
    }

    /// The text or the caption of the message that is sent; `nil` if it says nothing of its own.
    fileprivate var sentText: String? {
        let message =
            switch raw {
            case .botInlineResult(let result): result.sendMessage
            case .media(let result): result.sendMessage
            }
        return switch message {
        case .mediaAuto(let message): message.message
        case .text(let message): message.message
        case .mediaWebPage(let message): message.message
        default: nil
        }
    }

    /// A number that is the same for the same result, and hardly for two.
    fileprivate var place: Int64 { "\(queryID) \(id)".stableHash }
}

extension InlineQuery.ChatKind {
    fileprivate var tl: TL.InlineQueryPeerType {
        switch self {
        case .sameBot: .sameBotPM
        case .bot: .botPM
        case .user: .pm
        case .group: .chat
        case .supergroup: .megagroup
        case .channel: .broadcast
        }
    }
}
