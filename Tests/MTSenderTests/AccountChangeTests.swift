// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTLTypes
import Foundation
import XCTest

@testable import FerogramMTSender

final class AccountChangeTests: XCTestCase {
    func testAllMethodsAreKnownWhoseAnswerMaySaySomebodyIsSignedIn() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Schema/api.tl")
        let schema = try String(contentsOf: path, encoding: .utf8)
        let answers = ["auth.Authorization;", "auth.SentCode;", "auth.LoginToken;"]
        var expected: Set<UInt32> = [TL.auth.LogOut.constructorID]
        var isFunction = false
        for line in schema.split(separator: "\n") {
            if line.hasPrefix("---functions---") { isFunction = true }
            guard isFunction, line.hasPrefix("auth."), answers.contains(where: { line.hasSuffix("= " + $0) }),
                let number = line.split(separator: " ").first?.split(separator: "#").last
            else { continue }
            expected.insert(try XCTUnwrap(UInt32(number, radix: 16)))
        }
        XCTAssertEqual(Set(AccountChange.methods), expected)
        XCTAssertGreaterThan(expected.count, 10)
        XCTAssertFalse(AccountChange.mayBeMade(by: TL.messages.SendMessage.constructorID))
    }

    func testOnlyAChangeThatSucceedsMakesAnotherAccount() {
        var account = AccountChange()
        account.isChanging = true
        account.end(isDone: false)
        XCTAssertEqual(account.number, 0)
        account.isChanging = true
        account.end(isDone: true)
        XCTAssertEqual(account.number, 1)
        XCTAssertFalse(account.isChanging)
    }
}
