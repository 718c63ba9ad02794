// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

/// What the Bot API refuses, in its words, and what it takes at the edges.
final class StrictDialectTests: XCTestCase {
    private func check(
        _ markup: String, _ dialect: MarkupDialect, fails reason: String, at offset: Int, line: UInt = #line
    ) {
        do {
            let text = try FormattedText(parsing: markup, as: dialect)
            XCTFail("\(text)", line: line)
        } catch {
            XCTAssertEqual(error, MarkupError(reason: reason, byteOffset: offset), line: line)
            XCTAssertEqual(error.description, "Can't parse entities: " + reason, line: line)
        }
    }

    private func check(
        _ markup: String, _ dialect: MarkupDialect, _ text: String, _ entities: [MessageEntity] = [], line: UInt = #line
    ) {
        XCTAssertEqual(
            try FormattedText(parsing: markup, as: dialect), FormattedText(text, entities: entities), line: line)
    }

    func testEveryReservedCharacterOfMarkdownV2() {
        for character in "])(#+-=|{}.!" {
            check(
                "a" + String(character), .markdownV2,
                fails: "Character '\(character)' is reserved and must be escaped with the preceding '\\'", at: 1)
            check("a\\" + String(character), .markdownV2, "a" + String(character))
        }
        check("a>", .markdownV2, fails: "Character '>' is reserved and must be escaped with the preceding '\\'", at: 1)
    }

    func testUnclosedEntitiesOfMarkdownV2() {
        let names = [
            ("*", "Bold"), ("_", "Italic"), ("__", "Underline"), ("~", "Strikethrough"), ("||", "Spoiler"),
            ("`", "Code"),
            ("```", "Pre"), ("```a ", "PreCode"), ("[", "TextUrl"), ("![", "CustomEmoji"),
        ]
        for (marker, name) in names {
            check("🏟 " + marker, .markdownV2, fails: "Can't find end of \(name) entity at byte offset 5", at: 5)
        }
    }

    func testLinksOfMarkdownV2() {
        check("[a](b", .markdownV2, fails: "Can't find end of a URL at byte offset 4", at: 4)
        check("![a](b", .markdownV2, fails: "Can't find end of a URL at byte offset 5", at: 5)
        check("![a]", .markdownV2, fails: "The entity must contain a tg://emoji or tg://time URL", at: 0)
        for url in [
            "x", "tg:emojis?id=1", "tg://emoji?x=1#&id=2", "tg://emoji?id=025", "tg://emoji?id=0", "tg://time?unix=0",
            "tg://time?unix=5x", "tg://time?unix=5&format=rt", "tg://time", "tg://user?id=5",
        ] {
            check(
                "![a](\(url))", .markdownV2, fails: "Invalid tg://emoji or tg://time URL specified", at: 5)
        }
        check(
            "![👍](TG://EMoJI/?test=1231&id=25#id=32)", .markdownV2, "👍",
            [
                MessageEntity(.customEmoji(documentID: 25), offset: 0, length: 2)
            ])
        check(
            "[telegram\\.org]", .markdownV2, "telegram.org",
            [
                MessageEntity(.textURL("http://telegram.org/"), offset: 0, length: 12)
            ])
        check(
            "[a](tg://user?id=1099511627775)", .markdownV2, "a",
            [
                MessageEntity(.mentionName(userID: 1_099_511_627_775), offset: 0, length: 1)
            ])
        check(
            "[a](tg://user?id=1099511627776)", .markdownV2, "a",
            [
                MessageEntity(.textURL("tg://user?id=1099511627776"), offset: 0, length: 1)
            ])
    }

    func testQuotesOfMarkdownV2() {
        func quote(_ offset: Int, _ length: Int, _ collapsed: Bool = false) -> MessageEntity {
            MessageEntity(.blockquote(collapsed: collapsed), offset: offset, length: length)
        }
        func spoiler(_ offset: Int, _ length: Int) -> MessageEntity {
            MessageEntity(.spoiler, offset: offset, length: length)
        }
        check(">asd\n>q||e||w||\n", .markdownV2, "asd\nqew\n", [quote(0, 8, true), spoiler(5, 1)])
        check(">asd\n>q||e||w||", .markdownV2, "asd\nqew", [quote(0, 7, true), spoiler(5, 1)])
        check(">asd\r\n>q||e||w||\r\n", .markdownV2, "asd\r\nqew\r\n", [quote(0, 10, true), spoiler(6, 1)])
        check(">asd\n>q||ew||\n", .markdownV2, "asd\nqew\n", [quote(0, 8), spoiler(5, 2)])
        check("text\n>asd\n**>asd||", .markdownV2, "text\nasd\nasd", [quote(5, 4), quote(9, 3, true)])
        check(
            ">asd\n>q||e||w||\n||asdad", .markdownV2, fails: "Can't find end of Spoiler entity at byte offset 16",
            at: 16)
        check(">*a\nb*", .markdownV2, fails: "Can't find end of Bold entity at byte offset 1", at: 1)
        check(
            ">gh>", .markdownV2, fails: "Character '>' is reserved and must be escaped with the preceding '\\'", at: 3)
    }

