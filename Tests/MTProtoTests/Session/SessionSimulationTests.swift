// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

/// Runs the two sides of a session against each other over a hostile network.
///
/// These are some of the runs; `ExampleProofs` makes 10,000.
final class SessionSimulationTests: XCTestCase {
    private static let eventCount = 220

    func testEveryCallSettlesAndNoneRunsTwice() {
        let summary = SimulationRunner.run(0..<20, eventCount: Self.eventCount)
        print(summary.table)
        if let failure = summary.failure { return XCTFail(failure) }
        XCTAssertGreaterThan(summary.answered, summary.runs * 10, "the runs do next to nothing")
    }

    /// Runs one seed again; the line to do that is printed when a seed fails.
    func testReplay() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let seed = environment["FEROGRAM_SEED"].flatMap(UInt64.init) else {
            throw XCTSkip("FEROGRAM_SEED names no seed")
        }
        let count = environment["FEROGRAM_EVENTS"].flatMap(Int.init) ?? Self.eventCount
        let summary = SimulationRunner.run(seed..<seed + 1, eventCount: count)
        print(summary.table)
        if let failure = summary.failure { XCTFail(failure) }
    }
}
