// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase

/// Calls a closure at a point in time that may be moved forward, without a task that waits for it.
package final class AlarmClock: Sendable {
    private struct State {
        var due: MonotonicTime?
        var timer: Timekeeper.Timer?
        /// Counts the settings, so that a timer that comes late is known.
        var number: UInt64 = 0

        mutating func clear() -> Timekeeper.Timer? {
            due = nil
            defer { timer = nil }
            return timer
        }
    }

    private let state = Lock(State())
    private let time: Timekeeper

    /// Creates a clock that is not set.
    ///
    /// - Parameter time: Where the time comes from.
    package init(_ time: Timekeeper) {
        self.time = time
    }

    /// Sets the clock, unless it goes off earlier already.
    ///
    /// - Parameters:
    ///   - due: When it goes off; a point in the past is now.
    ///   - body: Called then, once, from anywhere; it must return quickly, and may set the clock again.
    package func set(_ due: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            if let earlier = state.due, earlier <= due { return }
            state.timer?.cancel()
            state.due = due
            state.number += 1
            let number = state.number
            state.timer = time.timer(at: due) { [weak self] in
                if self?.goOff(number) ?? false { body() }
            }
        }
    }

    /// Lets the clock not go off any more.
    package func cancel() {
        state.withLock { $0.clear() }?.cancel()
    }

    private func goOff(_ number: UInt64) -> Bool {
        state.withLock { state in
            guard state.number == number, state.due != nil else { return false }
            _ = state.clear()
            return true
        }
    }
}
