// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import Synchronization

/// Counts the calls that are under way, so that somebody can wait for the last of them.
final class ActivityGate: Sendable {
    private static let closed: UInt64 = 1 << 63

    /// How many calls there are, and whether no more are let in, in one word that every call changes twice.
    private let word = Atomic<UInt64>(0)
    private let waiters = Lock(Waiters<Void>())

    /// Begins a call.
    ///
    /// - Returns: Whether it may be made.
    func enter() -> Bool {
        let value = word.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
        guard value & Self.closed != 0 else { return true }
        leave()
        return false
    }

    /// Ends a call that was let in.
    func leave() {
        guard word.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == Self.closed else { return }
        for waiter in waiters.withLock({ $0.removeAll() }) { waiter.resume() }
    }

    /// Lets nobody in any more, and waits until all are gone, or until the task is cancelled.
    func closeAndWait() async {
        word.bitwiseOr(Self.closed, ordering: .acquiringAndReleasing)
        // Who leaves after this look finds the waiter.
        await waiters.wait(in: \.self, orWhenCancelled: ()) { _ in
            word.load(ordering: .acquiring) == Self.closed ? () : nil
        }
    }
}
