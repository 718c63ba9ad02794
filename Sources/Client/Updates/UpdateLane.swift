// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Updates that wait in order, and go back to their place when nobody handled them.
struct UpdateLane: Sendable {
    struct Entry: Sendable {
        let update: Update
        let number: UInt64
        /// Where it is in the journal, if it is.
        let journaled: UpdateQueue.Journaled?

        init(update: Update, number: UInt64, journal: UpdateQueue.Journaled? = nil) {
            (self.update, self.number, journaled) = (update, number, journal)
        }
    }

    private var waiting = FIFO<Entry>()
    /// What was given back, the next one last; all of it comes before what waits.
    private var returned: [Entry] = []

    var count: Int { waiting.count + returned.count }
    var isEmpty: Bool { count == 0 }
    /// The number of the entry that comes next.
    var firstNumber: UInt64? { returned.last?.number ?? waiting.first?.number }

    /// Makes room for entries that are going to be added.
    mutating func reserve(_ added: Int) { waiting.reserve(added) }

    mutating func append(_ entry: Entry) {
        waiting.append(entry)
    }

    mutating func popFirst() -> Entry? { returned.popLast() ?? waiting.popFirst() }

    /// Puts an entry back in front of all that came after it.
    mutating func giveBack(_ entry: Entry) {
        // What is given back late is mostly what was taken late, which lies deep.
        let index = returned.partitionIndex { $0.number < entry.number }
        returned.insert(entry, at: index)
    }
}

extension Array {
    /// The first index at which a condition holds that holds for a tail of the array; the end if it never does.
    func partitionIndex(where isInTail: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isInTail(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
