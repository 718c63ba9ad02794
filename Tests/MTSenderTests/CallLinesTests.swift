// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramMTSender

final class CallLinesTests: XCTestCase {
    private final class Name {}

    private let here = Name()
    private let there = Name()

    private func sender(_ name: Name) -> ObjectIdentifier { ObjectIdentifier(name) }

    private func enter(_ lines: inout CallLines, _ orders: [CallOrder]) -> (place: UInt64, turn: AsyncSemaphore) {
        let turn = AsyncSemaphore(0)
        return (lines.enter(orders, turn: turn), turn)
    }

    func testCallsFollowEachOtherByTheirTickets() {
        var lines = CallLines()
        let order = CallOrder()
        let (first, second, third) = (
            enter(&lines, [order]), enter(&lines, [order, order]), enter(&lines, [order])
        )
        XCTAssertEqual(lines.admission(first.place, to: sender(here)), .after([]))
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .wait)
        XCTAssertFalse(lines.isNear(second.place))
        XCTAssertTrue(lines.submitted(first.place, to: sender(here), 7).contains { $0 === second.turn })
        XCTAssertTrue(lines.isNear(second.place))
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .after([7]))
        // What another sender has, this one cannot wait for.
        XCTAssertEqual(lines.admission(second.place, to: sender(there)), .wait)
        XCTAssertEqual(lines.admission(third.place, to: sender(here)), .wait)
        XCTAssertTrue(lines.leave(first.place).contains { $0 === second.turn })
        XCTAssertEqual(lines.admission(second.place, to: sender(there)), .after([]))
        _ = lines.leave(second.place)
        _ = lines.leave(third.place)
        XCTAssertEqual(lines.count, 0)
    }

    func testWhoLeavesTheMiddleLeavesTheOrderAsItIs() {
        var lines = CallLines()
        let order = CallOrder()
        let places = (0..<4).map { _ in enter(&lines, [order]) }
        _ = lines.submitted(places[0].place, to: sender(here), 1)
        XCTAssertTrue(lines.leave(places[1].place).contains { $0 === places[2].turn })
        XCTAssertEqual(lines.admission(places[2].place, to: sender(here)), .after([1]))
        XCTAssertEqual(lines.admission(places[3].place, to: sender(here)), .wait)
    }

    func testACallThatWasRefusedWaitsForAChange() {
        var lines = CallLines()
        let order = CallOrder()
        let (first, second) = (enter(&lines, [order]), enter(&lines, [order]))
        _ = lines.submitted(first.place, to: sender(here), 1)
        _ = lines.submitted(second.place, to: sender(here), 2)
        _ = lines.withdrawn(second.place, by: sender(here), refusedAfter: [1])
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .wait)
        _ = lines.withdrawn(first.place, by: sender(here))
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .wait)
        XCTAssertTrue(lines.submitted(first.place, to: sender(here), 3).contains { $0 === second.turn })
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .after([3]))
    }

    func testTicketsOfOneSenderSayNothingOfThoseOfAnother() {
        var lines = CallLines()
        let order = CallOrder()
        let (first, second) = (enter(&lines, [order]), enter(&lines, [order]))
        _ = lines.submitted(first.place, to: sender(here), 1)
        _ = lines.withdrawn(second.place, by: sender(here), refusedAfter: [1])
        _ = lines.withdrawn(first.place, by: sender(here))
        _ = lines.submitted(first.place, to: sender(there), 1)
        XCTAssertEqual(lines.admission(second.place, to: sender(there)), .after([1]))
    }

    func testSoManyCallsAreUnderWayAtATimeAndTheFirstAlwaysMay() {
        var lines = CallLines()
        let order = CallOrder()
        let places = (0..<CallLines.window + 2).map { _ in enter(&lines, [order]) }
        for (index, entry) in places.prefix(CallLines.window).enumerated() {
            XCTAssertNotEqual(lines.admission(entry.place, to: sender(here)), .wait)
            _ = lines.submitted(entry.place, to: sender(here), Ticket(UInt64(index)))
        }
        let next = places[CallLines.window]
        XCTAssertEqual(lines.admission(next.place, to: sender(here)), .wait)
        // The first comes back while the others are still out.
        _ = lines.withdrawn(places[0].place, by: sender(here))
        XCTAssertEqual(lines.admission(places[0].place, to: sender(here)), .after([]))
        _ = lines.submitted(places[0].place, to: sender(here), 100)
        XCTAssertEqual(lines.admission(next.place, to: sender(here)), .wait)
        XCTAssertTrue(lines.leave(places[0].place).contains { $0 === next.turn })
        XCTAssertNotEqual(lines.admission(next.place, to: sender(here)), .wait)
    }

    func testTwoCallsOfTwoOrdersNeverWaitForEachOther() {
        var lines = CallLines()
        let (one, other) = (CallOrder(), CallOrder())
        let (first, second) = (enter(&lines, [one, other]), enter(&lines, [other, one]))
        XCTAssertEqual(lines.admission(first.place, to: sender(here)), .after([]))
        _ = lines.submitted(first.place, to: sender(here), 1)
        XCTAssertEqual(lines.admission(second.place, to: sender(here)), .after([1]))
    }
}
