// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTestSupport
import XCTest

/// Rich messages come back from their markup.
///
/// These are some of them; `ExampleProofs` runs more.
final class RichRoundTripTests: XCTestCase {
    func testInlineText() { XCTAssertNil(RichRoundTrip.inline.check(0..<400)) }
    func testBlocks() { XCTAssertNil(RichRoundTrip.blocks.check(0..<400)) }
    func testDamagedMarkupNeverTraps() { XCTAssertNil(RichRoundTrip.damaged.check(0..<400)) }

    func testAdversarialInputEnds() {
        #if DEBUG
        let size = 1500
        #else
        let size = 1_000_000
        #endif
        let units = [
            "**", "*", "_", "~~", "||", "==", "`", "```\n", "$", "$$", "$$\n", "[", "![", "](", "<b>", "<a ", "<",
            "</b>", "> ", "> \n",
            ">", "- ", "- \n", "1. ", " ", "\n", "|", "|\n", "|-|\n", "| a |\n|-|\n", "#", "# \n", "<details>",
            "<ul><li>",
            "<table><tr><td>", "<!--", "\\", "&", "[^1]: x\n", "<p>", "- a\n  ", "a\n\n", "  - a\n",
        ]
        for unit in units {
            let markup = String(repeating: unit, count: size / unit.utf8.count)
            _ = RichDocument(markdown: markup).markdown
            _ = RichDocument(html: markup).html
        }
    }
}
