// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import FerogramUpdateSupport
import XCTest

final class UpdateSoakTests: XCTestCase {
    /// The release build of `ExampleProofs` runs many more, and asks that each case occurs.
    func testEachProgramHearsWhatTheServerSays() async throws {
        let summary = try await within(.seconds(120)) { try await UpdateSoak.run(1..<4) }
        XCTAssertEqual(summary.failures, [])
        XCTAssertEqual(summary.runs, 3)
        XCTAssertGreaterThan(summary.heard, 5_000)
    }
}
