// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The games of bots, and who has which score in which message.
struct GamesState: Sendable {
    struct Name: Hashable, Sendable {
        let bot: Int64
        let shortName: String
    }

    /// How many scores are remembered.
    private static let capacity = 10_000

    var games: [Name: TL.Game] = [:]
    /// By what all copies of a message have in common.
    private(set) var scores: [Int64: [Int64: Int32]] = [:]

    /// - Returns: Whether it is another one than before.
    mutating func setScore(_ score: Int32, of user: Int64, in message: Int64, force: Bool) throws(RPCFailure) {
        guard score >= 0 else { throw .bad(.scoreInvalid) }
        let old = scores[message]?[user]
        guard force ? old != score : score > old ?? -1 else { throw .bad(.botScoreNotModified) }
        guard old != nil || scores.values.reduce(0, { $0 + $1.count }) < Self.capacity else {
            throw .bad(.limitInvalid)
        }
        scores[message, default: [:]][user] = score
    }
}

extension World {
    func game(_ shortName: String, of bot: Int64) throws(RPCFailure) -> TL.Game {
        guard let game = bots.games.games[.init(bot: bot, shortName: shortName)] else {
            throw .bad(.gameBotInvalid)
        }
        return game
    }

    func game(_ input: TL.InputGame, for account: Account) throws(RPCFailure) -> TL.Game {
        switch input {
        case .shortName(let name):
            guard let bot = user(name.botID, for: account) else { throw .bad(.gameBotInvalid) }
            return try game(name.shortName, of: bot.id)
        case .id(let id):
            guard let game = bots.games.games.values.first(where: { $0.id == id.id && $0.accessHash == id.accessHash })
            else { throw .bad(.gameBotInvalid) }
            return game
        }
    }

    /// Begins the game of a message: its bot is asked for the address.
    ///
    /// - Returns: The query's number, and one that is given up for it.
    mutating func play(
        message id: Int32, by user: Int64, in peer: Int64
    ) throws(RPCFailure) -> (query: Int64, givenUp: Int64?) {
        guard accounts[user] != nil else { throw .bad(.userIDInvalid) }
        let query = Int64(bitPattern: randomness.next())
        let (bot, update): (Int64, TL.Update)
        if let inline = inlineMessage(id, for: user, in: peer) {
            guard let game = inline.content.game else { throw .bad(.dataInvalid) }
            bot = inline.bot
            update = .inlineBotCallbackQuery(
                .init(
                    queryID: query, userID: user, msgID: inline.id, chatInstance: accessHash(of: bot, for: user),
                    gameShortName: game.shortName))
        } else {
            let button = try self.button(id, for: user, in: peer)
            guard let game = button.message.content.game else { throw .bad(.dataInvalid) }
            bot = button.bot
            let place = PeerNumber(peer) == .user(bot) ? user : peer
            update = .botCallbackQuery(
                .init(
                    queryID: query, userID: user, peer: Self.peer(place), msgID: button.copy,
                    chatInstance: accessHash(of: bot, for: place), gameShortName: game.shortName))
        }
        let entry = CallbackQueries.Entry(bot: bot, user: user, expires: now + CallbackQueries.lifetime)
        let givenUp = bots.callbackQueries.add(entry, id: query, limit: limits.callbackQueries)
        push(updates([update], naming: [user, bot, peer], for: bot), to: bot)
        return (query, givenUp)
    }

    /// What all copies of a bot's message with a game have in common.
    func gameMessage(_ id: Int32, in peer: Int64, of bot: Int64) throws(RPCFailure) -> StoredMessage {
        let message = try self.message(id, in: peer, of: bot)
        guard message.sender == bot, message.content.game != nil else { throw .bad(.messageIDInvalid) }
        return message
    }

    /// The same for one that was sent by way of the bot's inline mode.
    func gameMessage(_ id: TL.InputBotInlineMessageID, of bot: Int64) throws(RPCFailure) -> Int64 {
        guard case .id64(let id) = id, let place = bots.inlineMessages[id.accessHash], place.bot == bot,
            place.message == id.id,
            let inline = inlineMessage(place.message, for: place.owner, in: place.peer), inline.content.game != nil
        else { throw .bad(.messageIDInvalid) }
        return place.sharedID
    }

    /// The best players of a message.
    func highScores(in message: Int64, for viewer: Int64) -> TL.messages.HighScores {
        let sorted = (bots.games.scores[message] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
        return .init(
            scores: sorted.enumerated().map { index, entry in
                .init(pos: Int32(index) + 1, userID: entry.key, score: entry.value)
            }, users: users(sorted.map(\.key), for: viewer))
    }
}

extension MessageContent {
    /// The game that the message has.
    var game: TL.Game? {
        if case .plain(.game(let media)) = media { media.game } else { nil }
    }
}

extension MethodTable {
    mutating func addGames() {
        on(TL.messages.SetGameScore.self, .bot) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.gameMessage(request.id, in: peer, of: caller.id)
            let user = try world.member(request.userID, for: caller.account).id
            try world.bots.games.setScore(request.score, of: user, in: message.sharedID, force: request.force)
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.messages.SetInlineGameScore.self, .anywhere) { request, caller, world in
            let message = try world.gameMessage(request.id, of: caller.id)
            let user = try world.member(request.userID, for: caller.account).id
            try world.bots.games.setScore(request.score, of: user, in: message, force: request.force)
            return true
        }
        on(TL.messages.GetGameHighScores.self, .bot) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.gameMessage(request.id, in: peer, of: caller.id)
            _ = try world.member(request.userID, for: caller.account)
            return world.highScores(in: message.sharedID, for: caller.id)
        }
        on(TL.messages.GetInlineGameHighScores.self, .anywhere) { request, caller, world in
            let message = try world.gameMessage(request.id, of: caller.id)
            _ = try world.member(request.userID, for: caller.account)
            return world.highScores(in: message, for: caller.id)
        }
    }
}
