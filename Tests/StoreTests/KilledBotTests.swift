// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramPostgreSQL
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

@testable import FerogramSession

/// Bots with a journal that are killed, stopped and cut off while people write to them: the server sees each message
/// answered exactly once.
///
/// `FEROGRAM_KILLS` in the environment says how often, `FEROGRAM_SEED` when.
final class KilledBotTests: XCTestCase {
    private func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    private func kills(_ usually: Int) -> Int { number("FEROGRAM_KILLS") ?? usually }

    private var generator: SeededGenerator { SeededGenerator(seed: UInt64(number("FEROGRAM_SEED") ?? 1)) }

    private func run(_ store: String, processes count: Int = 1, kills usually: Int) async throws {
        let kills = kills(usually)
        var generator = generator
        let world = try await BotWorld()
        var processes: [BotWorld.Bot] = []
        for _ in 0..<count { processes.append(try world.start(store)) }
        try await world.awaitBot()
        for _ in 0..<kills {
            // Some kills come while the bot begins, some while it works.
            try await world.write(for: .milliseconds(Int.random(in: 20...900, using: &generator)), using: &generator)
            let victim = Int.random(in: processes.indices, using: &generator)
            processes[victim].kill()
            processes[victim] = try world.start(store)
        }
        try await world.checkAnswers()
        print("\(store.prefix(8)): killed \(kills) times, \(world.messageCount) messages answered exactly once")
    }

    func testABotWithAFileIsKilled() async throws {
        let folder = try TemporaryFolder()
        try await run("file:" + folder.file("store"), kills: 8)
    }

    func testASignUpGoesOnAfterEachKill() async throws {
        var generator = generator
        for round in 0..<kills(2) {
            let folder = try TemporaryFolder()
            let world = try await BotWorld()
            var bot = try world.start("file:" + folder.file("store"))
            try await world.awaitBot()
            let person = try world.person("ann")
            try await person.send("/signup", to: world.bot)
            for number in 1...5 {
                try await person.expect(.text("question \(number)"), from: world.bot, within: .seconds(20))
                if Bool.random(using: &generator) {
                    // Before the answer.
                    bot.kill()
                    bot = try world.start("file:" + folder.file("store"))
                }
                try await person.send("answer \(number)", to: world.bot)
                // At some time while the answer is on its way, or after it has come.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...40, using: &generator)))
                bot.kill()
                bot = try world.start("file:" + folder.file("store"))
            }
            let end = "signed up: answer 1, answer 2, answer 3, answer 4, answer 5"
            try await person.expect(.text(end), from: world.bot, within: .seconds(20))
            let expected = (1...5).flatMap { ["question \($0)", "thanks"] } + [end]
            XCTAssertEqual(world.answers(to: person), expected, "round \(round)")
            bot.kill()
        }
    }

    #if SQLite
    func testABotWithSQLiteIsKilled() async throws {
        let folder = try TemporaryFolder()
        try await run("sqlite:" + folder.file("store.db"), kills: 8)
    }
    #endif

    #if PostgreSQL
    func testBotsThatStandByForOneAnotherAreKilled() async throws {
        let server = try PostgreSQLServer()
        try await run("postgresql:" + server.parameters, processes: 3, kills: 4)
    }

    /// Who receives updates for all.
    private func receiver(_ store: PostgreSQLStore, besides old: Int32? = nil) async throws -> Int32 {
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline {
            if let id = await StoreLease("journal:main", in: store).holder().processID, id != old { return id }
            try await Task.sleep(for: .milliseconds(20))
        }
        struct NobodyReceives: Error {}
        throw NobodyReceives()
    }

