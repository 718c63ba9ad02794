// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What bots are asked in chats where they are not, and messages that they have prepared for people.
struct GuestQueries: Sendable {
    struct Query: Sendable {
        let bot: Int64
        let user: Int64
        let peer: Int64
    }

    struct Prepared: Sendable {
        let bot: Int64
        let user: Int64
        let result: TL.InputBotInlineResult
        let peerTypes: [TL.InlineQueryPeerType]
        let expires: Int64
    }

    /// How long a prepared message can be taken, in seconds.
    static let lifetime: Int64 = 3_600
    /// How many of each are remembered.
    private static let capacity = 1_000

    private var queries: [Int64: Query] = [:]
    private var queryOrder: ArraySlice<Int64> = []
    private var prepared: [String: Prepared] = [:]
    private var preparedOrder: ArraySlice<String> = []

    mutating func add(_ query: Query, id: Int64) {
        queries[id] = query
        queryOrder.append(id)
        if queryOrder.count > Self.capacity, let oldest = queryOrder.popFirst() { queries[oldest] = nil }
    }

    /// Takes a query that its bot answers: once.
    mutating func take(_ id: Int64, of bot: Int64) throws(RPCFailure) -> Query {
        guard let query = queries[id], query.bot == bot else { throw .bad(.queryIDInvalid) }
        queries[id] = nil
        return query
    }

    mutating func add(_ message: Prepared, id: String) {
        prepared[id] = message
        preparedOrder.append(id)
        if preparedOrder.count > Self.capacity, let oldest = preparedOrder.popFirst() { prepared[oldest] = nil }
    }

    /// Takes a message that was prepared for somebody: once, and in time.
    mutating func takePrepared(
        _ id: String, of bot: Int64, by user: Int64, at now: Int64
    ) throws(RPCFailure) -> Prepared {
        guard let message = prepared[id], message.bot == bot, message.user == user, message.expires > now else {
            throw .bad(.resultIDInvalid)
        }
        prepared[id] = nil
        return message
    }
}

extension World {
    /// Asks a bot that need not be in the chat where somebody names it.
    mutating func callGuest(_ bot: Int64, _ text: String, by user: Int64, in peer: Int64) throws(RPCFailure) -> Sent {
        guard accounts[bot]?.isBot == true else { throw .bad(.botInvalid) }
        let sent = try send(NewMessage(text: text), from: user, to: peer)
        let id = Int64(bitPattern: randomness.next())
        bots.guests.add(.init(bot: bot, user: user, peer: peer), id: id)
        let shown = message(sent.message, for: user)
        pushNumbered(to: bot, naming: [user, peer]) { qts in
            .botGuestChatQuery(.init(queryID: id, message: shown, qts: qts))
        }
        return sent
    }
}

extension MethodTable {
    mutating func addGuests() {
        on(TL.messages.SetBotGuestChatResult.self, .bot) { request, caller, world in
            let query = try world.bots.guests.take(request.queryID, of: caller.id)
            let sent = try world.sendResult(
                request.result, of: caller.id, by: query.user, to: query.peer, staysEditable: true)
            guard let id = sent.inlineID else { throw RPCFailure.bad(.messageIDInvalid) }
            return id
        }
        on(TL.messages.SavePreparedInlineMessage.self, .bot) { request, caller, world in
            let user = try world.member(request.userID, for: caller.account).id
            _ = try world.shown(request.result, by: caller.account, for: user)
            let id = world.randomness.text(count: 16)
            let expires = world.now + GuestQueries.lifetime
            world.bots.guests.add(
                .init(
                    bot: caller.id, user: user, result: request.result, peerTypes: request.peerTypes ?? [],
                    expires: expires), id: id)
            return .init(id: id, expireDate: Int32(clamping: expires))
        }
        on(TL.messages.GetPreparedInlineMessage.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            let prepared = try world.bots.guests.takePrepared(request.id, of: bot.id, by: caller.id, at: world.now)
            guard let shown = try world.shown(prepared.result, by: bot, for: caller.id) else {
                throw Engine.notImplemented
            }
            let query = world.addPrepared(prepared)
            return .init(
                queryID: query, result: shown, peerTypes: prepared.peerTypes, cacheTime: 300,
                users: world.users([bot.id], for: caller.id))
        }
    }
}

extension World {
    /// Makes a query of a prepared message, so that it can be sent as any result.
    fileprivate mutating func addPrepared(_ prepared: GuestQueries.Prepared) -> Int64 {
        let id = Int64(bitPattern: randomness.next())
        bots.inlineQueries.add(.init(bot: prepared.bot, user: prepared.user, query: ""), id: id)
        bots.inlineQueries.answer(id, with: .init(queryID: id, results: [prepared.result], cacheTime: 300))
        return id
    }
}
