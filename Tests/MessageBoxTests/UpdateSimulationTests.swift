// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

/// Runs the box against a server over a hostile network.
final class UpdateSimulationTests: XCTestCase {
    #if DEBUG
    private static let usualRuns: UInt64 = 1_000
    #else
    private static let usualRuns: UInt64 = 100_000
    #endif
    /// `FEROGRAM_RUNS` makes it more or fewer.
    private static var seeds: Range<UInt64> {
        0..<(ProcessInfo.processInfo.environment["FEROGRAM_RUNS"].flatMap(UInt64.init) ?? usualRuns)
    }
    private static let stepCount = 40

    func testEveryUpdateComesOnceAndInOrder() {
        report(Self.seeds, stepCount: Self.stepCount, isWhole: true)
    }

    func testLongRuns() {
        report(0..<UInt64(Self.seeds.count / 100), stepCount: 1_000, isWhole: false)
    }

    /// Runs one seed again; a failure names it.
    func testReplay() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let seed = environment["FEROGRAM_SEED"].flatMap(UInt64.init) else {
            throw XCTSkip("FEROGRAM_SEED names no seed")
        }
        let count = environment["FEROGRAM_EVENTS"].flatMap(Int.init) ?? Self.stepCount
        report(seed..<seed + 1, stepCount: count, isWhole: false)
    }

    private func report(_ seeds: Range<UInt64>, stepCount: Int, isWhole: Bool) {
        let (total, runsWith, runs) = UpdateSimulation.run(seeds, stepCount: stepCount)
        print(
            "\(runs) runs of \(stepCount) steps: \(total.delivered) updates delivered, at most \(total.mostHeld) held")
        for kind in UpdateSimulation.Kind.allCases {
            let share = Double(runsWith[kind, default: 0] * 1_000 / max(runs, 1)) / 10
            print("  \(kind.rawValue): \(total.histogram[kind, default: 0]) times, in \(share) % of runs")
        }
        if let violation = total.violation { return XCTFail(violation) }
        guard isWhole else { return }
        for kind in UpdateSimulation.Kind.allCases {
            XCTAssertGreaterThanOrEqual(runsWith[kind, default: 0] * 50, runs, "\(kind) is too rare")
        }
    }
}
