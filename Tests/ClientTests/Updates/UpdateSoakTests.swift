// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import FerogramUpdateSupport
import Foundation
import XCTest

final class UpdateSoakTests: XCTestCase {
    /// How many seeds are run, and from which one on, as `FEROGRAM_RUNS` and `FEROGRAM_SEED` have it.
    private static let runs = number("FEROGRAM_RUNS") ?? 3
    private static let first = number("FEROGRAM_SEED") ?? 1
    private static var seeds: Range<UInt64> { first..<(first + runs) }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static let limit = Duration.seconds(120 + 20 * Int64(runs))

    /// The release build of `ExampleProofs` runs many more, and asks that each case occurs.
    func testEachProgramHearsWhatTheServerSays() async throws {
        let runs = Self.runs
        let summary = try await within(Self.limit) { try await UpdateSoak.run(Self.seeds) }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, Int(runs))
        XCTAssertGreaterThan(summary.heard, 1_600 * Int(runs))
        if runs > 3 { print(summary.table) }
    }

    func testADispatcherHandlesEverythingInOrderWhateverEndsItsRuns() async throws {
        let runs = Self.runs
        let summary = try await within(Self.limit) {
            try await DispatcherSoak.run(Self.seeds)
        }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, Int(runs))
        XCTAssertGreaterThanOrEqual(summary.handled, summary.sent)
        if runs >= 3 { XCTAssertEqual(summary.missing, []) }
        if runs > 3 {
            print(
                "\(summary.runs) runs, \(summary.sent) sent, \(summary.handled) handled, \(summary.repeated) repeated")
            print(summary.counts.sorted { $0.key < $1.key })
        }
    }
}
