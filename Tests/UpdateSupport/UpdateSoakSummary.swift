// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What happened in runs of a soak.
package struct UpdateSoakSummary: Sendable {
    /// What must have happened at least once in a complete proof.
    package static let cases = [
        "gap healed by waiting", "difference", "empty difference", "slice", "difference too long", "channel difference",
        "channel slice", "channel difference too long", "hole told", "clean restart", "disconnected at work",
        "shut down at work", "exact restart", "crash",
        "connections dropped", "updates dropped", "updates lost", "updates duplicated", "updates delayed",
        "answers lost", "joins and leaves",
    ]

    package var runs = 0
    package var operations = 0
    package var heard = 0
    /// How often each case occurred.
    package var counts: [String: Int] = [:]
    /// The first few things that were wrong.
    package var failures: [String] = []

    package init() {}

    mutating func count(_ name: String, _ number: Int = 1) {
        counts[name, default: 0] += number
    }

    package mutating func add(_ other: UpdateSoakSummary) {
        runs += other.runs
        operations += other.operations
        heard += other.heard
        counts.merge(other.counts, uniquingKeysWith: +)
        failures += other.failures
    }

    /// The cases that never occurred.
    package var missing: [String] { Self.cases.filter { counts[$0] ?? 0 == 0 } }

    /// The cases with their counts.
    package var table: String {
        let width = Self.cases.map(\.count).max() ?? 0
        let lines = Self.cases.map { name in
            "  " + name + String(repeating: " ", count: width - name.count) + "  \(counts[name] ?? 0)"
        }
        return (["\(runs) runs, \(operations) operations, \(heard) updates heard"] + lines).joined(separator: "\n")
    }
}
