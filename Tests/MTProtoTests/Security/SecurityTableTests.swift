// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation
import XCTest

/// Ties each rule of the protocol to an error code and to the test that provokes it, and writes the table of them.
///
/// To accept a change of the article, run the tests with `FEROGRAM_RECORD=1` and read the difference.
final class SecurityTableTests: XCTestCase {
    private static let chapters: [(title: String, rules: [SecurityRule])] = [
        ("Transports", SecurityRule.transport), ("Secrets and links of proxies", SecurityRule.proxies),
        ("Key exchange", SecurityRule.keyExchange), ("Key exchange, at the server", SecurityRule.keyExchangeServer),
        ("Binding temporary keys", SecurityRule.keyBinding), ("Encrypted packets", SecurityRule.packets),
        ("Messages and sessions", SecurityRule.messages),
    ]

    private var rules: [SecurityRule] { Self.chapters.flatMap(\.rules) }

    func testEveryCodeHasARule() {
        let found = Set(rules.map(\.consequence))
        for code in SecurityRule.Consequence.everyCode {
            XCTAssertTrue(found.contains(code), "no rule has the consequence \(code.name)")
        }
    }

    func testEveryRuleSaysSomethingOfItsOwn() {
        XCTAssertEqual(Set(rules.map(\.must)).count, rules.count)
        for rule in rules {
            XCTAssertTrue(rule.must.hasSuffix("."), rule.must)
            XCTAssertFalse(rule.page.isEmpty || rule.page.hasPrefix("http"), rule.page)
        }
    }

    func testEveryRuleHasATestThatNamesItsCode() throws {
        let sources = try TestSources()
        for rule in rules {
            let parts = rule.test.split(separator: ".").map(String.init)
            guard parts.count == 2, let body = sources.body(of: parts[1], in: parts[0]) else {
                XCTFail("there is no \(rule.test)")
                continue
            }
            XCTAssertTrue(sources.isRun(parts[1], in: parts[0]), "no test calls \(rule.test)")
            guard let text = rule.consequence.sourceText else {
                // A method without any assertion provokes nothing.
                XCTAssertTrue(body.contains("XCT"), "\(rule.test) asserts nothing")
                continue
            }
            let pattern = try Regex(NSRegularExpression.escapedPattern(for: text) + #"(?![A-Za-z0-9_])"#)
            XCTAssertTrue(body.contains(pattern), "\(rule.test) does not speak of \(text)")
        }
    }

    func testEveryReaderHasATargetThatCallsIt() throws {
        let folder = TestSources.root.appending(path: "Examples/Fuzz")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let text = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let names = text.matches(of: #/(?:FuzzTarget\(name: |schema\()"([a-z-]+)"/#).map { String($0.output.1) }
        XCTAssertEqual(Set(names), Set(OutsideReader.all.map(\.target)))
        for row in OutsideReader.all { XCTAssertTrue(text.contains(row.reader), "no target calls \(row.reader)") }
    }

    func testTheArticleIsUpToDate() throws {
        let url = TestSources.root.appending(path: "Sources/MTProto/MTProto.docc/Security.md")
        let text = Self.article()
        if ProcessInfo.processInfo.environment["FEROGRAM_RECORD"] == "1" {
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        XCTAssertEqual(try String(contentsOf: url, encoding: .utf8), text)
    }

    private static func article() -> String {
        var lines = [
            "# Security", "", "What is checked of all that comes from outside, and the test that breaks each rule.", "",
            "## Overview", "",
            "The tests write this table: a code without a rule and a test fails them, and so does a rule whose test does",
            "not speak of its code. None of the errors holds anything secret. After any of them the connection is",
            "closed, and nothing of what was refused is remembered.",
        ]
        for (title, rules) in chapters {
            lines += ["", "## \(title)", "", "| What must hold | What happens otherwise | The test |", "|---|---|---|"]
            for rule in rules {
                let link = "[\(rule.page)](https://core.telegram.org/\(rule.page))"
                lines.append("| \(rule.must) (\(link)) | \(rule.consequence.name) | `\(rule.test)` |")
            }
        }
        lines += [
            "", "## Readers of bytes from outside", "",
            "`ExampleFuzz` damages what each of these reads, under the target of this name.", "",
            "| What is read | By what | The target |", "|---|---|---|",
        ]
        for row in OutsideReader.all {
            lines.append("| \(row.what) | `\(row.reader.prefix { $0 != "(" })` | `\(row.target)` |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
