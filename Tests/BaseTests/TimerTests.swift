// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramBase

/// Timers of the system's clock; nothing here depends on how late they are.
final class TimerTests: XCTestCase {
    func testTimersGoOffInTheirOrderAndCancelledOnesDoNot() async throws {
        let heap = TimerHeap()
        let seen = Lock<[Int]>([])
        let (stream, end) = AsyncStream.makeStream(of: Void.self)
        let now = MonotonicTime.now
        _ = heap.set(now + .milliseconds(30)) {
            seen.withLock { $0.append(3) }
            end.finish()
        }
        let second = heap.set(now + .milliseconds(20)) { seen.withLock { $0.append(2) } }
        _ = heap.set(now + .milliseconds(10)) { seen.withLock { $0.append(1) } }
        heap.cancel(second)
        for await _ in stream {}
        XCTAssertEqual(seen.withLock { $0 }, [1, 3])
        XCTAssertEqual(heap.count, 0)
    }

    func testTheSystemsTimerIsArmedAgainForWhatIsLeft() async throws {
        let heap = TimerHeap()
        for _ in 0..<3 {
            let (stream, end) = AsyncStream.makeStream(of: Void.self)
            _ = heap.set(.now + .seconds(3600)) {}
            _ = heap.set(.now + .milliseconds(1)) { end.finish() }
            for await _ in stream {}
        }
        XCTAssertEqual(heap.count, 3)
    }

    func testATimerOfThePastGoesOffAtOnce() async throws {
        let heap = TimerHeap()
        let (stream, end) = AsyncStream.makeStream(of: Void.self)
        _ = heap.set(MonotonicTime(nanoseconds: 0)) { end.finish() }
        for await _ in stream {}
        XCTAssertEqual(heap.count, 0)
    }

    func testAClockOfATestHasTimersToo() async throws {
        let clock = VirtualClock()
        let time = Timekeeper(
            now: { MonotonicTime(nanoseconds: 0) }, sinceEpoch: { .zero },
            sleep: { until in try await clock.sleep(until: .nanoseconds(until.nanoseconds)) })
        let (stream, end) = AsyncStream.makeStream(of: Void.self)
        let seen = Lock(0)
        let taken = time.timer(at: MonotonicTime(nanoseconds: 5)) { seen.withLock { $0 += 1 } }
        _ = time.timer(at: MonotonicTime(nanoseconds: 10)) { end.finish() }
        try await until { clock.sleeperCount == 2 }
        taken.cancel()
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .nanoseconds(20))
        for await _ in stream {}
        XCTAssertEqual(seen.withLock { $0 }, 0)
    }
}
