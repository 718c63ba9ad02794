// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// A bot with a journal that is killed while people write to it: the server sees each message answered exactly once.
///
/// `FEROGRAM_KILLS` in the environment says how often it is killed, `FEROGRAM_SEED` when.
final class KilledBotTests: XCTestCase {
    private func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    private func run(_ store: String, processes count: Int = 1, kills: Int) async throws {
        let kills = number("FEROGRAM_KILLS") ?? kills
        var generator = SeededGenerator(seed: UInt64(number("FEROGRAM_SEED") ?? 1))
        let folder = try TemporaryFolder()
        let server = try await LocalServer.start()
        try folder.write(Array(server.publicKey.pem.utf8), "key.pem")
        let bot = try server.addBot(username: "test_bot")
        let people = try (0..<20).map { try server.addPerson("Person \($0)", username: "person_\($0)") }
        let port = try XCTUnwrap(server.dataCenters.first?.port)
        func start() throws -> Process {
            try StoreKillProcess.start(["bot", store, "\(port)", folder.file("key.pem"), bot.token]).process
        }
        var sent = [Int](repeating: 0, count: people.count)
        var processes = try (0..<count).map { _ in try start() }
        defer { for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        func answers(_ person: Int) -> [String] {
            people[person].history(with: bot).filter { $0.sender == bot.id }.map(\.text)
        }
        func isAnswered() -> Bool { people.indices.allSatisfy { answers($0).count >= 2 * sent[$0] } }
        for _ in 0..<kills {
            // Some kills come while the bot begins, some while it works.
            let end = Date().addingTimeInterval(Double.random(in: 0.02...0.9, using: &generator))
            while Date() < end {
                let person = Int.random(in: people.indices, using: &generator)
                sent[person] += 1
                try await people[person].send("\(sent[person])", to: bot)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...30, using: &generator)))
            }
            let victim = Int.random(in: processes.indices, using: &generator)
            kill(processes[victim].processIdentifier, SIGKILL)
            processes[victim].waitUntilExit()
            processes[victim] = try start()
        }
        let deadline = Date().addingTimeInterval(60)
        while !isAnswered(), Date() < deadline { try await Task.sleep(for: .milliseconds(20)) }
        // Whoever is to answer twice does so now.
        try await Task.sleep(for: .milliseconds(300))
        for person in people.indices {
            let expected = (0..<sent[person]).flatMap { ["first: \($0 + 1)", "second: \($0 + 1)"] }
            XCTAssertEqual(answers(person), expected, "person \(person)")
        }
        print("\(store.prefix(8)): killed \(kills) times, \(sent.reduce(0, +)) messages answered exactly once")
    }

    func testABotWithAFileIsKilled() async throws {
        let folder = try TemporaryFolder()
        try await run("file:" + folder.file("store"), kills: 8)
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
        try await run("postgresql:" + server.parameters, processes: 3, kills: 8)
    }
    #endif
}
