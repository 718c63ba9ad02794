// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// Inputs that users of such libraries reported, and what is right by the authority that each test names.
final class ReportedInputTests: XCTestCase {
    private func entity(_ kind: MessageEntity.Kind, _ offset: Int, _ length: Int) -> MessageEntity {
        MessageEntity(kind, offset: offset, length: length)
    }

    private func check(
        _ markup: String, _ dialect: MarkupDialect, _ text: String, _ entities: [MessageEntity] = [], line: UInt = #line
    ) {
        XCTAssertEqual(
            try FormattedText(parsing: markup, as: dialect), FormattedText(text, entities: entities), line: line)
    }

    // MARK: Interpolation: values are text, whatever lines they have

    func testAValueGoesOnWithItsQuotation() {
        let lines = "a\nb"
        XCTAssertEqual(
            FormattedText.markdown("> \(lines)"),
            FormattedText("a\nb", entities: [entity(.blockquote(collapsed: false), 0, 3)]))
        XCTAssertEqual(
            FormattedText.markdown("**> \(lines)||"),
            FormattedText("a\nb", entities: [entity(.blockquote(collapsed: true), 0, 3)]))
        XCTAssertEqual(
            FormattedText.markdown("> x **\(lines)**\nc"),
            FormattedText(
                "x a\nb\nc", entities: [entity(.blockquote(collapsed: false), 0, 5), entity(.bold, 2, 3)]))
        XCTAssertEqual(
            FormattedText.markdown("> `\(lines)`"),
            FormattedText("a\nb", entities: [entity(.blockquote(collapsed: false), 0, 3), entity(.code, 0, 3)]))
        let formatted = FormattedText(lines, entities: [entity(.bold, 0, 3)])
        XCTAssertEqual(
            FormattedText.markdown("> \(formatted)"),
            FormattedText("a\nb", entities: [entity(.blockquote(collapsed: false), 0, 3), entity(.bold, 0, 3)]))
        // Outside a quotation a line end is a line end, and begins none.
        XCTAssertEqual(FormattedText.markdown("a > \(lines)"), FormattedText("a > a\nb"))
        let newline = "\n"
        XCTAssertEqual(FormattedText.markdown("a\(newline)> b"), FormattedText("a\n> b"))
        XCTAssertEqual(FormattedText.markdown("a\(newline)**> b**").text, "a\n> b")
    }

    func testABlockKeepsTheFirstCharacterOfItsValue() {
        for value in ["\rx", "\r\nb", "\nx", "\r\r", "x"] {
            XCTAssertEqual(
                FormattedText.markdown("```\n\(value)\n```"),
                FormattedText(value + "\n", entities: [entity(.pre(language: ""), 0, value.utf16.count + 1)]))
            XCTAssertEqual(FormattedText.markdown("```swift\n\(value)```").text, value)
            XCTAssertEqual(FormattedText.markdown("```\(value)```").text, value)
        }
    }

    // MARK: TDLib

    func testQuotationsOfMarkdownV2() {
        let quote = MessageEntity.Kind.blockquote(collapsed: false)
        check(">>a", .markdownV2, "a", [entity(quote, 0, 1)])
        check(">a\n>>b", .markdownV2, "a\nb", [entity(quote, 0, 3)])
        check(">*>a*", .markdownV2, "a", [entity(quote, 0, 1), entity(.bold, 0, 1)])
        check("\\\n>q", .markdownV2, "\nq", [entity(quote, 1, 1)])
        check("\r>a", .markdownV2, "\ra", [entity(quote, 1, 1)])
        check(">a||\r\n", .markdownV2, "a\r\n", [entity(.blockquote(collapsed: true), 0, 3)])
        for markup in ["\\a>q", "\r \r>b", "*a*>b", "`\n`>b", "[>a](b.c)"] {
            XCTAssertThrowsError(try FormattedText(parsing: markup, as: .markdownV2), markup)
        }
        XCTAssertThrowsError(try FormattedText(parsing: ">a||\r", as: .markdownV2)) { error in
            XCTAssertEqual(
                "\(error)", "Can't parse entities: Can't find end of Spoiler entity at byte offset 2")
        }
    }

    func testDatesOfHTML() {
        for unix in ["0", "-1", "abc", "", " 5", "+5", "2147483648", "99999999999"] {
            check("<tg-time unix=\"\(unix)\">x</tg-time>", .botHTML, "x")
        }
        check("<tg-time>x</tg-time>", .botHTML, "x")
        for unix in ["5", "5x", "05"] {
            check(
                "<tg-time unix=\"\(unix)\" format=\"tT\">x</tg-time>", .botHTML, "x",
                [entity(.formattedDate(FormattedDate(unixTime: 5, format: .shortTime)), 0, 1)])
        }
        for format in ["x", "rt", "rr", " t"] {
            XCTAssertThrowsError(
                try FormattedText(parsing: "<tg-time unix=\"5\" format=\"\(format)\">x</tg-time>", as: .botHTML)
            ) { XCTAssertEqual("\($0)", "Can't parse entities: Invalid date format used") }
        }
    }

    func testALinkToNothingInTheOldMarkdown() {
        check("[](http://e.x) hello", .botMarkdownLegacy, "(http://e.x) hello")
        check("[](b", .botMarkdownLegacy, "(b")
        check("[ex.org]", .botMarkdownLegacy, "ex.org", [entity(.textURL("http://ex.org/"), 0, 6)])
    }

