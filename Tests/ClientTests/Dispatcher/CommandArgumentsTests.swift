// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import Ferogram

final class CommandArgumentsTests: XCTestCase {
    func testWords() {
        for (text, expected) in [
            ("", []), ("a b", ["a", "b"]), ("  a \n b  ", ["a", "b"]),
            (#"add "New York" 5"#, ["add", "New York", "5"]),
            (#"'it is' “so” „so” «so»"#, ["it is", "so", "so", "so"]), (#""" x"#, ["", "x"]),
            (#"a\ b "c\"d" \\"#, ["a b", #"c"d"#, #"\"#]), (#"it's "#, ["it's"]),
        ] as [(String, [String])] {
            XCTAssertEqual([String](arguments: text), expected, text)
        }
        XCTAssertNil([String](arguments: #"a "b"#))
    }

    func testValues() {
        var words = CommandWords("ann 5 x")
        XCTAssertEqual(words.next(), "ann")
        XCTAssertEqual(words.next(Int.self), 5)
        XCTAssertNil(words.next(Int.self))
        XCTAssertEqual(words.remainder, "x")
        XCTAssertFalse(words.isAtEnd)
        XCTAssertEqual(words.next(), "x")
        XCTAssertTrue(words.isAtEnd)
        XCTAssertNil(words.next())
        XCTAssertNil(Int(arguments: ""))
        XCTAssertNil(String(arguments: ""))
        XCTAssertEqual(Double(arguments: "2.5"), 2.5)
    }

    func testStartLinks() {
        XCTAssertEqual(StartLink.url("some_bot", parameter: "ref_1"), "https://t.me/some_bot?start=ref_1")
        XCTAssertEqual(StartLink.url("some_bot", parameter: "a", inGroup: true), "https://t.me/some_bot?startgroup=a")
        XCTAssertNil(StartLink.url("some_bot", parameter: "a b"))
        XCTAssertNil(StartLink.url("some_bot", parameter: String(repeating: "a", count: 65)))
        for text in ["", "a", "ab", "abc", "grüße & ?", String(repeating: "x", count: 48)] {
            let parameter = StartLink.encode(text)
            XCTAssertEqual(parameter?.isStartParameter, true, text)
            XCTAssertEqual(StartLink.Payload(raw: parameter ?? "").text, text)
        }
        XCTAssertNil(StartLink.encode(String(repeating: "x", count: 49)))
    }
}
