// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox

/// Which of the updates that were given out are not handled yet, and what to store when they are.
struct HandledLedger: Sendable {
    /// What is to be stored when all updates up to a number are handled.
    private struct Mark: Sendable {
        let number: UInt64
        var changes: [MessageBoxState.Change]
    }

    /// How many states wait to be stored before they are joined.
    private static let capacity = 1_024

    /// The numbers of updates that were taken and not handled yet, in their order.
    private var open: [UInt64] = []
    private var marks = FIFO<Mark>()

    /// How many states wait to be stored.
    var count: Int { marks.count }

    /// Notes that an update was taken.
    mutating func open(_ number: UInt64) {
        if let last = open.last, last > number {
            open.insert(number, at: open.partitionIndex { $0 > number })
        } else {
            open.append(number)
        }
    }

    /// Notes that an update was handled, or goes back to its place.
    mutating func close(_ number: UInt64) {
        let index = open.partitionIndex { $0 >= number }
        if index < open.count, open[index] == number { open.remove(at: index) }
    }

    /// Takes note of what to store when all updates up to a number are handled.
    ///
    /// If too much waits, for example because nobody reads, newer changes take the place of older ones: what is stored
    /// later is stored for both.
    mutating func mark(_ changes: [MessageBoxState.Change], upTo number: UInt64) {
        guard let last = marks.last, last.number == number || marks.count >= Self.capacity else {
            return marks.append(Mark(number: number, changes: changes))
        }
        var newest = Latest()
        for change in last.changes + changes { newest.take(change) }
        marks.last = Mark(number: number, changes: newest.changes)
    }

    /// Takes what can be stored now.
    ///
    /// - Parameter next: The number of the first update that was not taken, if one waits.
    /// - Returns: What to store, in order.
    mutating func settle(before next: UInt64?) -> [MessageBoxState.Change] {
        let first = min(open.first ?? .max, next ?? .max)
        var settled: [MessageBoxState.Change] = []
        while let mark = marks.first, mark.number < first {
            settled += mark.changes
            _ = marks.popFirst()
        }
        return settled
    }

    /// The newest of several changes of each part.
    private struct Latest {
        private var account: MessageBoxState.Change?
        private var channels: [Int64: MessageBoxState.Change] = [:]

        mutating func take(_ change: MessageBoxState.Change) {
            switch change {
            case .account: account = change
            case .channel(let id, _): channels[id] = change
            }
        }

        var changes: [MessageBoxState.Change] { [account].compactMap(\.self) + channels.values }
    }
}
