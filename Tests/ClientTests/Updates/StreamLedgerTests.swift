// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramUpdateSupport
import XCTest

/// The judge of the soak must see what it is there to see.
final class StreamLedgerTests: XCTestCase {
    /// Program 0 writes to the accounts 0 and 1; program 1 is account 1, program 2 is account 0 as well, program 3 is
    /// account 2.
    private func makeLedger(sent count: Int = 10, doubtful: Set<Int> = []) -> StreamLedger {
        let ledger = StreamLedger(
            [StreamLedger.Stream(writer: 0, audience: [0, 1])], accounts: [0, 1, 0, 2])
        for number in 0..<count {
            XCTAssertEqual(ledger.begin(0).text, "s0 \(number) ")
            ledger.end(0, number, isSent: !doubtful.contains(number))
        }
        return ledger
    }

    private func hear(_ numbers: [Int], _ ledger: StreamLedger, by program: Int = 1) {
        for number in numbers { ledger.take("s0 \(number) xx", by: program) }
    }

    private func check(
        _ ledger: StreamLedger, lost: Int = 0, repeated: Int = 0, outOfOrder: Int = 0, foreign: Int = 0,
        line: UInt = #line
    ) {
        let counts = ledger.counts
        XCTAssertEqual(
            [counts.lost, counts.repeated, counts.outOfOrder, counts.foreign], [lost, repeated, outOfOrder, foreign],
            "\(ledger.problems)", line: line)
        XCTAssertEqual(counts.isClean, ledger.problems.isEmpty, line: line)
    }

    func testWhatIsHeardOnceAndInOrderIsRight() {
        let ledger = makeLedger()
        hear(Array(0..<10), ledger)
        hear(Array(0..<10), ledger, by: 2)
        ledger.take("something else", by: 1)
        ledger.take("s7 1 of no stream", by: 1)
        XCTAssertTrue(ledger.missing().isEmpty)
        XCTAssert(ledger.silent.isEmpty)
        ledger.close()
        check(ledger)
        XCTAssertEqual(ledger.counts.heard, 20)
    }

    func testWhatIsLostIsSeenInTheMiddleAndAtTheEnd() {
        let middle = makeLedger()
        hear([0, 1, 4, 5, 6, 7, 8, 9], middle)
        check(middle, lost: 2)
        middle.close()
        check(middle, lost: 2)

        let end = makeLedger()
        hear(Array(0..<7), end)
        check(end)
        XCTAssertEqual(end.missing().map(\.numbers), [[7, 8, 9]])
        end.close()
        check(end, lost: 3)
    }

    func testWhatComesAgainOrTooLateIsSeen() {
        let ledger = makeLedger()
        hear([0, 1, 2, 2, 3], ledger)
        check(ledger, repeated: 1)
        hear([5, 4, 6], ledger)
        check(ledger, repeated: 1, outOfOrder: 1)
    }

    func testWhatNobodyKnowsToBeSentMayBeMissingAndMayComeWhenever() {
        let ledger = makeLedger(doubtful: [2, 5])
        hear([0, 1, 3, 4, 6, 5, 7, 8, 9], ledger)
        ledger.close()
        check(ledger)
        hear([5], ledger)
        check(ledger, repeated: 1)
    }

    func testWhoCrashedHearsAgainButMissesNothing() {
        let ledger = makeLedger()
        hear(Array(0..<6), ledger)
        ledger.restart(1)
        hear([3, 4, 5, 6], ledger)
        check(ledger)
        XCTAssertEqual(ledger.counts.again, 1)
        // Once it goes on, nothing comes again.
        hear([5], ledger)
        check(ledger, repeated: 1)

        let other = makeLedger()
        hear(Array(0..<3), other)
        other.restart(1)
        hear([4], other)
        check(other, lost: 1)
    }

    func testWhoIsSomebodyElseHearsNothingOfTheFormerAccount() {
        let ledger = makeLedger()
        hear([0, 1], ledger)
        ledger.leave(1)
        hear([2], ledger)
        check(ledger)
        ledger.enter(1, as: 2)
        hear([3], ledger)
        check(ledger, foreign: 1)
        ledger.leave(1)
        ledger.enter(1, as: 1)
        // What was said meanwhile it missed; what it had heard must not come again.
        XCTAssertTrue(ledger.missing().isEmpty)
        hear([6, 7, 8, 9], ledger)
        ledger.close()
        check(ledger, foreign: 1)
        ledger.leave(1)
        ledger.enter(1, as: 1)
        hear([1], ledger)
        check(ledger, repeated: 1, foreign: 1)
    }

    func testGrowthIsSeenAfterTheFirstQuarter() {
        func growth(_ value: (Int) -> Int) -> FigureGrowth {
            var figures = FigureGrowth()
            for index in 0..<40 { figures.add(value(index)) }
            return figures
        }
        XCTAssertTrue(FigureGrowth().isFlat(allowance: 0, share: 0))
        let settled = growth { min($0, 10) }
        XCTAssertTrue(settled.isFlat(allowance: 1, share: 0))
        XCTAssertEqual(settled.quarters, [4.5, 10, 10, 10])
        let leaking = growth { 100 + $0 }
        XCTAssertEqual(leaking.growth, 20)
        XCTAssertFalse(leaking.isFlat(allowance: 10, share: 0.05))
        XCTAssertTrue(leaking.isFlat(allowance: 10, share: 0.1))
    }
}
