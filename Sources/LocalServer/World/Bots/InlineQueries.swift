// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What people asked bots in their inline mode, and what those answered.
struct InlineQueries: Sendable {
    struct Entry: Sendable {
        let bot: Int64
        let user: Int64
        let query: String
        var answer: TL.messages.SetInlineBotResults?
    }

    /// How many queries are remembered.
    private static let capacity = 1_000

    private(set) var entries: [Int64: Entry] = [:]
    private var order: ArraySlice<Int64> = []

    subscript(id: Int64) -> Entry? { entries[id] }

    mutating func add(_ entry: Entry, id: Int64) {
        entries[id] = entry
        order.append(id)
        if order.count > Self.capacity, let oldest = order.popFirst() { entries[oldest] = nil }
    }

    /// Forgets a query for whose answer nobody waits any more.
    mutating func giveUp(_ id: Int64) {
        guard entries.removeValue(forKey: id) != nil else { return }
        order.removeAll { $0 == id }
    }

    mutating func answer(_ id: Int64, with answer: TL.messages.SetInlineBotResults) { entries[id]?.answer = answer }
}

extension World {
    /// Asks a bot for results of its inline mode.
    ///
    /// - Returns: The query's number.
    mutating func ask(
        _ bot: Int64, _ query: String, by user: Int64, in peer: Int64?, offset: String
    ) throws(RPCFailure) -> Int64 {
        guard accounts[bot]?.isBot == true else { throw .bad(.botInvalid) }
        let id = Int64(bitPattern: randomness.next())
        bots.inlineQueries.add(.init(bot: bot, user: user, query: query), id: id)
        let kind: TL.InlineQueryPeerType? = peer.map { peer in
            switch PeerNumber(peer) {
            case .user: peer == bot ? .sameBotPM : accounts[peer]?.isBot == true ? .botPM : .pm
            case .group: .chat
            case .channel(let channel): channels[channel]?.isBroadcast == true ? .broadcast : .megagroup
            }
        }
        let update = TL.Update.botInlineQuery(
            .init(queryID: id, userID: user, query: query, peerType: kind, offset: offset))
        push(updates([update], naming: [user], for: bot), to: bot)
        return id
    }

    /// Takes a bot's results.
    mutating func takeResults(_ results: TL.messages.SetInlineBotResults, of bot: Int64) throws(RPCFailure) {
        guard let entry = bots.inlineQueries[results.queryID], entry.bot == bot, entry.answer == nil else {
            throw .bad(.queryIDInvalid)
        }
        guard results.results.count <= 50 else { throw .bad(.resultsTooMuch) }
        let ids = results.results.map(\.resultID)
        guard Set(ids).count == ids.count else { throw .bad(.resultIDDuplicate) }
        guard ids.allSatisfy({ (1...64).contains($0.utf8.count) }) else { throw .bad(.resultIDInvalid) }
        guard let account = accounts[bot] else { throw .bad(.botInvalid) }
        for result in results.results { _ = try shown(result, by: account, for: entry.user) }
        bots.inlineQueries.answer(results.queryID, with: results)
    }

