// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

@testable import FerogramMTSender

/// Mistakes that policies of waiting and repeating are prone to.
final class PolicyRegressionTests: XCTestCase {
    private func context(
        _ code: Int, _ message: String, failures: Int = 1, slept: Duration = .zero, isForeseen: Bool = false,
        isRepeatable: Bool = true
    ) -> RetryContext {
        let error = RPCError(code: code, message: message, method: "messages.sendMessage", dataCenter: 2)
        return RetryContext(
            error: error, failureCount: failures, slept: slept, elapsed: slept, isForeseen: isForeseen,
            isRepeatable: isRepeatable)
    }

    // MARK: Calls that must not run twice

    func testTroubleOfTheServerEndsACallThatMustNotRunTwice() {
        for (code, message) in [(500, "INTERNAL"), (-503, "Timeout"), (-500, "UNKNOWN")] {
            for policy in [AutoSleep(), CircuitBreaker()] as [any RetryPolicy] {
                XCTAssertEqual(policy.decide(context(code, message, isRepeatable: false)), .giveUp, "\(policy)")
                XCTAssertNotEqual(policy.decide(context(code, message)), .giveUp, "\(policy)")
            }
        }
        // A flood says that the call was not run.
        let flood = context(420, "FLOOD_WAIT_5", isRepeatable: true)
        XCTAssertEqual(flood.floodWait, .seconds(5))
        XCTAssertEqual(AutoSleep().decide(flood), .retry(after: .seconds(5)))
    }

    func testErrorsThatComeBeforeTheCallSaySo() {
        let rows: [(Int, String, Bool)] = [
            (500, "MSG_WAIT_FAILED", true), (500, "WORKER_BUSY_TOO_LONG_RETRY", true),
            (-500, "No workers running", true),
            (420, "FLOOD_WAIT_3", true), (500, "INTERNAL", false), (-503, "Timeout", false), (-429, "", false),
        ]
        for (code, message, isNotRun) in rows {
            let error = RPCError(code: code, message: message, method: "messages.createChat", dataCenter: 2)
            XCTAssertEqual(error.isNotRun, isNotRun, message)
        }
    }

    // MARK: Trials of the breaker

    func testTheBreakerLetsOneCallTryAfterItsCooldownAndNoOther() {
        let hands = Hands()
        let breaker = CircuitBreaker(threshold: 1, cooldown: .seconds(30)) { hands.now }
        _ = breaker.decide(context(500, "INTERNAL"))
        XCTAssertFalse(breaker.permits("a"))
        hands.advance(by: .seconds(30))
        XCTAssertTrue(breaker.permits("a"))
        XCTAssertFalse(breaker.permits("b"), "the trial is under way")
        breaker.succeeded("a")
        XCTAssertTrue(breaker.permits("b"))
        XCTAssertTrue(breaker.permits("c"))
    }

    func testATrialThatIsGivenUpMakesRoomForAnother() {
        let hands = Hands()
        let breaker = CircuitBreaker(threshold: 1, cooldown: .seconds(30)) { hands.now }
        _ = breaker.decide(context(500, "INTERNAL"))
        hands.advance(by: .seconds(30))
        XCTAssertTrue(breaker.permits("a"))
        hands.advance(by: .seconds(30))
        XCTAssertTrue(breaker.permits("b"))
        // An error that is final is an answer: the server works.
        _ = breaker.decide(context(400, "PEER_ID_INVALID"))
        XCTAssertTrue(breaker.permits("c"))
        XCTAssertTrue(breaker.permits("d"))
    }

    /// What a breaker takes for the time.
    private final class Hands: Sendable {
        private let state = Lock(MonotonicTime(nanoseconds: 0))

        var now: MonotonicTime { state.withLock(\.self) }

        func advance(by duration: Duration) {
            state.withLock { $0 = $0 + duration }
        }
    }

    // MARK: Floods

    func testAFloodIsNeverWaitedForForLessThanTheServerAsked() {
        let policies: [any RetryPolicy] = [AutoSleep(), CircuitBreaker(threshold: 1_000)]
        for policy in policies {
            for name in ["FLOOD_WAIT_", "SLOWMODE_WAIT_", "FLOOD_PREMIUM_WAIT_", "FLOOD_TEST_PHONE_WAIT_"] {
                for seconds in [0, 1, 2, 7, 31, 60] {
                    guard case .retry(let wait) = policy.decide(context(420, name + "\(seconds)")) else {
                        XCTFail("\(policy) gives up \(name)\(seconds)")
                        continue
                    }
                    XCTAssertGreaterThanOrEqual(wait, .seconds(seconds), "\(policy), \(name)\(seconds)")
                }
            }
        }
    }

    func testNobodyWaitsForALimitWhoseNumberIsNoWait() {
        let messages = [
            "PREMIUM_SUB_ACTIVE_UNTIL_1790000000", "FROZEN_METHOD_INVALID", "TAKEOUT_INIT_DELAY_30",
            "2FA_CONFIRM_WAIT_30", "STORY_SEND_FLOOD_WEEKLY_30", "STORY_SEND_FLOOD_MONTHLY_30",
        ]
        for message in messages {
            XCTAssertEqual(AutoSleep().decide(context(420, message)), .giveUp, message)
            XCTAssertEqual(CircuitBreaker().decide(context(420, message)), .giveUp, message)
        }
    }

