// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock

/// Lets a number of tasks in at a time; the others wait in order.
package final class AsyncSemaphore: Sendable {
    private struct State {
        var free: Int
        var lastWaiter: UInt64 = 0
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Lock<State>

    /// Creates a semaphore.
    ///
    /// - Parameter count: How many tasks may be in.
    package init(_ count: Int) {
        state = Lock(State(free: count))
    }

    /// Waits for a place.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before there is one; the place is not taken then.
    package func acquire() async throws {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        defer { state.synchronize() }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIn: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiters.append((id, continuation))
                    return nil
                }
                if let isIn { continuation.resume(returning: isIn) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
            }
            waiter?.resume(returning: false)
        }
        if !isIn { throw CancellationError() }
    }

    /// Gives a place back.
    package func release() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst().continuation }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
