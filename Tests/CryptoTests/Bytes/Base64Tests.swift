// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

@testable import FerogramCrypto

final class Base64Tests: XCTestCase {
    func testAgainstFoundation() throws {
        var generator = SeededGenerator(seed: 60)
        for count in 0..<100 {
            let bytes = generator.bytes(count: count)
            let text = Base64.encode(bytes)
            XCTAssertEqual(text, Data(bytes).base64EncodedString())
            XCTAssertEqual(try XCTUnwrap(Base64.decode(text.utf8)), SecureBytes(copying: bytes))
        }
    }

    func testWhiteSpaceIsSkipped() throws {
        XCTAssertEqual(try XCTUnwrap(Base64.decode(" A Q\r\n\tI=".utf8)).hex, "0102")
    }

    func testOtherTextsAreRefused() {
        for text in ["A", "AA", "AAA", "AA=", "A===", "====", "AA=A", "=AAA", "AAAA=", "AA-_", "AA\u{7F}A", "AAAAA"] {
            XCTAssertNil(Base64.decode(text.utf8), text)
        }
    }
}