    /// Sends a result that a bot gave.
    mutating func choose(
        _ resultID: String, ofQuery id: Int64, by user: Int64, to peer: Int64, randomID: Int64? = nil,
        replyTo: Int32? = nil, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent {
        guard let entry = bots.inlineQueries[id], entry.user == user, let answer = entry.answer else {
            throw .bad(.queryIDInvalid)
        }
        guard let result = answer.results.first(where: { $0.resultID == resultID }) else {
            throw .bad(.resultIDInvalid)
        }
        let (sent, inlineID) = try sendResult(
            result, of: entry.bot, by: user, to: peer, randomID: randomID, replyTo: replyTo, origin: origin)
        let update = TL.Update.botInlineSend(
            .init(userID: user, query: entry.query, id: resultID, msgID: inlineID))
        push(updates([update], naming: [user], for: entry.bot), to: entry.bot)
        return sent
    }

    /// Sends a bot's result in the name of a person; what has buttons can be changed by the bot.
    mutating func sendResult(
        _ result: TL.InputBotInlineResult, of bot: Int64, by user: Int64, to peer: Int64, randomID: Int64? = nil,
        replyTo: Int32? = nil, staysEditable: Bool = false, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> (sent: Sent, inlineID: TL.InputBotInlineMessageID?) {
        guard let account = accounts[bot] else { throw .bad(.botInvalid) }
        var (message, slug) = try self.message(of: result, by: account)
        (message.randomID, message.replyTo) = (randomID, replyTo)
        let sent = try send(message, from: user, to: peer, origin: origin)
        if let slug { bots.payments.messages[sent.message.sharedID] = slug }
        // A game has a button of its own.
        let isEditable = staysEditable || message.replyMarkup != nil || sent.message.content.game != nil
        guard isEditable else { return (sent, nil) }
        let hash = Int64(bitPattern: randomness.next())
        let place = InlineMessagePlace(
            bot: bot, owner: user, peer: peer, message: sent.message.id, sharedID: sent.message.sharedID,
            dataCenter: accounts[user]?.dataCenter ?? 1)
        bots.inlineMessages[hash] = place
        return (sent, place.id(hash))
    }

    /// Whether a message was sent by way of a bot's inline mode, and can be changed by the bot.
    func isInline(_ message: StoredMessage) -> Bool {
        bots.inlineMessages.values.contains { $0.sharedID == message.sharedID }
    }

    /// The message that was sent by way of a bot's inline mode, as somebody sees it.
    func inlineMessage(
        _ id: Int32, for user: Int64, in peer: Int64
    ) -> (content: MessageContent, bot: Int64, id: TL.InputBotInlineMessageID)? {
        let message =
            if case .channel(let channel) = PeerNumber(peer) { channels[channel]?.mailbox[id] } else {
                mailboxes[user]?[id]
            }
        guard let message else { return nil }
        for (hash, place) in bots.inlineMessages where place.sharedID == message.sharedID {
            return (message.content, place.bot, place.id(hash))
        }
        return nil
    }

    /// Changes a message that was sent by way of a bot's inline mode.
    mutating func editInline(_ request: TL.messages.EditInlineBotMessage, by bot: Int64) throws(RPCFailure) {
        guard case .id64(let id) = request.id, let place = bots.inlineMessages[id.accessHash], place.bot == bot,
            place.message == id.id
        else { throw .bad(.messageIDInvalid) }
        guard request.richMessage == nil else { throw Engine.notImplemented }
        guard let account = accounts[bot] else { throw .bad(.botInvalid) }
        var change = ContentChange(text: request.message, entities: request.entities, markup: request.replyMarkup)
        if let media = request.media { change.media = try store(media, of: account) }
        _ = try edit(place.message, of: place.owner, with: place.peer, change)
    }
}

/// A message that was sent by way of a bot's inline mode.
struct InlineMessagePlace: Sendable {
    let bot: Int64
    let owner: Int64
    let peer: Int64
    let message: Int32
    let sharedID: Int64
    let dataCenter: Int

    func id(_ hash: Int64) -> TL.InputBotInlineMessageID {
        .id64(.init(dcID: Int32(clamping: dataCenter), ownerID: owner, id: message, accessHash: hash))
    }
}

extension TL.InputBotInlineResult {
    var resultID: String {
        switch self {
        case .inputBotInlineResult(let result): result.id
        case .photo(let result): result.id
        case .document(let result): result.id
        case .game(let result): result.id
        }
    }

    var message: TL.InputBotInlineMessage {
        switch self {
        case .inputBotInlineResult(let result): result.sendMessage
        case .photo(let result): result.sendMessage
        case .document(let result): result.sendMessage
        case .game(let result): result.sendMessage
        }
    }
}
