// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// A sleep that somebody else can end.
package final class Alarm: Sendable {
    private struct State {
        var sleeper: Task<Void, Never>?
        var hasRung = false
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
        let sleeper = Task<Void, Never> { [time] in try? await time.sleep(deadline) }
        let hasRung = state.withLock { state in
            state.sleeper = sleeper
            return state.hasRung
        }
        if hasRung { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        state.withLock { $0 = State() }
    }

    /// Ends the sleep.
    package func ring() {
        let sleeper = state.withLock { state in
            state.hasRung = true
            return state.sleeper
        }
        sleeper?.cancel()
    }
}
