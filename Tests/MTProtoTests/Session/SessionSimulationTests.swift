// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

/// Runs the two sides of a session against each other over a hostile network.
final class SessionSimulationTests: XCTestCase {
    #if DEBUG
    private static let seeds: Range<UInt64> = 0..<20
    #else
    private static let seeds: Range<UInt64> = 0..<10_000
    #endif
    private static let eventCount = 220

    func testEveryCallSettlesAndNoneRunsTwice() {
        let summary = SimulationRunner.run(Self.seeds, eventCount: Self.eventCount)
        print(summary.table)
        if let failure = summary.failure { return XCTFail(failure) }
        for kind in SimulationEvent.Kind.allCases where summary.runs >= 1000 && kind.isFault {
            XCTAssertGreaterThanOrEqual(summary.runsWith[kind, default: 0] * 100, summary.runs, "\(kind) is too rare")
        }
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
