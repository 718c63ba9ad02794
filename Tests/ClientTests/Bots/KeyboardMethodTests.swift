// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class KeyboardMethodTests: XCTestCase {
    private static func markup(_ buttons: [[TL.KeyboardInlineButton]]) -> TL.ReplyMarkup {
        .inline(.init(rows: buttons.map { .init(buttons: $0) }))
    }

    private static func sends(
        _ name: String, _ keyboard: Keyboard, _ markup: TL.ReplyMarkup
    ) -> MethodCase {
        MethodCase(
            "sendMessage, \(name)",
            { _ = try await $0.sendMessage(to: Sample.user, "x".keyboard(keyboard)) },
            sends: [TL.messages.SendMessage(peer: Sample.inputUser, message: "x", randomID: 1, replyMarkup: markup)],
            answers: [Sample.sent(3)])
    }

    private static let password = TL.account.Password(
        hasPassword: false, newAlgo: .unknown, newSecureAlgo: .unknown, secureRandom: [])

    static let cases: [MethodCase] = [
        sends(
            "all kinds of inline buttons",
            .inline([
                [
                    .callback("c", data: "d"), .callback("p", data: "d", requiresPassword: true),
                    .url("u", "https://a.b"),
                ],
                [
                    .login("l", url: "https://a.b", forwardText: "f", bot: .id(Sample.bot), requestsWriteAccess: true),
                    .switchInline("s", query: "q", in: .sameChat),
                    .switchInline("s", in: .chat(of: [.channels, .privateChats])),
                ],
                [
                    .copy("y", "text"), .webApp("w", url: "https://a.b"), .disabled("d").style(.danger, iconID: 7),
                ],
            ]),
            markup([
                [
                    .init(text: "c", type: .callback(.init(data: Array("d".utf8)))),
                    .init(text: "p", type: .callback(.init(requiresPassword: true, data: Array("d".utf8)))),
                    .init(text: "u", type: .url(.init(url: "https://a.b"))),
                ],
                [
                    .init(
                        text: "l",
                        type: .inputUrlAuth(
                            .init(
                                requestWriteAccess: true, fwdText: "f", url: "https://a.b",
                                bot: .inputUser(.init(userID: 6, accessHash: 60))))),
                    .init(text: "s", type: .switchInline(.init(samePeer: true, query: "q"))),
                    .init(text: "s", type: .switchInline(.init(query: "", peerTypes: [.pm, .broadcast]))),
                ],
                [
                    .init(text: "y", type: .copy(.init(copyText: "text"))),
                    .init(text: "w", type: .webView(.init(url: "https://a.b"))),
                    .init(style: .init(bgDanger: true, icon: 7), text: "d", type: .disabled),
                ],
            ])),
        sends("a game", .inline([[.game("g")]]), markup([[.init(text: "g", type: .game)]])),
        sends("an invoice", .inline([[.buy("b")]]), markup([[.init(text: "b", type: .buy)]])),
        sends(
            "rows that a builder makes",
            .inline {
                Row(.callback("1", data: "1"), .callback("2", data: "2"))
                for number in 3...4 { Row(.callback("\(number)", data: "\(number)")) }
                if Sample.users.isEmpty { Row(.disabled("never")) }
            },
            markup([
                ["1", "2"].map { .init(text: $0, type: .callback(.init(data: Array($0.utf8)))) },
                [.init(text: "3", type: .callback(.init(data: Array("3".utf8))))],
                [.init(text: "4", type: .callback(.init(data: Array("4".utf8))))],
            ])),
        sends(
            "columns",
            .inline(.init(columns: 2, (1...3).map { .callback("\($0)", data: "\($0)") })),
            markup(
                [["1", "2"], ["3"]].map { row in
                    row.map { .init(text: $0, type: .callback(.init(data: Array($0.utf8)))) }
                })),
        sends(
            "all kinds of reply buttons",
            .reply(
                ReplyKeyboard([
                    ["Yes", .requestPhone("p"), .requestLocation("l")],
                    [
                        .requestPoll("q", quiz: true), .webApp("w", url: "https://a.b"),
                        .requestPeer("u", .init(.users(isBot: false), id: 4, maximum: 2)),
                    ],
                ]).oneTime().selective().persistent().placeholder("Well?")),
            .keyboard(
                .init(
                    resize: true, singleUse: true, selective: true, persistent: true,
                    rows: [
                        .init(buttons: [
                            .init(text: "Yes", type: .default), .init(text: "p", type: .requestPhone),
                            .init(text: "l", type: .requestGeoLocation),
                        ]),
                        .init(buttons: [
                            .init(text: "q", type: .requestPoll(.init(quiz: true))),
                            .init(text: "w", type: .simpleWebView(.init(url: "https://a.b"))),
                            .init(
                                text: "u",
                                type: .requestPeer(
                                    .init(buttonID: 4, peerType: .user(.init(bot: false)), maxQuantity: 2))),
                        ]),
                    ], placeholder: "Well?"))),
        sends("no keyboard any more", .remove, .keyboardHide(.init())),
        sends("no keyboard any more for some", .remove(isSelective: true), .keyboardHide(.init(selective: true))),
        sends("an answer is wanted", .forceReply, .keyboardForceReply(.init())),
        sends(
            "an answer is wanted of some", .forceReply(placeholder: "So?", isOneTime: true, isSelective: true),
            .keyboardForceReply(.init(singleUse: true, selective: true, placeholder: "So?"))),
        MethodCase(
            "sendMessage, somebody's profile",
            {
                let keyboard = try InlineKeyboard([[.userProfile("u", Sample.user)]])
                _ = try await $0.sendMessage(to: Sample.user, "x".keyboard(.inline(keyboard)))
            },
            sends: [
                TL.messages.SendMessage(
                    peer: Sample.inputUser, message: "x", randomID: 1,
                    replyMarkup: markup([
                        [
                            .init(
                                text: "u",
                                type: .inputUserProfile(.init(userID: .inputUser(.init(userID: 5, accessHash: 50)))))
                        ]
                    ]))
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "pressButton",
            {
                let answer = try await $0.pressButton(Array("d".utf8), ofMessage: 3, in: Sample.bot)
                XCTAssertEqual(answer.text, "Done")
                XCTAssertTrue(answer.isAlert)
                XCTAssertEqual(answer.cacheTime, .seconds(5))
            },
            sends: [TL.messages.GetBotCallbackAnswer(peer: Sample.inputBot, msgID: 3, data: Array("d".utf8))],
            answers: [TL.messages.BotCallbackAnswer(alert: true, message: "Done", cacheTime: 5)]),
        MethodCase(
            "pressButton, with a password that there is not",
            {
                _ = try await $0.pressButton([1], ofMessage: 3, in: Sample.bot, password: "secret")
            }, sends: [TL.account.GetPassword()], answers: [password],
            fails: { if case .invalidResponse = $0 { true } else { false } }),
        MethodCase(
            "answerCallback", isBot: true,
            {
                try await $0.answerCallback(
                    9, "Done", isAlert: true, url: "https://t.me/bot?start=x", cacheTime: .seconds(5))
            },
            sends: [
                TL.messages.SetBotCallbackAnswer(
                    alert: true, queryID: 9, message: "Done", url: "https://t.me/bot?start=x", cacheTime: 5)
            ], answers: [true]),
        MethodCase(
            "answerCallback, too long", isBot: true,
            { try await $0.answerCallback(9, String(repeating: "x", count: 201)) }, fails: { $0.isInvalidArgument }),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