    func testNoCallSleepsLongerThanItsBudgetWhateverTheServerSays() {
        let policy = AutoSleep(threshold: .seconds(60), budget: .seconds(100))
        XCTAssertEqual(policy.decide(context(420, "FLOOD_WAIT_50", slept: .seconds(50))), .retry(after: .seconds(50)))
        XCTAssertEqual(policy.decide(context(420, "FLOOD_WAIT_50", slept: .seconds(51))), .giveUp)
        XCTAssertEqual(policy.decide(context(420, "FLOOD_WAIT_61")), .giveUp)
    }

    func testAPolicyWithoutRetriesGivesUpEverything() {
        for (code, message) in [(420, "FLOOD_WAIT_1"), (500, "RPC_CALL_FAIL"), (-503, "Timeout"), (400, "X")] {
            XCTAssertEqual(NoRetries().decide(context(code, message)), .giveUp)
        }
    }

    // MARK: The breaker

    func testASuccessClosesTheBreaker() {
        let hands = Hands()
        let breaker = CircuitBreaker(threshold: 3, cooldown: .seconds(10), now: { hands.now })
        for _ in 0..<10 {
            _ = breaker.decide(context(500, "RPC_CALL_FAIL"))
            _ = breaker.decide(context(500, "RPC_CALL_FAIL"))
            breaker.succeeded("messages.sendMessage")
        }
        XCTAssertFalse(breaker.isOpen)
        for _ in 0..<3 { _ = breaker.decide(context(500, "RPC_CALL_FAIL")) }
        XCTAssertTrue(breaker.isOpen)
    }

    func testErrorsThatAreFinalAreNeitherTriedAgainNorOpenTheBreaker() {
        let breaker = CircuitBreaker(threshold: 2, cooldown: .seconds(10))
        for (code, message) in [
            (400, "PEER_ID_INVALID"), (403, "CHAT_WRITE_FORBIDDEN"), (404, "METHOD_INVALID"), (406, "X"), (401, "X"),
            (500, "RANDOM_ID_DUPLICATE"),
        ] {
            for _ in 0..<5 { XCTAssertEqual(breaker.decide(context(code, message)), .giveUp, message) }
        }
        XCTAssertFalse(breaker.isOpen)
        XCTAssertTrue(breaker.permits("messages.sendMessage"))
    }

    func testTheBreakerLetsOneTrialThroughAfterItsCooldownAndOpensAgainIfThatFails() {
        let hands = Hands()
        let breaker = CircuitBreaker(threshold: 2, cooldown: .seconds(10), now: { hands.now })
        _ = breaker.decide(context(500, "RPC_CALL_FAIL"))
        XCTAssertEqual(breaker.decide(context(500, "RPC_CALL_FAIL", failures: 2)), .giveUp)
        XCTAssertFalse(breaker.permits("messages.sendMessage"))
        hands.advance(by: .seconds(10))
        XCTAssertTrue(breaker.permits("messages.sendMessage"))
        XCTAssertEqual(breaker.decide(context(500, "RPC_CALL_FAIL")), .giveUp)
        XCTAssertFalse(breaker.permits("messages.sendMessage"))
        hands.advance(by: .seconds(10))
        breaker.succeeded("messages.sendMessage")
        XCTAssertEqual(breaker.decide(context(500, "RPC_CALL_FAIL")), .retry(after: .milliseconds(200)))
    }

    func testThePausesOfTheBreakerGrowUpToTheirLimit() {
        let breaker = CircuitBreaker(threshold: 100)
        let waits = (1...7).map { breaker.decide(context(500, "RPC_CALL_FAIL", failures: $0)) }
        let expected = [200, 400, 800, 1_600, 3_200, 3_200, 3_200].map { RetryDecision.retry(after: .milliseconds($0)) }
        XCTAssertEqual(waits, expected)
    }

    // MARK: Reconnecting

    func testEachPauseBeforeReconnectingIsLongerThanTheOneBeforeUpToTheLimit() {
        let policy = ExponentialRestart(first: .milliseconds(500), limit: .seconds(30))
        let waits = (1...20).map { policy.wait(beforeAttempt: $0, after: SenderError.serverSilent) ?? .zero }
        for (wait, next) in zip(waits, waits.dropFirst()) {
            XCTAssertEqual(next, min(wait * 2, .seconds(30)))
        }
        XCTAssertEqual(waits.last, .seconds(30))
    }

    func testTroubleOfTheServerIsSatOutLongerEachTimeAndNotForEver() {
        let decisions = (1...6).map { AutoSleep().decide(context(-503, "Timeout", failures: $0)) }
        XCTAssertEqual(decisions, [1, 2, 4, 8, 16].map { .retry(after: .seconds($0)) } + [.giveUp])
    }
}
