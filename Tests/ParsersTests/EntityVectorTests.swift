// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// Runs the vectors of other implementations through the dialect that stands for each.
final class EntityVectorTests: XCTestCase {
    func testBotAPIHTMLWithoutAnyDeviation() throws {
        try check("entities_botapi_html", as: .botHTML)
    }

    func testBotAPIMarkdownV2WithoutAnyDeviation() throws {
        try check("entities_botapi_markdownv2", as: .markdownV2)
    }

    func testBotAPILegacyMarkdownWithoutAnyDeviation() throws {
        try check("entities_botapi_markdown_legacy", as: .botMarkdownLegacy)
    }

    func testTelethonMarkdown() throws {
        try check("entities_telethon_markdown", as: .telethonMarkdown)
    }

    func testTelethonHTML() throws {
        try check(
            "entities_telethon_html", as: .telethonHTML,
            deviations: [
                // Telethon writes blocks with line ends, spaces and a stray "{}" that are part of the text when read
                // again; ours comes back as it was.
                "<pre>p</pre>": "<pre>p</pre>",
                "<pre><code class='language-swift'>let x</code></pre>":
                    "<pre><code class=\"language-swift\">let x</code></pre>",
            ])
    }

    func testPyrogramMarkdown() throws {
        try check("entities_kurigram_markdown", as: .pyrogramMarkdown)
    }

    func testPyrogramHTML() throws {
        try check("entities_kurigram_html", as: .pyrogramHTML)
    }

    /// Checks one file.
    ///
    /// The order of entities means nothing to Telegram. The Bot API's is compared all the same; the libraries' is
    /// the order of discovery, so both sides are sorted alike.
    ///
    /// The deviations say where what is written differs on purpose: the input and our markup.
    private func check(_ file: String, as dialect: MarkupDialect, deviations: [String: String] = [:]) throws {
        XCTAssertLessThanOrEqual(deviations.count, 3)
        for vector in try EntityVectors.load(file) {
            do {
                let result = try FormattedText(parsing: vector.input, as: dialect)
                if let error = vector.error {
                    XCTFail("\(vector.input.debugDescription) should fail with \(error)")
                    continue
                }
                XCTAssertEqual(result.text, vector.text, vector.input.debugDescription)
                XCTAssertEqual(Array(result.text.utf8), Array(vector.text.utf8), vector.input.debugDescription)
                if dialect.isStrict {
                    XCTAssertEqual(result.entities, vector.entities, vector.input.debugDescription)
                } else {
                    XCTAssertEqual(
                        Self.sorted(result.entities), Self.sorted(vector.entities), vector.input.debugDescription)
                }
                if let unparsed = vector.unparsed {
                    XCTAssertEqual(
                        FormattedText(vector.text, entities: vector.entities).markup(as: dialect),
                        deviations[vector.input] ?? unparsed)
                    if let ours = deviations[vector.input] {
                        XCTAssertNotEqual(ours, unparsed, "no deviation any more")
                    }
                }
            } catch {
                XCTAssertEqual(error.description, vector.error, vector.input.debugDescription)
                if let offset = vector.error?.firstMatch(of: /byte offset (\d+)/)?.1 {
                    XCTAssertEqual(error.byteOffset, Int(offset), vector.input.debugDescription)
                }
            }
        }
    }

    private static func sorted(_ entities: [MessageEntity]) -> [MessageEntity] {
        entities.sorted { ($0.offset, $0.length, "\($0.kind)") < ($1.offset, $1.length, "\($1.kind)") }
    }
}
