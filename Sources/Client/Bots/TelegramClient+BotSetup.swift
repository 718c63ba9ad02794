// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Lists the bot's commands (`bots.setBotCommands`).
    ///
    /// - Parameters:
    ///   - commands: The commands, 100 at most; an empty list shows none, which is not the same as
    ///     ``resetCommands(for:language:)``.
    ///   - scope: Where and to whom.
    ///   - language: For people with this language, in two letters; empty for all others.
    /// - Throws: ``InvocationError``.
    public func setCommands(
        _ commands: [CommandDescription], for scope: CommandScope = .default, language: String = ""
    ) async throws(InvocationError) {
        let method = "bots.setBotCommands"
        if commands.count > 100 {
            throw .invalidArgument(method: method, "there are \(commands.count) commands, 100 are allowed")
        }
        if let command = commands.first(where: { !$0.isValid }) {
            throw .invalidArgument(
                method: method,
                "/\(command.name) is no command: 1 to 32 of a–z, 0–9 and _, with a description of 1 to 256 characters")
        }
        let scope = try await scope.tl(core)
        _ = try await core.invoke(
            TL.bots.SetBotCommands(
                scope: scope, langCode: language,
                commands: commands.map { .init(command: $0.name, description: $0.description) }))
    }

    /// Removes the bot's commands from a scope, so that a wider one counts (`bots.resetBotCommands`).
    ///
    /// - Parameters:
    ///   - scope: Where and to whom.
    ///   - language: For people with this language, in two letters; empty for all others.
    /// - Throws: ``InvocationError``.
    public func resetCommands(
        for scope: CommandScope = .default, language: String = ""
    ) async throws(InvocationError) {
        let scope = try await scope.tl(core)
        _ = try await core.invoke(TL.bots.ResetBotCommands(scope: scope, langCode: language))
    }

    /// Fetches the bot's commands (`bots.getBotCommands`).
    ///
    /// - Parameters:
    ///   - scope: Where and to whom.
    ///   - language: For people with this language, in two letters; empty for all others.
    /// - Returns: The commands; empty if the scope has none.
    /// - Throws: ``InvocationError``.
    public func commands(
        for scope: CommandScope = .default, language: String = ""
    ) async throws(InvocationError) -> [CommandDescription] {
        let scope = try await scope.tl(core)
        return try await core.invoke(TL.bots.GetBotCommands(scope: scope, langCode: language))
            .map { CommandDescription($0.command, $0.description) }
    }

    /// Changes a bot's name and texts (`bots.setBotInfo`).
    ///
    /// - Parameters:
    ///   - name: Up to 64 characters; `nil` to keep it.
    ///   - about: The text on its profile, up to 120 characters; `nil` to keep it, empty to remove it.
    ///   - description: The text in the empty chat with it, up to 512 characters; `nil` to keep it, empty to remove it.
    ///   - bot: Which bot of the account; `nil` for the bot itself.
    ///   - language: For people with this language, in two letters; empty for all others.
    /// - Throws: ``InvocationError``.
    public func setBotInfo(
        name: String? = nil, about: String? = nil, description: String? = nil, of bot: PeerReference? = nil,
        language: String = ""
    ) async throws(InvocationError) {
        for (what, text, limit) in [("name", name, 64), ("about", about, 120), ("description", description, 512)] {
            if let text, text.count > limit {
                throw .invalidArgument(
                    method: "bots.setBotInfo", "the \(what) text has \(text.count) characters, \(limit) are allowed")
            }
        }
        let user = try await core.bot(bot)
        _ = try await core.invoke(
            TL.bots.SetBotInfo(bot: user, langCode: language, name: name, about: about, description: description))
    }

    /// Fetches a bot's name and texts (`bots.getBotInfo`).
    ///
    /// - Parameters:
    ///   - bot: Which bot of the account; `nil` for the bot itself.
    ///   - language: For people with this language, in two letters; empty for all others.
    /// - Returns: The name and the texts.
    /// - Throws: ``InvocationError``.
    public func botInfo(of bot: PeerReference? = nil, language: String = "") async throws(InvocationError) -> BotInfo {
        let user = try await core.bot(bot)
        let info = try await core.invoke(TL.bots.GetBotInfo(bot: user, langCode: language))
        return BotInfo(name: info.name, about: info.about, description: info.description)
    }

    /// Sets the button beside the input field (`bots.setBotMenuButton`).
    ///
    /// - Parameters:
    ///   - button: The button.
    ///   - user: Whose; `nil` for all who have none of their own.
    /// - Throws: ``InvocationError``.
    public func setMenuButton(_ button: MenuButton, for user: PeerReference? = nil) async throws(InvocationError) {
        let user = try await core.bot(user) ?? .empty
        _ = try await core.invoke(TL.bots.SetBotMenuButton(userID: user, button: button.tl))
    }

    /// Fetches the button beside the input field (`bots.getBotMenuButton`).
    ///
    /// - Parameter user: Whose; `nil` for all who have none of their own.
    /// - Returns: The button.
    /// - Throws: ``InvocationError``.
    public func menuButton(for user: PeerReference? = nil) async throws(InvocationError) -> MenuButton {
        let user = try await core.bot(user) ?? .empty
        return MenuButton(try await core.invoke(TL.bots.GetBotMenuButton(userID: user)))
    }

    /// Proposes rights for people who make the bot an administrator of a group (`bots.setBotGroupDefaultAdminRights`).
    ///
    /// - Parameter rights: The rights.
    /// - Throws: ``InvocationError``.
    public func setDefaultGroupAdminRights(_ rights: AdminRights) async throws(InvocationError) {
        _ = try await core.invoke(TL.bots.SetBotGroupDefaultAdminRights(adminRights: rights.tl))
    }

    /// Proposes rights for people who make the bot an administrator of a channel
    /// (`bots.setBotBroadcastDefaultAdminRights`).
    ///
    /// - Parameter rights: The rights.
    /// - Throws: ``InvocationError``.
    public func setDefaultChannelAdminRights(_ rights: AdminRights) async throws(InvocationError) {
        _ = try await core.invoke(TL.bots.SetBotBroadcastDefaultAdminRights(adminRights: rights.tl))
    }

    /// Changes the emoji beside somebody's name, if they have allowed it to the bot (`bots.updateUserEmojiStatus`).
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - emojiID: The custom emoji; `nil` to remove it.
    /// - Throws: ``InvocationError``.
    public func setEmojiStatus(of user: some PeerConvertible, _ emojiID: Int64?) async throws(InvocationError) {
        _ = try await core.callUser(user) { user in
            TL.bots.UpdateUserEmojiStatus(
                userID: user, emojiStatus: emojiID.map { .emojiStatus(.init(documentID: $0)) } ?? .empty)
        }
    }

    /// Lets a bot change the emoji beside the account's name, or no longer (`bots.toggleUserEmojiStatusPermission`).
    ///
    /// - Parameters:
    ///   - isAllowed: Whether it may.
    ///   - bot: The bot.
    /// - Throws: ``InvocationError``.
    public func setEmojiStatusPermission(
        _ isAllowed: Bool, for bot: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.callUser(bot) { bot in
            TL.bots.ToggleUserEmojiStatusPermission(bot: bot, enabled: isAllowed)
        }
    }

    /// Begins the chat with a bot (`messages.startBot`).
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - parameter: What the bot gets behind `/start`, up to 64 of A–Z, a–z, 0–9, `_` and `-`.
    ///   - peer: A group that the bot is to join; `nil` for the chat with it.
    /// - Throws: ``InvocationError``.
    public func startBot(
        _ bot: some PeerConvertible, parameter: String = "", in peer: PeerReference? = nil
    ) async throws(InvocationError) {
        guard parameter.isStartParameter else { throw .startParameter("messages.startBot", parameter) }
        let reference = try bot.peerReference
        let group = if let peer { try await core.resolve(peer) } else { nil as TL.InputPeer? }
        let randomID = try await core.randomIDs(to: reference) {
            let chat = group.flatMap { core.peerID(of: $0) }?.botAPI ?? 0
            return Array("messages.startBot \(chat) \(parameter)".utf8)
        }[0]
        try await core.once { () throws(InvocationError) in
            _ = try await core.call(reference) { peer throws(InvocationError) in
                guard let bot = peer.inputUser else { throw .invalidPeer("a bot is needed, not a group or a channel") }
                return TL.messages.StartBot(bot: bot, peer: group ?? peer, randomID: randomID, startParam: parameter)
            }
        }
    }

    /// Lets a bot write to the account (`bots.allowSendMessage`).
    ///
    /// - Parameter bot: The bot.
    /// - Throws: ``InvocationError``.
    public func allowMessages(from bot: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.callUser(bot) { bot in TL.bots.AllowSendMessage(bot: bot) }
    }

    /// Asks whether a bot may write to the account (`bots.canSendMessage`).
    ///
    /// - Parameter bot: The bot.
    /// - Returns: Whether it may.
    /// - Throws: ``InvocationError``.
    public func allowsMessages(from bot: some PeerConvertible) async throws(InvocationError) -> Bool {
        try await core.callUser(bot) { bot in TL.bots.CanSendMessage(bot: bot) }
    }

    /// Fetches the bots of the account (`bots.getAdminedBots`).
    ///
    /// - Returns: The bots.
    /// - Throws: ``InvocationError``.
    public func ownedBots() async throws(InvocationError) -> [User] {
        let users = try await core.invoke(TL.bots.GetAdminedBots())
        core.learn(users: users, chats: [])
        let context = core.context(users)
        return users.compactMap { if case .user(let user) = $0 { User(user, context) } else { nil } }
    }

    /// Creates a bot that another bot manages (`bots.createBot`).
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - username: The public name, which ends with `bot`.
    ///   - manager: The bot that manages it.
    /// - Returns: The bot.
    /// - Throws: ``InvocationError``.
    public func createBot(
        name: String, username: String, managedBy manager: some PeerConvertible
    ) async throws(InvocationError) -> User {
        let raw = try await core.callUser(manager) { manager in
            TL.bots.CreateBot(name: name, username: username, managerID: manager)
        }
        core.learn(users: [raw], chats: [])
        guard case .user(let user) = raw else { throw .invalidResponse(method: "bots.createBot", nil) }
        return User(user, core.context([raw]))
    }

    /// Fetches the token of a bot that the bot manages (`bots.exportBotToken`).
    ///
    /// - Parameters:
    ///   - bot: The bot.
    ///   - isRevoked: Whether the token of now ends and a new one is made.
    /// - Returns: The token, which is a secret.
    /// - Throws: ``InvocationError``.
    public func botToken(
        of bot: some PeerConvertible, revoking isRevoked: Bool = false
    ) async throws(InvocationError)
        -> String
    {
        try await core.callUser(bot) { bot in TL.bots.ExportBotToken(bot: bot, revoke: isRevoked) }.token
    }

    /// Answers a request to join that waits for the bot's decision (`bots.setJoinChatResults`).
    ///
    /// - Parameters:
    ///   - queryID: The request's number, see ``JoinRequest/queryID``.
    ///   - decision: What becomes of it.
    /// - Throws: ``InvocationError``.
    public func answerJoinRequest(_ queryID: Int64, _ decision: JoinDecision) async throws(InvocationError) {
        _ = try await core.invoke(TL.bots.SetJoinChatResults(queryID: queryID, result: decision.tl))
    }
}

