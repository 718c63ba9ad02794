// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How often each person was warned.
actor Warnings {
    private var counts: [Int64: Int] = [:]

    /// Counts one more.
    ///
    /// - Returns: How many there are now.
    func add(_ person: Int64) -> Int {
        counts[person, default: 0] += 1
        return counts[person] ?? 1
    }

    func forget(_ person: Int64) { counts[person] = nil }
}