    func testEscapesOfMarkdownV2() {
        check("\\a\\1\\➡️\\", .markdownV2, "a1\\➡️\\")
        check("`\\a\\``", .markdownV2, "a`", [MessageEntity(.code, offset: 0, length: 2)])
    }

    func testTagsOfHTML() {
        check("<a", .botHTML, fails: "Unclosed start tag at byte offset 0", at: 0)
        check("x<a ", .botHTML, fails: "Empty attribute name in the tag \"a\" at byte offset 1", at: 1)
        check("x<a b", .botHTML, fails: "Unclosed start tag \"a\" at byte offset 1", at: 1)
        check("x<a href=\"", .botHTML, fails: "Unclosed start tag at byte offset 1", at: 1)
        check("<a =x>", .botHTML, fails: "Empty attribute name in the tag \"a\" at byte offset 0", at: 0)
        check("<a href=x_y>z</a>", .botHTML, fails: "Unexpected end of name token at byte offset 8", at: 8)
        check("<b>x</b", .botHTML, fails: "Unclosed end tag at byte offset 4", at: 4)
        check("<span>x</span>", .botHTML, fails: "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0", at: 0)
        check(
            "<tg-emoji emoji-id=\"0\">x</tg-emoji>", .botHTML, fails: "Invalid custom emoji identifier specified", at: 0
        )
        check("<b>x</>", .botHTML, "x", [MessageEntity(.bold, offset: 0, length: 1)])
        check("<b  >x</b\n>", .botHTML, "x", [MessageEntity(.bold, offset: 0, length: 1)])
        check("<i><b></b></i>", .botHTML, "")
    }

    func testReferencesOfHTML() {
        check(
            "&lt&gt;&amp;amp;&quot;&nbsp;&#x1F642;&#128578;&#1114111;&#00000065;", .botHTML,
            "<>&amp;\"&nbsp;🙂🙂&#1114111;&#00000065;")
        check(
            "a&#xD83D;", .botHTML,
            fails:
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                + "code units", at: 1)
        check(
            "<a href=\"http://a.b/?c&amp;d=&quot;\">x</a>", .botHTML, "x",
            [
                MessageEntity(.textURL("http://a.b/?c&d=\""), offset: 0, length: 1)
            ])
    }

    func testURLs() {
        let urls: [(String, String?)] = [
            ("telegram.org", "http://telegram.org/"), ("HTTPS://T.ME/X", "https://t.me/X"),
            ("t.me:0080", "http://t.me:80/"),
            ("t.me:0", nil), ("t.me:65536", nil), ("localhost", nil), ("ftp://a.b", nil), ("a b.c", nil),
            ("http://", nil),
            ("http://.", nil), ("a.b?c d", "http://a.b/?c%20d"), ("a.b#c", "http://a.b/#c"),
            ("u:p@a.b", "http://u:p@a.b/"),
            ("http://[::1]/x", "http://[::1]/x"), ("http://[1:2:3:4:5:6:1.2.3.4]", "http://[1:2:3:4:5:6:1.2.3.4]/"),
            ("http://[1::2::3]", nil), ("http://[g::1]", nil), ("a%2fb.c", "http://a%2fb.c/"), ("a%2.c", nil),
            ("tg:resolve?domain=x", "tg://resolve?domain=x"), ("TG://x/y", "tg://x/y"), ("tg://a.b", nil),
            ("ton://x", "ton://x/"), ("tonsite://x", "tonsite://x/"), ("", nil),
        ]
        for (link, url) in urls {
            check(
                "<a href=\"\(link)\">-</a>", .botHTML, "-",
                url.map { [MessageEntity(.textURL($0), offset: 0, length: 1)] } ?? [])
        }
    }
}
