// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A stop never marks handled what was not, and no handler begins after it.
final class StopTests: XCTestCase {
    private enum End { case cancellation, disconnect, shutdown }

    /// The texts that come to a bot after a restart, up to one that is sent then.
    private static func texts(
        _ local: LocalClients, _ storage: MemorySessionStorage, _ bot: LocalBot, from person: LocalPerson
    ) async throws -> [String] {
        let client = try await local.builder.session(storage).connect()
        try await client.signIn(botToken: bot.token)
        try await person.send("last", to: bot)
        var texts: [String] = []
        for await update in client.updates {
            if case .message(let message) = update { texts.append(message.text) }
            if texts.last == "last" { break }
        }
        await client.disconnect()
        return texts
    }

    /// Queries of a difference stand among the other updates, and take the slots of those that come by themselves.
    func testAQueryOfADifferenceIsHandledByASingleSlot() async throws {
        try await within(.seconds(20)) {
            let client = try TelegramClient.scripted(RecordingInvoker([]), isBot: true)
            let (dispatcher, log) = (Dispatcher(concurrency: 1, answersCallbackQueries: false), Log())
            dispatcher.onCallbackQuery { query in log.append("\(query.id)") }
            func pressed(_ id: Int64) -> Update {
                Update(
                    .botCallbackQuery(
                        .init(queryID: id, userID: 5, peer: Sample.user.tlPeer, msgID: 3, chatInstance: 1, data: [])),
                    client.core.context())
            }
            client.core.updates.append([pressed(1), pressed(2)], [])
            async let run: Void = dispatcher.run(on: client)
            try await until { log.lines.count == 2 }
            client.core.updates.append(query: pressed(3))
            try await until { log.lines.count == 3 && client.core.updates.activeCount == 0 }
            client.core.updates.finish()
            try await run
            XCTAssertEqual(Set(log.lines), ["1", "2", "3"])
        }
    }

