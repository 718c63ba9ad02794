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
            let last = try XCTUnwrap(marks.popLast())
            let served = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        guard let mark = await path.acquire(Self.part, Self.time) else { return false }
                        path.finish(Self.part, mark, isDelivered: false, now: Self.start)
                        return true
                    }
                }
                // Each has its turn in the room of one part.
                path.finish(Self.part, last, isDelivered: false, now: Self.start)
                var served = 0
                for await hasRoom in group where hasRoom { served += 1 }
                return served
            }
            XCTAssertEqual(served, 3)
            for mark in marks { path.finish(Self.part, mark, isDelivered: false, now: Self.start) }
            XCTAssertEqual(path.inFlight, 0)
        }
    }

    func testWhoeverIsCancelledLeavesTheLine() async throws {
        try await within {
            let path = TransferPath(connections: 1)
            var marks: [TransferWindow.Mark] = []
            while let mark = path.take(Self.part, now: Self.start) { marks.append(mark) }
            let hasLeft = await withTaskGroup(of: Bool.self) { group in
                group.addTask { await path.acquire(Self.part, Self.time) == nil }
                group.cancelAll()
                return await group.next() ?? false
            }
            XCTAssertTrue(hasLeft)
            for mark in marks { path.finish(Self.part, mark, isDelivered: false, now: Self.start) }
            XCTAssertNotNil(path.take(Self.part, now: Self.start))
        }
    }

    /// While many parts are under way they go out by twos.
    func testManyPartsGoOutByTwos() {
        let path = TransferPath(connections: 1)
        var now = Self.start
        var queue: [TransferWindow.Mark] = []
        var runs: [Int] = []
        for step in 0..<400 {
            var run = 0
            while let mark = path.take(Self.part, now: now) {
                queue.append(mark)
                run += 1
            }
            if step > 200 { runs.append(run) }
            // A path of 100 MB/s and 40 ms.
            now = now + .milliseconds(5)
            if step >= 8 { path.finish(Self.part, queue.removeFirst(), isDelivered: true, now: now) }
        }
        XCTAssertEqual(Set(runs), [0, 2])
        // Whoever has nothing under way does not wait for room for two.
        for mark in queue { path.finish(Self.part, mark, isDelivered: false, now: now) }
        XCTAssertNotNil(path.take(Self.part, now: now))
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
