// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase

/// A sleep that somebody else can end.
package final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        /// Counts the sleeps, so that a timer ends no sleep but its own.
        var number: UInt64 = 0
        var line = Waiters<Void>()
    }

    private let state = Lock(State())
    private let time: Timekeeper

    /// Creates an alarm.
    ///
    /// - Parameter time: Whose sleep it is.
    package init(_ time: Timekeeper) {
        self.time = time
    }

    /// Sleeps until a point in time, ``ring()``, or the end of the task.
    ///
    /// A ring while nobody sleeps ends the next sleep at once; a ring just before a sleep ends by itself may be lost with it.
    package func sleep(until deadline: MonotonicTime) async {
        let (number, hasRung) = state.withLock { state in
            state.number += 1
            defer { state.hasRung = false }
            return (state.number, state.hasRung)
        }
        if hasRung { return }
        let timer = time.timer(at: deadline) { [weak self] in self?.end(number) }
        await state.wait(in: \.line, orWhenCancelled: ()) { state in state.hasRung ? () : nil }
        timer.cancel()
        state.withLock { state in
            state.number += 1
            state.hasRung = false
        }
    }

    private func end(_ number: UInt64) {
        let sleeper = state.withLock { state -> Waiters<Void>.Waiter? in
            guard state.number == number else { return nil }
            state.hasRung = true
            return state.line.popFirst()
        }
        sleeper?.resume()
    }

    /// Ends the sleep.
    package func ring() {
        let sleeper = state.withLock { state in
            state.hasRung = true
            return state.line.popFirst()
        }
        sleeper?.resume()
    }
}
