// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramTLTypes

/// A person whom a test plays: writes, presses buttons, waits for answers.
///
/// A client may be logged in as the same person; both see the same messages. Each value keeps its own place in what came,
/// so a message that was expected once is not found again through the same value.
public final class LocalPerson: LocalAccount {
    /// The user id.
    public let id: Int64
    /// The phone number, digits alone.
    public let phone: String
    /// What logs a client in as this person, with the phone number.
    public let loginCode: String
    /// The data centre where the account lives.
    public let dataCenter: Int

    /// How long to wait where nothing else is said.
    public static let patience = Duration.seconds(5)

    let core: ServerCore
    private let place: Place
    /// How far the person has come in channels, of which there are not many.
    private let places = Lock<[Int64: Place]>([:])
    /// How far in the edits of each channel, and in those of the account itself under zero.
    let seenEdits = Lock<[Int64: Int32]>([:])

    init(core: ServerCore, account: Account) {
        self.core = core
        id = account.id
        phone = account.phone ?? ""
        dataCenter = account.dataCenter
        loginCode = World.loginCode(dataCenter: account.dataCenter)
        place = Place()
    }

    /// Sets the password that logging in asks for after the code.
    ///
    /// - Parameters:
    ///   - password: The password, `nil` for none.
    ///   - hint: What clients show to whoever is asked.
    /// - Throws: `CryptoError` if the system's random numbers are of no use.
    public func setPassword(_ password: String?, hint: String? = nil) throws {
        let stored = try password.map { try TwoStepPassword($0, hint: hint) }
        let account = id
        core.perform { engine in
            _ = engine.world.update(account) { $0.password = stored }
        }
    }

    // MARK: Writing

    /// Sends a message.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - recipient: To whom.
    ///   - entities: How the text is formatted; commands, mentions, hashtags and links are found by the server.
    ///   - message: The message that this one answers.
    /// - Returns: The message.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.sendMessage`, such as `CHAT_WRITE_FORBIDDEN` in a group where
    ///   the person is not.
    @discardableResult
    public func send(
        _ text: String, to recipient: some LocalPeer, entities: [TL.MessageEntity]? = nil,
        replyTo message: LocalMessage? = nil
    ) async throws -> LocalMessage {
        var newMessage = NewMessage(text: text, entities: entities)
        newMessage.replyTo = message?.id
        let (sender, peer, sent) = (id, recipient.id, newMessage)
        return try core.perform { engine throws(RPCFailure) in
            let message = try engine.world.send(sent, from: sender, to: peer).message
            engine.deliver()
            return LocalMessage(message, for: sender)
        }
    }

    /// Forwards a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - recipient: To whom.
    ///   - dropsAuthor: Whether it does not say whose it was.
    /// - Returns: The message as it was sent.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.forwardMessages`.
    @discardableResult
    public func forward(
        _ message: LocalMessage, to recipient: some LocalPeer, droppingAuthor dropsAuthor: Bool = false
    ) async throws -> LocalMessage {
        let (sender, peer) = (id, recipient.id)
        return try core.perform { engine throws(RPCFailure) in
            guard let account = engine.world[sender] else { throw .bad(.userIDInvalid) }
            let newMessage = try engine.world.forward(
                of: message.id, in: message.peer, for: account, dropsAuthor: dropsAuthor, isSaved: peer == sender)
            let sent = try engine.world.send(newMessage, from: sender, to: peer).message
            engine.deliver()
            return LocalMessage(sent, for: sender)
        }
    }

    /// Changes a message that the person has sent.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - text: The new text.
    /// - Returns: The message as it is now.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.editMessage`.
    @discardableResult
    public func edit(_ message: LocalMessage, to text: String) async throws -> LocalMessage {
        let author = id
        return try core.perform { engine throws(RPCFailure) in
            let edited = try engine.world.edit(
                message.id, of: author, with: message.peer, ContentChange(text: text))
            engine.deliver()
            return LocalMessage(edited.message, for: author)
        }
    }

    /// Deletes messages for everybody, those of one conversation at a time; what may not be deleted stays.
    ///
    /// - Parameter messages: The messages.
    public func delete(_ messages: LocalMessage...) async {
        let (account, ids, peer) = (id, messages.map(\.id), messages.first?.peer)
        core.perform { engine in
            if let peer, case .channel(let channel) = PeerNumber(peer) {
                _ = try? engine.world.delete(ids, by: account, inChannel: channel, origin: nil)
            } else {
                _ = try? engine.world.delete(ids, of: account, revoke: true)
            }
            engine.deliver()
        }
    }

    /// Reads everything that was written in a conversation.
    ///
    /// - Parameter peer: Who has written, or where.
    public func read(from peer: some LocalPeer) async {
        let (reader, peer) = (id, peer.id)
        core.perform { engine in
            if case .channel(let channel) = PeerNumber(peer) {
                engine.world.readChannel(channel, by: reader, upTo: 0, origin: nil)
            } else {
                _ = engine.world.read(by: reader, from: peer, upTo: 0)
            }
            engine.deliver()
        }
    }

    /// Shows for a moment that the person is writing; nothing happens where they are no member.
    ///
    /// - Parameter peer: Where.
    public func type(in peer: some LocalPeer) async {
        let (actor, peer) = (id, peer.id)
        core.perform { engine in
            try? engine.world.act(.typing, by: actor, towards: peer)
            engine.deliver()
        }
    }

