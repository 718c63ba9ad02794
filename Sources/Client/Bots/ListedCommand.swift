// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// A command that is declared once: handlers are registered with it, and what people are shown of it comes from it.
///
///     extension ListedCommand {
///         static let start = ListedCommand("start", "Begin", ["de": "Anfangen"])
///         static let ban = ListedCommand("ban", "Ban a member", in: .groupAdmins)
///     }
///     dispatcher.onCommand(.start) { message in … }
///     dispatcher.onHelp([.start, .ban])
///     try await client.setCommands([.start, .ban])
public struct ListedCommand: Hashable, Sendable {
    /// Who is shown it, and where.
    public enum Audience: Hashable, Sendable, CaseIterable {
        /// Everybody everywhere.
        case everybody
        /// In private chats.
        case privateChats
        /// In groups.
        case groups
        /// The administrators of groups.
        case groupAdmins
    }

    /// 1 to 32 of a–z, 0–9 and `_`, without a slash.
    public let name: String
    /// What it does, 1 to 256 characters, for languages that have no text of their own.
    public let description: String
    /// What it does, by languages of two letters.
    public let translations: [String: String]
    /// Who is shown it.
    public let audience: Audience

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - name: 1 to 32 of a–z, 0–9 and `_`, without a slash.
    ///   - description: What it does, 1 to 256 characters.
    ///   - translations: What it does in other languages, by their two letters.
    ///   - audience: Who is shown it.
    public init(
        _ name: String, _ description: String, _ translations: [String: String] = [:],
        in audience: Audience = .everybody
    ) {
        (self.name, self.description, self.translations) = (name, description, translations)
        self.audience = audience
    }

    /// What it does, in a language.
    ///
    /// - Parameter language: The language's letters, also with a region, `de-AT`; `nil` for none.
    /// - Returns: The text.
    public func description(in language: String?) -> String {
        guard let language else { return description }
        if let text = translations[language] { return text }
        return language.split(separator: "-").first.flatMap { translations[String($0)] } ?? description
    }

    /// Whether the members of an audience are shown it: a narrower list takes the place of a wider one.
    fileprivate func isShown(to other: Audience) -> Bool {
        audience == .everybody || audience == other || (other == .groupAdmins && audience == .groups)
    }
}

extension ListedCommand.Audience {
    fileprivate var scope: CommandScope {
        switch self {
        case .everybody: .default
        case .privateChats: .privateChats
        case .groups: .groups
        case .groupAdmins: .groupAdmins
        }
    }
}

extension TelegramClient {
    /// Shows people the commands of the bot, each to its audience and in all languages that it has
    /// (`bots.setBotCommands`, `bots.resetBotCommands`).
    ///
    /// Lists of earlier commands are removed for audiences and languages that have none now. The server does not say which
    /// languages there were: ``resetCommands(for:language:)`` removes the lists of one that none of the commands has any more.
    ///
    /// - Parameter commands: The commands in their order.
    /// - Throws: ``InvocationError``.
    public func setCommands(_ commands: [ListedCommand]) async throws(InvocationError) {
        let languages = [""] + Set(commands.flatMap(\.translations.keys)).sorted()
        for audience in ListedCommand.Audience.allCases {
            let hasList = audience == .everybody || commands.contains { $0.audience == audience }
            let shown = commands.filter { $0.isShown(to: audience) }
            for language in languages {
                guard hasList, language.isEmpty || shown.contains(where: { $0.translations[language] != nil }) else {
                    try await resetCommands(for: audience.scope, language: language)
                    continue
                }
                let list = shown.map { CommandDescription($0.name, $0.description(in: language)) }
                try await setCommands(list, for: audience.scope, language: language)
            }
        }
    }
}

extension UpdateRouting {
    /// Registers a handler of a command.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCommand(
        _ command: ListedCommand, where filter: Filter<Message> = .all, _ body: @escaping UpdateHandler<Message>
    ) -> HandlerRegistration {
        onCommand(command.name, where: filter, body)
    }

    /// Registers a handler of a command that gets what follows it.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - type: What the arguments are read as; messages where that does not work do not match.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCommand<Value: CommandArguments>(
        _ command: ListedCommand, _ type: Value.Type, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, Value) async throws -> Void
    ) -> HandlerRegistration {
        onCommand(command.name, type, where: filter, body)
    }

    /// Registers a handler of `/help` that lists the commands for the chat, in the language of the person.
    ///
    /// Commands for administrators are listed in all groups.
    ///
    /// - Parameter commands: The commands in their order.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onHelp(_ commands: [ListedCommand]) -> HandlerRegistration {
        onCommand("help") { message in
            let audience: ListedCommand.Audience = message.isPrivate ? .privateChats : .groupAdmins
            let language = message.sender?.raw.langCode
            let lines = commands.filter { $0.isShown(to: audience) }
                .map { "/\($0.name) – \($0.description(in: language))" }
            guard !lines.isEmpty else { return }
            try await message.respond(lines.joined(separator: "\n"))
        }
    }
}
