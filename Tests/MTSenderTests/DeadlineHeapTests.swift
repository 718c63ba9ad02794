// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class DeadlineHeapTests: XCTestCase {
    func testDeadlinesComeInOrder() {
        var generator = SeededGenerator(seed: 1)
        var heap = DeadlineHeap()
        var expected: [(Int64, UInt64)] = []
        for ticket in 0..<1_000 as Range<UInt64> {
            let deadline = Int64.random(in: 0..<500, using: &generator)
            heap.insert(ticket, at: MonotonicTime(nanoseconds: deadline))
            expected.append((deadline, ticket))
        }
        heap.prune { !$0.isMultiple(of: 3) }
        expected.removeAll { $0.1.isMultiple(of: 3) }
        for now in stride(from: Int64(0), to: 600, by: 7) {
            let due = heap.removeDue(at: MonotonicTime(nanoseconds: now))
            XCTAssertEqual(Set(due), Set(expected.filter { $0.0 <= now }.map(\.1)))
            expected.removeAll { $0.0 <= now }
            XCTAssertEqual(heap.earliest?.nanoseconds, expected.map(\.0).min())
        }
        XCTAssertEqual(heap.count, 0)
    }
}
