// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Counts the calls that are under way, so that somebody can wait for the last of them.
final class ActivityGate: Sendable {
    private struct State {
        var count = 0
        var isClosed = false
        var waiters = Waiters<Void>()
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
        let waiters = state.withLock { state -> [Waiters<Void>.Waiter] in
            state.count -= 1
            guard state.isClosed, state.count == 0 else { return [] }
            return state.waiters.removeAll()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Lets nobody in any more, and waits until all are gone, or until the task is cancelled.
    func closeAndWait() async {
        state.withLock { $0.isClosed = true }
        await state.wait(in: \.waiters, orWhenCancelled: ()) { $0.count == 0 ? () : nil }
    }
}
