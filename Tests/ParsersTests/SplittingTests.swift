// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTestSupport
import XCTest

final class SplittingTests: XCTestCase {
    func testShortTextIsOnePart() {
        let text = FormattedText("hello", entities: [MessageEntity(.bold, offset: 0, length: 5)])
        XCTAssertEqual(text.split(), [text])
        XCTAssertEqual(FormattedText("").split(), [])
        XCTAssertEqual(FormattedText(" \n ").split(), [])
    }

    func testTheLimitIsExact() {
        let text = String(repeating: "🙂", count: 2048)
        XCTAssertEqual(FormattedText(text).split().map(\.utf16Length), [4096])
        XCTAssertEqual(FormattedText(text + "a").split().map(\.utf16Length), [4096, 1])
        XCTAssertEqual(FormattedText("a" + text).split().map(\.utf16Length), [4095, 2])
    }

    func testItPrefersLineEndsThenSpaces() {
        XCTAssertEqual(FormattedText("aaaa bbb\ncc dddd").split(limit: 12).map(\.text), ["aaaa bbb", "cc dddd"])
        // A line end in the first half would make too many small parts.
        XCTAssertEqual(FormattedText("a\nbbbb cccc dddd").split(limit: 12).map(\.text), ["a\nbbbb cccc", "dddd"])
        XCTAssertEqual(FormattedText("aaaaaaaaaa").split(limit: 4).map(\.text), ["aaaa", "aaaa", "aa"])
    }

    func testEntitiesGoOnInTheNextPart() {
        let text = FormattedText(
            "aaaa bbbb cccc",
            entities: [MessageEntity(.bold, offset: 2, length: 10), MessageEntity(.textURL("x"), offset: 5, length: 4)])
        XCTAssertEqual(
            text.split(limit: 5),
            [
                FormattedText("aaaa", entities: [MessageEntity(.bold, offset: 2, length: 2)]),
                FormattedText(
                    "bbbb",
                    entities: [
                        MessageEntity(.textURL("x"), offset: 0, length: 4), MessageEntity(.bold, offset: 0, length: 4),
                    ]),
                FormattedText("cccc", entities: [MessageEntity(.bold, offset: 0, length: 2)]),
            ])
    }

    func testACharacterLongerThanAPartIsCutBetweenScalars() {
        let parts = FormattedText("e" + String(repeating: "\u{301}", count: 9)).split(limit: 4)
        XCTAssertEqual(parts.map(\.utf16Length), [4, 4, 2])
        XCTAssertEqual(FormattedText("👨‍👩‍👧‍👦").split(limit: 2).map(\.utf16Length).max(), 2)
    }

    /// One character of a megabyte; looking at the whole of it for each part would take minutes.
    func testAnEndlessCharacterIsSplitInLinearTime() {
        #if DEBUG
        let count = 100_000
        #else
        let count = 1_000_000
        #endif
        let parts = FormattedText("e" + String(repeating: "\u{301}", count: count)).split(limit: 16)
        XCTAssertEqual(parts.count, (count + 16) / 16)
    }

    func testPartsHoldEverythingThatIsVisible() {
        var random = RandomText(generator: SeededGenerator(seed: 5), allowsQuotes: true)
        for _ in 0..<300 {
            let text = random.nextWild()
            let limit = Int.random(in: 2...20, using: &random.generator)
            let parts = text.split(limit: limit)
            func visible(_ text: String) -> String.UnicodeScalarView {
                text.unicodeScalars.filter { !$0.properties.isWhitespace }
            }
            XCTAssertEqual(
                String(parts.map { String(visible($0.text)) }.joined()), String(visible(text.text)))
            for part in parts {
                XCTAssertLessThanOrEqual(part.utf16Length, limit)
                XCTAssertFalse(part.text.isEmpty)
                for entity in part.entities {
                    XCTAssertTrue(entity.offset >= 0 && entity.length > 0 && entity.end <= part.utf16Length)
                }
            }
        }
    }
}
