// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class WebAppMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "openWebApp",
            { client in
                let session = try await client.openWebApp(of: Sample.bot, startParameter: "x")
                XCTAssertEqual(session.url, "https://a")
                let isAlive = try await session.prolong()
                XCTAssertTrue(isAlive)
                let isOver = try await session.prolong()
                XCTAssertFalse(isOver)
            },
            sends: [
                TL.messages.RequestMainWebView(
                    peer: Sample.inputBot, bot: WebAppMethodTests.bot, startParam: "x", platform: "tdesktop"),
                TL.messages.ProlongWebView(peer: Sample.inputBot, bot: WebAppMethodTests.bot, queryID: 4),
                TL.messages.ProlongWebView(peer: Sample.inputBot, bot: WebAppMethodTests.bot, queryID: 4),
            ], answers: [WebAppMethodTests.opened, true, InvocationError.refused("QUERY_ID_INVALID")]),
        MethodCase(
            "openWebApp, of a button",
            { _ = try await $0.openWebApp(.url("https://b"), of: Sample.bot, in: .channel(8), platform: "ios") },
            sends: [
                TL.messages.RequestWebView(
                    peer: Sample.inputSupergroup, bot: WebAppMethodTests.bot, url: "https://b", platform: "ios")
            ], answers: [WebAppMethodTests.opened]),
        MethodCase(
            "openWebApp, of the menu", { _ = try await $0.openWebApp(.menuButton, of: Sample.bot) },
            sends: [
                TL.messages.RequestWebView(
                    fromBotMenu: true, peer: Sample.inputBot, bot: WebAppMethodTests.bot, platform: "tdesktop")
            ], answers: [WebAppMethodTests.opened]),
        MethodCase(
            "openWebApp, by its name", { _ = try await $0.openWebApp(.named("shop"), of: Sample.bot) },
            sends: [
                TL.messages.RequestAppWebView(
                    peer: Sample.inputBot, app: .shortName(.init(botID: WebAppMethodTests.bot, shortName: "shop")),
                    platform: "tdesktop")
            ], answers: [WebAppMethodTests.opened]),
        MethodCase(
            "openWebApp, of a keyboard",
            { _ = try await $0.openWebApp(.keyboardButton(url: "https://b"), of: Sample.bot) },
            sends: [
                TL.messages.RequestSimpleWebView(bot: WebAppMethodTests.bot, url: "https://b", platform: "tdesktop")
            ],
            answers: [WebAppMethodTests.opened]),
        MethodCase(
            "sendWebAppData", { try await $0.sendWebAppData("{}", buttonText: "Open", to: Sample.bot) },
            sends: [
                TL.messages.SendWebViewData(bot: WebAppMethodTests.bot, randomID: 1, buttonText: "Open", data: "{}")
            ],
            answers: [Sample.updates()]),
        MethodCase(
            "answerWebAppQuery", isBot: true,
            { client in
                let id = try await client.answerWebAppQuery("q", with: .article("x", id: "a", message: "x"))
                XCTAssertEqual(id?.dataCenter, 3)
            },
            sends: [TL.messages.SendWebViewResultMessage(botQueryID: "q", result: WebAppMethodTests.article)],
            answers: [TL.WebViewMessageSent(msgID: WebAppMethodTests.inlineID)]),
        MethodCase(
            "invokeWebAppMethod",
            { client in
                let answer = try await client.invokeWebAppMethod("get", parameters: "{}", of: Sample.bot)
                XCTAssertEqual(answer, "[]")
            },
            sends: [
                TL.bots.InvokeWebViewCustomMethod(
                    bot: WebAppMethodTests.bot, customMethod: "get", params: .init(data: "{}"))
            ],
            answers: [TL.DataJSON(data: "[]")]),
        MethodCase(
            "answerGuestChatQuery", isBot: true,
            { client in
                let id = try await client.answerGuestChatQuery(4, with: .article("x", id: "a", message: "x"))
                XCTAssertEqual(id.dataCenter, 3)
            }, sends: [TL.messages.SetBotGuestChatResult(queryID: 4, result: WebAppMethodTests.article)],
            answers: [WebAppMethodTests.inlineID]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in WebAppMethodTests.cases { try await row.check() }
    }

    private static let bot = TL.InputUser.inputUser(.init(userID: 6, accessHash: 60))
    private static let inlineID = TL.InputBotInlineMessageID.id64(.init(dcID: 3, ownerID: 5, id: 7, accessHash: 8))
    private static let opened = TL.WebViewResult(queryID: 4, url: "https://a")
    private static let article = TL.InputBotInlineResult.inputBotInlineResult(
        .init(id: "a", type: "article", title: "x", sendMessage: .text(.init(message: "x"))))
}
