// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class AlarmClockTests: XCTestCase {
    private let clock = VirtualClock()
    private let seen = Notes()

    private final class Notes: Sendable {
        let names = Lock<[String]>([])
    }

    private func makeAlarm() -> AlarmClock {
        AlarmClock(
            Timekeeper(
                now: { MonotonicTime(nanoseconds: 0) }, sinceEpoch: { .zero },
                sleep: { [clock] until in try await clock.sleep(until: .nanoseconds(until.nanoseconds)) }))
    }

    private func note(_ name: String) -> @Sendable () -> Void {
        { [seen] in seen.names.withLock { $0.append(name) } }
    }

    func testItGoesOffAtTheEarliestTimeThatWasSet() async throws {
        let alarm = makeAlarm()
        alarm.set(MonotonicTime(nanoseconds: 20), note("first"))
        alarm.set(MonotonicTime(nanoseconds: 30), note("later"))
        alarm.set(MonotonicTime(nanoseconds: 10), note("earlier"))
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .nanoseconds(40))
        try await until { clock.sleeperCount == 0 && !seen.names.withLock { $0.isEmpty } }
        XCTAssertEqual(seen.names.withLock { $0 }, ["earlier"])
        // It can be set again, for an earlier time too.
        alarm.set(MonotonicTime(nanoseconds: 50), note("again"))
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .nanoseconds(10))
        try await until { seen.names.withLock { $0.count } == 2 }
        XCTAssertEqual(seen.names.withLock { $0 }, ["earlier", "again"])
    }

    func testACancelledOneStaysSilentUntilItIsSetAgain() async throws {
        let alarm = makeAlarm()
        alarm.set(MonotonicTime(nanoseconds: 10), note("cancelled"))
        try await until { clock.sleeperCount == 1 }
        alarm.cancel()
        try await until { clock.sleeperCount == 0 }
        alarm.set(MonotonicTime(nanoseconds: 15), note("set"))
        try await until { clock.sleeperCount == 1 }
        clock.advance(by: .nanoseconds(20))
        try await until { !seen.names.withLock { $0.isEmpty } }
        XCTAssertEqual(seen.names.withLock { $0 }, ["set"])
    }
}
