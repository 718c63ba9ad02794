// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

/// The bots that act for people.
struct BusinessState: Sendable {
    struct Connection: Sendable {
        let id: String
        let bot: Int64
        let owner: Int64
        var rights: TL.BusinessBotRights
        let date: Int32
        var isDisabled = false
        /// The people with whom the bot does nothing for now, and those with whom it never does.
        var paused: Set<Int64> = []
        var excluded: Set<Int64> = []

        func reaches(_ peer: Int64) -> Bool { !paused.contains(peer) && !excluded.contains(peer) }
    }

    /// By the people for whom bots act, one bot each.
    private(set) var connections: [Int64: Connection] = [:]
    /// The person in whose name a bot makes a call right now; its answer tells the bot what it did.
    var speaker: Int64?

    subscript(owner: Int64) -> Connection? {
        get { connections[owner] }
        set { connections[owner] = newValue }
    }

    func connection(_ id: String) -> Connection? { connections.values.first { $0.id == id } }
}

extension World {
    /// Lets a bot act for a person, or ends that.
    mutating func connect(_ bot: Int64, to owner: Int64, _ rights: TL.BusinessBotRights?) {
        var connection =
            bots.business[owner].flatMap { $0.bot == bot ? $0 : nil }
            ?? .init(
                id: randomness.text(count: 16), bot: bot, owner: owner, rights: rights ?? .init(reply: true),
                date: date)
        if let rights { connection.rights = rights }
        connection.isDisabled = rights == nil
        bots.business[owner] = rights == nil ? nil : connection
        let shown = shown(connection)
        pushNumbered(to: bot, naming: [owner]) { .botBusinessConnect(.init(connection: shown, qts: $0)) }
    }

    func shown(_ connection: BusinessState.Connection) -> TL.BotBusinessConnection {
        .init(
            disabled: connection.isDisabled, connectionID: connection.id, userID: connection.owner,
            dcID: Int32(accounts[connection.owner]?.dataCenter ?? 1), date: connection.date, rights: connection.rights)
    }

    /// Tells the bot that acts for a person what happened in the person's private chats.
    mutating func tellBusinessBot(of owner: Int64, _ changes: [Mailbox.Change]) {
        guard bots.business.speaker != owner, let connection = bots.business[owner], let mailbox = mailboxes[owner]
        else { return }
        for change in changes {
            let (id, isNew): (Int32, Bool)
            switch change.kind {
            case .newMessage(let message): (id, isNew) = (message, true)
            case .edited(let message): (id, isNew) = (message, false)
            default: continue
            }
            guard let message = mailbox[id], case .user = PeerNumber(message.peer), message.peer != connection.bot,
                message.peer != owner, connection.reaches(message.peer)
            else { continue }
            let shown = self.message(message, for: owner)
            pushNumbered(to: connection.bot, naming: [owner, message.peer]) { qts in
                Self.told(shown, connection.id, isNew: isNew, qts)
            }
        }
    }

    /// A message in a person's chat, as the bot is told of it that acts for the person.
    static func told(_ message: TL.Message, _ connectionID: String, isNew: Bool, _ qts: Int32) -> TL.Update {
        isNew
            ? .botNewBusinessMessage(.init(connectionID: connectionID, message: message, qts: qts))
            : .botEditBusinessMessage(.init(connectionID: connectionID, message: message, qts: qts))
    }
}

extension MethodTable {
    /// Bots that act for people.
    mutating func addBusiness() {
        on(TL.account.UpdateConnectedBot.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            guard !request.deleted || world.bots.business[caller.id]?.bot == bot.id else {
                throw RPCFailure.bad(.botInvalid)
            }
            world.connect(bot.id, to: caller.id, request.deleted ? nil : request.rights ?? .init(reply: true))
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.account.GetConnectedBots.self, .person) { _, caller, world in
            guard let connection = world.bots.business[caller.id] else { return .init(connectedBots: [], users: []) }
            return .init(
                connectedBots: [
                    .init(botID: connection.bot, recipients: .init(), rights: connection.rights)
                ], users: world.users([connection.bot], for: caller.id))
        }
        on(TL.account.ToggleConnectedBotPaused.self, .person) { request, caller, world in
            let peer = try world.businessChat(request.peer, of: caller.account)
            if request.paused {
                world.bots.business[caller.id]?.paused.insert(peer)
            } else {
                world.bots.business[caller.id]?.paused.remove(peer)
            }
            return true
        }
        on(TL.account.DisablePeerConnectedBot.self, .person) { request, caller, world in
            let peer = try world.businessChat(request.peer, of: caller.account)
            guard world.bots.business[caller.id]?.excluded.insert(peer).inserted == true else {
                throw RPCFailure.bad(.botAlreadyDisabled)
            }
            return true
        }
        on(TL.account.GetBotBusinessConnection.self, .bot) { request, caller, world in
            guard let connection = world.bots.business.connection(request.connectionID), connection.bot == caller.id
            else { throw RPCFailure.bad(.connectionIDInvalid) }
            return world.updates(
                [
                    .botBusinessConnect(
                        .init(connection: world.shown(connection), qts: world.numbered.qts(of: caller.id)))
                ], naming: [connection.owner], for: caller.id)
        }
    }
}

