// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// How many transfers share what one path carries.
final class TransferPathTests: XCTestCase {
    private static let start = MonotonicTime(nanoseconds: 0)
    private static let part = 512 << 10

    private static let time = Timekeeper(
        now: { start }, sinceEpoch: { .zero }, sleep: { _ in try Task.checkCancellation() })

    func testPartsTakeTurnsWhenThereIsNoRoom() async throws {
        try await within {
            let path = TransferPath(connections: 1)
            var marks: [TransferWindow.Mark] = []
            while let mark = path.take(Self.part, now: Self.start) { marks.append(mark) }
            XCTAssertEqual(path.inFlight, marks.count * Self.part)
            let order = Lock<[Int]>([])
            let tasks = (0..<3).map { number in
                Task {
                    guard let mark = await path.acquire(Self.part, Self.time) else { return }
                    order.withLock { $0.append(number) }
                    path.finish(Self.part, mark, isDelivered: false, now: Self.start)
                }
            }
            // Whoever comes later waits, though there will be room.
            let mark = try XCTUnwrap(marks.popLast())
            path.finish(Self.part, mark, isDelivered: false, now: Self.start)
            for task in tasks { await task.value }
            XCTAssertEqual(order.withLock { $0.sorted() }, [0, 1, 2])
            for mark in marks { path.finish(Self.part, mark, isDelivered: false, now: Self.start) }
            XCTAssertEqual(path.inFlight, 0)
        }
    }

    func testWhoeverIsCancelledLeavesTheLine() async throws {
        try await within {
            let path = TransferPath(connections: 1)
            var marks: [TransferWindow.Mark] = []
            while let mark = path.take(Self.part, now: Self.start) { marks.append(mark) }
            let waiting = Task { await path.acquire(Self.part, Self.time) == nil }
            waiting.cancel()
            let hasLeft = await waiting.value
            XCTAssertTrue(hasLeft)
            for mark in marks { path.finish(Self.part, mark, isDelivered: false, now: Self.start) }
            XCTAssertNotNil(path.take(Self.part, now: Self.start))
        }
    }

    /// Forty transfers over a path of 100 MB/s and 2 ms: what is on its way stays near what the path carries.
    func testManyTransfersMakeNoLongQueue() {
        let path = TransferPath(connections: 12)
        var now = Self.start
        var lineFree = Self.start
        var queue: [(MonotonicTime, TransferWindow.Mark)] = []
        var most = 0
        for step in 0..<4_000 {
            while queue.count < 40, let mark = path.take(Self.part, now: now) {
                lineFree = max(now, lineFree) + .seconds(Double(Self.part) / 1e8)
                queue.append((lineFree + .milliseconds(2), mark))
            }
            if step > 2_000 { most = max(most, path.inFlight) }
            let (arrival, mark) = queue.removeFirst()
            now = max(now, arrival)
            path.finish(Self.part, mark, isDelivered: true, now: now)
        }
        XCTAssertLessThanOrEqual(most, 5 * Self.part)
        XCTAssertGreaterThanOrEqual(most, Self.part)
    }
}
