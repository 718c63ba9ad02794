// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// Calls that run one after another; see core.telegram.org/method/invokeAfterMsg.
final class OrderTests: XCTestCase {
    private static func call(_ name: String) -> TL.help.GetDeepLinkInfo { TL.help.GetDeepLinkInfo(path: name) }

    /// Notes what the server runs, in the order in which it has run it.
    private final class Runs: Sendable {
        private let list = Lock<[String]>([])

        var all: [String] { list.withLock { $0 } }
        /// What ran first, second, and so on; calls that may run twice do now and then.
        var first: [String] {
            var seen: Set<String> = []
            return all.filter { seen.insert($0).inserted }
        }

        init(at server: LocalServer, seed: UInt64 = 1) {
            let randomness = Lock(SeededGenerator(seed: seed))
            server.handle(TL.help.GetDeepLinkInfo.self) { [self] call in
                // Calls that need not wait for each other overtake each other here.
                for _ in 0..<randomness.withLock({ Int.random(in: 0..<20, using: &$0) }) { await Task.yield() }
                list.withLock { $0.append(call.request.path) }
                return .empty
            }
        }
    }

    /// Makes calls of orders, each in line before the next; nobody else may make any meanwhile.
    private static func makeCalls(
        _ calls: [(name: String, orders: [CallOrder])], of client: TelegramClient
    ) async throws -> [Task<String, Never>] {
        var tasks: [Task<String, Never>] = []
        for (name, orders) in calls {
            let before = client.core.pool.lines.withLock { $0.entered }
            tasks.append(
                Task {
                    var options = CallOptions()
                    options.orders = orders
                    return await outcome { () throws(InvocationError) in
                        try await client.invoke(Self.call(name), options: options)
                    }
                })
            while client.core.pool.lines.withLock({ $0.entered }) == before { await Task.yield() }
        }
        return tasks
    }

    private static func makeCalls(
        _ names: [String], of client: TelegramClient, in orders: [CallOrder]
    ) async throws -> [Task<String, Never>] {
        try await makeCalls(names.map { ($0, orders) }, of: client)
    }

    private static func outcomes(_ tasks: [Task<String, Never>]) async -> Set<String> {
        var outcomes: Set<String> = []
        for task in tasks { outcomes.insert(await task.value) }
        return outcomes
    }

    /// None of the answers has come when the last of the calls has run.
    func testTheyNeedNotWaitForEachOthersAnswers() async throws {
        let clock = VirtualClock()
        let local = try await LocalClients { $0.time = clock.localTime }
        try await within {
            let (client, _) = try await local.makeBot(clock)
            let runs = Runs(at: local.server)
            local.server.inject(LocalFault(.delayAnswer(.seconds(1)), methods: ["help.getDeepLinkInfo"]))
            let names = (0..<CallLines.window).map(String.init)
            let tasks = try await Self.makeCalls(names, of: client, in: [CallOrder()])
            // The clock stands still, and with it the answers.
            while runs.all.count < names.count { await Task.yield() }
            XCTAssertEqual(runs.all, names)
            // Some of the answers may not have begun to wait.
            async let _: Void = clock.run(timesFaster: 100)
            let outcomes = await Self.outcomes(tasks)
            XCTAssertEqual(outcomes, ["answered"])
            await client.disconnect()
        }
    }

