// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// Ferogram's own Markdown, which never fails.
final class MarkdownTests: XCTestCase {
    private func check(_ markdown: String, _ text: String, _ entities: [MessageEntity] = [], line: UInt = #line) {
        XCTAssertEqual(FormattedText(markdown: markdown), FormattedText(text, entities: entities), line: line)
    }

    private func entity(_ kind: MessageEntity.Kind, _ offset: Int, _ length: Int) -> MessageEntity {
        MessageEntity(kind, offset: offset, length: length)
    }

    func testStyles() {
        check("*a* **b**", "a b", [entity(.bold, 0, 1), entity(.bold, 2, 1)])
        check("_a_ __b__", "a b", [entity(.italic, 0, 1), entity(.underline, 2, 1)])
        check(
            "~a~ ~~b~~ ||c||", "a b c",
            [entity(.strikethrough, 0, 1), entity(.strikethrough, 2, 1), entity(.spoiler, 4, 1)])
        check("`a_b` ```c```", "a_b c", [entity(.code, 0, 3), entity(.pre(language: ""), 4, 1)])
        check("```swift\nx\n```", "x\n", [entity(.pre(language: "swift"), 0, 2)])
    }

    func testAMarkerWithoutAPartnerDisappears() {
        check("**bold", "bold")
        check("a * b", "a  b")
        check("`code", "code")
        check("````code", "code")
        check("||a **b**", "a b", [entity(.bold, 2, 1)])
        check("[text](url", "[text](url")
        check("[text] ]", "[text] ]")
    }

    func testMarkersMayCross() {
        check(
            "**a _b** c_", "ab c".replacingOccurrences(of: "ab", with: "a b"),
            [entity(.bold, 0, 3), entity(.italic, 2, 1), entity(.italic, 3, 2)])
    }

    func testEscapes() {
        let special = "_*[]()~`>#+-=|{}.!\\"
        check(special.map { "\\\($0)" }.joined(), special)
        check("C:\\dir \\a \\", "C:\\dir \\a \\")
        check("`C:\\dir\\`\\\\`", "C:\\dir`\\", [entity(.code, 0, 8)])
    }

    func testLinks() {
        check("[a **b**](http://c.d/e_f)", "a b", [entity(.textURL("http://c.d/e_f"), 0, 3), entity(.bold, 2, 1)])
        check("[a [b] c](x)", "a [b] c", [entity(.textURL("x"), 0, 7)])
        check("[a [b](x) c](y)", "[a b c](y)", [entity(.textURL("x"), 3, 1)])
        check(
            "[a](tg://user?id=7) [b](tg://user?id=x)", "a b",
            [
                entity(.mentionName(userID: 7), 0, 1), entity(.textURL("tg://user?id=x"), 2, 1),
            ])
        check("![🙂](tg://emoji?id=5) ![](tg://emoji?id=5)!", "🙂 !", [entity(.customEmoji(documentID: 5), 0, 2)])
        check("![x](http://a.b)", "x")
        check("[a](b\\)c)", "a", [entity(.textURL("b)c"), 0, 1)])
    }

    func testQuotes() {
        check("> a\n>b\nc", "a\nb\nc", [entity(.blockquote(collapsed: false), 0, 3)])
        check("**> a\n**> b", "a\nb", [entity(.blockquote(collapsed: true), 0, 3)])
        check(
            "> a\n**> b", "a\nb",
            [entity(.blockquote(collapsed: false), 0, 1), entity(.blockquote(collapsed: true), 2, 1)])
        // As the Bot API writes folded quotations.
        check("**> a\n> b||\nc", "a\nb\nc", [entity(.blockquote(collapsed: true), 0, 3)])
        check(
            "> a\n\n> b", "a\n\nb",
            [entity(.blockquote(collapsed: false), 0, 1), entity(.blockquote(collapsed: false), 3, 1)])
        check("a > b\n\\> c", "a > b\n> c")
        check("> **a\n> b**", "a\nb", [entity(.blockquote(collapsed: false), 0, 3), entity(.bold, 0, 3)])
        check(
            "> ```\n> x\n> ```", "x\n", [entity(.blockquote(collapsed: false), 0, 2), entity(.pre(language: ""), 0, 2)])
    }

    func testTheExampleOfTheReadme() {
        let text = "<*_`[]"
        XCTAssertEqual(
            FormattedText.markdown("You said **\(text)**"),
            FormattedText("You said " + text, entities: [entity(.bold, 9, 6)]))
    }

    func testDateFormats() {
        for letters in ["", "r", "w", "wDT", "wdt", "D", "t"] {
            XCTAssertEqual(FormattedDate.Format(letters: letters)?.letters, letters)
        }
        XCTAssertEqual(FormattedDate.Format(letters: "TDW")?.letters, "wDT")
        XCTAssertEqual(FormattedDate.Format(letters: "R"), .relative)
        // As TDLib has it, the short form wins and repetition means nothing.
        for (letters, format) in ["dD": "d", "tT": "t", "Tt": "t", "tt": "t", "ww": "w"] {
            XCTAssertEqual(FormattedDate.Format(letters: letters)?.letters, format)
        }
        for letters in ["x", "rt", "rr", " "] {
            XCTAssertNil(FormattedDate.Format(letters: letters), letters)
        }
    }

    func testCodeRightAfterAQuotationKeepsWhatLooksLikeAMark() throws {
        for mark in ["**>", ">", ">x"] {
            let text = FormattedText(
                "q\n" + mark,
                entities: [
                    MessageEntity(.blockquote(collapsed: false), offset: 0, length: 1),
                    MessageEntity(.pre(language: "swift"), offset: 1, length: 1 + mark.utf16.count),
                ])
            let read = FormattedText(markdown: text.markup(as: .markdown))
            XCTAssertEqual(read.text, text.text)
            XCTAssertEqual(read.entities.map(\.kind), text.entities.map(\.kind))
        }
    }

    func testHalvesOfSurrogatePairsMakeNoMarkers() throws {
        let text = FormattedText(
            "🙂🙂",
            entities: [
                MessageEntity(.code, offset: 0, length: 1), MessageEntity(.code, offset: 1, length: 1),
                MessageEntity(.code, offset: 2, length: 2),
            ])
        // Telethon's Markdown cannot say that code follows code.
        for dialect in MarkupDialect.allCases where dialect != .telethonMarkdown {
            let read = try FormattedText(parsing: text.markup(as: dialect), as: dialect)
            XCTAssertEqual(read.text, text.text, "\(dialect)")
        }
    }
}
