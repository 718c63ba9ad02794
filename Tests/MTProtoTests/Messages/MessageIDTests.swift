// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Message ids and sequence numbers.
final class MessageIDTests: XCTestCase {
    func testIDsGrowWhateverTheClockDoes() {
        var random = SeededGenerator(seed: 1)
        var ids = MessageIDGenerator()
        var last = MessageID(rawValue: 0)
        var time: Int64 = 1_800_000_000_000_000_000
        for step in 0..<20_000 {
            switch step % 50 {
            case 7: time -= 3600 * 1_000_000_000
            case 13: time += 3600 * 1_000_000_000
            case 20...30: break
            default: time += Int64(random.next() % 5000)
            }
            let id = ids.next(unixNanoseconds: time, using: &random)
            XCTAssertGreaterThan(id, last)
            XCTAssertEqual(id.origin, .client)
            XCTAssertNotEqual(id.rawValue & 0xFFFF_FFFF, 0, "the lower half is never zero")
            last = id
        }
    }

    func testAnIDTellsTheTime() {
        var random = SeededGenerator(seed: 2)
        for nanoseconds: Int64 in [0, 1, 999_999_999, 500_000_000] {
            var ids = MessageIDGenerator()
            let id = ids.next(unixNanoseconds: 1_800_000_000_000_000_000 + nanoseconds, using: &random)
            XCTAssertEqual(id.unixTime, 1_800_000_000)
            let fraction = Double(id.rawValue & 0xFFFF_FFFF) / 4_294_967_296
            XCTAssertEqual(fraction, Double(nanoseconds) / 1_000_000_000, accuracy: 0.000_002)
        }
    }

    func testAServersIDsAreOddAndExtremesDoNotTrap() {
        var random = SeededGenerator(seed: 3)
        var ids = MessageIDGenerator()
        var last = MessageID(rawValue: 0)
        for (index, time) in [Int64.min, -1, 0, 1, 1 << 62].enumerated() {
            let origin: MessageID.Origin = index % 2 == 0 ? .answer : .server
            let id = ids.next(unixNanoseconds: time, origin: origin, using: &random)
            XCTAssertEqual(id.origin, origin)
            XCTAssertGreaterThan(id, last)
            last = id
        }
    }

    func testSequenceNumbers() {
        var numbers = SequenceNumbers()
        let kinds = [true, false, false, true, true, false]
        XCTAssertEqual(kinds.map { numbers.next(isContentRelated: $0) }, [1, 2, 2, 3, 5, 6])
    }
}
