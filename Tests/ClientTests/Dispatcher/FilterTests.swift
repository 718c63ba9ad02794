// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import XCTest

final class FilterTests: XCTestCase {
    func testCombinations() {
        let even = Filter<Int> { $0.isMultiple(of: 2) }
        let small = Filter<Int> { $0 < 10 }
        for number in 0..<20 {
            let (isEven, isSmall) = (number.isMultiple(of: 2), number < 10)
            XCTAssertEqual((even && small).matches(number), isEven && isSmall)
            XCTAssertEqual((even || small).matches(number), isEven || isSmall)
            XCTAssertEqual((!even).matches(number), !isEven)
            XCTAssertEqual(Filter.all(even, small).matches(number), isEven && isSmall)
            XCTAssertEqual(Filter.any(even, small).matches(number), isEven || isSmall)
            XCTAssertEqual(Filter.not(even).matches(number), !isEven)
            XCTAssertTrue(Filter<Int>.all.matches(number))
            XCTAssertFalse(Filter<Int>.none.matches(number))
        }
    }

    func testCommands() {
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.name, "start")
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.username, "My_Bot")
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.arguments, "hello there")
        XCTAssertEqual(BotCommand("/help")?.arguments, "")
        XCTAssertEqual(BotCommand("/start.")?.name, "start")
        XCTAssertEqual(BotCommand("/start, please")?.name, "start")
        XCTAssertEqual(BotCommand("/set_2 x")?.name, "set_2")
        XCTAssertEqual(BotCommand("/start@a_bot!")?.username, "a_bot")
        XCTAssertNil(BotCommand("/start@")?.username)
        XCTAssertNil(BotCommand("/" + String(repeating: "a", count: 65)))
        for text in ["", "/", "start", " /start", "/ start", "/@bot", "//start", "/)", "/start/", "/<b>", "/старт"] {
            XCTAssertNil(BotCommand(text), text)
        }
    }
}
