// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import Foundation

extension MethodTable {
    /// What bots say of themselves, and what people allow them.
    mutating func addBotSetup() {
        on(TL.bots.SetBotCommands.self, .bot) { request, caller, world in
            guard request.commands.count <= 100, request.commands.allSatisfy(\.isValid) else {
                throw RPCFailure.bad(.botCommandInvalid)
            }
            try world.setCommands(request.commands, request.scope, request.langCode, of: caller.account)
            return true
        }
        on(TL.bots.ResetBotCommands.self, .bot) { request, caller, world in
            try world.setCommands(nil, request.scope, request.langCode, of: caller.account)
            return true
        }
        on(TL.bots.GetBotCommands.self, .bot) { request, caller, world in
            world.bots.settings[caller.id]?.commands[.init(request.scope, request.langCode)] ?? []
        }
        on(TL.bots.SetBotInfo.self) { request, caller, world in
            let bot = try world.ownBot(request.bot, of: caller.account)
            if request.langCode.isEmpty, request.name?.isEmpty == true { throw RPCFailure.bad(.botInvalid) }
            try world.bots.settings[bot.id, default: .init()].setTexts(request)
            guard request.langCode.isEmpty else { return true }
            world.update(bot.id) { account in
                if let name = request.name { account.firstName = name }
                if let about = request.about { account.about = about.isEmpty ? nil : about }
            }
            return true
        }
        on(TL.bots.GetBotInfo.self) { request, caller, world in
            let bot = try world.ownBot(request.bot, of: caller.account)
            let settings = world.bots.settings[bot.id] ?? .init()
            return settings.texts(in: request.langCode, name: bot.firstName, about: bot.about)
        }
        on(TL.bots.SetBotMenuButton.self, .bot) { request, caller, world in
            if case .botMenuButton(let button) = request.button {
                guard (1...64).contains(button.text.utf16.count), button.url.hasPrefix("https://"),
                    button.url.utf8.count <= 2_048
                else {
                    throw RPCFailure.bad(.buttonInvalid)
                }
            }
            if case .empty = request.userID {
                world.bots.settings[caller.id, default: .init()].menuButton = request.button
            } else {
                let user = try world.member(request.userID, for: caller.account).id
                try world.bots.settings[caller.id, default: .init()].setMenuButton(request.button, for: user)
            }
            return true
        }
        on(TL.bots.GetBotMenuButton.self, .bot) { request, caller, world in
            var user: Int64?
            if case .empty = request.userID {} else { user = try world.member(request.userID, for: caller.account).id }
            return world.bots.settings[caller.id]?.menuButton(for: user) ?? .default
        }
        on(TL.bots.SetBotGroupDefaultAdminRights.self, .bot) { request, caller, world in
            world.bots.settings[caller.id, default: .init()].groupRights = request.adminRights
            return true
        }
        on(TL.bots.SetBotBroadcastDefaultAdminRights.self, .bot) { request, caller, world in
            world.bots.settings[caller.id, default: .init()].channelRights = request.adminRights
            return true
        }
        addBotPermissions()
        addManagedBots()
    }

    private mutating func addBotPermissions() {
        on(TL.bots.AllowSendMessage.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            try world.bots.settings[bot.id, default: .init()].allowMessages(to: caller.id)
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.bots.CanSendMessage.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            return world.bots.settings[bot.id]?.readers.contains(caller.id) == true
        }
        on(TL.bots.ToggleUserEmojiStatusPermission.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            try world.bots.settings[bot.id, default: .init()].allowEmojiStatus(of: caller.id, request.enabled)
            return true
        }
        on(TL.bots.UpdateUserEmojiStatus.self, .bot) { request, caller, world in
            let user = try world.member(request.userID, for: caller.account).id
            guard world.bots.settings[caller.id]?.statusOwners.contains(user) == true else {
                throw RPCFailure(403, TLErrorName(rawValue: "USER_PERMISSION_DENIED"))
            }
            world.update(user) { account in
                if case .empty = request.emojiStatus {
                    account.settings.emojiStatus = nil
                } else {
                    account.settings.emojiStatus = request.emojiStatus
                }
            }
            return true
        }
        on(TL.bots.InvokeWebViewCustomMethod.self, .person) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            return .init(
                data: try world.callWebApp(request.customMethod, request.params.data, of: bot.id, for: caller.id))
        }
        on(TL.bots.SetJoinChatResults.self, .bot) { request, caller, world in
            guard let question = world.chats.joinQuestions[request.queryID], question.bot == caller.id else {
                throw RPCFailure.bad(.queryIDInvalid)
            }
            let isApproved: Bool
            switch request.result {
            case .approved: isApproved = true
            case .declined: isApproved = false
            // The person is asked for more, or administrators decide.
            case .queued, .webView: return true
            }
            world.chats.removeQuestion(request.queryID)
            _ = try world.answerRequest(
                of: question.user, in: question.chat, approving: isApproved, by: caller.id, origin: caller.origin)
            return true
        }
    }

    private mutating func addManagedBots() {
        on(TL.bots.GetAdminedBots.self, .person) { _, caller, world in
            world.users(world.bots.owned(by: caller.id), for: caller.id)
        }
        on(TL.bots.CreateBot.self, .person) { request, caller, world in
            let manager = try world.bot(request.managerID, for: caller.account)
            guard (1...64).contains(request.name.utf16.count) else { throw RPCFailure.bad(.botInvalid) }
            guard world.bots.owned(by: caller.id).count < 20 else { throw RPCFailure.bad(.botCreateLimitExceeded) }
            let bot = try world.addBot(
                username: request.username, name: request.name, dataCenter: caller.account.dataCenter)
            world.bots.settings[bot.id, default: .init()].owner = caller.id
            world.bots.settings[bot.id]?.manager = manager.id
            world.pushNumbered(to: manager.id, naming: [caller.id, bot.id]) { qts in
                .managedBot(.init(userID: caller.id, botID: bot.id, qts: qts))
            }
            return world.user(bot, for: caller.id)
        }
        on(TL.bots.ExportBotToken.self) { request, caller, world in
            let bot = try world.bot(request.bot, for: caller.account)
            let settings = world.bots.settings[bot.id]
            guard settings?.owner == caller.id || settings?.manager == caller.id else {
                throw RPCFailure(403, .botOwnerRequired)
            }
            if request.revoke { world.renewToken(of: bot.id) }
            return .init(token: world[bot.id]?.token ?? "")
        }
    }
}

