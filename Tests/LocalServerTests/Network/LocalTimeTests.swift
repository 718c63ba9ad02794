// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// A short wait ends by the clock of a test and by the system's.
final class LocalTimeTests: XCTestCase {
    private func time(of clock: VirtualClock) -> LocalTime {
        LocalTime(
            sinceEpoch: { clock.epoch + clock.elapsed },
            sleep: { duration in try await clock.sleep(until: clock.elapsed + duration) })
    }

    func testAClockThatStandsStillHoldsUpNothing() async {
        let clock = VirtualClock()
        await time(of: clock).pause(for: .microseconds(500))
        XCTAssertEqual(clock.elapsed, .zero)
        XCTAssertEqual(clock.sleeperCount, 0, "nobody waits any more")
    }

    func testTheClockOfATestEndsIt() async {
        let clock = VirtualClock()
        let time = time(of: clock)
        async let pause: Void = time.pause(for: .seconds(100_000))
        while clock.sleeperCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(100_000))
        await pause
    }
}