    private func checkThatNoHandlerBegins(after end: End) async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            let (begun, errors) = (Log(), Log())
            let dispatcher = Dispatcher()
            dispatcher.onError { error, _ in errors.append("\(error)") }
            dispatcher.onMessage { message in
                begun.append(message.text)
                guard message.text != "0" else { return }
                try await Task.sleep(for: .seconds(3600))
            }
            let run = Task { try await dispatcher.run(on: client) }
            for number in 0..<50 { try await ann.send("\(number)", to: bot) }
            try await until { begun.lines == ["0", "1"] && client.core.updates.orderedCount == 50 }
            switch end {
            case .cancellation: run.cancel()
            case .disconnect: await client.disconnect()
            case .shutdown: await client.shutdown(draining: .milliseconds(10))
            }
            // The handler itself ends with its task alone.
            run.cancel()
            _ = await run.result
            XCTAssertEqual(begun.lines, ["0", "1"], "a handler began after the end")
            XCTAssertEqual(errors.lines, [])
            await client.disconnect()
            let texts = try await Self.texts(local, storage, bot, from: ann)
            XCTAssertEqual(texts, (1..<50).map(String.init) + ["last"])
        }
    }

    func testNoHandlerBeginsAfterACancellation() async throws {
        try await checkThatNoHandlerBegins(after: .cancellation)
    }

    func testNoHandlerBeginsAfterADisconnect() async throws {
        try await checkThatNoHandlerBegins(after: .disconnect)
    }

    func testNoHandlerBeginsAfterAShutdown() async throws {
        try await checkThatNoHandlerBegins(after: .shutdown)
    }

    /// The form that the guide's page on deployment shows.
    func testAShutdownInThePlaceOfACancellationLetsTheHandlerFinish() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let client = try await local.builder.connect()
            try await client.signIn(botToken: bot.token)
            let (stream, door) = AsyncStream.makeStream(of: Void.self)
            let (begun, errors) = (Counter(), Log())
            let dispatcher = Dispatcher()
            dispatcher.onError { error, _ in errors.append("\(error)") }
            dispatcher.onMessage { message in
                begun.increment()
                for await _ in stream {}
                try Task.checkCancellation()
                try await message.reply("done")
            }
            let program = Task {
                let run = Task { try await dispatcher.run(on: client) }
                try await withTaskCancellationHandler {
                    try await run.value
                } onCancel: {
                    Task {
                        await client.shutdown(draining: .seconds(20))
                        run.cancel()
                    }
                }
            }
            try await ann.send("begin", to: bot)
            try await until { begun.count == 1 }
            program.cancel()
            try await until { client.core.updates.phase == .draining }
            door.finish()
            try await ann.expect(.text("done"), from: bot)
            try await program.value
            XCTAssertEqual(errors.lines, [])
            await client.shutdown()
        }
    }

    func testADisconnectBurnsNoUpdateWhoseHandlerWaitsForACall() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let people = try (0..<40).map { try local.server.addPerson("person\($0)") }
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            let (stream, door) = AsyncStream.makeStream(of: Void.self)
            let opened = Task { for await _ in stream {} }
            local.server.handle(TL.messages.SendMessage.self) { call in
                await opened.value
                return try await call.standardAnswer()
            }
            let (begun, errors) = (Counter(), Log())
            let dispatcher = Dispatcher(concurrency: 16)
            dispatcher.onError { error, _ in errors.append("\(error)") }
            dispatcher.onMessage { message in
                begun.increment()
                try await message.reply("answer")
            }
            let run = Task { try await dispatcher.run(on: client) }
            let expected = people.map { "from \($0.id)" }
            for (person, text) in zip(people, expected) { try await person.send(text, to: bot) }
            try await until { begun.count == 16 && client.core.updates.orderedCount == 40 }
            await client.disconnect()
            try await run.value
            XCTAssertEqual(begun.count, 16)
            XCTAssertEqual(errors.lines, [])
            door.finish()
            let texts = try await Self.texts(local, storage, bot, from: people[0])
            XCTAssertEqual(texts, expected + ["last"])
        }
    }

    func testAShutdownLetsAHandlerOfSeveralStepsFinish() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            let (begun, errors, gate) = (Counter(), Log(), AsyncSemaphore(0))
            let dispatcher = Dispatcher()
            dispatcher.onError { error, _ in errors.append("\(error)") }
            dispatcher.onMessage { message in
                begun.increment()
                try await message.respond("one")
                try await gate.acquire()
                try await message.respond("two")
                try await message.respond("three")
            }
            async let run: Void = dispatcher.run(on: client)
            try await ann.send("hello", to: bot)
            try await ann.expect(.text("one"))
            async let end = client.shutdown()
            try await until { client.core.updates.phase == .draining }
            try await ann.send("too late", to: bot)
            gate.release()
            _ = await end
            try await run
            try await ann.expect(.text("three"))
            XCTAssertEqual(begun.count, 1)
            XCTAssertEqual(errors.lines, [])
            let texts = try await Self.texts(local, storage, bot, from: ann)
            XCTAssertEqual(texts, ["too late", "last"])
        }
    }

    func testAHandlerMayShutTheClientDown() async throws {
        try await within(.seconds(20)) {
            // Its time stands still: a wait for the limit would never end.
            let clock = VirtualClock()
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot { $0.time(clock.timekeeper) }
            let ann = try local.server.addPerson("ann")
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.command("stop")) { _ in await client.shutdown() }
            async let run: Void = dispatcher.run(on: client)
            try await ann.send("/stop", to: bot)
            try await run
            let (other, otherBot) = try await local.makeBot("other_bot") { $0.time(clock.timekeeper) }
            try await ann.send("/stop", to: otherBot)
            for await update in other.updates {
                if case .message = update { await other.shutdown() }
            }
        }
    }

    /// The person sees the answer before the bot's client has its own.
    func testTheDocumentedEndOfATestFailsNoHandler() async throws {
        for _ in 0..<20 {
            try await within {
                let local = try await LocalClients()
                let (client, bot) = try await local.makeBot()
                let ann = try local.server.addPerson("ann")
                let errors = Log()
                let dispatcher = Dispatcher()
                dispatcher.onError { error, _ in errors.append("\(error)") }
                dispatcher.onMessage(.command("start")) { try await $0.reply("Hi! Say anything.") }
                async let run: Void = dispatcher.run(on: client)
                try await ann.send("/start", to: bot)
                try await ann.expect(.text("Hi! Say anything."))
                await client.shutdown()
                try await run
                XCTAssertEqual(errors.lines, [])
            }
        }
    }

    func testACancelledRunGivesItsUpdatesToTheNext() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            let (begun, handled) = (Log(), Log())
            let isOpen = Lock(false)
            let dispatcher = Dispatcher()
            dispatcher.onMessage { message in
                begun.append(message.text)
                if !isOpen.withLock({ $0 }) { try await Task.sleep(for: .seconds(3600)) }
                handled.append(message.text)
            }
            let first = Task { try await dispatcher.run(on: client) }
            for number in 0..<10 { try await ann.send("\(number)", to: bot) }
            try await until { begun.lines.count == 1 && client.core.updates.orderedCount == 10 }
            first.cancel()
            _ = await first.result
            isOpen.withLock { $0 = true }
            let second = Task { try await dispatcher.run(on: client) }
            try await until { handled.lines.count == 10 }
            for number in 10..<110 { try await ann.send("\(number)", to: bot) }
            try await until { handled.lines.count == 110 }
            await client.shutdown()
            try await second.value
            XCTAssertEqual(handled.lines, (0..<110).map(String.init))
            // All of it was stored.
            let texts = try await Self.texts(local, storage, bot, from: ann)
            XCTAssertEqual(texts, ["last"])
        }
    }

    func testASecondRunIsAnError() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let first = Task { try await Dispatcher().run(on: client) }
            try await until { client.core.updates.isClaimed }
            do throws(DispatcherError) {
                try await Dispatcher().run(on: client)
                XCTFail("two dispatchers run on one client")
            } catch {
                guard case .alreadyRunning = error else { return XCTFail("\(error)") }
            }
            first.cancel()
            _ = await first.result
            let second = Task { try await Dispatcher().run(on: client) }
            try await until { client.core.updates.isClaimed }
            await client.disconnect()
            try await second.value
        }
    }

    func testAStopThatTheProgramDidNotWantEndsTheRunWithItsReason() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.restartPolicy(.never).connect()
            let run = Task { try await Dispatcher().run(on: client) }
            try await until { client.core.updates.isClaimed }
            XCTAssertNil(client.stopReason)
            local.server.stop()
            do {
                try await run.value
                XCTFail("the run ended without a reason")
            } catch {
                guard case .clientStopped(.connectionLost) = error as? DispatcherError else {
                    return XCTFail("\(error)")
                }
            }
            guard case .failed(.connectionLost) = client.stopReason else {
                return XCTFail("\(client.stopReason as Any)")
            }
            await client.disconnect()
        }
    }
}
