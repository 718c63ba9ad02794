// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Many calls over real sockets, while everything goes wrong that can.
final class BadLinkTests: XCTestCase {
    private static let callCount = 20_000
    private static let tasks = 128

    func testTwentyThousandCallsOverABadLinkAreEachSettledAndRunOnceAtMost() async throws {
        try await run("bad link") { server in
            Self.spoil(server)
        }
    }

    func testTwentyThousandCallsSurviveTwentyRestartsOfTheServer() async throws {
        try await run("20 restarts") { _ in
        } during: { server, ledger in
            for restart in 1...20 {
                while ledger.settledCount < restart * Self.callCount / 21 {
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await server.restart(forgettingSessions: restart.isMultiple(of: 2))
            }
        }
    }

    func testServersThatForgetOrRefuseWhatComesAgainRunNothingTwice() async throws {
        for (name, policy) in [("forgetful", ServerPolicy.forgetful), ("standalone refused", .standaloneRefused)] {
            try await run(name, calls: 3_000, policy: policy) { server in
                for kind: LocalFault.Kind in [.closeAfterRunning, .closeBeforeRunning, .duplicateAnswer] {
                    server.inject(
                        LocalFault(
                            kind, methods: ["account.deleteBusinessChatLink"], occurrence: .probability(0.004)))
                }
            }
        }
    }

    /// Lets each kind of trouble have its chance.
    private static func spoil(_ server: LocalServer) {
        let troubles: [(LocalFault.Kind, Double)] = [
            (.closeBeforeRunning, 0.002), (.closeAfterRunning, 0.002), (.ignoreMessage, 0.0005), (.loseAnswer, 0.0005),
            (.duplicateAnswer, 0.02), (.delayAnswer(.milliseconds(70)), 0.02), (.badServerSalt, 0.005),
            (.badMessage(code: 16), 0.0005), (.badMessage(code: 20), 0.0005), (.badMessage(code: 17), 0.0001),
            (.badMessage(code: 32), 0.0001), (.badMessage(code: 64), 0.0001), (.transportError(-429), 0.0002),
            (.transportError(-404), 0.0002), (.forgetSessions, 0.0002),
            (.answer(RPCFailure(420, .floodWait, value: 1)), 0.0002),
            (.answer(RPCFailure(-503, TLErrorName(rawValue: "Timeout"))), 0.002),
        ]
        for (kind, probability) in troubles {
            server.inject(
                LocalFault(
                    kind, methods: ["account.deleteBusinessChatLink"],
                    occurrence: .probability(probability)))
        }
    }

    private func run(
        _ name: String, calls: Int = callCount, policy: ServerPolicy = .strict,
        _ prepare: @escaping @Sendable (LocalServer) -> Void,
        during trouble: @escaping @Sendable (LocalServer, Ledger) async throws -> Void = { _, _ in }
    ) async throws {
        // What the process keeps for good, it has from here on.
        try await LocalServer.start().stop()
        let descriptors = try ProcessFigures.descriptorCount()
        let memory = ProcessFigures.residentMemory
        let began = ContinuousClock.now
        let clock = VirtualClock()
        var configuration = LocalServerConfiguration()
        configuration.seed = 7
        configuration.time = clock.localTime
        configuration.policy = policy
        let server = try await LocalServer.start(configuration)
        let ledger = Ledger()
        server.handle(TL.account.DeleteBusinessChatLink.self) { call in
            ledger.ran(call.request.slug)
            return true
        }
        let connections = Counter()
        let client = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).time(clock.timekeeper)
            .requestTimeout(nil).retryPolicy(.autoSleep(threshold: .seconds(60)))
            .metrics { metric in
                if case .connected = metric { connections.increment() }
            }
        let bot = try server.addBot(username: "test_bot")
        try await within(.seconds(240)) { [client] in
            let ticking = Task { await clock.run(timesFaster: 20) }
            defer { ticking.cancel() }
            let client = try await client.connect()
            try await client.signIn(botToken: bot.token)
            prepare(server)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await trouble(server, ledger) }
                for task in 0..<Self.tasks {
                    group.addTask {
                        for index in stride(from: task, to: calls, by: Self.tasks) {
                            let result = await outcome { () throws(InvocationError) in
                                try await client.invoke(TL.account.DeleteBusinessChatLink(slug: "\(index)"))
                            }
                            ledger.settled("\(index)", result)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let pending = client.core.pool.pendingCallCount
            XCTAssertEqual(pending, 0)
            await client.disconnect()
        }
        server.stop()
        let (outcomes, problems) = ledger.judge(count: calls)
        XCTAssertEqual(problems, [])
        XCTAssertGreaterThan(connections.count, 10)
        // Descriptors are closed by the I/O thread, a moment later.
        try await within {
            while try ProcessFigures.descriptorCount() > descriptors + 2 { try await Task.sleep(for: .milliseconds(1)) }
        }
        print(
            "\(name): \(outcomes), \(connections.count) connections, \(ContinuousClock.now - began), "
                + "\(clock.elapsed) by their clock; descriptors \(descriptors) → \(try ProcessFigures.descriptorCount()), "
                + "memory \(memory >> 20) → \(ProcessFigures.residentMemory >> 20) MiB, sleepers \(clock.sleeperCount)")
    }
}

/// Which calls ran, and what became of them.
private final class Ledger: Sendable {
    private struct State: Sendable {
        var runs: [String: Int] = [:]
        var results: [String: [String]] = [:]
    }

    private let state = Lock(State())

    var settledCount: Int { state.withLock { $0.results.count } }

    func ran(_ name: String) {
        state.withLock { $0.runs[name, default: 0] += 1 }
    }

    func settled(_ name: String, _ result: String) {
        state.withLock { $0.results[name, default: []].append(result) }
    }

    /// How many calls ended how, and what must not have happened.
    func judge(count: Int) -> (outcomes: [String: Int], problems: [String]) {
        state.withLock { state in
            var outcomes: [String: Int] = [:]
            var problems: [String] = []
            for index in 0..<count {
                let results = state.results["\(index)"] ?? []
                let runs = state.runs["\(index)"] ?? 0
                if results.count != 1 { problems.append("\(index) ended \(results.count) times") }
                if runs > 1 { problems.append("\(index) ran \(runs) times") }
                let result = results.first ?? "nothing"
                outcomes[result, default: 0] += 1
                if result == "answered", runs != 1 { problems.append("\(index) was answered and ran \(runs) times") }
                // The server says -503 of calls that it may have run: the caller gets to know that.
                if !["answered", "unknown", "Timeout"].contains(result) { problems.append("\(index): \(result)") }
            }
            return (outcomes, problems)
        }
    }
}