    func testTheOrderHoldsWhateverHappensToThem() async throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            try await withFastClients { configuration in
                configuration.seed = seed
            } _: { local, clock in
                let (client, _) = try await local.makeBot(clock) {
                    $0.requestTimeout(nil).restartPolicy(.fixed(.seconds(1)))
                }
                let runs = Runs(at: local.server, seed: seed)
                // Drawn for each call of a packet, of which ten are often in one.
                let faults: [(LocalFault.Kind, Double)] = [
                    (.closeBeforeRunning, 0.004), (.closeAfterRunning, 0.004), (.loseAnswer, 0.004),
                    (.duplicateAnswer, 0.1), (.delayAnswer(.milliseconds(700)), 0.1), (.badServerSalt, 0.004),
                    (.badMessage(code: 16), 0.004), (.badMessage(code: 32), 0.002), (.forgetSessions, 0.002),
                    (.ignoreMessage, 0.002), (.answer(RPCFailure(420, .floodWait, value: 2)), 0.02),
                    (.answer(RPCFailure(500, .timeout)), 0.01), (.answer(RPCFailure(400, .connectionNotInited)), 0.01),
                ]
                for (kind, probability) in faults {
                    local.server.inject(
                        LocalFault(
                            kind, methods: ["help.getDeepLinkInfo"], occurrence: .probability(probability)))
                }
                let (left, right) = (CallOrder(), CallOrder())
                let names = (0..<30).map { "\($0)" }
                let calls = names.flatMap { [("left \($0)", [left]), ("right \($0)", [right])] }
                let results = await Self.outcomes(try await Self.makeCalls(calls, of: client))
                XCTAssertEqual(results, ["answered"], "seed \(seed)")
                let first = runs.first
                XCTAssertEqual(first.filter { $0.hasPrefix("left") }, names.map { "left \($0)" }, "seed \(seed)")
                XCTAssertEqual(first.filter { $0.hasPrefix("right") }, names.map { "right \($0)" }, "seed \(seed)")
                XCTAssertEqual(client.core.pool.lines.withLock { $0.count }, 0)
                await client.disconnect()
            }
        }
    }

    func testACallThatFailsLetsTheOthersRun() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let runs = Runs(at: local.server)
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(400, .peerIDInvalid)), methods: ["help.getDeepLinkInfo"], occurrence: .times(1)))
            let tasks = try await Self.makeCalls((0..<5).map(String.init), of: client, in: [CallOrder()])
            var outcomes: [String] = []
            for task in tasks { outcomes.append(await task.value) }
            XCTAssertEqual(outcomes, ["PEER_ID_INVALID"] + Array(repeating: "answered", count: 4))
            XCTAssertEqual(runs.all, (1..<5).map(String.init))
            await client.disconnect()
        }
    }

    func testACallThatGoesToAnotherDataCentreIsWaitedFor() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let runs = Runs(at: local.server)
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(303, .fileMigrate, value: 2)), methods: ["help.getDeepLinkInfo"],
                    occurrence: .times(1)))
            let names = (0..<5).map(String.init)
            let outcomes = await Self.outcomes(try await Self.makeCalls(names, of: client, in: [CallOrder()]))
            XCTAssertEqual(outcomes, ["answered"])
            XCTAssertEqual(runs.all, names)
            await client.disconnect()
        }
    }

    func testACallThatIsGivenUpLetsTheOthersRun() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let (stream, door) = AsyncStream.makeStream(of: Void.self)
            let (waiting, ran) = (Counter(), Counter())
            local.server.handle(TL.help.GetDeepLinkInfo.self) { call in
                if call.request.path == "0" {
                    waiting.increment()
                    for await _ in stream {}
                }
                ran.increment()
                return .empty
            }
            let tasks = try await Self.makeCalls((0..<3).map(String.init), of: client, in: [CallOrder()])
            while waiting.count == 0 { await Task.yield() }
            tasks[1].cancel()
            tasks[0].cancel()
            let first = await tasks[0].value
            let second = await tasks[1].value
            XCTAssertEqual([first, second], ["cancelled", "cancelled"])
            door.finish()
            let third = await tasks[2].value
            XCTAssertEqual(third, "answered")
            await client.disconnect()
        }
    }

    func testACallThatWaitsForItsTurnEndsAtItsDeadline() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let (stream, door) = AsyncStream.makeStream(of: Void.self)
            let waiting = Counter()
            local.server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
                waiting.increment()
                for await _ in stream {}
                return true
            }
            let order = CallOrder()
            async let first = outcome { () throws(InvocationError) in
                try await client.invoke(
                    TL.account.DeleteBusinessChatLink(slug: "name"), options: .init(order: order))
            }
            while waiting.count == 0 { await Task.yield() }
            let second = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.help.GetConfig(), options: .init(timeout: .milliseconds(10), order: order))
            }
            XCTAssertEqual(second, "too late")
            door.finish()
            let result = await first
            XCTAssertEqual(result, "answered")
            await client.disconnect()
        }
    }
}
