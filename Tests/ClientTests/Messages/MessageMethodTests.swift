// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class MessageMethodTests: XCTestCase {
    static let cases: [MethodCase] = [
        MethodCase(
            "sendMessage", { _ = try await $0.sendMessage(to: Sample.user, "Hello") },
            sends: [TL.messages.SendMessage(peer: Sample.inputUser, message: "Hello", randomID: 1)],
            answers: [Sample.sent(3)]),
        MethodCase(
            "sendMessage, empty", { _ = try await $0.sendMessage(to: Sample.user, " ") },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "sendMessage, too long",
            { _ = try await $0.sendMessage(to: Sample.user, String(repeating: "x", count: 4_097)) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "sendMessage, to a name that the server has forgotten",
            { _ = try await $0.sendMessage(to: "@ann", "Hello") },
            sends: [
                TL.messages.SendMessage(peer: Sample.inputUser, message: "Hello", randomID: 1),
                TL.contacts.ResolveUsername(username: "ann"),
                TL.messages.SendMessage(
                    peer: .user(.init(userID: 15, accessHash: 150)), message: "Hello", randomID: 1),
            ],
            answers: [
                InvocationError.refused("PEER_ID_INVALID"),
                TL.contacts.ResolvedPeer(
                    peer: .user(.init(userID: 15)), chats: [],
                    users: [.user(.init(id: 15, accessHash: 150, firstName: "Ann", username: "ann"))]),
                Sample.sent(3, in: .user(15)),
            ]),
        MethodCase(
            "sendMessage, a text of several messages",
            {
                let text = InputMessage(String(repeating: "word ", count: 1_000)).replying(to: 4)
                let sent = try await $0.sendMessage(
                    to: Sample.user, text.keyboard(.remove), splitting: true)
                XCTAssertEqual(sent.map(\.id), [3, 4])
            },
            sends: [
                TL.messages.SendMessage(
                    peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 4)),
                    message: String(repeating: "word ", count: 818) + "word", randomID: 1),
                TL.messages.SendMessage(
                    peer: Sample.inputUser, message: String(repeating: "word ", count: 180) + "word", randomID: 2,
                    replyMarkup: .keyboardHide(.init())),
            ], answers: [Sample.sent(3), Sample.sent(4, randomID: 2)]),
        MethodCase(
            "sendToSavedMessages", { _ = try await $0.sendToSavedMessages("Note") },
            sends: [TL.messages.SendMessage(peer: .peerSelf, message: "Note", randomID: 1)],
            answers: [Sample.sent(3, in: .user(1))]),
        MethodCase(
            "sendDice", { _ = try await $0.sendDice(.darts, to: Sample.user) },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser, media: .dice(.init(emoticon: "🎯")), message: "", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "emojiGame",
            {
                let game = try await $0.emojiGame()
                XCTAssertEqual(game?.payouts, [0, 0, 0, 900, 1_200, 1_500, 2_000])
                XCTAssertEqual(game?.streak, 2)
                XCTAssertEqual(game?.playsLeft, 7)
                let die = try XCTUnwrap(game?.die(staking: 5))
                XCTAssertEqual(die.seed.count, 32)
                let none = try await $0.emojiGame()
                XCTAssertNil(none)
            }, sends: [TL.messages.GetEmojiGameInfo(), TL.messages.GetEmojiGameInfo()],
            answers: [
                TL.messages.EmojiGameInfo.dice(
                    .init(
                        gameHash: "h", prevStake: 5, currentStreak: 2,
                        params: [0, 0, 0, 900, 1_200, 1_500, 2_000], playsLeft: 7)),
                TL.messages.EmojiGameInfo.unavailable,
            ]),
        MethodCase(
            "sendScreenshotNotification", { try await $0.sendScreenshotNotification(to: Sample.user, about: 3) },
            sends: [
                TL.messages.SendScreenshotNotification(
                    peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 3)), randomID: 1)
            ], answers: [Sample.updates()]),
        MethodCase(
            "deleteMessages, in a channel",
            {
                let count = try await $0.deleteMessages([3, 4], in: Sample.channel)
                XCTAssertEqual(count, 1)
            }, sends: [TL.channels.DeleteMessages(channel: Sample.inputChannel, id: [3, 4])],
            answers: [Sample.affected]),
        MethodCase(
            "deleteMessages, more than a call takes",
            {
                let count = try await $0.deleteMessages(Array(1...101), in: Sample.user, forEveryone: false)
                XCTAssertEqual(count, 2)
            },
            sends: [
                TL.messages.DeleteMessages(id: Array(1...100)), TL.messages.DeleteMessages(id: [101]),
            ], answers: [Sample.affected, Sample.affected]),
        MethodCase(
            "reportMessages",
            {
                let step = try await $0.reportMessages([3], in: Sample.channel)
                XCTAssertEqual(step, .options(title: "Why?", [.init(text: "Spam", option: [1])]))
            },
            sends: [TL.messages.Report(peer: Sample.inputChannelPeer, id: [3], option: [], message: "")],
            answers: [
                TL.ReportResult.chooseOption(
                    .init(title: "Why?", options: [.init(text: "Spam", option: [1])]))
            ]),
        MethodCase(
            "author",
            {
                let author = try await $0.author(ofMessage: 3, in: Sample.channel)
                XCTAssertEqual(author.id, 5)
            }, sends: [TL.channels.GetMessageAuthor(channel: Sample.inputChannel, id: 3)], answers: [Sample.users[1]]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
