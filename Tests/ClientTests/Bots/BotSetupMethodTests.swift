// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class BotSetupMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "setCommands", isBot: true,
            { try await $0.setCommands([.init("start", "Begins")], for: .groups, language: "de") },
            sends: [
                TL.bots.SetBotCommands(
                    scope: .chats, langCode: "de", commands: [.init(command: "start", description: "Begins")])
            ], answers: [true]),
        MethodCase(
            "setCommands, for a member", isBot: true,
            { try await $0.setCommands([], for: .member(.user(5), of: .channel(8))) },
            sends: [
                TL.bots.SetBotCommands(
                    scope: .peerUser(.init(peer: Sample.inputSupergroup, userID: BotSetupMethodTests.user)),
                    langCode: "", commands: []
                )
            ], answers: [true]),
        MethodCase(
            "setCommands, with a bad name", isBot: true, { try await $0.setCommands([.init("Start", "Begins")]) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "setCommands, too many", isBot: true,
            { try await $0.setCommands((0...100).map { .init("c\($0)", "x") }) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "resetCommands", isBot: true, { try await $0.resetCommands(for: .admins(of: .channel(8))) },
            sends: [
                TL.bots.ResetBotCommands(scope: .peerAdmins(.init(peer: Sample.inputSupergroup)), langCode: "")
            ], answers: [true]),
        MethodCase(
            "commands", isBot: true,
            { client in
                let commands = try await client.commands(for: .chat(.channel(8)))
                XCTAssertEqual(commands, [.init("start", "Begins")])
                XCTAssertEqual(commands.helpText, "/start – Begins")
            },
            sends: [TL.bots.GetBotCommands(scope: .peer(.init(peer: Sample.inputSupergroup)), langCode: "")],
            answers: [[TL.BotCommand(command: "start", description: "Begins")]]),
        MethodCase(
            "setBotInfo", isBot: true, { try await $0.setBotInfo(about: "", language: "de") },
            sends: [TL.bots.SetBotInfo(langCode: "de", about: "")], answers: [true]),
        MethodCase(
            "setBotInfo, of another bot", { try await $0.setBotInfo(name: "New", of: .user(6)) },
            sends: [TL.bots.SetBotInfo(bot: BotSetupMethodTests.bot, langCode: "", name: "New")], answers: [true]),
        MethodCase(
            "setBotInfo, too long", isBot: true,
            { try await $0.setBotInfo(name: String(repeating: "x", count: 65)) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "botInfo", isBot: true,
            { client in
                let info = try await client.botInfo()
                XCTAssertEqual(info.about, "a")
            }, sends: [TL.bots.GetBotInfo(langCode: "")],
            answers: [TL.bots.BotInfo(name: "n", about: "a", description: "d")]),
        MethodCase(
            "setMenuButton", isBot: true,
            { try await $0.setMenuButton(.webApp("App", url: "https://a"), for: .user(5)) },
            sends: [
                TL.bots.SetBotMenuButton(
                    userID: BotSetupMethodTests.user, button: .botMenuButton(.init(text: "App", url: "https://a")))
            ], answers: [true]),
        MethodCase(
            "setMenuButton, for all", isBot: true, { try await $0.setMenuButton(.commands) },
            sends: [TL.bots.SetBotMenuButton(userID: .empty, button: .commands)], answers: [true]),
        MethodCase(
            "menuButton", isBot: true,
            { client in
                let button = try await client.menuButton()
                XCTAssertEqual(button, .default)
            }, sends: [TL.bots.GetBotMenuButton(userID: .empty)], answers: [TL.BotMenuButton.default]),
        MethodCase(
            "setDefaultGroupAdminRights", isBot: true, { try await $0.setDefaultGroupAdminRights(.banUsers) },
            sends: [TL.bots.SetBotGroupDefaultAdminRights(adminRights: .init(banUsers: true))], answers: [true]),
        MethodCase(
            "setDefaultChannelAdminRights", isBot: true, { try await $0.setDefaultChannelAdminRights(.postMessages) },
            sends: [TL.bots.SetBotBroadcastDefaultAdminRights(adminRights: .init(postMessages: true))], answers: [true]),
        MethodCase(
            "setEmojiStatus", isBot: true, { try await $0.setEmojiStatus(of: Sample.user, 77) },
            sends: [
                TL.bots.UpdateUserEmojiStatus(
                    userID: BotSetupMethodTests.user, emojiStatus: .emojiStatus(.init(documentID: 77)))
            ], answers: [true]),
        MethodCase(
            "setEmojiStatusPermission", { try await $0.setEmojiStatusPermission(true, for: Sample.bot) },
            sends: [TL.bots.ToggleUserEmojiStatusPermission(bot: BotSetupMethodTests.bot, enabled: true)],
            answers: [true]),
        MethodCase(
            "startBot", { try await $0.startBot(Sample.bot, parameter: "x") },
            sends: [
                TL.messages.StartBot(bot: BotSetupMethodTests.bot, peer: Sample.inputBot, randomID: 1, startParam: "x")
            ],
            answers: [Sample.updates()]),
        MethodCase(
            "startBot, in a group", { try await $0.startBot(Sample.bot, in: .channel(8)) },
            sends: [
                TL.messages.StartBot(
                    bot: BotSetupMethodTests.bot, peer: Sample.inputSupergroup, randomID: 1, startParam: "")
            ],
            answers: [Sample.updates()]),
        MethodCase("startBot, with a bad parameter", { try await $0.startBot(Sample.bot, parameter: "a b") }) {
            $0.isInvalidArgument
        },
        MethodCase(
            "allowMessages", { try await $0.allowMessages(from: Sample.bot) },
            sends: [TL.bots.AllowSendMessage(bot: BotSetupMethodTests.bot)], answers: [Sample.updates()]),
        MethodCase(
            "allowsMessages",
            { client in
                let allows = try await client.allowsMessages(from: Sample.bot)
                XCTAssertTrue(allows)
            }, sends: [TL.bots.CanSendMessage(bot: BotSetupMethodTests.bot)], answers: [true]),
        MethodCase(
            "ownedBots",
            { client in
                let bots = try await client.ownedBots()
                XCTAssertEqual(bots.map(\.id), [1, 5, 6])
            }, sends: [TL.bots.GetAdminedBots()], answers: [Sample.users]),
        MethodCase(
            "createBot",
            { client in
                let bot = try await client.createBot(name: "New", username: "new_bot", managedBy: Sample.bot)
                XCTAssertEqual(bot.id, 6)
            }, sends: [TL.bots.CreateBot(name: "New", username: "new_bot", managerID: BotSetupMethodTests.bot)],
            answers: [Sample.users[2]]),
        MethodCase(
            "botToken", isBot: true,
            { client in
                let token = try await client.botToken(of: Sample.bot, revoking: true)
                XCTAssertEqual(token, "6:x")
            }, sends: [TL.bots.ExportBotToken(bot: BotSetupMethodTests.bot, revoke: true)],
            answers: [TL.bots.ExportedBotToken(token: "6:x")]),
        MethodCase(
            "answerJoinRequest", isBot: true, { try await $0.answerJoinRequest(4, .webApp(url: "https://a")) },
            sends: [TL.bots.SetJoinChatResults(queryID: 4, result: .webView(.init(url: "https://a")))], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in BotSetupMethodTests.cases { try await row.check() }
    }

    func testJoinRequestsAreDecided() async throws {
        let calls = RecordingInvoker([.value(Sample.updates())])
        let client = try TelegramClient.scripted(calls, isBot: true, knowing: (Sample.users, Sample.chats))
        let raw = TL.Update.BotChatInviteRequester(
            peer: Sample.supergroup.tlPeer, date: 1, userID: 5, about: "", invite: .publicJoinRequests, qts: 1)
        try await JoinRequest(raw: raw, context: client.core.context()).approve()
        XCTAssertEqual(
            calls.calls.map(\.bytes),
            [
                try TL.messages.HideChatJoinRequest(
                    approved: true, peer: Sample.inputSupergroup, userID: BotSetupMethodTests.user
                )
                .encoded()
            ])
    }

    private static let user = TL.InputUser.inputUser(.init(userID: 5, accessHash: 50))
    private static let bot = TL.InputUser.inputUser(.init(userID: 6, accessHash: 60))
}
