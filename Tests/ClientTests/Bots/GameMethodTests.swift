// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class GameMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "setGameScore", isBot: true,
            { client in
                let changed = try await client.setGameScore(
                    9, of: Sample.user, in: 3, of: Sample.supergroup, isForced: true)
                XCTAssertTrue(changed)
            },
            sends: [
                TL.messages.SetGameScore(
                    editMessage: true, force: true, peer: Sample.inputSupergroup, id: 3, userID: GameMethodTests.user,
                    score: 9)
            ], answers: [Sample.updates()]),
        MethodCase(
            "setGameScore, not higher", isBot: true,
            { client in
                let changed = try await client.setGameScore(9, of: Sample.user, in: 3, of: Sample.supergroup)
                XCTAssertFalse(changed)
            },
            sends: [
                TL.messages.SetGameScore(
                    editMessage: true, peer: Sample.inputSupergroup, id: 3, userID: GameMethodTests.user, score: 9)
            ], answers: [InvocationError.refused("BOT_SCORE_NOT_MODIFIED")]),
        MethodCase(
            "setGameScore, inline", isBot: true,
            { client in
                let changed = try await client.setGameScore(
                    9, of: Sample.user, in: InlineMessageID(GameMethodTests.inlineID))
                XCTAssertTrue(changed)
            },
            sends: [
                TL.messages.SetInlineGameScore(
                    editMessage: true, id: GameMethodTests.inlineID, userID: GameMethodTests.user, score: 9)
            ], answers: [true]),
        MethodCase(
            "gameHighScores", isBot: true,
            { client in
                let scores = try await client.gameHighScores(around: Sample.user, in: 3, of: Sample.supergroup)
                XCTAssertEqual(scores.map(\.score), [90])
                XCTAssertEqual(scores.first?.user?.firstName, "Ann")
            },
            sends: [TL.messages.GetGameHighScores(peer: Sample.inputSupergroup, id: 3, userID: GameMethodTests.user)],
            answers: [GameMethodTests.scores]),
        MethodCase(
            "gameHighScores, inline", isBot: true,
            { client in
                let scores = try await client.gameHighScores(
                    around: Sample.user, in: InlineMessageID(GameMethodTests.inlineID))
                XCTAssertEqual(scores.map(\.position), [1])
            }, sends: [TL.messages.GetInlineGameHighScores(id: GameMethodTests.inlineID, userID: GameMethodTests.user)],
            answers: [GameMethodTests.scores]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in GameMethodTests.cases { try await row.check() }
    }

    private static let user = TL.InputUser.inputUser(.init(userID: 5, accessHash: 50))
    private static let inlineID = TL.InputBotInlineMessageID.id64(.init(dcID: 3, ownerID: 5, id: 7, accessHash: 8))
    private static let scores = TL.messages.HighScores(
        scores: [.init(pos: 1, userID: 5, score: 90)], users: Sample.users)
}
