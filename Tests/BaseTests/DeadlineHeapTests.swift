// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

final class DeadlineHeapTests: XCTestCase {
    func testTheHeapGivesTheEarliestFirst() {
        var generator = SeededGenerator(seed: 4)
        var heap = DeadlineHeap<UInt64>()
        let times = (0..<500).map { _ in Int64.random(in: 0...100, using: &generator) }
        for (id, time) in times.enumerated() {
            heap.insert(UInt64(id), at: MonotonicTime(nanoseconds: time))
        }
        var taken: [Int64] = []
        while let entry = heap.removeFirst(notAfter: MonotonicTime(nanoseconds: 70)) {
            taken.append(entry.time.nanoseconds)
        }
        XCTAssertEqual(taken, times.filter { $0 <= 70 }.sorted())
        XCTAssertEqual(heap.count, times.filter { $0 > 70 }.count)
    }

    func testDeadlinesComeInOrder() {
        var generator = SeededGenerator(seed: 1)
        var heap = DeadlineHeap<UInt64>()
        var expected: [(Int64, UInt64)] = []
        for ticket in 0..<1_000 as Range<UInt64> {
            let deadline = Int64.random(in: 0..<500, using: &generator)
            heap.insert(ticket, at: MonotonicTime(nanoseconds: deadline))
            expected.append((deadline, ticket))
        }
        heap.prune { !$0.isMultiple(of: 3) }
        expected.removeAll { $0.1.isMultiple(of: 3) }
        for now in stride(from: Int64(0), to: 600, by: 7) {
            var due: [UInt64] = []
            while let entry = heap.removeFirst(notAfter: MonotonicTime(nanoseconds: now)) { due.append(entry.id) }
            XCTAssertEqual(Set(due), Set(expected.filter { $0.0 <= now }.map(\.1)))
            expected.removeAll { $0.0 <= now }
            XCTAssertEqual(heap.first?.time.nanoseconds, expected.map(\.0).min())
        }
        XCTAssertEqual(heap.count, 0)
    }
}
