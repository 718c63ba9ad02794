// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import XCTest

final class EntityDetectionTests: XCTestCase {
    func testVectors() throws {
        // MTProto has no entity for a place in a video; clients make such links themselves.
        let deviations: [String: [MessageEntity]] = ["1:23 video": []]
        for vector in try EntityVectors.load("entities_autodetect") {
            let found = FormattedText(vector.input).detectingEntities().entities
            XCTAssertEqual(found, deviations[vector.input] ?? vector.entities, vector.input)
        }
    }

    /// Checks what is found, as pairs of kind and text.
    private func check(
        _ text: String, _ expected: [(MessageEntity.Kind, String)], _ detection: EntityDetection = .all,
        line: UInt = #line
    ) {
        let found = FormattedText(text).detectingEntities(detection)
        XCTAssertEqual(found.entities.map(\.kind), expected.map(\.0), text, line: line)
        XCTAssertEqual(found.entities.map { found.substring(of: $0) }, expected.map(\.1), text, line: line)
    }

    func testMentions() {
        check("@ab @abcd_1 (@durov) @gif @x", [(.mention, "@abcd_1"), (.mention, "@durov"), (.mention, "@gif")])
        check("a@durov é@durov @durové @@durov", [(.mention, "@durov")])
        check("@" + String(repeating: "a", count: 33), [])
    }

    func testHashtagsAndCashtags() {
        check(
            "#тег #1 #a#b ##c #_x_ #日本 #a_1.",
            [(.hashtag, "#тег"), (.hashtag, "#c"), (.hashtag, "#_x_"), (.hashtag, "#日本"), (.hashtag, "#a_1")])
        check("#news@durov #a@b", [(.hashtag, "#news@durov"), (.hashtag, "#a")])
        check("$USD $usd $TOOLONGTAG $$A $1INCH $A1 a$B", [(.cashtag, "$USD"), (.cashtag, "$1INCH")])
    }

    func testBotCommands() {
        check("/start a/b /x@y /help@my_bot. </a> /ü //b", [(.botCommand, "/start"), (.botCommand, "/help@my_bot")])
    }

    func testURLs() {
        check(
            "example.com, (see http://ab.cd/c(d)) https://x.notatld",
            [
                (.url, "example.com"), (.url, "http://ab.cd/c(d)"), (.url, "https://x.notatld"),
            ])
        check("http://ab.cd/e(f) and ab.cde", [(.url, "http://ab.cd/e(f)")])
        check("see t.me/x?a=1#b! Or t.me:8080/y…", [(.url, "t.me/x?a=1#b"), (.url, "t.me:8080/y")])
        check("1.2.3.4 1.2.3 1.2.3.456 http://10.0.0.1:80", [(.url, "1.2.3.4"), (.url, "http://10.0.0.1:80")])
        check("https://user:pass@example.com/x", [(.url, "https://user:pass@example.com/x")])
        check("gopher://example.com a_b.com -a.com a..com президент.рф", [(.url, "-a.com"), (.url, "президент.рф")])
        check("“example.com” «telegram.org»", [(.url, "example.com"), (.url, "telegram.org")])
    }

    func testEmails() {
        check("a.b@example.com, x@y @z", [(.email, "a.b@example.com")])
        // TDLib looks around dots, and a plus sign is no part of a host.
        check("a.b+c@example.com", [(.email, "+c@example.com")])
        check("mailto:a@b.co a@b.co@c", [(.email, "a@b.co")])
    }

    func testPhonesAreFoundOnlyOnRequest() {
        check("+7 (999) 123-45-67 or +79991234567", [(.phone, "+7 (999) 123-45-67"), (.phone, "+79991234567")])
        check("+7 999 123 45 67", [], .standard)
        check("1+1234567890 +123 +1234567890123456", [])
    }

    func testOptionsSelect() {
        let text = "@durov #tag $USD /start t.me a@b.co"
        check(text, [(.mention, "@durov")], .mentions)
        check(text, [(.url, "t.me")], .urls)
        check(text, [(.email, "a@b.co")], .emails)
        check(text, [], [])
    }

    func testNothingIsFoundInsideCodeAndLinks() {
        let text = FormattedText(
            "@durov @durov @durov",
            entities: [
                MessageEntity(.code, offset: 0, length: 6), MessageEntity(.bold, offset: 7, length: 6),
                MessageEntity(.textURL("http://a.b/"), offset: 10, length: 3),
            ])
        XCTAssertEqual(text.detectingEntities().entities.filter { $0.kind == .mention }.map(\.offset), [14])
    }

    func testOffsetsCountUTF16() {
        XCTAssertEqual(
            FormattedText("👨‍👩‍👧‍👦 @durov").detectingEntities().entities, [MessageEntity(.mention, offset: 12, length: 6)])
    }
}