    func testOfThreeProcessesTheReceiverIsKilled() async throws {
        let database = try PostgreSQLServer()
        let store = PostgreSQLStore(database.parameters)
        let kills = kills(3)
        var generator = generator
        let world = try await BotWorld()
        var processes: [Int32: BotWorld.Bot] = [:]
        func start() throws {
            let bot = try world.start("postgresql:" + database.parameters, isShared: true)
            processes[bot.id] = bot
        }
        for _ in 0..<3 { try start() }
        try await world.awaitBot()
        var last: Int32?
        for _ in 0..<kills {
            let receiver = try await receiver(store, besides: last)
            try await world.write(
                for: .milliseconds(Int.random(in: 20...1_500, using: &generator)), using: &generator)
            let isLate = Bool.random(using: &generator)
            processes.removeValue(forKey: receiver)?.kill()
            // Sometimes the two that are left have to manage.
            if isLate { try await world.write(for: .seconds(1), using: &generator) }
            try start()
            last = receiver
        }
        try await world.checkAnswers()
        print("three processes: killed \(kills) times, \(world.messageCount) messages answered exactly once")
        await store.close()
    }

    func testTheNetworkOfTheStoreIsCut() async throws {
        let database = try PostgreSQLServer()
        var generator = generator
        let world = try await BotWorld()
        // Each process has a way of its own.
        let wires = try (0..<3).map { _ in try Wire(to: .socket(database.socket)) }
        var processes: [BotWorld.Bot] = []
        for wire in wires {
            processes.append(try world.start("postgresql:" + database.parameters(port: wire.port), isShared: true))
        }
        try await world.awaitBot()
        let cuts = kills(3)
        for _ in 0..<cuts {
            try await world.write(for: .milliseconds(500), using: &generator)
            let wire = wires[Int.random(in: wires.indices, using: &generator)]
            wire.cut(true)
            // Some cuts are shorter than the lease, some longer.
            try await world.write(
                for: .milliseconds(Int.random(in: 500...9_000, using: &generator)), using: &generator)
            wire.cut(false)
            // Who lost everything meanwhile ends, and is started anew.
            for (index, process) in processes.enumerated() where !process.isRunning {
                processes[index] = try world.start(
                    "postgresql:" + database.parameters(port: wires[index].port), isShared: true)
            }
        }
        try await world.checkAnswers(starting: {
            for (index, process) in processes.enumerated() where !process.isRunning {
                processes[index] = try world.start(
                    "postgresql:" + database.parameters(port: wires[index].port), isShared: true)
            }
        })
        print("the network of the store: killed \(cuts) times, \(world.messageCount) messages answered exactly once")
    }

    func testAProcessThatWasStoppedSendsNothing() async throws {
        let database = try PostgreSQLServer()
        let store = PostgreSQLStore(database.parameters)
        let rounds = kills(1)
        var generator = generator
        let world = try await BotWorld()
        var processes: [Int32: (bot: BotWorld.Bot, wire: Wire)] = [:]
        func start() throws {
            let wire = try Wire(to: .port(world.port))
            let bot = try world.start("postgresql:" + database.parameters, isShared: true, port: wire.port)
            processes[bot.id] = (bot, wire)
        }
        for _ in 0..<2 { try start() }
        try await world.awaitBot()
        var last: Int32?
        for _ in 0..<rounds {
            let receiver = try await receiver(store, besides: last)
            try await world.write(for: .seconds(1), using: &generator)
            let (bot, wire) = try XCTUnwrap(processes.removeValue(forKey: receiver))
            Foundation.kill(receiver, SIGSTOP)
            // The lease moves while people go on writing, and all of them are answered by the others.
            let begun = Date()
            try await world.write(for: .seconds(1), using: &generator)
            _ = try await self.receiver(store, besides: receiver)
            XCTAssertLessThan(Date().timeIntervalSince(begun), 8)
            try await world.checkAnswers()
            let sent = wire.sent
            Foundation.kill(receiver, SIGCONT)
            // It finds out that everything is another process's, and ends.
            let deadline = Date().addingTimeInterval(20)
            while bot.isRunning, Date() < deadline { try await Task.sleep(for: .milliseconds(20)) }
            XCTAssertFalse(bot.isRunning)
            XCTAssertEqual(wire.sent, sent, "the old receiver sent something")
            bot.kill()
            try start()
            last = receiver
        }
        try await world.checkAnswers()
        print("stopped and continued: killed \(rounds) times, \(world.messageCount) messages answered exactly once")
        await store.close()
    }
    #endif
}
