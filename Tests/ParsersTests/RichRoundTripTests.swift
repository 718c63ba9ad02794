// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTestSupport
import XCTest

final class RichRoundTripTests: XCTestCase {
    private var count: Int {
        #if DEBUG
        400
        #else
        50_000
        #endif
    }

    func testInlineText() {
        var random = RandomRich(generator: SeededGenerator(seed: 11))
        var failures = 0
        for _ in 0..<count where failures < 4 {
            let text = random.text().canonical
            XCTAssertEqual(text.canonical, text)
            for (markup, read) in [
                (text.markdown, RichText(markdown: text.markdown)), (text.html, RichText(html: text.html)),
            ] where read != text {
                failures += 1
                XCTFail("\(text)\n→ \(markup.debugDescription)\n→ \(read)")
            }
        }
    }

    func testBlocks() {
        var random = RandomRich(generator: SeededGenerator(seed: 12))
        var failures = 0
        for _ in 0..<count where failures < 4 {
            let document = RichDocument(random.blocks())
            for (markup, read) in [
                (document.markdown, RichDocument(markdown: document.markdown)),
                (document.html, RichDocument(html: document.html)),
            ] where read != document {
                failures += 1
                XCTFail("\(document.blocks)\n→ \(markup)\n→ \(read.blocks)")
            }
        }
    }

    func testDamagedMarkupNeverTraps() {
        var random = RandomRich(generator: SeededGenerator(seed: 13))
        for _ in 0..<count {
            let document = RichDocument(random.blocks())
            for markup in [document.markdown, document.html] {
                var bytes = Array(markup.utf8)
                for _ in 0..<4 where !bytes.isEmpty {
                    let index = Int.random(in: 0..<bytes.count, using: &random.generator)
                    switch Int.random(in: 0..<3, using: &random.generator) {
                    case 0: bytes.remove(at: index)
                    case 1: bytes[index] = UInt8.random(in: 0...255, using: &random.generator)
                    default: bytes.insert(contentsOf: bytes[index...].prefix(12), at: index)
                    }
                }
                let damaged = String(decoding: bytes, as: UTF8.self)
                _ = RichDocument(html: RichDocument(markdown: damaged).html)
                _ = RichDocument(markdown: RichDocument(html: damaged).markdown)
            }
        }
    }

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
