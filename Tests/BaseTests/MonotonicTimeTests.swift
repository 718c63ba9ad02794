// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

final class MonotonicTimeTests: XCTestCase {
    private static let durations: [Duration] = [
        .zero, .nanoseconds(1), .nanoseconds(-1), .seconds(3), .nanoseconds(Int64.max), .nanoseconds(Int64.min),
        .seconds(Int64.max), .seconds(Int64.min), .seconds(Int64.max) + .seconds(Int64.max),
    ]

    func testTimesThatTheClockCannotShowAreTheNearestOnes() {
        let ends = [MonotonicTime(nanoseconds: .min), MonotonicTime(nanoseconds: .max)]
        for time in [MonotonicTime(nanoseconds: 0), MonotonicTime(nanoseconds: 5)] + ends {
            for duration in Self.durations {
                let sum = time + duration
                if duration >= .zero { XCTAssertGreaterThanOrEqual(sum, time) }
                if duration <= .zero { XCTAssertLessThanOrEqual(sum, time) }
            }
        }
        XCTAssertEqual(MonotonicTime(nanoseconds: 5) + .seconds(Int64.max), ends[1])
        XCTAssertEqual(MonotonicTime(nanoseconds: -5) + .seconds(Int64.min), ends[0])
        XCTAssertEqual(ends[1] - ends[0], .nanoseconds(Int64.max))
        XCTAssertEqual(ends[0] - ends[1], .nanoseconds(Int64.min))
        XCTAssertEqual(MonotonicTime(nanoseconds: 7) + .microseconds(-2), MonotonicTime(nanoseconds: -1_993))
    }

    func testDurationsAreCountedInNanosecondsWhateverTheirLength() {
        let start = MonotonicTime(nanoseconds: 0)
        let counts: [Int64] = [
            0, 1, 999_999_999, 9_223_372_036, 9_223_372_037, 60_000_000_001, 3_600_000_000_000, 1 << 62, (1 << 62) + 1,
            .max - 1, .max,
        ]
        for count in counts {
            XCTAssertEqual(start + .nanoseconds(count), MonotonicTime(nanoseconds: count))
            XCTAssertEqual(start + .nanoseconds(-count), MonotonicTime(nanoseconds: -count))
        }
        // What is less than a nanosecond does not count.
        XCTAssertEqual(start + (.seconds(60) + .zero + .seconds(1) / 3), MonotonicTime(nanoseconds: 60_333_333_333))
    }
}
