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
