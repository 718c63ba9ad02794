// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Games, chats where the bot is a guest, and messages that a bot has prepared, on a local server.
final class GameRoundTripTests: XCTestCase {
    func testAGameIsPlayed() async throws {
        let dispatcher = Dispatcher()
        let sent = Lock<[Message]>([])
        dispatcher.onCommand("start") { message in
            let game = try await message.respond(.game("chess"))
            sent.withLock { $0.append(game) }
        }
        dispatcher.onCallbackQuery(.init { $0.gameShortName != nil }) { query in
            try await query.answer(url: "https://example.com/\(query.gameShortName ?? "")")
        }
        dispatcher.onInlineQuery { query in try await query.answer([.game("chess", id: "1")]) }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            local.server.addGame("chess", title: "Chess", of: bot)
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            async let run: Void = dispatcher.run(on: client)
            try await bob.start(bot)
            _ = try await bob.expect(.any, from: bot)
            try await ann.start(bot)
            let message = try await ann.expect(.any, from: bot)
            let answer = try await ann.play(under: message)
            XCTAssertEqual(answer.url, "https://example.com/chess")
            let own = try XCTUnwrap(sent.withLock { $0.last })
            let id = own.id
            guard case .game(let game)? = own.media?.kind else { return XCTFail("no game") }
            XCTAssertEqual(game.title, "Chess")
            let first = try await client.setGameScore(10, of: ann.id, in: id, of: ann.id)
            let lower = try await client.setGameScore(9, of: ann.id, in: id, of: ann.id)
            let forced = try await client.setGameScore(5, of: ann.id, in: id, of: ann.id, isForced: true)
            XCTAssertEqual([first, lower, forced], [true, false, true])
            try await client.setGameScore(7, of: bob.id, in: id, of: ann.id)
            let scores = try await client.gameHighScores(around: ann.id, in: id, of: ann.id)
            XCTAssertEqual(scores.map(\.score), [7, 5])
            XCTAssertEqual(scores.map(\.userID), [bob.id, ann.id])
            // In a chat where the bot is not, it is known by the inline message alone.
            let results = try await ann.ask("", of: bot)
            let chosen = try await ann.choose("1", of: results, to: bob)
            let inline = try await ann.play(under: chosen)
            XCTAssertEqual(inline.url, "https://example.com/chess")
            await client.disconnect()
            try await run
        }
    }

    func testABotAnswersAsAGuest() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onGuestChatQuery { query in
            let id = try await query.answer(.article("A", id: "1", message: "You said \(query.text)"))
            try await query.client.editInlineMessage(id, to: "It was \(query.text)")
            do throws(InvocationError) {
                try await query.answer(.article("A", id: "1", message: "again"))
            } catch {
                log.append("\(error.is(.queryIDInvalid))")
            }
        }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            async let run: Void = dispatcher.run(on: client)
            try await ann.call(bot, "hello", in: bob)
            try await until { bob.history(with: ann).map(\.text) == ["hello", "It was hello"] }
            try await until { log.lines == ["true"] }
            await client.disconnect()
            try await run
        }
    }

    func testAPreparedMessageIsSentOnce() async throws {
        try await within {
            let local = try await LocalClients()
            let (bot, account) = try await local.makeBot()
            let (ann, annAccount) = try await local.makePerson("ann")
            let bob = try local.server.addPerson("bob", username: "bobby")
            try await annAccount.start(account)
            let prepared = try await bot.savePreparedInlineMessage(
                .article("A", id: "1", message: "from an app"), for: annAccount.id, chatKinds: [.user])
            let found = try await ann.preparedInlineMessage(prepared.id, of: "@test_bot")
            XCTAssertEqual(found.title, "A")
            try await found.send(to: "@bobby")
            try await bob.expect(.text("from an app"), from: annAccount)
            do throws(InvocationError) {
                _ = try await ann.preparedInlineMessage(prepared.id, of: "@test_bot")
                XCTFail("twice")
            } catch {
                XCTAssertTrue(error.is(.resultIDInvalid))
            }
            await ann.disconnect()
            await bot.disconnect()
        }
    }
}
