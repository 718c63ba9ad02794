// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

@testable import FerogramConnect

/// What the I/O thread remembers, without a thread.
final class IOTableTests: XCTestCase {
    private final class Handler: IOHandler {
        func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {}
        func deadlineReached(now: MonotonicTime) {}
    }

    private func time(_ seconds: Int64) -> MonotonicTime {
        MonotonicTime(nanoseconds: seconds * 1_000_000_000)
    }

    private func due(_ table: inout IOTable, at seconds: Int64) -> Int {
        var handlers: [any IOHandler] = []
        table.takeDue(now: time(seconds), into: &handlers)
        return handlers.count
    }

    func testOnlyAnEarlierDeadlineWakesTheThread() {
        var table = IOTable()
        XCTAssertFalse(table.insert(1, descriptor: 5, interest: .read, handler: Handler()))
        var calls: [IOTable.Call] = []
        table.takePosted(into: &calls)
        XCTAssertEqual(calls.map(\.events), [.start])
        XCTAssertFalse(table.setDeadline(1, time(10)))
        XCTAssertEqual(table.sleep(now: time(0)), .nanoseconds(10_000_000_000))
        XCTAssertFalse(table.setDeadline(1, time(20)))
        XCTAssertTrue(table.setDeadline(1, time(5)))
        table.wokeUp()
        XCTAssertFalse(table.setDeadline(1, time(4)))
        XCTAssertEqual(due(&table, at: 4), 1)
        XCTAssertEqual(due(&table, at: 100), 0)
    }

    func testADeadlineThatWasPutOffComesAtItsTime() {
        var table = IOTable()
        _ = table.insert(1, descriptor: 5, interest: .read, handler: Handler())
        _ = table.setDeadline(1, time(10))
        _ = table.setDeadline(1, time(20))
        XCTAssertEqual(due(&table, at: 10), 0)
        XCTAssertEqual(due(&table, at: 19), 0)
        XCTAssertEqual(due(&table, at: 20), 1)
        _ = table.setDeadline(1, time(30))
        _ = table.setDeadline(1, nil)
        XCTAssertEqual(due(&table, at: 40), 0)
    }

    func testDeadlinesThatNoLongerCountDoNotPileUp() {
        var table = IOTable()
        _ = table.insert(1, descriptor: 5, interest: .read, handler: Handler())
        for second in stride(from: Int64(100_000), to: 10, by: -1) { _ = table.setDeadline(1, time(second)) }
        XCTAssertLessThan(table.deadlineCount, 100)
        XCTAssertEqual(due(&table, at: 11), 1)
    }

    func testAStreamHearsOnlyWhatItWaitsFor() {
        var table = IOTable()
        _ = table.insert(1, descriptor: 5, interest: .read, handler: Handler())
        _ = table.insert(2, descriptor: 6, interest: [.read, .write], handler: Handler())
        var calls: [IOTable.Call] = []
        table.takePosted(into: &calls)
        calls = []
        table.take(
            [
                PollerEvent(id: 1, events: .write, isBroken: false),
                PollerEvent(id: 2, events: [], isBroken: true),
                PollerEvent(id: 3, events: .read, isBroken: false),
            ], into: &calls)
        XCTAssertEqual(calls.map(\.events), [[.read, .write]])
        calls = []
        _ = table.post(1, .write)
        table.takePosted(into: &calls)
        XCTAssertTrue(calls.isEmpty)
        _ = table.setInterest(1, .write)
        _ = table.post(1, .write)
        table.takePosted(into: &calls)
        XCTAssertEqual(calls.map(\.events), [.write])
    }

    func testARetiredStreamHearsNothingMore() {
        var table = IOTable()
        _ = table.insert(1, descriptor: 5, interest: .read, handler: Handler())
        _ = table.setDeadline(1, time(1))
        _ = table.post(1, .read)
        XCTAssertEqual(table.retire(1)?.entry.descriptor, 5)
        XCTAssertNil(table.retire(1))
        var calls: [IOTable.Call] = []
        table.takePosted(into: &calls)
        table.take([PollerEvent(id: 1, events: .read, isBroken: false)], into: &calls)
        XCTAssertTrue(calls.isEmpty)
        XCTAssertEqual(due(&table, at: 2), 0)
        XCTAssertEqual(table.sleep(now: time(2)), .none, "there is a descriptor to close")
        var retired: [IOTable.Retired] = []
        table.takeRetired(into: &retired)
        XCTAssertEqual(retired.map(\.descriptor), [5])
        XCTAssertEqual(table.sleep(now: time(2)), .forever)
    }

    func testSleepIsRoundedUpToMilliseconds() {
        XCTAssertEqual(PollerTimeout.forever.milliseconds, -1)
        XCTAssertEqual(PollerTimeout.none.milliseconds, 0)
        XCTAssertEqual(PollerTimeout.nanoseconds(-5).milliseconds, 0)
        XCTAssertEqual(PollerTimeout.nanoseconds(1).milliseconds, 1)
        XCTAssertEqual(PollerTimeout.nanoseconds(1_500_000_000).milliseconds, 1500)
        XCTAssertEqual(PollerTimeout.nanoseconds(.max).milliseconds, 60_000)
    }
}
