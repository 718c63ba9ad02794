// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramMTProto

/// The deadlines of many streams, the earliest on top.
struct DeadlineHeap: Sendable {
    struct Entry: Sendable {
        let time: MonotonicTime
        let id: UInt64
    }

    private var entries: [Entry] = []

    /// How many deadlines there are.
    var count: Int { entries.count }

    /// The earliest.
    var first: Entry? { entries.first }

    /// Adds a deadline.
    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].time < entries[parent].time else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest deadline if it is not later than `now`.
    mutating func removeFirst(notAfter now: MonotonicTime) -> Entry? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sinkFirst()
        }
        return first
    }

    /// Removes all deadlines and keeps the memory.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    private mutating func sinkFirst() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].time < entries[least].time {
                least = child
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
