// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramLocalServer
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// Twenty people of a local server, and the processes of a bot that answers each of their messages with two.
final class BotWorld {
    /// A process of the bot.
    final class Bot {
        private let process: Process

        var id: Int32 { process.processIdentifier }
        var isRunning: Bool { process.isRunning }

        fileprivate init(_ process: Process) { self.process = process }

        deinit { kill() }

        func kill() {
            guard process.isRunning else { return }
            Foundation.kill(id, SIGCONT)
            Foundation.kill(id, SIGKILL)
            process.waitUntilExit()
        }
    }

    let port: UInt16
    private let folder: TemporaryFolder
    private let server: LocalServer
    let bot: LocalBot
    private let people: [LocalPerson]
    private var sent: [Int]

    init() async throws {
        folder = try TemporaryFolder()
        server = try await LocalServer.start()
        try folder.write(Array(server.publicKey.pem.utf8), "key.pem")
        bot = try server.addBot(username: "test_bot")
        people = try (0..<20).map { [server] in try server.addPerson("Person \($0)", username: "person_\($0)") }
        port = try XCTUnwrap(server.dataCenters.first?.port)
        sent = [Int](repeating: 0, count: people.count)
    }

    var messageCount: Int { sent.reduce(0, +) }

    /// Starts a process.
    func start(_ store: String, isShared: Bool = false, port: UInt16? = nil) throws -> Bot {
        var arguments = ["bot", store, "\(port ?? self.port)", folder.file("key.pem"), bot.token]
        if isShared { arguments.append("shared") }
        return Bot(try StoreKillProcess.start(arguments).process)
    }

    /// Waits until the bot answers for the first time: what was sent before it was ever there is not its business.
    func awaitBot() async throws {
        let early = try server.addPerson("Early", username: "early")
        for _ in 0..<300 {
            try await early.send("hello", to: bot)
            if (try? await early.expect(.any, from: bot, within: .milliseconds(100))) != nil { return }
        }
        XCTFail("the bot does not answer")
    }

    /// Lets people write for a while.
    func write(for duration: Duration, using generator: inout SeededGenerator) async throws {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            let person = Int.random(in: people.indices, using: &generator)
            sent[person] += 1
            try await people[person].send("\(sent[person])", to: bot)
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...30, using: &generator)))
        }
    }

    /// Adds another person.
    func person(_ name: String) throws -> LocalPerson { try server.addPerson(name, username: name) }

    /// What the bot has written to somebody.
    func answers(to person: LocalPerson) -> [String] {
        person.history(with: bot).filter { $0.sender == bot.id }.map(\.text)
    }

    private func answers(to person: Int) -> [String] { answers(to: people[person]) }

    /// Waits until everybody is answered, and checks that nobody is answered twice or out of order.
    func checkAnswers(starting restart: () throws -> Void = {}) async throws {
        let deadline = Date().addingTimeInterval(60)
        while !people.indices.allSatisfy({ answers(to: $0).count >= 2 * sent[$0] }), Date() < deadline {
            try restart()
            try await Task.sleep(for: .milliseconds(20))
        }
        // Who is to answer twice does so now.
        try await Task.sleep(for: .milliseconds(300))
        for person in people.indices {
            let expected = (0..<sent[person]).flatMap { ["first: \($0 + 1)", "second: \($0 + 1)"] }
            XCTAssertEqual(answers(to: person), expected, "person \(person)")
        }
    }
}