/// What becomes of a request to join that waits for a bot's decision.
@nonexhaustive
public enum JoinDecision: Hashable, Sendable {
    /// The person is let in.
    case approved
    /// The person is refused.
    case declined
    /// An administrator decides.
    case queued
    /// The person has to do something in a mini app.
    case webApp(url: String)

    var tl: TL.JoinChatBotResult {
        switch self {
        case .approved: .approved
        case .declined: .declined
        case .queued: .queued
        case .webApp(let url): .webView(.init(url: url))
        }
    }
}

/// A bot's name and texts.
public struct BotInfo: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The text on its profile.
    public let about: String
    /// The text in the empty chat with it.
    public let description: String
}

/// The button beside the input field in the chat with a bot.
@nonexhaustive
public enum MenuButton: Hashable, Sendable {
    /// What holds for all people.
    case `default`
    /// Shows the commands.
    case commands
    /// Opens a mini app.
    case webApp(String, url: String)

    init(_ raw: TL.BotMenuButton) {
        self =
            switch raw {
            case .default: .default
            case .commands: .commands
            case .botMenuButton(let button): .webApp(button.text, url: button.url)
            }
    }

    var tl: TL.BotMenuButton {
        switch self {
        case .default: .default
        case .commands: .commands
        case .webApp(let text, let url): .botMenuButton(.init(text: text, url: url))
        }
    }
}

extension ClientCore {
    /// A user as calls name it; `nil` for nobody.
    func bot(_ reference: PeerReference?) async throws(InvocationError) -> TL.InputUser? {
        guard let reference else { return nil }
        return try await inputUser(reference)
    }
}
