// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalPerson {
    /// Begins a chat with a bot, as a link with a payload does.
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - payload: What the bot gets behind `/start`.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.startBot`.
    @discardableResult
    public func start(_ bot: LocalBot, payload: String = "") async throws -> LocalMessage {
        try await send(payload.isEmpty ? "/start" : "/start \(payload)", to: bot)
    }

    /// Types a bot's name and a text into a chat, and waits for the results of its inline mode.
    ///
    /// - Parameters:
    ///   - query: The text.
    ///   - bot: The bot.
    ///   - peer: The chat; `nil` for the one with the bot.
    ///   - offset: Where the page begins: the ``LocalInlineResults/nextOffset`` of the one before.
    ///   - limit: How long to wait.
    /// - Returns: The results.
    /// - Throws: ``LocalServerError/noAnswer``, or `CancellationError` if the task is cancelled or the server stops.
    public func ask(
        _ query: String, of bot: LocalBot, in peer: (any LocalPeer)? = nil, offset: String = "",
        within limit: Duration = LocalPerson.patience
    ) async throws -> LocalInlineResults {
        let (user, place) = (id, peer?.id ?? bot.id)
        let number = try core.perform { engine throws(RPCFailure) in
            let number = try engine.world.ask(bot.id, query, by: user, in: place, offset: offset)
            engine.deliver()
            return number
        }
        guard let answer = try await core.wait(atMost: limit, { $0.bots.inlineQueries[number]?.answer }) else {
            throw LocalServerError.noAnswer
        }
        return LocalInlineResults(query: number, answer)
    }

    /// Sends a result of a bot's inline mode.
    ///
    /// - Parameters:
    ///   - resultID: The result.
    ///   - results: What ``ask(_:of:in:offset:within:)`` gave.
    ///   - peer: Where to.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendInlineBotResult`.
    @discardableResult
    public func choose(
        _ resultID: String, of results: LocalInlineResults, to peer: some LocalPeer
    ) async throws -> LocalMessage {
        let (user, place) = (id, peer.id)
        return try core.perform { engine throws(RPCFailure) in
            let sent = try engine.world.choose(resultID, ofQuery: results.query, by: user, to: place)
            engine.deliver()
            return LocalMessage(sent.message, for: user)
        }
    }

    /// Names a bot in a chat where it need not be, which asks it to answer there.
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - text: What the person writes.
    ///   - peer: The chat.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendMessage`.
    @discardableResult
    public func call(_ bot: LocalBot, _ text: String, in peer: some LocalPeer) async throws -> LocalMessage {
        let (user, place) = (id, peer.id)
        return try core.perform { engine throws(RPCFailure) in
            let sent = try engine.world.callGuest(bot.id, text, by: user, in: place)
            engine.deliver()
            return LocalMessage(sent.message, for: user)
        }
    }

    /// Pays in pretend Stars for the photos and videos of a message.
    ///
    /// - Parameter message: The message.
    /// - Throws: ``RPCFailure`` `BALANCE_TOO_LOW` if there are not enough Stars, `MESSAGE_ID_INVALID` if there is nothing to
    ///   pay for, and `NO_PAYMENT_NEEDED` if it is paid for already.
    public func payForMedia(of message: LocalMessage) throws {
        let (user, peer, id) = (id, message.peer, message.id)
        try core.perform { engine throws(RPCFailure) in
            let stored = try engine.world.message(id, in: peer, of: user)
            guard case .paid(let media)? = stored.content.media else { throw .bad(.messageIDInvalid) }
            try engine.world.buyMedia(media, in: stored, by: user)
            engine.deliver()
        }
    }

    /// How many pretend Stars the person has.
    public var stars: Int64 {
        let account = id
        return core.perform { $0.world.bots.payments.balances[account, default: 0] }
    }

    /// Gives the person pretend Stars.
    ///
    /// - Parameter count: How many.
    public func addStars(_ count: Int64) {
        let account = id
        core.perform { engine in
            engine.world.addStars(count, to: account)
            engine.deliver()
        }
    }

    /// Pays an invoice in pretend Stars, and waits for the bot's consent.
    ///
    /// - Parameters:
    ///   - link: The invoice's link.
    ///   - limit: How long to wait; a bot has 10 seconds.
    /// - Throws: ``LocalServerError/noAnswer``, ``RPCFailure`` `BALANCE_TOO_LOW` if there are not enough Stars,
    ///   `SLUG_INVALID` if it is no link of an invoice, and `PRECHECKOUT_FAILED` if the bot refuses.
    public func pay(_ link: String, within limit: Duration = .seconds(10)) async throws {
        let (user, slug) = (id, link.split(separator: "$").last.map(String.init) ?? "")
        let number = try core.perform { engine throws(RPCFailure) in
            let number = try engine.world.checkOut(slug, by: user)
            engine.deliver()
            return number
        }
        let answer = try await core.wait(atMost: limit) { $0.bots.payments.checkouts[number]?.answer }
        switch answer {
        case .approved: return
        case .refused: throw RPCFailure(406, .precheckoutFailed)
        case nil: throw LocalServerError.noAnswer
        }
    }
}

/// Results of a bot's inline mode, as a person is shown them.
public struct LocalInlineResults: Sendable {
    let query: Int64
    /// The results as the bot gave them.
    public let results: [TL.InputBotInlineResult]
    /// Where the next page begins; `nil` if this is the last one.
    public let nextOffset: String?
    /// The button above the results that begins the chat with the bot.
    public let startButton: TL.InlineBotSwitchPM?
    /// Whether they are for this person alone.
    public let isPersonal: Bool
    /// How many seconds they may be shown to others.
    public let cacheTime: Int32

    init(query: Int64, _ answer: TL.messages.SetInlineBotResults) {
        (self.query, results, startButton) = (query, answer.results, answer.switchPM)
        nextOffset = answer.nextOffset.flatMap { $0.isEmpty ? nil : $0 }
        (isPersonal, cacheTime) = (answer.private, answer.cacheTime)
    }

    /// The ids of the results.
    public var ids: [String] { results.map(\.resultID) }
}
