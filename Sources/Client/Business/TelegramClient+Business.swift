// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Runs a closure whose calls the bot makes in the name of an account (`invokeWithBusinessConnection`).
    ///
    ///     try await client.acting(through: connection.id) {
    ///         try await client.sendMessage(to: chat, "We are closed today")
    ///     }
    ///
    /// Calls go to the account's data centre once the connection has been seen, in an update or by
    /// ``businessConnection(_:)``. Files, and users and chats that have to be looked up first, are the bot's own all the same.
    /// Child tasks inherit that, detached tasks do not.
    ///
    /// - Parameters:
    ///   - connectionID: What names the connection.
    ///   - isolation: The caller's actor.
    ///   - body: Makes the calls.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func acting<Value, Failure: Error>(
        through connectionID: String, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await CallContext.with(isolation: isolation, { $0.businessConnectionID = connectionID }, body)
    }

    /// Fetches a connection to a business account (`account.getBotBusinessConnection`).
    ///
    /// - Parameter id: What names the connection.
    /// - Returns: The connection.
    /// - Throws: ``InvocationError``.
    public func businessConnection(_ id: String) async throws(InvocationError) -> BusinessConnection {
        let method = "account.getBotBusinessConnection"
        let updates = try await core.invoke(TL.account.GetBotBusinessConnection(connectionID: id))
        let (list, context): ([TL.Update], ObjectContext)
        switch updates {
        case .updates(let batch): (list, context) = (batch.updates, core.context(batch.users, batch.chats))
        case .combined(let batch): (list, context) = (batch.updates, core.context(batch.users, batch.chats))
        case .updateShort(let short): (list, context) = ([short.update], core.context())
        default: throw .invalidResponse(method: method, nil)
        }
        for case .botBusinessConnect(let update) in list where update.connection.connectionID == id {
            core.note(update.connection)
            return BusinessConnection(raw: update.connection, context: context)
        }
        throw .invalidResponse(method: method, nil)
    }

    /// Fetches the bot that acts for the account (`account.getConnectedBots`).
    ///
    /// - Returns: The bots with their rights; there is one at most for now.
    /// - Throws: ``InvocationError``.
    public func connectedBots() async throws(InvocationError) -> [ConnectedBot] {
        let bots = try await core.invoke(TL.account.GetConnectedBots())
        core.learn(users: bots.users, chats: [])
        let context = core.context(bots.users)
        return bots.connectedBots.map { ConnectedBot($0, context) }
    }

    /// Lets a bot act for the account (`account.updateConnectedBot`).
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - rights: What it may do.
    ///   - chats: In which private chats.
    /// - Throws: ``InvocationError``.
    public func connectBot(
        _ bot: some PeerConvertible, rights: BusinessBotRights = .reply, in chats: BusinessRecipients = .all
    ) async throws(InvocationError) {
        let recipients = chats.tl
        _ = try await core.callUser(bot) { bot in
            TL.account.UpdateConnectedBot(rights: rights.tl, bot: bot, recipients: recipients)
        }
    }

    /// Ends that a bot acts for the account (`account.updateConnectedBot`).
    ///
    /// - Parameter bot: The bot.
    /// - Throws: ``InvocationError``.
    public func disconnectBot(_ bot: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.callUser(bot) { bot in
            TL.account.UpdateConnectedBot(deleted: true, bot: bot, recipients: .init())
        }
    }

    /// Lets the bot that acts for the account rest in a chat, or go on (`account.toggleConnectedBotPaused`).
    ///
    /// - Parameters:
    ///   - isPaused: Whether it rests.
    ///   - user: Whose chat.
    /// - Throws: ``InvocationError``.
    public func setConnectedBotPaused(_ isPaused: Bool, in user: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(user) { peer in TL.account.ToggleConnectedBotPaused(peer: peer, paused: isPaused) }
    }

    /// Keeps the bot that acts for the account out of a chat (`account.disablePeerConnectedBot`).
    ///
    /// - Parameter user: Whose chat.
    /// - Throws: ``InvocationError``.
    public func removeConnectedBot(from user: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(user) { peer in TL.account.DisablePeerConnectedBot(peer: peer) }
    }
}

/// A bot that acts for the account.
public struct ConnectedBot: Sendable {
    /// The bot as the schema has it.
    public let raw: TL.ConnectedBot
    let context: ObjectContext

    init(_ raw: TL.ConnectedBot, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// The bot's number.
    public var botID: Int64 { raw.botID }
    /// The bot, if it came along.
    public var bot: User? { context.user(raw.botID) }
    /// What it may do.
    public var rights: BusinessBotRights { BusinessBotRights(raw.rights) }
}

/// In which private chats of an account a bot acts.
public struct BusinessRecipients: OptionSet, Hashable, Sendable {
    /// The value as a number or a text.
    public let rawValue: Int

    /// Creates the value from its raw value.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// In chats that exist already.
    public static let existingChats = Self(rawValue: 1 << 0)
    /// In chats that others begin from now on.
    public static let newChats = Self(rawValue: 1 << 1)
    /// In chats with contacts.
    public static let contacts = Self(rawValue: 1 << 2)
    /// In chats with others than contacts.
    public static let nonContacts = Self(rawValue: 1 << 3)
    /// In all private chats.
    public static let all: Self = [.existingChats, .newChats, .contacts, .nonContacts]

    var tl: TL.InputBusinessBotRecipients {
        .init(
            existingChats: contains(.existingChats), newChats: contains(.newChats), contacts: contains(.contacts),
            nonContacts: contains(.nonContacts))
    }
}
