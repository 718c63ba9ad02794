// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// The deadlines of calls, the earliest on top.
///
/// Calls that were settled stay in it until they come up or ``prune(keeping:)`` throws them out; looking for them at once
/// would cost more than the whole call.
struct DeadlineHeap: Sendable {
    private var entries: [(deadline: MonotonicTime, ticket: UInt64)] = []

    var count: Int { entries.count }
    var earliest: MonotonicTime? { entries.first?.deadline }

    mutating func insert(_ ticket: UInt64, at deadline: MonotonicTime) {
        entries.append((deadline, ticket))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].deadline < entries[parent].deadline else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the calls whose deadline has come.
    mutating func removeDue(at now: MonotonicTime) -> [UInt64] {
        var due: [UInt64] = []
        while let first = entries.first, first.deadline <= now {
            due.append(first.ticket)
            entries.swapAt(0, entries.count - 1)
            entries.removeLast()
            sink(0)
        }
        return due
    }

    /// Throws out the calls that are settled.
    mutating func prune(keeping isPending: (UInt64) -> Bool) {
        entries.removeAll { !isPending($0.ticket) }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].deadline < entries[least].deadline { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
