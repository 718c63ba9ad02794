// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramMTProto

final class MessageExtentTests: XCTestCase {
    func testPaddingOfEncryptedPacketsIsWhatIsLeftOverOfBlocks() {
        for padding in 0...15 {
            XCTAssertEqual(MessageExtent.encrypted(payloadCount: 24 + 96 + padding), 24 + 96)
        }
        XCTAssertEqual(MessageExtent.encrypted(payloadCount: 40), 40)
        for count in 0..<40 { XCTAssertNil(MessageExtent.encrypted(payloadCount: count)) }
    }

    func testUnencryptedMessagesSayTheirLength() {
        func payload(length: UInt32, count: Int) -> [UInt8] {
            [UInt8](repeating: 0, count: 16) + withUnsafeBytes(of: length.littleEndian) { Array($0) }
                + [UInt8](repeating: 7, count: count)
        }
        XCTAssertEqual(MessageExtent.unencrypted(in: payload(length: 8, count: 8)), 28)
        XCTAssertEqual(MessageExtent.unencrypted(in: payload(length: 8, count: 23)), 28)
        XCTAssertEqual(MessageExtent.unencrypted(in: payload(length: 0, count: 0)), 20)
        XCTAssertNil(MessageExtent.unencrypted(in: payload(length: 9, count: 8)))
        XCTAssertNil(MessageExtent.unencrypted(in: payload(length: .max, count: 8)))
        XCTAssertNil(MessageExtent.unencrypted(in: [UInt8](repeating: 0, count: 19)))
    }
}
