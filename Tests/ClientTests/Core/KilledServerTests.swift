// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Many calls over real sockets to a process that is killed again and again while it answers them.
///
/// The process remembers what it ran, for it writes that down before it answers, and nothing else of its sessions. What was
/// under way when it died it either ran or did not. A call that must not run twice and lies before one that ran is refused,
/// and its caller is told that nobody knows; one that carries a `random_id` or only reads is made again.
final class KilledServerTests: XCTestCase {
    private static let callCount = 20_000
    private static let deaths = 20
    private static let tasks = 128

    func testTwentyThousandCallsSurviveTwentyDeathsOfTheServersProcess() async throws {
        // What the process keeps for good, it has from here on.
        try ServerProcess().kill()
        try await LocalServer.start().stop()
        let descriptors = try ProcessFigures.descriptorCount()
        let (threads, memory) = (ProcessFigures.threadCount, ProcessFigures.residentMemory)
        let began = ContinuousClock.now
        let ledger = Ledger()
        let connections = Counter()
        let ran = try await within(.seconds(240)) {
            let server = try ServerProcess()
            let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
                .requestTimeout(nil).restartPolicy(.exponential(first: .milliseconds(20), limit: .milliseconds(200)))
                .metrics { metric in
                    if case .connected = metric { connections.increment() }
                }
                .connect()
            try await client.signIn(botToken: server.token)
            server.keepKeys()
            let key = client.core.key(of: 1)?.authKey.id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<Self.tasks {
                    group.addTask {
                        for index in stride(from: task, to: Self.callCount, by: Self.tasks) {
                            ledger.settled(index, await Self.call(index, client))
                        }
                    }
                }
                try await Self.killAgainAndAgain(server, ledger)
                try await group.waitForAll()
            }
            XCTAssertEqual(client.core.pool.pendingCallCount, 0)
            XCTAssertEqual(client.core.pool.sleeperCount, 0)
            // Deaths of the server are no reason to give up the key or the account.
            XCTAssertEqual(client.core.key(of: 1)?.authKey.id, key)
            XCTAssertNotNil(client.account)
            await client.disconnect()
            return try server.whatRan()
        }
        let (outcomes, problems) = ledger.judge(count: Self.callCount, ran)
        XCTAssertEqual(problems.prefix(20), [])
        XCTAssertGreaterThan(connections.count, Self.deaths)
        // The process did die between running calls and answering them.
        XCTAssertNotNil(outcomes["must run once: unknown"] ?? outcomes["random id: RANDOM_ID_DUPLICATE"])
        print(
            "\(Self.deaths) deaths: \(outcomes), \(connections.count) connections, \(ContinuousClock.now - began); "
                + "descriptors \(descriptors) → \(try ProcessFigures.descriptorCount()), "
                + "threads \(threads) → \(ProcessFigures.threadCount), "
                + "memory \(memory >> 20) → \(ProcessFigures.residentMemory >> 20) MiB")
        // Descriptors are closed by the I/O thread, a moment later, and Dispatch opens some for itself when it first needs
        // them. A leak would leave at least one for each death.
        try await within {
            while try ProcessFigures.descriptorCount() > descriptors + Self.deaths / 2 {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Kills the process at moments that the seed decides, and starts it again.
    private static func killAgainAndAgain(_ server: ServerProcess, _ ledger: Ledger) async throws {
        var generator = SeededGenerator(seed: 11)
        for death in 1...deaths {
            let due = death * callCount / (deaths + 1) + Int.random(in: 0..<callCount / 50, using: &generator)
            while ledger.settledCount < due { try await Task.sleep(for: .milliseconds(1)) }
            try await Task.sleep(for: .microseconds(Int64.random(in: 0..<3_000, using: &generator)))
            server.kill()
            try server.startAgain()
        }
    }

    /// Half of the calls must not run twice, a quarter carries a `random_id`, a quarter only reads.
    private static func call(_ index: Int, _ client: TelegramClient) async -> String {
        await outcome { () throws(InvocationError) in
            switch index % 4 {
            case 0, 1:
                _ = try await client.invoke(TL.account.DeleteBusinessChatLink(slug: "\(index)"))
            case 2:
                let message = TL.messages.SendMessage(peer: .peerSelf, message: "\(index)", randomID: Int64(index + 1))
                _ = try await client.invoke(message)
            default:
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            }
        }
    }

    /// What became of the calls.
    private final class Ledger: Sendable {
        private let state = Lock<[Int: [String]]>([:])

        var settledCount: Int { state.withLock(\.count) }

        func settled(_ index: Int, _ result: String) {
            state.withLock { $0[index, default: []].append(result) }
        }

        /// How many calls ended how, and what must not have happened.
        ///
        /// - Parameters:
        ///   - count: How many calls there were.
        ///   - ran: How often each call ran, as the server wrote it down.
        /// - Returns: How often each outcome was, and what is wrong.
        func judge(count: Int, _ ran: [String: Int]) -> (outcomes: [String: Int], problems: [String]) {
            let results = state.withLock(\.self)
            var outcomes: [String: Int] = [:]
            var problems: [String] = []
            for index in 0..<count {
                let all = results[index] ?? []
                let result = all.first ?? "nothing"
                let runs = ran["\(index)"] ?? 0
                let kind = ["must run once", "must run once", "random id", "reads"][index % 4]
                outcomes["\(kind): \(result)", default: 0] += 1
                // The last message of a call with a random id may be that the server has it already.
                let isRight =
                    switch (kind, result) {
                    case ("must run once", "answered"), ("random id", "answered"), ("random id", "RANDOM_ID_DUPLICATE"):
                        runs == 1
                    case ("must run once", "unknown"): runs <= 1
                    case ("reads", "answered"): runs == 0
                    default: false
                    }
                if all.count != 1 || !isRight { problems.append("\(index) (\(kind)): \(all), ran \(runs) times") }
            }
            return (outcomes, problems)
        }
    }
}
