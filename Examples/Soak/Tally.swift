// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Counts by names.
final class Tally: Sendable {
    private let state = Lock<[String: Int]>([:])

    var counts: [String: Int] { state.withLock(\.self) }

    @discardableResult
    func add(_ name: String, _ number: Int = 1) -> Int {
        state.withLock { counts in
            counts[name, default: 0] += number
            return counts.count
        }
    }
}
