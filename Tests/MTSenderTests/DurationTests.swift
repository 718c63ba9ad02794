// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

/// Durations that a program may give by mistake, or to say "for ever": none of them may do harm.
final class DurationTests: XCTestCase {
    static let extremes: [Duration] = [
        .zero, .nanoseconds(1), .nanoseconds(-1), .seconds(-1), .nanoseconds(Int64.max), .nanoseconds(Int64.min),
        .milliseconds(Int64.max), .seconds(Int64.max), .seconds(Int64.min), .seconds(Int64.max) + .seconds(Int64.max),
    ]

    private static let error = RPCError(code: 420, message: "FLOOD_WAIT_5", method: "help.getConfig", dataCenter: 1)

    func testJitterStaysBetweenNothingAndTheDuration() {
        var generator = SeededGenerator(seed: 1)
        for duration in Self.extremes + [.milliseconds(3), .seconds(30)] {
            for _ in 0..<100 {
                let drawn = duration.jittered(using: &generator)
                XCTAssertGreaterThanOrEqual(drawn, .zero)
                XCTAssertLessThanOrEqual(drawn, max(duration, .zero))
                XCTAssertLessThanOrEqual(drawn, .longest)
            }
        }
    }

    func testPausesBetweenConnectionsAreNeverNegativeAndNeverTooLong() {
        for first in Self.extremes {
            for limit in Self.extremes {
                let policy = ExponentialRestart(first: first, limit: limit)
                for attempt in [.min, 0, 1, 2, 20, .max] {
                    for error in [SenderError.serverSilent, .transportError(-429)] {
                        let wait = policy.wait(beforeAttempt: attempt, after: error)
                        XCTAssertTrue((.zero ... .longest).contains(wait ?? .seconds(-1)), "\(first) \(limit)")
                    }
                }
            }
            let fixed = FixedRestart(interval: first).wait(beforeAttempt: 1, after: SenderError.serverSilent)
            XCTAssertTrue((.zero ... .longest).contains(fixed?.jittered() ?? .seconds(-1)))
        }
    }

    func testPoliciesDecideWhateverTheirDurationsAre() {
        for one in Self.extremes {
            let breaker = CircuitBreaker(threshold: 1, cooldown: one) { MonotonicTime(nanoseconds: 1) }
            let context = RetryContext(error: Self.error, failureCount: 1, slept: .zero, elapsed: one)
            XCTAssertEqual(breaker.decide(context), .giveUp)
            XCTAssertEqual(breaker.isOpen, one > .zero)
            for other in Self.extremes {
                let policy = AutoSleep(threshold: one, budget: other)
                let waits = one >= .seconds(5) && other >= .seconds(5)
                XCTAssertEqual(policy.decide(context), waits ? .retry(after: .seconds(5)) : .giveUp)
            }
        }
    }

    func testTheSystemSleepsNoLongerThanItMustAndEndsWithItsTask() async throws {
        for end in [MonotonicTime(nanoseconds: .min), MonotonicTime(nanoseconds: -1), MonotonicTime(nanoseconds: 0)] {
            try await Timekeeper.system.sleep(end)
        }
        let sleeper = Task { try await Timekeeper.system.sleep(MonotonicTime(nanoseconds: .max)) }
        sleeper.cancel()
        let result = await sleeper.result
        XCTAssertThrowsError(try result.get())
    }
}
