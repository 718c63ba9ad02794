// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Deadlines, the earliest on top.
///
/// A deadline that no longer matters stays in the heap until it comes up or ``prune(keeping:)`` removes it: looking for
/// it at once would cost more than what it belongs to.
@usableFromInline
package struct DeadlineHeap<ID: Sendable>: Sendable {
    /// A deadline and what it belongs to.
    @usableFromInline
    package struct Entry: Sendable {
        @usableFromInline package let time: MonotonicTime
        @usableFromInline package let id: ID

        @inlinable
        init(time: MonotonicTime, id: ID) {
            self.time = time
            self.id = id
        }
    }

    @usableFromInline var entries: [Entry] = []

    /// Creates an empty heap.
    @inlinable
    package init() {}

    /// How many deadlines there are.
    @inlinable
    package var count: Int { entries.count }

    /// The earliest.
    @inlinable
    package var first: Entry? { entries.first }

    /// Adds a deadline.
    @inlinable
    package mutating func insert(_ id: ID, at time: MonotonicTime) {
        entries.append(Entry(time: time, id: id))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].time < entries[parent].time else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest deadline if it is not later than `now`.
    @inlinable
    package mutating func removeFirst(notAfter now: MonotonicTime) -> Entry? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sink(from: 0)
        }
        return first
    }

    /// Removes the deadlines that no longer matter.
    ///
    /// - Parameter isPending: Whether a deadline still matters.
    @inlinable
    package mutating func prune(keeping isPending: (ID) -> Bool) {
        entries.removeAll { !isPending($0.id) }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    /// Removes all deadlines and keeps the memory.
    @inlinable
    package mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    @inlinable
    mutating func sink(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in 2 * parent + 1..<2 * parent + 3
            where child < entries.count && entries[child].time < entries[least].time {
                least = child
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