extension BotsState {
    fileprivate func owned(by person: Int64) -> [Int64] { settings.filter { $0.value.owner == person }.keys.sorted() }
}

extension World {
    /// The bot that a bot names by naming nobody, or a person by naming one that is theirs.
    fileprivate func ownBot(_ input: TL.InputUser?, of caller: Account) throws(RPCFailure) -> Account {
        guard let input else {
            guard caller.isBot else { throw .bad(.botInvalid) }
            return caller
        }
        let bot = try self.bot(input, for: caller)
        guard bot.id == caller.id || bots.settings[bot.id]?.owner == caller.id else {
            throw RPCFailure(403, .botOwnerRequired)
        }
        return bot
    }

    fileprivate mutating func setCommands(
        _ commands: [TL.BotCommand]?, _ scope: TL.BotCommandScope, _ language: String, of bot: Account
    ) throws(RPCFailure) {
        switch scope {
        case .peer(let scope): _ = try target(scope.peer, for: bot)
        case .peerAdmins(let scope): _ = try target(scope.peer, for: bot)
        case .peerUser(let scope):
            _ = try target(scope.peer, for: bot)
            _ = try member(scope.userID, for: bot)
        case .default, .users, .chats, .chatAdmins: break
        }
        let list = BotSettings.ListName(scope, language)
        try bots.settings[bot.id, default: .init()].setCommands(commands, list)
        guard list.isDefault else { return }
        update(bot.id) { account in
            account.commands = (commands ?? []).map { .init(command: $0.command, description: $0.description) }
        }
        let told = TL.Update.botCommands(
            .init(peer: .user(.init(userID: bot.id)), botID: bot.id, commands: commands ?? []))
        for peer in mailbox(of: bot.id).dialogs.keys.sorted() where accounts[peer]?.isBot == false {
            push(updates([told], naming: [bot.id], for: peer), to: peer)
        }
    }

    /// Does what a mini app asks of the server: it keeps values for people, as `CloudStorage` does.
    fileprivate mutating func callWebApp(
        _ method: String, _ parameters: String, of bot: Int64, for user: Int64
    ) throws(RPCFailure) -> String {
        struct Parameters: Decodable {
            var key: String?
            var value: String?
            var keys: [String]?
        }
        guard let given = try? JSONDecoder().decode(Parameters.self, from: Data(parameters.utf8)) else {
            throw .bad(.dataJSONInvalid)
        }
        let values = bots.settings[bot]?.values[user] ?? [:]
        switch method {
        case "saveStorageValue":
            guard let key = given.key else { throw .bad(.dataInvalid) }
            try bots.settings[bot, default: .init()].setValue(given.value ?? "", key, for: user)
            return "true"
        case "getStorageValues":
            let known = (given.keys ?? []).map { ($0, values[$0] ?? "") }
            return Self.json(Dictionary(known, uniquingKeysWith: { first, _ in first }))
        case "deleteStorageValues":
            for key in given.keys ?? [] { try bots.settings[bot, default: .init()].setValue(nil, key, for: user) }
            return "true"
        case "getStorageKeys": return Self.json(values.keys.sorted())
        default: throw .bad(.methodInvalid)
        }
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(value)).flatMap { String(validating: $0, as: UTF8.self) } ?? "null"
    }
}

extension TL.BotCommand {
    fileprivate var isValid: Bool {
        let isPlain = command.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isPlain && (1...32).contains(command.utf8.count) && (1...256).contains(description.utf16.count)
    }
}
