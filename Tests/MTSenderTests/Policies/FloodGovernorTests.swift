// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

@testable import FerogramMTSender

/// Which calls wait for a flood.
final class FloodGovernorTests: XCTestCase {
    private static func key(_ peer: UInt64?, method: UInt32 = 1, dataCenter: Int = 1) -> FloodGovernor.Key {
        FloodGovernor.Key(dataCenter: dataCenter, method: method, peer: peer)
    }

    private static func time(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    func testAFloodOfTheMethodHoldsForAllChats() {
        var floods = FloodGovernor()
        floods.record(.seconds(10), for: Self.key(nil), now: Self.time(0))
        XCTAssertEqual(floods.end(for: Self.key(nil), now: Self.time(1)), Self.time(10))
        XCTAssertEqual(floods.end(for: Self.key(7), now: Self.time(1)), Self.time(10))
        XCTAssertNil(floods.end(for: Self.key(nil, method: 2), now: Self.time(1)))
        XCTAssertNil(floods.end(for: Self.key(nil, dataCenter: 2), now: Self.time(1)))
        XCTAssertNil(floods.end(for: Self.key(7), now: Self.time(10)))
    }

    func testAFloodOfOneChatHoldsForThatChat() {
        var floods = FloodGovernor()
        floods.record(.seconds(10), for: Self.key(7), now: Self.time(0))
        XCTAssertEqual(floods.end(for: Self.key(7), now: Self.time(1)), Self.time(10))
        XCTAssertNil(floods.end(for: Self.key(8), now: Self.time(1)))
        XCTAssertNil(floods.end(for: Self.key(nil), now: Self.time(1)))
        // The same chat again says nothing new.
        floods.record(.seconds(20), for: Self.key(7), now: Self.time(2))
        XCTAssertEqual(floods.end(for: Self.key(7), now: Self.time(3)), Self.time(22))
        XCTAssertNil(floods.end(for: Self.key(8), now: Self.time(3)))
    }

    func testFloodsOfTwoChatsAtATimeHoldForTheMethod() {
        var floods = FloodGovernor()
        floods.record(.seconds(10), for: Self.key(7), now: Self.time(0))
        floods.record(.seconds(30), for: Self.key(8), now: Self.time(5))
        XCTAssertEqual(floods.end(for: Self.key(9), now: Self.time(6)), Self.time(35))
        XCTAssertEqual(floods.end(for: Self.key(7), now: Self.time(6)), Self.time(35))
        XCTAssertNil(floods.end(for: Self.key(9, method: 2), now: Self.time(6)))
        XCTAssertNil(floods.end(for: Self.key(9), now: Self.time(35)))
        // One that is over counts no more.
        floods.record(.seconds(10), for: Self.key(7), now: Self.time(40))
        floods.record(.seconds(10), for: Self.key(8), now: Self.time(60))
        XCTAssertNil(floods.end(for: Self.key(9), now: Self.time(61)))
    }

    func testSlowModeSaysNothingOfTheAccount() {
        var floods = FloodGovernor()
        for chat in 1...5 as ClosedRange<UInt64> {
            floods.record(.seconds(60), for: Self.key(chat), isSlowMode: true, now: Self.time(0))
        }
        floods.record(.seconds(10), for: Self.key(6), now: Self.time(0))
        XCTAssertEqual(floods.end(for: Self.key(5), now: Self.time(1)), Self.time(60))
        XCTAssertEqual(floods.end(for: Self.key(6), now: Self.time(1)), Self.time(10))
        XCTAssertNil(floods.end(for: Self.key(9), now: Self.time(1)))
    }

    func testWaitsAreBounded() {
        var floods = FloodGovernor()
        for chat in 1...UInt64(FloodGovernor.capacity) + 10 {
            floods.record(.seconds(Int64(chat)), for: Self.key(chat), isSlowMode: true, now: Self.time(0))
        }
        XCTAssertNil(floods.end(for: Self.key(1), now: Self.time(0)), "the one that ends first went first")
        XCTAssertNotNil(floods.end(for: Self.key(UInt64(FloodGovernor.capacity)), now: Self.time(0)))
    }
}
