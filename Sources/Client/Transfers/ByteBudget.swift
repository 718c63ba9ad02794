// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// How many bytes all transfers of a client may have in memory together.
///
/// Transfers that have nothing under way wait in line; those that have something try again when it is done. So nobody
/// waits for itself, and each gets a part in turn.
final class ByteBudget: Sendable {
    private struct Waiter {
        let id: UInt64
        let count: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var lastWaiter: UInt64 = 0
        var waiters: [Waiter] = []
    }

    let total: Int
    private let state: Lock<State>

    init(_ total: Int) {
        self.total = total
        state = Lock(State(free: total))
    }

    /// How many bytes are in use.
    var used: Int { state.withLock { total - $0.free } }

    /// Takes bytes if there are enough and nobody waits for them.
    func take(_ count: Int) -> Bool {
        state.withLock { state in
            guard state.waiters.isEmpty, state.free >= min(count, total) else { return false }
            state.free -= count
            return true
        }
    }

    /// Waits for bytes.
    ///
    /// - Returns: Whether they were taken; `false` if the task was cancelled.
    func acquire(_ count: Int) async -> Bool {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        defer { state.synchronize() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.waiters.isEmpty, state.free >= min(count, total) {
                        state.free -= count
                        return true
                    }
                    state.waiters.append(Waiter(id: id, count: count, continuation: continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
            // Somebody behind it may fit now.
            release(0)
        }
    }

    func release(_ count: Int) {
        let served = state.withLock { state in
            state.free += count
            var served: [Waiter] = []
            while let first = state.waiters.first, state.free >= min(first.count, total) {
                state.free -= first.count
                served.append(state.waiters.removeFirst())
            }
            return served
        }
        for waiter in served { waiter.continuation.resume(returning: true) }
    }
}
