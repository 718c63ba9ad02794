// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import FerogramUpdateSupport
import Foundation
import XCTest

final class UpdateSoakTests: XCTestCase {
    /// How many seeds are run, as `FEROGRAM_RUNS` has it.
    private static let runs = ProcessInfo.processInfo.environment["FEROGRAM_RUNS"].flatMap(UInt64.init) ?? 3
    private static let limit = Duration.seconds(120 + 20 * Int64(runs))

    /// The release build of `ExampleProofs` runs many more, and asks that each case occurs.
    func testEachProgramHearsWhatTheServerSays() async throws {
        let runs = Self.runs
        let summary = try await within(Self.limit) { try await UpdateSoak.run(1..<(1 + runs)) }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, Int(runs))
        XCTAssertGreaterThan(summary.heard, 1_600 * Int(runs))
        if runs > 3 { print(summary.table) }
    }

    func testADispatcherHandlesEverythingInOrderWhateverEndsItsRuns() async throws {
        let runs = Self.runs
        let summary = try await within(Self.limit) {
            try await DispatcherSoak.run(0..<runs)
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
