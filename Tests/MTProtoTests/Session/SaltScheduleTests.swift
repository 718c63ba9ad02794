// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

final class SaltScheduleTests: XCTestCase {
    private static func salt(_ number: Int64, since: Int64? = nil, until: Int64? = nil) -> ServerSalt {
        ServerSalt(salt: number, validSince: since ?? number * 1_800, validUntil: until ?? number * 1_800 + 3_600)
    }

    func testWhatWasStoredComesBackAsItWas() throws {
        let stored = (1...65).map { Self.salt($0) }
        let schedule = try XCTUnwrap(SaltSchedule(stored: stored))
        XCTAssertEqual(schedule.all, stored)
        XCTAssertEqual(schedule.current, stored[0])
        XCTAssertEqual(schedule.later, Array(stored.dropFirst()))
    }

    func testWhatSomebodyElseStoredIsPutInOrder() throws {
        let schedule = try XCTUnwrap(SaltSchedule(stored: [3, 1, 2].map { Self.salt($0) }))
        XCTAssertEqual(schedule.all.map(\.salt), [1, 2, 3])
        XCTAssertNil(SaltSchedule(stored: []))
        let useless = try XCTUnwrap(
            SaltSchedule(stored: [
                Self.salt(1), Self.salt(2), Self.salt(9, since: 8_000, until: 7_000),
                Self.salt(1, since: 9_000, until: 9_100),
            ])
        )
        XCTAssertEqual(useless.all.map(\.salt), [1, 2], "what ends before it begins, or is the current one again")
        let many = try XCTUnwrap(SaltSchedule(stored: (1...100).map { Self.salt($0) }))
        XCTAssertEqual(many.all.map(\.salt), Array(1...65))
    }
}
