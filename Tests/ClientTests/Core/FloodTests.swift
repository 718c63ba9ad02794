// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Floods; see core.telegram.org/api/errors#420-flood.
final class FloodTests: XCTestCase {
    private static func flood(_ seconds: Int, _ method: String = "users.getUsers", times: Int = 1) -> LocalFault {
        LocalFault(.answer(RPCFailure(420, .floodWait, value: seconds)), methods: [method], occurrence: .times(times))
    }

    private static let call = TL.users.GetUsers(id: [.userSelf])

    func testAFloodOfOneMethodDoesNotDelayAnother() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(Self.flood(3))
            let begun = clock.elapsed
            async let slow = client.invoke(Self.call)
            while client.core.pool.sleeperCount == 0 { await Task.yield() }
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            // The other call still waits.
            XCTAssertEqual(client.core.pool.sleeperCount, 1)
            _ = try await slow
            XCTAssertGreaterThanOrEqual(clock.elapsed - begun, .seconds(3))
            await client.disconnect()
        }
    }

    /// Makes a call in a chat, and says how often the server was asked and what came of it.
    private static func send(
        _ text: String, to person: LocalPerson, from bot: LocalBot, _ client: TelegramClient, _ local: LocalClients,
        isRaw: Bool
    ) async throws -> (asked: Int, outcome: String) {
        func asked() -> Int {
            let report = local.server.report()
            return (report.calls["messages.sendMessage"] ?? 0)
                + report.failures.filter { $0.key.hasPrefix("messages.sendMessage") }.values.reduce(0, +)
        }
        let before = asked()
        let result = await outcome { () throws(InvocationError) in
            if isRaw {
                let hash = local.server.accessHash(of: person.id, for: bot)
                _ = try await client.invoke(
                    TL.messages.SendMessage(
                        peer: .user(.init(userID: person.id, accessHash: hash)), message: text,
                        randomID: client.core.randomID()))
            } else {
                try await client.sendMessage(to: PeerID.user(person.id), text)
            }
        }
        return (asked() - before, result)
    }

    func testAFloodAndSlowModeOfOneChatStopNoOther() async throws {
        for isRaw in [false, true] {
            for (name, isSlowMode) in [(TLErrorName.floodWait, false), (.slowmodeWait, true)] {
                try await withVirtualTime { local, clock in
                    let (client, bot) = try await local.makeBot(clock) { $0.retryPolicy(NoRetries()) }
                    let people = try (0..<3).map { try local.server.addPerson("Person \($0)") }
                    for person in people { try await person.send("/start", to: bot) }
                    try await Self.read(3, client)
                    func refuseNext() {
                        local.server.inject(
                            LocalFault(
                                .answer(RPCFailure(420, name, value: 30)), methods: ["messages.sendMessage"],
                                occurrence: .times(1)))
                    }
                    func send(_ index: Int) async throws -> (asked: Int, outcome: String) {
                        try await Self.send("x", to: people[index], from: bot, client, local, isRaw: isRaw)
                    }
                    refuseNext()
                    var sent = try await send(0)
                    XCTAssertEqual(sent.outcome, name.rawValue)
                    // It is remembered, for this chat and no other.
                    sent = try await send(0)
                    XCTAssertEqual(sent.asked, 0, "\(name) raw: \(isRaw)")
                    XCTAssertEqual(sent.outcome, TLErrorName.floodWait.rawValue)
                    sent = try await send(1)
                    XCTAssertEqual(sent.outcome, "answered")
                    // A second chat at the same time tells of the account, unless the chats have rules of their own.
                    refuseNext()
                    sent = try await send(1)
                    XCTAssertEqual(sent.outcome, name.rawValue)
                    sent = try await send(2)
                    XCTAssertEqual(sent.asked, isSlowMode ? 1 : 0)
                    XCTAssertEqual(sent.outcome, isSlowMode ? "answered" : TLErrorName.floodWait.rawValue)
                    try await clock.sleep(until: clock.elapsed + .seconds(31))
                    for index in 0..<3 {
                        sent = try await send(index)
                        XCTAssertEqual(sent.outcome, "answered")
                    }
                    await client.disconnect()
                }
            }
        }
    }

    /// Reads updates, so that their senders are known.
    private static func read(_ count: Int, _ client: TelegramClient) async throws {
        var rest = count
        for await _ in client.updates {
            rest -= 1
            if rest == 0 { return }
        }
    }

    func testAFloodOfAMethodThatIsTheAccountsHoldsForAllChats() async throws {
        try await withVirtualTime { local, clock in
            let person = try local.server.addPerson("Ann", username: "annann")
            let other = try local.server.addPerson("Bob", username: "bobbob")
            let client = try await local.builder(clock).retryPolicy(NoRetries()).connect()
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: person.phone) else {
                return XCTFail("no code is asked for")
            }
            _ = try await client.signIn(with: code, code: person.loginCode)
            _ = try await client.resolve("@bobbob")
            local.server.inject(Self.flood(30, "messages.getHistory"))
            func history(_ peer: TL.InputPeer) async -> String {
                await outcome { () throws(InvocationError) in
                    try await client.core.call(peer) { (peer) throws(InvocationError) in
                        TL.messages.GetHistory(
                            peer: peer, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 1, maxID: 0, minID: 0, hash: 0)
                    }
                }
            }
            let first = await history(.peerSelf)
            XCTAssertEqual(first, TLErrorName.floodWait.rawValue)
            let second = await history(
                .user(.init(userID: other.id, accessHash: local.server.accessHash(of: other.id, for: person))))
            XCTAssertEqual(second, TLErrorName.floodWait.rawValue)
            XCTAssertEqual(local.server.report().failures["messages.getHistory: 420 FLOOD_WAIT_30"], 1)
            await client.disconnect()
        }
    }

    func testAFloodLongerThanTheDeadlineFailsAtOnceWithTheWait() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(Self.flood(30))
            for attempt in 1...2 {
                do throws(InvocationError) {
                    // The second time the server is not even asked.
                    _ = try await client.invoke(Self.call, options: .init(timeout: .seconds(10)))
                    XCTFail("the flood is over after 30 s")
                } catch {
                    XCTAssertTrue(error.is(.floodWait), "\(error)")
                    let wait = try XCTUnwrap(error.rpcError?.floodWait)
                    XCTAssertTrue(wait <= .seconds(30) && wait > .seconds(15), "\(attempt): \(wait)")
                }
            }
            XCTAssertEqual(local.server.report().failures["users.getUsers: 420 FLOOD_WAIT_30"], 1)
            await client.disconnect()
        }
    }

    func testAFloodBeyondTheThresholdIsTheCallers() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            local.server.inject(Self.flood(61))
            let result = await outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            XCTAssertEqual(result, "FLOOD_WAIT_X")
            await client.disconnect()
        }
    }

    func testThePremiumWaitIsSatOutHoweverLong() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(420, .floodPremiumWait, value: 90)), methods: ["users.getUsers"],
                    occurrence: .times(1)))
            let begun = clock.elapsed
            _ = try await client.invoke(Self.call)
            XCTAssertGreaterThanOrEqual(clock.elapsed - begun, .seconds(90))
            await client.disconnect()
        }
    }

    func testFloodsAreSeenAndNeverEnteredTwice() async throws {
        try await withFastClients { local, clock in
            let metrics = Lock<[FloodEvent]>([])
            let (client, _) = try await local.makeBot(clock) { builder in
                builder.metrics { metric in
                    if case .flood(let flood) = metric { metrics.withLock { $0.append(flood) } }
                }
            }
            local.server.inject(Self.flood(5))
            _ = try await client.invoke(Self.call)
            let floods = metrics.withLock { $0 }
            XCTAssertEqual(floods.map(\.method), ["users.getUsers"])
            XCTAssertEqual(floods.map(\.wait), [.seconds(5)])
            XCTAssertEqual(floods.map(\.isAutomatic), [true])
            await client.disconnect()
        }
    }

    func testADisconnectEndsAWait() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.inject(Self.flood(50))
            async let result = outcome { () throws(InvocationError) in try await client.invoke(Self.call) }
            while client.core.pool.sleeperCount == 0 { await Task.yield() }
            await client.disconnect()
            let ended = await result
            XCTAssertEqual(ended, "disconnected")
        }
    }

    func testTheEndOfAFloodIsReportedThoughNoCallWaitsForIt() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(Self.flood(50))
            let task = Task { await outcome { () throws(InvocationError) in try await client.invoke(Self.call) } }
            while client.core.pool.sleeperCount == 0 { await Task.yield() }
            task.cancel()
            let ended = await task.value
            XCTAssertEqual(ended, "cancelled")
            for await health in client.health {
                if case .live = health { break }
            }
            await client.disconnect()
        }
    }

    func testACancellationEndsAWait() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.inject(Self.flood(50))
            let task = Task { await outcome { () throws(InvocationError) in try await client.invoke(Self.call) } }
            while client.core.pool.sleeperCount == 0 { await Task.yield() }
            task.cancel()
            let ended = await task.value
            XCTAssertEqual(ended, "cancelled")
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            await client.disconnect()
        }
    }

    func testAnOpenBreakerLetsNoCallThrough() async throws {
        try await withFastClients { local, clock in
            let breaker = CircuitBreaker(threshold: 1, cooldown: .seconds(3_600))
            let (client, _) = try await local.makeBot(clock)
            let id = local.server.inject(
                LocalFault(
                    .answer(RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL"))), methods: ["users.getUsers"]))
            let options = CallOptions(retryPolicy: breaker)
            var results: [String] = []
            for _ in 0..<3 {
                results.append(
                    await outcome { () throws(InvocationError) in try await client.invoke(Self.call, options: options) }
                )
            }
            XCTAssertEqual(results[0], "RPC_CALL_FAIL")
            XCTAssertEqual(local.server.occurrences(of: id), 1, "\(results)")
            await client.disconnect()
        }
    }

    func testAnOpenBreakerWaitsByTheClientsClock() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) {
                $0.retryPolicy(.circuitBreaker(failures: 1, cooldown: .seconds(40)))
            }
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL"))), methods: ["users.getUsers"],
                    occurrence: .times(1)))
            var results: [String] = []
            for wait in [0, 0, 41] {
                try await clock.timekeeper.sleep(clock.timekeeper.now() + .seconds(wait))
                results.append(
                    await outcome { () throws(InvocationError) in try await client.invoke(Self.call) })
            }
            // Forty of the client's seconds are much less than one of the system's.
            let refused = "\(InvocationError.refusedByPolicy(method: "users.getUsers"))"
            XCTAssertEqual(results, ["RPC_CALL_FAIL", refused, "answered"])
            await client.disconnect()
        }
    }

    func testAFloodThatIsWaitedForIsNoFailureToTheBreaker() async throws {
        try await withFastClients { local, clock in
            let breaker = CircuitBreaker(threshold: 3, cooldown: .seconds(3_600))
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(Self.flood(5))
            let results = await withTaskGroup(of: String.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in
                            try await client.invoke(Self.call, options: CallOptions(retryPolicy: breaker))
                        }
                    }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            XCTAssertEqual(results, ["answered"])
            XCTAssertFalse(breaker.isOpen)
            await client.disconnect()
        }
    }
}
