// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class SceneTests: XCTestCase {
    /// A bot with a scene, as each start of the program makes it.
    private static func makeDispatcher(_ store: MemoryStore, _ log: Log) -> Dispatcher {
        let scene = Scene("sign-up") { scene in
            let name = try await scene.ask("Name?").text
            let number = try await scene.once {
                log.append("numbered")
                return log.lines.count
            }
            let age = try await scene.ask("Age?", as: Int.self, retry: "A number, please")
            try await scene.once { log.append("registered \(name)") }
            let city = try await scene.choose(from: ["Rome", "Bern"], "City?")
            try await scene.message.respond("\(name) \(number) \(age) \(city)")
        }
        let dispatcher = Dispatcher(states: .store(store))
        dispatcher.add(scene)
        dispatcher.onCommand("start") { try await scene.enter($0) }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
        dispatcher.onError { error, update in
            if case .message(let message) = update { _ = try await message.respond("\(error)") }
        }
        return dispatcher
    }

    func testASceneGoesOnAfterEachRestart() async throws {
        let (store, log) = (MemoryStore(), Log())
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            let runs = [
                [("/start", "Name?")], [("Ann", "Age?")], [("old", "A number, please")], [("40", "City?")],
                [("Bern", "Ann 1 40 Bern"), ("hello", "echo hello")],
            ]
            for steps in runs {
                let dispatcher = Self.makeDispatcher(store, log)
                let run = Task { try await dispatcher.run(on: client) }
                for (text, answer) in steps {
                    try await ann.send(text, to: bot)
                    try await ann.expect(.text(answer), from: bot)
                }
                // An update that was not handled before the end would come again.
                try await until { client.core.updates.activeCount == 0 }
                run.cancel()
                _ = await run.result
            }
            // No question was asked twice.
            let heard = ann.history(with: bot).filter { !$0.isOutgoing }.map(\.text)
            XCTAssertEqual(heard, runs.joined().map(\.1))
            XCTAssertEqual(log.lines, ["numbered", "registered Ann"])
            await client.disconnect()
        }
    }

    func testASceneWithoutARestartAndItsEnds() async throws {
        let (store, log) = (MemoryStore(), Log())
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let dispatcher = Self.makeDispatcher(store, log)
            async let run: Void = dispatcher.run(on: client)
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            for person in [ann, bob] {
                try await person.send("/start", to: bot)
                try await person.expect(.text("Name?"), from: bot)
            }
            try await bob.send("/cancel", to: bot)
            try await bob.expect(.text("\(ConversationError.canceled)"), from: bot)
            // What was cancelled is over.
            try await bob.send("hello", to: bot)
            try await bob.expect(.text("echo hello"), from: bot)
            for (text, answer) in [("Ann", "Age?"), ("40", "City?"), ("Rome", "Ann 1 40 Rome")] {
                try await ann.send(text, to: bot)
                try await ann.expect(.text(answer), from: bot)
            }
            await client.disconnect()
            try await run
        }
    }

    func testASceneOfAPersonInSeveralChatsGoesOnInOneOfThem() async throws {
        let (store, log, gate) = (MemoryStore(), Log(), AsyncSemaphore(0))
        let isSecond = Lock(false)
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            let group = try await local.server.createGroup("g", by: ann, with: [bot])
            @Sendable func makeDispatcher() -> Dispatcher {
                let scene = Scene("a") { scene in
                    if isSecond.withLock({ $0 }) {
                        log.append("resumed")
                        try await gate.acquire()
                    }
                    let name = try await scene.ask("Name?").text
                    try await scene.message.respond("Hello \(name)")
                }
                let dispatcher = Dispatcher(states: .store(store), scope: .perUser)
                dispatcher.add(scene)
                dispatcher.onCommand("start") { try await scene.enter($0) }
                dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
                return dispatcher
            }
            let first = makeDispatcher()
            let run = Task { try await first.run(on: client) }
            try await ann.send("/start", to: bot)
            try await ann.expect(.text("Name?"), from: bot)
            try await until { client.core.updates.activeCount == 0 }
            run.cancel()
            _ = await run.result
            isSecond.withLock { $0 = true }
            let second = makeDispatcher()
            async let end: Void = second.run(on: client)
            try await ann.send("Ann", to: bot)
            try await until { log.lines.count == 1 }
            // The scene goes on in the private chat, so this is another matter.
            try await ann.send("others", to: group)
            try await ann.expect(.text("echo others"), in: group)
            gate.release()
            try await ann.expect(.text("Hello Ann"), from: bot)
            XCTAssertEqual(log.lines, ["resumed"])
            await client.shutdown()
            try await end
        }
    }

    func testAMessageThatIsNoAnswerAsksAgain() async throws {
        let (store, log) = (MemoryStore(), Log())
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            for texts in [
                [("/start", "Name?"), ("Ann", "Age?"), ("40", "City?")],
                [("Paris", "City?"), ("Bern", "Ann 1 40 Bern")],
            ] {
                let dispatcher = Self.makeDispatcher(store, log)
                let run = Task { try await dispatcher.run(on: client) }
                for (text, answer) in texts {
                    try await ann.send(text, to: bot)
                    try await ann.expect(.text(answer), from: bot)
                }
                run.cancel()
                _ = await run.result
            }
            await client.disconnect()
        }
    }

    /// Runs a scene that is stopped behind a message in its middle or its last one, and then as often as there are texts.
    ///
    /// - Returns: What the person was told, and what was logged.
    private static func stopBehind(
        _ stop: String, thenSending texts: [(text: String, answer: String)]
    ) async throws -> (told: [String], log: [String]) {
        let (store, log) = (MemoryStore(), Log())
        return try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            func start(stoppingBehind stop: String?) -> Task<Void, any Error> {
                let scene = Scene("order") { scene in
                    func say(_ text: String) async throws {
                        let message = try await scene.message.respond(text)
                        log.append("\(text) \(message.text == text)")
                        // Until the end of the run.
                        if text == stop { try await AsyncSemaphore(0).acquire() }
                    }
                    try await say("Welcome")
                    try await say("Welcome")
                    let name = try await scene.ask("Name?").text
                    try await say("Hello \(name)")
                    let city = try await scene.choose(from: ["Rome", "Bern"], "City?")
                    try await scene.once { try await say("Noted \(city)") }
                    try await say("Noted \(city)")
                    try await say("Bye \(name)")
                }
                let dispatcher = Dispatcher(states: .store(store))
                dispatcher.onCommand("order") { try await scene.enter($0) }
                dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
                dispatcher.onError { error, _ in log.append("error: \(error)") }
                dispatcher.add(scene)
                return Task { try await dispatcher.run(on: client) }
            }
            let first = start(stoppingBehind: stop)
            for (text, answer) in [("/order", "Name?"), ("Ann", "City?"), ("Bern", "Bye Ann")] {
                try await ann.send(text, to: bot)
                let isLast = answer == "Bye Ann" || stop == "Hello Ann" && text == "Ann"
                try await ann.expect(.text(isLast ? stop : answer), from: bot)
                if isLast { break }
            }
            try await until { log.lines.last == "\(stop) true" }
            first.cancel()
            _ = await first.result
            let second = start(stoppingBehind: nil)
            for (text, answer) in texts {
                try await ann.send(text, to: bot)
                try await ann.expect(.text(answer), from: bot)
            }
            try await until { client.core.updates.activeCount == 0 }
            second.cancel()
            _ = await second.result
            await client.disconnect()
            return (ann.history(with: bot).filter { !$0.isOutgoing }.map(\.text), log.lines)
        }
    }

    private static let wholeOrder = [
        "Welcome", "Welcome", "Name?", "Hello Ann", "City?", "Noted Bern", "Noted Bern", "Bye Ann",
    ]

    func testASceneThatIsStoppedBehindItsLastMessageRepeatsNothingAndTakesNothing() async throws {
        let (told, log) = try await Self.stopBehind("Bye Ann", thenSending: [("hello", "echo hello")])
        XCTAssertEqual(told, Self.wholeOrder + ["echo hello"])
        // The scene got the messages that it had sent.
        XCTAssertEqual(log.filter { !$0.hasSuffix("true") }, [])
    }

    func testASceneThatIsStoppedBetweenQuestionsRepeatsNoMessage() async throws {
        // "Rome" answers the question that was about to be asked.
        let (told, log) = try await Self.stopBehind(
            "Hello Ann", thenSending: [("Rome", "Bye Ann"), ("hello", "echo hello")])
        XCTAssertEqual(log.filter { !$0.hasSuffix("true") }, [])
        XCTAssertEqual(
            told, Self.wholeOrder.dropLast(4) + ["Noted Rome", "Noted Rome", "Bye Ann", "echo hello"])
    }

    func testAMessageThatIsNoAnswerGoesToOtherHandlersWhenTheSceneHasEnded() async throws {
        let (told, _) = try await Self.stopBehind(
            "Hello Ann", thenSending: [("Paris", "City?"), ("Bern", "Bye Ann"), ("hello", "echo hello")])
        XCTAssertEqual(told, Self.wholeOrder + ["echo Paris", "echo hello"])
    }
}
