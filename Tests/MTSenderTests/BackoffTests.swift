// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class BackoffTests: XCTestCase {
    func testWaitsDoubleUpToTheLimitWithFullJitter() {
        var generator = SeededGenerator(seed: 3)
        var ceiling = Duration.milliseconds(500)
        var backoff = Backoff.connection
        var sum = Duration.zero
        for _ in 0..<200 {
            let wait = backoff.next(using: &generator)
            XCTAssertGreaterThanOrEqual(wait, .zero)
            XCTAssertLessThanOrEqual(wait, ceiling)
            ceiling = min(ceiling * 2, .seconds(30))
            sum += wait
        }
        XCTAssertTrue((.seconds(2_000) ... .seconds(4_000)).contains(sum), "the mean wait is half of the limit: \(sum)")
        backoff.reset()
        XCTAssertLessThanOrEqual(backoff.next(using: &generator), .milliseconds(500))
    }
}
