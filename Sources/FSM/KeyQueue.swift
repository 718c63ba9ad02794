// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Lets one task at a time work on a key; the others wait in the order in which they came.
///
/// Work inside the work of a holder has a line of its own, so that tasks that a holder starts do not mix either.
actor KeyQueue {
    /// Proves that a key is held.
    struct Hold: Hashable, Sendable {
        fileprivate let id: UInt64
    }

    /// How waiting ended.
    enum Turn: Sendable {
        case granted(Hold)
        /// The task was cancelled while it waited.
        case cancelled
        /// The outer hold has been given back, as in a task that outlives the work.
        case outlived
    }

    /// Where one waits: for the key itself, or inside the work of a holder.
    private struct Place: Hashable {
        let key: ConversationKey
        let outer: Hold?
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Hold?, Never>
    }

    private struct Line {
        // Each waiter is a suspended task, so whoever starts tasks decides how many there are.
        var waiters: [Waiter] = []
        /// How many of the waiters have had their turn.
        var served = 0

        mutating func next() -> Waiter? {
            guard served < waiters.count else { return nil }
            let waiter = waiters[served]
            served += 1
            if served > 32, served * 2 > waiters.count {
                waiters.removeSubrange(..<served)
                served = 0
            }
            return waiter
        }
    }

    private var lines: [Place: Line] = [:]
    private var places: [Hold: Place] = [:]
    /// Holds that are about to be given back: no work may begin inside them.
    private var ending: Set<Hold> = []
    private var lastID: UInt64 = 0

    /// Waits for a key.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - outer: The hold inside of which the work is to be done, if there is one.
    /// - Returns: The hold, which has to be given back, or why there is none.
    func acquire(_ key: ConversationKey, inside outer: Hold? = nil) async -> Turn {
        if let outer, places[outer] == nil || ending.contains(outer) { return .outlived }
        let place = Place(key: key, outer: outer)
        guard lines[place] != nil else { return .granted(begin(at: place)) }
        lastID += 1
        let id = lastID
        let hold: Hold? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    lines[place]?.waiters.append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.cancel(id, place) }
        }
        return hold.map { .granted($0) } ?? .cancelled
    }

    /// Gives a key back, to whoever waits the longest.
    ///
    /// It waits for work that other tasks have begun inside.
    func release(_ hold: Hold) async {
        guard let place = places[hold] else { return }
        ending.insert(hold)
        let inner = Place(key: place.key, outer: hold)
        if lines[inner] != nil {
            lastID += 1
            let id = lastID
            let last: Hold? = await withCheckedContinuation { continuation in
                lines[inner]?.waiters.append(Waiter(id: id, continuation: continuation))
            }
            if let last { pass(last, at: inner) }
        }
        ending.remove(hold)
        pass(hold, at: place)
    }

    private func begin(at place: Place) -> Hold {
        lastID += 1
        let hold = Hold(id: lastID)
        lines[place] = Line()
        places[hold] = place
        return hold
    }

    private func pass(_ hold: Hold, at place: Place) {
        places[hold] = nil
        guard let waiter = lines[place]?.next() else {
            lines[place] = nil
            return
        }
        let next = Hold(id: waiter.id)
        places[next] = place
        waiter.continuation.resume(returning: next)
    }

    private func cancel(_ id: UInt64, _ place: Place) {
        guard let line = lines[place], let index = line.waiters[line.served...].firstIndex(where: { $0.id == id })
        else { return }
        let waiter = lines[place]?.waiters.remove(at: index)
        waiter?.continuation.resume(returning: nil)
    }
}
