// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What a bot says of itself, and what people allow it.
struct BotSettings: Sendable {
    /// What is said in one language; the parts that are `nil` are said as in the language of all others.
    struct Texts: Sendable {
        var name: String?
        var about: String?
        var description: String?
    }

    /// Names a list of commands.
    struct ListName: Hashable, Sendable {
        private let scope: [UInt8]
        private let language: String

        init(_ scope: TL.BotCommandScope, _ language: String) {
            (self.scope, self.language) = ((try? scope.encoded()) ?? [], language)
        }

        /// Whether it is the list for all that have no other.
        var isDefault: Bool { self == ListName(.default, "") }
    }

    /// How many lists, languages, people and stored values a bot may have.
    private static let capacity = 1_000

    /// By language; the empty one is for all others.
    private(set) var texts: [String: Texts] = [:]
    private(set) var commands: [ListName: [TL.BotCommand]] = [:]
    var menuButton = TL.BotMenuButton.default
    private(set) var menuButtons: [Int64: TL.BotMenuButton] = [:]
    var groupRights: TL.ChatAdminRights?
    var channelRights: TL.ChatAdminRights?
    /// Whom the bot may write to before they do.
    private(set) var readers: Set<Int64> = []
    /// Whose emoji status it may set.
    private(set) var statusOwners: Set<Int64> = []
    /// The person who owns it, and the bot that manages it for them.
    var owner: Int64?
    var manager: Int64?
    /// What its mini app keeps for people.
    private(set) var values: [Int64: [String: String]] = [:]

    mutating func setTexts(_ request: TL.bots.SetBotInfo) throws(RPCFailure) {
        var said = texts[request.langCode] ?? Texts()
        let isDefault = request.langCode.isEmpty
        // What is empty is removed, what is absent stays.
        func change(_ text: inout String?, _ new: String?, limit: Int) throws(RPCFailure) {
            guard let new else { return }
            guard new.utf16.count <= limit else { throw .bad(.messageTooLong) }
            text = new.isEmpty && !isDefault ? nil : new
        }
        try change(&said.name, request.name, limit: 64)
        try change(&said.about, request.about, limit: 120)
        try change(&said.description, request.description, limit: 512)
        try checkRoom(texts.count)
        texts[request.langCode] = said
    }

    func texts(in language: String, name: String, about: String?) -> TL.bots.BotInfo {
        let (own, all) = (texts[language], texts[""])
        return .init(
            name: own?.name ?? all?.name ?? name, about: own?.about ?? all?.about ?? about ?? "",
            description: own?.description ?? all?.description ?? "")
    }

    mutating func setCommands(_ commands: [TL.BotCommand]?, _ list: ListName) throws(RPCFailure) {
        try checkRoom(self.commands.count)
        self.commands[list] = commands
    }

    func menuButton(for user: Int64?) -> TL.BotMenuButton { user.flatMap { menuButtons[$0] } ?? menuButton }

    mutating func setMenuButton(_ button: TL.BotMenuButton, for user: Int64) throws(RPCFailure) {
        try checkRoom(menuButtons.count)
        menuButtons[user] = button
    }

    mutating func allowMessages(to user: Int64) throws(RPCFailure) {
        try checkRoom(readers.count)
        readers.insert(user)
    }

    mutating func allowEmojiStatus(of user: Int64, _ isAllowed: Bool) throws(RPCFailure) {
        guard isAllowed else {
            statusOwners.remove(user)
            return
        }
        try checkRoom(statusOwners.count)
        statusOwners.insert(user)
    }

    /// Keeps a value for a person, or forgets it.
    mutating func setValue(_ value: String?, _ key: String, for user: Int64) throws(RPCFailure) {
        try checkRoom(values.count)
        try checkRoom(values[user]?.count ?? 0)
        guard (1...128).contains(key.utf8.count), value?.utf8.count ?? 0 <= 4_096 else {
            throw .bad(.dataInvalid)
        }
        values[user, default: [:]][key] = value
    }

    private func checkRoom(_ count: Int) throws(RPCFailure) {
        guard count < Self.capacity else { throw .bad(.limitInvalid) }
    }
}
