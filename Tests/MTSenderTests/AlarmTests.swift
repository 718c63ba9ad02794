// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class AlarmTests: XCTestCase {
    private static func makeTime(_ clock: VirtualClock) -> Timekeeper {
        Timekeeper(
            now: { MonotonicTime(nanoseconds: clock.elapsed.components.attoseconds / 1_000_000_000) },
            sinceEpoch: { .zero },
            sleep: { until in try await clock.sleep(until: .nanoseconds(until.nanoseconds)) })
    }

    func testASleepEndsWithItsTimeItsRingOrItsTask() async throws {
        let clock = VirtualClock()
        let alarm = Alarm(Self.makeTime(clock))
        for ending in ["time", "ring", "cancel"] {
            let sleep = Task { await alarm.sleep(until: MonotonicTime(nanoseconds: 1_000_000)) }
            try await until { clock.sleeperCount == 1 }
            switch ending {
            case "time": clock.advance(by: .milliseconds(1))
            case "ring": alarm.ring()
            default: sleep.cancel()
            }
            await sleep.value
            try await until { clock.sleeperCount == 0 }
            guard ending == "time" else { continue }
            // What is over ends at once.
            await alarm.sleep(until: MonotonicTime(nanoseconds: 1))
            clock.advance(by: .milliseconds(-1))
        }
    }

    func testARingWhileNobodySleepsEndsTheNextSleepAndNoOther() async throws {
        let clock = VirtualClock()
        let alarm = Alarm(Self.makeTime(clock))
        alarm.ring()
        alarm.ring()
        await alarm.sleep(until: MonotonicTime(nanoseconds: 1_000_000))
        let sleep = Task { await alarm.sleep(until: MonotonicTime(nanoseconds: 1_000_000)) }
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .milliseconds(1))
        await sleep.value
    }
}