    // MARK: Waiting

    /// Waits for a message from somebody else.
    ///
    /// Messages that came earlier count, unless this value has expected them, or later ones, already. Messages that do not
    /// match are passed over.
    ///
    /// - Parameters:
    ///   - matcher: Which message.
    ///   - sender: Who writes it, `nil` for anybody.
    ///   - chat: Where; `nil` for private conversations and basic groups, whose messages an account numbers together. What
    ///     is written in a channel or a supergroup is expected there alone.
    ///   - limit: How long to wait.
    /// - Returns: The message.
    /// - Throws: ``LocalServerError/nothingCame(expected:messages:)`` if it does not come in time, `CancellationError` if
    ///   the task is cancelled or the server stops.
    @discardableResult
    public func expect(
        _ matcher: MessageMatcher = .any, from sender: (any LocalAccount)? = nil, in chat: (any LocalPeer)? = nil,
        within limit: Duration = LocalPerson.patience
    ) async throws -> LocalMessage {
        let (account, peer, chat) = (id, sender?.id, chat?.id)
        let place = place(in: chat)
        let found = try await core.wait(atMost: limit) { world in
            let message = Self.incoming(world, account, after: place.value, from: peer, in: chat)
                .first { matcher.matches($0) }
            if let message { place.advance(to: message.id) }
            return message
        }
        if let found { return found }
        let seen = core.perform {
            Self.incoming($0.world, account, after: place.value, from: peer, in: chat).map(\.text)
        }
        throw LocalServerError.nothingCame(expected: matcher.description, messages: seen)
    }

    private func place(in chat: Int64?) -> Place {
        guard let chat, case .channel(let channel) = PeerNumber(chat) else { return place }
        return places.withLock { places in
            if let known = places[channel] { return known }
            let new = Place()
            places[channel] = new
            return new
        }
    }

    private static func incoming(
        _ world: World, _ account: Int64, after id: Int32, from peer: Int64?, in chat: Int64?
    ) -> [LocalMessage] {
        let mailbox: Mailbox?
        if let chat, case .channel(let channel) = PeerNumber(chat) {
            mailbox = world.channels[channel].flatMap { $0.members[account] == nil ? nil : $0.mailbox }
        } else {
            mailbox = world.mailboxes[account]
        }
        guard let mailbox else { return [] }
        return mailbox.newestFirst.prefix { $0.id > id }
            .filter { message in
                !message.isOutgoing && message.sender != account && (peer == nil || message.sender == peer)
                    && (chat == nil || message.peer == chat)
            }
            .reversed().map { LocalMessage($0, for: account) }
    }

    /// The messages with somebody, oldest first.
    ///
    /// - Parameter peer: With whom.
    /// - Returns: The messages.
    public func history(with peer: some LocalPeer) -> [LocalMessage] {
        let (account, other) = (id, peer.id)
        return core.perform { engine in
            guard let account = engine.world[account] else { return [] }
            return engine.world.messages(of: account, with: other).reversed().map { LocalMessage($0, for: account.id) }
        }
    }

    // MARK: Buttons

    /// Presses a button under a bot's message and waits for the bot's answer.
    ///
    /// - Parameters:
    ///   - button: What the button shows; it must be one that calls back.
    ///   - message: The message.
    ///   - limit: How long to wait.
    /// - Returns: The bot's answer.
    /// - Throws: ``LocalServerError/noSuchButton(_:)``, ``LocalServerError/noAnswer``, ``RPCFailure`` if the message is
    ///   gone, `CancellationError` if the task is cancelled or the server stops.
    @discardableResult
    public func press(
        _ button: String, under message: LocalMessage, within limit: Duration = LocalPerson.patience
    ) async throws -> TL.messages.BotCallbackAnswer {
        guard let data = message.callbackData(ofButton: button) else { throw LocalServerError.noSuchButton(button) }
        let user = id
        return try await ask(within: limit) { world throws(RPCFailure) in
            try world.press(data: data, message: message.id, by: user, in: message.peer)
        }
    }

    /// Begins the game of a bot's message and waits for the bot's answer.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - limit: How long to wait.
    /// - Returns: The bot's answer, which has the address of the game.
    /// - Throws: ``LocalServerError/noAnswer``, ``RPCFailure`` `DATA_INVALID` if the message has no game,
    ///   `CancellationError` if the task is cancelled or the server stops.
    @discardableResult
    public func play(
        under message: LocalMessage, within limit: Duration = LocalPerson.patience
    ) async throws -> TL.messages.BotCallbackAnswer {
        let user = id
        return try await ask(within: limit) { world throws(RPCFailure) in
            try world.play(message: message.id, by: user, in: message.peer)
        }
    }

    private func ask(
        within limit: Duration,
        _ begin: @Sendable (inout World) throws(RPCFailure) -> (query: Int64, givenUp: Int64?)
    ) async throws -> TL.messages.BotCallbackAnswer {
        let query = try core.perform { engine throws(RPCFailure) in
            let pressed = try begin(&engine.world)
            if let query = pressed.givenUp {
                engine.answerCallback(query, with: .failure(.bad(.botResponseTimeout)))
            }
            engine.deliver()
            return pressed.query
        }
        let answer = try await core.wait(atMost: limit) { $0.bots.callbackQueries.answer(to: query) }
        guard let answer else { throw LocalServerError.noAnswer }
        return answer
    }
}
