// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Counts the calls that are under way, so that somebody can wait for the last of them.
final class ActivityGate: Sendable {
    private struct State {
        var count = 0
        var isClosed = false
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
        var lastWaiter: UInt64 = 0
    }

    private let state = Lock(State())

    /// Begins a call.
    ///
    /// - Returns: Whether it may be made.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.count += 1
            return true
        }
    }

    /// Ends a call that was let in.
    func leave() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.count -= 1
            guard state.isClosed, state.count == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters.map(\.continuation)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Lets nobody in any more, and waits until all are gone, or until the task is cancelled.
    func closeAndWait() async {
        let id = state.withLock { state in
            state.isClosed = true
            state.lastWaiter += 1
            return state.lastWaiter
        }
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.count == 0 || Task.isCancelled { return true }
                    state.waiters.append((id, continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
            }
            waiter?.resume()
        }
    }
}
