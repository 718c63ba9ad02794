// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// Inputs that make parsers with look-ahead quadratic end in time here; the benchmarks say in how much of it.
final class AdversarialInputTests: XCTestCase {
    static let units = [
        "**", "*", "__", "_", "___", "~", "||", "|", "`", "```", "```a ", "[", "]", "[]", "[](", "[a](b", "![", "](",
        "[a](tg:",
        "<b>", "</b>", "<", "<a ", "<a href='", "<a href=\"", "<!--", "<!", "</", "<a>", "<b", "&", "&#", "&#x", "&amp",
        ">", "\n>",
        "\n**>", "\n>||", "\\", "\\`", "@", "#", "$", "/", ".", "a.", "a.b", "@a.", "+1", "http://", "http://a.b/(",
        "a@", "--",
        "`<a ", "<pre><code class='language-x'>", "**a", "a.com ", "\u{301}", "👨‍", "[.com", "<a>.c",
    ]

    private var size: Int {
        #if DEBUG
        4_000
        #else
        1_000_000
        #endif
    }

    func testEveryDialectCopes() {
        for unit in Self.units {
            let markup = String(repeating: unit, count: size / unit.utf8.count)
            for dialect in MarkupDialect.allCases {
                guard let text = try? FormattedText(parsing: markup, as: dialect) else { continue }
                XCTAssertFalse(text.markup(as: dialect).isEmpty && !text.text.isEmpty)
            }
            _ = FormattedText(markup).detectingEntities(.all)
        }
    }

    func testBracketsWithinBracketsCope() {
        for (open, close) in [
            ("[", "]"), ("[a", "]"), ("[.a", "]"), ("<a>", "</a>"), ("<a>.a", "</a>"), ("![", "](tg://emoji?id=1)"),
            ("[", "](x)"),
        ] {
            let count = size / (open.utf8.count + close.utf8.count)
            let markup = String(repeating: open, count: count) + "x" + String(repeating: close, count: count)
            for dialect in MarkupDialect.allCases {
                _ = try? FormattedText(parsing: markup, as: dialect)
            }
        }
    }

    func testManyEntitiesCope() {
        let count = size / 10
        let text = String(repeating: "abcdefghi ", count: count)
        let styles: [MessageEntity.Kind] = [.bold, .italic, .underline, .strikethrough, .spoiler, .code, .textURL("x")]
        let crossing = (0..<count).map { MessageEntity(styles[$0 % styles.count], offset: $0 * 7, length: 40) }
        let towers = (0..<count).map { MessageEntity(styles[$0 % 5], offset: $0, length: text.utf8.count - 2 * $0) }
        for entities in [crossing, towers] {
            let formatted = FormattedText(text, entities: entities)
            _ = formatted.normalized()
            _ = formatted.split()
            for dialect in MarkupDialect.allCases { _ = formatted.markup(as: dialect) }
        }
    }
}