    func testDetection() {
        func found(_ text: String) -> [String] {
            let text = FormattedText(text).detectingEntities()
            return text.entities.map { "\($0.kind) \(text.substring(of: $0))" }
        }
        let cases: [String: [String]] = [
            "tg://user?id=5": ["url tg://user?id=5"], "ton://transfer/x": ["url ton://transfer/x"],
            "buy $BTC@chan": ["cashtag $BTC@chan"], "google.com😀": [], "mail a.b@ex.org/ or": ["url a.b@ex.org/"],
            "https://ex.org#": ["url https://ex.org"], "-google.com": ["url -google.com"],
            "https://ex.org/a\u{200B}": ["url https://ex.org/a"], "mailto:a@b.com": ["email a@b.com"],
            "x:y@b.com": ["url x:y@b.com"], "shttp://a.bc": [], "xhttp://a.bc": ["url http://a.bc"],
            "a_b.ex.org": ["url a_b.ex.org"], "ex_a.org": [], "a.COM": ["url a.COM"], "End.Com": [],
            "ex.xn--p1ai": ["url ex.xn--p1ai"], "ex.xn--": [], "tonsite://a.ton": ["url tonsite://a.ton"],
            "#a·b": ["hashtag #a·b"], "#1": [], "ftp://a.bc": ["url ftp://a.bc"], "1.2.3.4": ["url 1.2.3.4"],
            "01.2.3.4": [], "ex.org:99999/a": ["url ex.org"], "x/a.com": [], "google.com/a)b": ["url google.com/a"],
        ]
        for (text, expected) in cases { XCTAssertEqual(found(text), expected, text) }
    }

    // MARK: Bot API: no style inside code and blocks, other entities do not contain each other

    func testNormalizedTextHoldsNothingInsideCode() {
        func normalized(_ entities: MessageEntity...) -> [MessageEntity] {
            FormattedText("xyz", entities: entities).normalized().entities
        }
        XCTAssertEqual(
            normalized(entity(.bold, 0, 3), entity(.code, 1, 1)),
            [entity(.bold, 0, 1), entity(.code, 1, 1), entity(.bold, 2, 1)])
        XCTAssertEqual(normalized(entity(.spoiler, 0, 3), entity(.code, 0, 3)), [entity(.code, 0, 3)])
        let link = entity(.textURL("http://a.b"), 0, 3)
        XCTAssertEqual(normalized(link, entity(.code, 1, 1)), [link])
        XCTAssertEqual(normalized(link, entity(.customEmoji(documentID: 5), 1, 1)), [link])
        XCTAssertEqual(
            normalized(entity(.pre(language: ""), 0, 1), entity(.code, 1, 1), entity(.bold, 0, 3)),
            [entity(.pre(language: ""), 0, 1), entity(.code, 1, 1), entity(.bold, 2, 1)])
        XCTAssertEqual(
            normalized(entity(.blockquote(collapsed: false), 0, 3), entity(.code, 1, 1)),
            [entity(.blockquote(collapsed: false), 0, 3), entity(.code, 1, 1)])
        XCTAssertEqual(normalized(link, entity(.bold, 1, 1)), [link, entity(.bold, 1, 1)])
    }

    // MARK: kurigram and Telethon

    func testPyrogramMarkdown() {
        check("**> folded", .pyrogramMarkdown, "folded", [entity(.blockquote(collapsed: false), 0, 6)])
        check("**> a\n> b||", .pyrogramMarkdown, "a\nb", [entity(.blockquote(collapsed: true), 0, 3)])
        check("**> a\n> b", .pyrogramMarkdown, "a\nb", [entity(.blockquote(collapsed: false), 0, 3)])
        // A line without a mark loses its first character, of however many bytes.
        check("**> a\nжbc\n> d||", .pyrogramMarkdown, "a\nbc\nd", [entity(.blockquote(collapsed: true), 0, 6)])
        check("> a\u{2028}> b\u{85}c", .pyrogramMarkdown, "a\nb\nc", [entity(.blockquote(collapsed: false), 0, 3)])
        let styles = [entity(.bold, 0, 1), entity(.italic, 3, 1)]
        check(" \u{3000}<b> \u{A0}a</b>b <i>c\u{2003} </i> \u{1C}", .pyrogramHTML, "ab c", styles)
        check("wow![click](http://ex.org)", .pyrogramMarkdown, "wow![click](http://ex.org)")
        check("**a**\u{A0}", .pyrogramMarkdown, "a", [entity(.bold, 0, 1)])
    }

    func testReferencesOfPythonsHTML() {
        for dialect in [MarkupDialect.telethonHTML, .pyrogramHTML, .html] {
            check("&hearts; &Alpha; &copy 2024 &#128; &CounterClockwiseContourIntegral;", dialect, "♥ Α © 2024 € ∳")
            check("&nosuch; &am &#; &#x; &#0;", dialect, "&nosuch; &am &#; &#x; \u{FFFD}")
            check(
                "<a href=\"?a&copy=1&amp;b\">x</a>", dialect, "x", [entity(.textURL("?a&copy=1&b"), 0, 1)])
        }
    }

    func testALanguageInsideCodeAroundABlock() {
        check(
            "<code><pre><code class=\"language-q\">x</code></pre></code>", .telethonHTML, "x",
            [entity(.pre(language: "q"), 0, 1), entity(.code, 0, 1)])
    }

    func testTagsOfTheHTMLStandard() {
        check("<b title=\">\">x</b>", .html, "x", [entity(.bold, 0, 1)])
        check("<B CLASS=a/>x</B x=\">\">y", .html, "xy", [entity(.bold, 0, 1)])
        check("a<!-->b<!--->c<!-- > -->d<!-- --!>e<?x>f</3>g</>h", .html, "abcdefgh")
        check("<a href=http://a.b/?x=1&amp;y href=z>x</a>", .html, "x", [entity(.textURL("http://a.b/?x=1&y"), 0, 1)])
        check("1 < 2 <b", .html, "1 < 2 <b")
    }
}
