// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Lets one task at a time work on a key; the others wait in the order in which they came.
actor KeyQueue {
    /// Proves that a key is held.
    struct Hold: Equatable, Sendable {
        fileprivate let id: UInt64
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Hold?, Never>
    }

    private struct Line {
        var holder: Hold
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

    private var lines: [ConversationKey: Line] = [:]
    private var lastID: UInt64 = 0

    /// Waits for a key.
    ///
    /// - Parameter key: The key.
    /// - Returns: The hold, which has to be given back; `nil` if the task was cancelled while it waited.
    func acquire(_ key: ConversationKey) async -> Hold? {
        lastID += 1
        let id = lastID
        guard lines[key] != nil else {
            let hold = Hold(id: id)
            lines[key] = Line(holder: hold)
            return hold
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    lines[key]?.waiters.append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.cancel(id, key) }
        }
    }

    /// Gives a key back, to whoever waits the longest.
    func release(_ key: ConversationKey) {
        guard let waiter = lines[key]?.next() else {
            lines[key] = nil
            return
        }
        let hold = Hold(id: waiter.id)
        lines[key]?.holder = hold
        waiter.continuation.resume(returning: hold)
    }

    /// Whether a hold is still good.
    func holds(_ hold: Hold, _ key: ConversationKey) -> Bool {
        lines[key]?.holder == hold
    }

    private func cancel(_ id: UInt64, _ key: ConversationKey) {
        guard let line = lines[key], let index = line.waiters[line.served...].firstIndex(where: { $0.id == id }) else {
            return
        }
        let waiter = lines[key]?.waiters.remove(at: index)
        waiter?.continuation.resume(returning: nil)
    }
}
