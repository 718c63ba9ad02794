// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Handlers that wait for buttons, and for messages to be read.
final class ConversationEventTests: XCTestCase {
    private static func buttons(_ data: String...) -> Keyboard {
        .inline(InlineKeyboard([data.map { .callback($0, data: $0) }]))
    }

    func testAHandlerWaitsForAButton() async throws {
        let dispatcher = Dispatcher(concurrency: 1)
        dispatcher.onCommand("start") { message in
            let press = try await message.conversation.press("Sure?".keyboard(Self.buttons("yes", "no")))
            try await press.answer("noted")
            try await message.respond("You said \(press.text ?? "nothing")")
        }
        dispatcher.onMessage(.text && !.anyCommand) { message in
            try await message.respond("Well?".keyboard(Self.buttons("old")))
        }
        dispatcher.onCallbackQuery { query in try await query.answer("other") }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            async let run: Void = dispatcher.run(on: client)
            try await ann.send("hello", to: bot)
            let old = try await ann.expect(.button("old"), from: bot)
            try await ann.send("/start", to: bot)
            let question = try await ann.expect(.button("yes"), from: bot)
            // The slot is free for others, and another button is another handler's.
            try await bob.send("hello", to: bot)
            try await bob.expect(.button("old"), from: bot)
            let other = try await ann.press("old", under: old)
            XCTAssertEqual(other.message, "other")
            let answer = try await ann.press("yes", under: question)
            XCTAssertEqual(answer.message, "noted")
            try await ann.expect(.text("You said yes"), from: bot)
            // Afterwards the button is one like any other.
            let again = try await ann.press("no", under: question)
            XCTAssertEqual(again.message, "other")
            XCTAssertEqual(client.core.eventWaits.count, 0)
            await client.disconnect()
            try await run
        }
    }

    func testAWaitEndsWithItsTimeAndWithTheRun() async throws {
        let (clock, log) = (VirtualClock(), Log())
        let sent = TL.Updates.updateShortSentMessage(.init(out: true, id: 9, pts: 0, ptsCount: 0, date: 1))
        let client = try TelegramClient.scripted(
            RecordingInvoker([.value(sent), .value(sent), .value(sent)]), isBot: true, knowing: (Sample.users, []),
            time: clock.timekeeper)
        let core = client.core
        let dispatcher = Dispatcher()
        dispatcher.onMessage { message in
            do {
                _ = try await message.conversation.press("Sure?", timeout: .seconds(10))
            } catch {
                log.append("\(message.id) \((error as? ConversationError).map { "\($0)" } ?? "?")")
            }
        }
        @Sendable func say(_ id: Int32) throws {
            let message = Message(Sample.message(id, in: Sample.user, "hello", out: false), core.context(Sample.users))
            core.updates.append([Update.message(try XCTUnwrap(message))], [])
        }
        try await within {
            let run = Task { try await dispatcher.run(on: client) }
            try await until { core.updates.isClaimed }
            try say(1)
            try await until { core.eventWaits.count == 1 }
            try await until {
                clock.advance(by: .seconds(1))
                return log.lines == ["1 \(ConversationError.timedOut)"]
            }
            XCTAssertGreaterThanOrEqual(clock.elapsed, .seconds(10))
            try say(2)
            try await until { core.eventWaits.count == 1 }
            run.cancel()
            _ = await run.result
            XCTAssertEqual(core.eventWaits.count, 0)
            XCTAssertEqual(log.lines.count, 2)
        }
    }

    func testAPressThatComesBeforeTheNumberIsKnownIsKept() async throws {
        let core = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
        func query(_ message: Int32) -> Update {
            Update(
                .botCallbackQuery(
                    .init(queryID: 1, userID: 5, peer: Sample.user.tlPeer, msgID: message, chatInstance: 1)),
                core.context(Sample.users))
        }
        let waits = core.eventWaits
        XCTAssertThrowsError(try waits.open(.press(5), in: Sample.user)) {
            XCTAssertEqual($0 as? ConversationError, .noDispatcher)
        }
        waits.begin()
        let older = try waits.open(.press(5), in: Sample.user)
        let id = try waits.open(.press(5), in: Sample.user)
        do {
            _ = try await waits.outcome(of: older, timeout: .seconds(1), core.configuration.time)
            XCTFail("another one took its place")
        } catch {
            XCTAssertEqual(error as? ConversationError, .superseded)
        }
        _ = waits.close(older)
        func offer(_ update: Update, _ serial: UInt64) -> Bool {
            guard case .callbackQuery(let query) = update else { return false }
            return waits.offer(
                query, .init(update: update, isQuery: true, number: serial, serial: serial, generation: 0, journal: nil)
            )
        }
        XCTAssertTrue(offer(query(3), 1))
        XCTAssertTrue(offer(query(4), 2))
        // The one for another message goes back.
        XCTAssertEqual(waits.set(4, of: id).map(\.serial), [1])
        XCTAssertFalse(offer(query(4), 3))
        XCTAssertTrue(waits.close(id).isEmpty)
        XCTAssertFalse(offer(query(4), 4))
    }

    func testAPersonsHandlerWaitsUntilAMessageIsRead() async throws {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.incoming && .text) { message in
            try await message.conversation.sendUntilRead("Read this")
            try await message.respond("Thanks")
        }
        try await within {
            let local = try await LocalClients()
            let (client, ann) = try await local.makePerson("ann")
            let bob = try local.server.addPerson("bob")
            async let run: Void = dispatcher.run(on: client)
            try await bob.send("hello", to: ann)
            try await bob.expect(.text("Read this"), from: ann)
            XCTAssertEqual(bob.history(with: ann).count, 2)
            await bob.read(from: ann)
            try await bob.expect(.text("Thanks"), from: ann)
            await client.disconnect()
            try await run
        }
    }
}
