// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTestSupport
import XCTest

final class InterpolationTests: XCTestCase {
    func testValuesAreText() {
        let said = "*hello* [x](http://evil) `code` <b>&"
        XCTAssertEqual(
            FormattedText.markdown("You said **\(said)**"),
            FormattedText("You said " + said, entities: [MessageEntity(.bold, offset: 9, length: said.utf16.count)]))
        XCTAssertEqual(
            FormattedText.html("You said <b>\(said)</b>"),
            FormattedText("You said " + said, entities: [MessageEntity(.bold, offset: 9, length: said.utf16.count)]))
    }

    func testRawValuesAreMarkup() {
        let markup = "**a**"
        XCTAssertEqual(
            FormattedText.markdown("\(raw: markup)b"),
            FormattedText("ab", entities: [MessageEntity(.bold, offset: 0, length: 1)]))
        let html = "<i>a</i>"
        XCTAssertEqual(
            FormattedText.html("\(raw: html)b"),
            FormattedText("ab", entities: [MessageEntity(.italic, offset: 0, length: 1)]))
    }

    func testValuesInLinks() {
        let url = "http://a.b/(x)_\"'&<>"
        let title = "](evil) \"'"
        let expected = FormattedText(
            title, entities: [MessageEntity(.textURL(url), offset: 0, length: title.utf16.count)])
        XCTAssertEqual(FormattedText.markdown("[\(title)](\(url))"), expected)
        XCTAssertEqual(FormattedText.html("<a href=\"\(url)\">\(title)</a>"), expected)
        XCTAssertEqual(FormattedText.html("<a href='\(url)'>\(title)</a>"), expected)
    }

    func testValuesInCode() {
        for value in ["a_b*c", "```", "\\", "x\\`y", "let x", "a\nb"] {
            XCTAssertEqual(
                FormattedText.markdown("Run `\(value)` now"),
                FormattedText(
                    "Run \(value) now", entities: [MessageEntity(.code, offset: 4, length: value.utf16.count)]))
            XCTAssertEqual(
                FormattedText.markdown("```\(value)```"),
                FormattedText(
                    value, entities: [MessageEntity(.pre(language: ""), offset: 0, length: value.utf16.count)]))
            XCTAssertEqual(
                FormattedText.markdown("```swift\n\(value)``` \(value)"),
                FormattedText(
                    value + " " + value,
                    entities: [MessageEntity(.pre(language: "swift"), offset: 0, length: value.utf16.count)]))
        }
    }

    func testFormattedValuesKeepTheirEntities() {
        let name = FormattedText("Ann_B", entities: [MessageEntity(.italic, offset: 0, length: 5)])
        let expected = FormattedText(
            "Hi Ann_B!",
            entities: [MessageEntity(.italic, offset: 3, length: 5)])
        XCTAssertEqual(FormattedText.markdown("Hi \(name)!"), expected)
        XCTAssertEqual(FormattedText.html("Hi \(name)!"), expected)
        // Markers around do not melt into those of the value.
        XCTAssertEqual(
            FormattedText.markdown("__a\(name)__").entities,
            [MessageEntity(.underline, offset: 0, length: 6), MessageEntity(.italic, offset: 1, length: 5)])
        let inner: MarkdownText = "**\("*")**"
        XCTAssertEqual(
            FormattedText.markdown("\(inner)\(1)"),
            FormattedText("*1", entities: [MessageEntity(.bold, offset: 0, length: 1)]))
    }

    func testABackslashBeforeAValueEscapesNothingOfIt() {
        let value = "*a*`b`"
        XCTAssertEqual(FormattedText.markdown("\\\(value)"), FormattedText("\\" + value))
        XCTAssertEqual(
            FormattedText.markdown("`\\\(value)`"),
            FormattedText("\\" + value, entities: [MessageEntity(.code, offset: 0, length: 7)]))
        XCTAssertEqual(
            FormattedText.markdown("\\\(FormattedText("x", entities: [MessageEntity(.bold, offset: 0, length: 1)]))"),
            FormattedText("\\x", entities: [MessageEntity(.bold, offset: 1, length: 1)]))
        // A whole pair of them is complete, and a pair may be put together from pieces.
        XCTAssertEqual(FormattedText.markdown("\\\\\(value)"), FormattedText("\\" + value))
        XCTAssertEqual(FormattedText.markdown("\\\(raw: "`")\(value)"), FormattedText("`" + value))
    }

    func testMarkersAroundAnEmptyValueDoNotMeet() {
        let empty = ""
        let underlined = [MessageEntity(.underline, offset: 0, length: 1)]
        XCTAssertEqual(FormattedText.markdown("_\(empty)___x__"), FormattedText("x", entities: underlined))
        XCTAssertEqual(FormattedText.markdown("_\(FormattedText())___x__"), FormattedText("x", entities: underlined))
        XCTAssertEqual(
            FormattedText.markdown("*\(empty)* **x**"),
            FormattedText(" x", entities: [MessageEntity(.bold, offset: 1, length: 1)]))
        XCTAssertEqual(FormattedText.markdown("[x]\(empty)(y)"), FormattedText("[x](y)"))
        XCTAssertEqual(FormattedText.markdown("`\(empty)`x"), FormattedText("x"))
    }

    func testNumbersAndCharacters() {
        XCTAssertEqual(FormattedText.markdown("\(1.5) \(Character("_")) \("a"[...])").text, "1.5 _ a")
    }

    func testAnyValueIsLiteralAnywhere() {
        var generator = SeededGenerator(seed: 3)
        let pieces = RandomText.wildAlphabet.filter { $0 != "\r" }
        for _ in 0..<3000 {
            var value = ""
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                value += pieces.randomElement(using: &generator) ?? ""
            }
            XCTAssertEqual(FormattedText(markdown: MarkdownText.escaped(value)), FormattedText(value))
            XCTAssertEqual(FormattedText(html: HTMLText.escaped(value)), FormattedText(value))
            for text in [
                FormattedText.markdown("a**\(value)**b"), .markdown("a`\(value)`b"), .markdown("a```\(value)```b"),
                .markdown("a[\(value)](x)b"), .markdown("\(raw: "a")\(value)b"), .html("a<i>\(value)</i>b"),
                .html("a<a href=\"\(value)\">\(value)</a>b"),
            ] {
                XCTAssertEqual(text.text, "a" + value + "b")
                XCTAssertLessThanOrEqual(text.entities.count, 1)
            }
        }
    }
}
