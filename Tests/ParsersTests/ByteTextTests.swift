// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramParsers

final class ByteTextTests: XCTestCase {
    /// Eight bytes are compared at once, and a borrow must not make a neighbour look equal.
    func testAByteIsFoundWhereItStands() {
        for byte: UInt8 in [0, 1, 0x2E, 0x3A, 0x7F, 0x80, 0xFF] {
            let others = [byte &+ 1, byte &- 1, byte ^ 0x80]
            for count in 0...26 {
                for other in others {
                    let without = [UInt8](repeating: other, count: count)
                    XCTAssertNil(ByteText(without).firstIndex(of: byte, from: 0))
                    for place in 0..<count {
                        var bytes = without
                        bytes[place] = byte
                        bytes[count - 1] = byte
                        for start in 0...count + 1 {
                            XCTAssertEqual(
                                ByteText(bytes).firstIndex(of: byte, from: start),
                                start < count ? bytes[start...].firstIndex(of: byte) : nil)
                        }
                    }
                }
            }
        }
    }

    func testASearchInASetStaysInItsRange() {
        let text = ByteText("ab.cd,ef")
        XCTAssertEqual(text.firstIndex(from: 0, in: ".,"), 2)
        XCTAssertEqual(text.firstIndex(from: 3, in: ".,"), 5)
        XCTAssertEqual(text.firstIndex(from: 6, in: ".,"), 8)
        XCTAssertEqual(text.firstIndex(from: 3, upTo: 5, in: ".,"), 5)
        // What begins behind the end is no shorter for it: ranges are made from both.
        XCTAssertEqual(text.firstIndex(from: 11, in: ".,"), 11)
        XCTAssertEqual(text.firstIndex(from: 4, upTo: 3, in: ".,"), 4)
    }
}
