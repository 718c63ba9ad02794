// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import FerogramUpdateSupport
import Foundation
import XCTest

final class UpdateSoakTests: XCTestCase {
    /// The release build of `ExampleProofs` runs many more, and asks that each case occurs.
    func testEachProgramHearsWhatTheServerSays() async throws {
        let summary = try await within(.seconds(120)) { try await UpdateSoak.run(1..<4) }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, 3)
        XCTAssertGreaterThan(summary.heard, 5_000)
    }

    /// `FEROGRAM_RUNS` says how many seeds are run, 3 by default.
    func testADispatcherHandlesEverythingInOrderWhateverEndsItsRuns() async throws {
        let runs = ProcessInfo.processInfo.environment["FEROGRAM_RUNS"].flatMap(UInt64.init) ?? 3
        let summary = try await within(.seconds(120 + 4 * Int64(runs))) {
            try await DispatcherSoak.run(0..<runs)
        }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, Int(runs))
        XCTAssertGreaterThanOrEqual(summary.handled, summary.sent)
        if runs >= 3 { XCTAssertEqual(summary.missing, []) }
    }
}