extension World {
    /// A private chat of a person for whom a bot acts.
    fileprivate func businessChat(_ peer: TL.InputPeer, of person: Account) throws(RPCFailure) -> Int64 {
        guard bots.business[person.id] != nil else { throw .bad(.botNotConnectedYet) }
        let number = try target(peer, for: person)
        guard case .user = PeerNumber(number) else { throw .bad(.peerIDInvalid) }
        return number
    }
}

extension Engine {
    /// Runs a call that a bot makes in the name of a person, at the person's data centre.
    mutating func run(
        _ function: any TLDecodableFunction, inNameOf connectionID: String, _ call: Call
    ) throws(RPCFailure) -> [UInt8] {
        let bot = try Caller(call).account
        guard let connection = world.bots.business.connection(connectionID), connection.bot == bot.id,
            let owner = world[connection.owner]
        else { throw .bad(.connectionIDInvalid) }
        guard owner.dataCenter == call.dataCenter else { throw RPCFailure(303, .userMigrate, value: owner.dataCenter) }
        world.bots.business.speaker = owner.id
        defer {
            world.bots.business.speaker = nil
            deliver()
        }
        switch function {
        case let request as TL.messages.SendMessage:
            guard connection.rights.reply else { throw RPCFailure(403, .chatWriteForbidden) }
            let peer = try privateChat(request.peer, for: bot)
            guard connection.reaches(peer) else { throw RPCFailure(403, .chatWriteForbidden) }
            var message = NewMessage(text: request.message, entities: request.entities)
            (message.randomID, message.replyMarkup) = (request.randomID, request.replyMarkup)
            if case .message(let reply) = request.replyTo { message.replyTo = reply.replyToMsgID }
            let sent = try world.send(message, from: owner.id, to: peer)
            return try answer(sent.message, isNew: true, connection, for: bot)
        case let request as TL.messages.EditMessage:
            guard connection.rights.reply else { throw RPCFailure(403, .chatWriteForbidden) }
            let peer = try privateChat(request.peer, for: bot)
            let sent = try world.edit(
                request.id, of: owner.id, with: peer,
                ContentChange(text: request.message, entities: request.entities, markup: request.replyMarkup))
            return try answer(sent.message, isNew: false, connection, for: bot)
        case let request as TL.messages.ReadHistory:
            guard connection.rights.readMessages else { throw RPCFailure(403, .chatWriteForbidden) }
            guard let method = methods[TL.messages.ReadHistory.constructorID] else { throw Self.notImplemented }
            let inName = Call(pending: call.pending, owner: call.owner, account: owner)
            guard let answer = try method.body(request, inName, &self) else { throw Self.notImplemented }
            return answer.bytes
        default: throw Self.notImplemented
        }
    }

    /// The person's chat that a bot names; it acts in private ones alone.
    private func privateChat(_ peer: TL.InputPeer, for bot: Account) throws(RPCFailure) -> Int64 {
        let number = try world.target(peer, for: bot)
        guard case .user = PeerNumber(number) else { throw .bad(.peerIDInvalid) }
        return number
    }

    /// What answers a call that sends or changes a message in the name of a person.
    private mutating func answer(
        _ stored: StoredMessage, isNew: Bool, _ connection: BusinessState.Connection, for bot: Account
    ) throws(RPCFailure) -> [UInt8] {
        let people: Set = [connection.owner, stored.peer]
        let message = world.message(stored, for: connection.owner)
        // The bot's other sessions find it in the difference.
        let update = World.told(message, connection.id, isNew: isNew, world.numbered.qts(of: bot.id) + 1)
        world.numbered.append(.init(update: update, people: people), for: bot.id)
        return try ResultEncoding.encode(world.updates([update], naming: people, for: bot.id))
    }
}
