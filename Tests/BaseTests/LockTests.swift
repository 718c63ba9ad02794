// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

final class LockTests: XCTestCase {
    private final class Counter: Sendable {
        let count = Lock(0)
    }

    func testNoIncrementIsLost() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 { counter.count.withLock { $0 += 1 } }
                }
            }
        }
        XCTAssertEqual(counter.count.withLock { $0 }, 80_000)
    }
}
