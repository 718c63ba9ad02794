// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramTestSupport
import XCTest

/// Damaged and random markup never traps, and what comes out of it is sound.
///
/// These are some of the inputs; `ExampleProofs` runs all.
final class MutationTests: XCTestCase {
    func testMutatedMarkupNeverTraps() throws {
        XCTAssertNil(MarkupMutation(corpus: try MarkupCorpus.read()).proof.check(0..<10_000))
    }
}
