// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where the library takes the time from, so that tests can let days pass in moments.
package struct Timekeeper: Sendable {
    /// The time on a clock that never goes back.
    package let now: @Sendable () -> MonotonicTime
    /// The system's idea of the time, since 1970.
    package let sinceEpoch: @Sendable () -> Duration
    /// Waits until a point in time; ends early with an error when the task is cancelled.
    package let sleep: @Sendable (_ until: MonotonicTime) async throws -> Void

    /// Sets a timer without a task of its own; `nil` to let a task sleep.
    private let setTimer: (@Sendable (_ at: MonotonicTime, _ body: @escaping @Sendable () -> Void) -> Timer)?

    /// A timer that was set.
    package struct Timer: Sendable {
        /// Cancels the timer; its body may be running already.
        package let cancel: @Sendable () -> Void
    }

    /// Creates a source of time.
    ///
    /// - Parameters:
    ///   - now: The time on a clock that never goes back.
    ///   - sinceEpoch: The system's idea of the time, since 1970.
    ///   - sleep: Waits until a point in time.
    package init(
        now: @escaping @Sendable () -> MonotonicTime, sinceEpoch: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (_ until: MonotonicTime) async throws -> Void
    ) {
        self.init(now: now, sinceEpoch: sinceEpoch, sleep: sleep, setTimer: nil)
    }

    private init(
        now: @escaping @Sendable () -> MonotonicTime, sinceEpoch: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (_ until: MonotonicTime) async throws -> Void,
        setTimer: (@Sendable (_ at: MonotonicTime, _ body: @escaping @Sendable () -> Void) -> Timer)?
    ) {
        self.now = now
        self.sinceEpoch = sinceEpoch
        self.sleep = sleep
        self.setTimer = setTimer
    }

    /// Runs a closure at a point in time.
    ///
    /// - Parameters:
    ///   - time: When.
    ///   - body: What; it must return quickly.
    /// - Returns: The timer, which goes on if it is released.
    package func timer(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) -> Timer {
        if let setTimer { return setTimer(time, body) }
        let task = Task { [sleep] in
            guard (try? await sleep(time)) != nil else { return }
            body()
        }
        return Timer { task.cancel() }
    }

    /// The system's clocks.
    package static let system: Timekeeper = {
        let now: @Sendable () -> MonotonicTime = { .now }
        return Timekeeper(
            now: now, sinceEpoch: { WallClock.sinceEpoch },
            sleep: { until in
                // Neither is negative, so the difference cannot overflow.
                try await Task.sleep(
                    for: .nanoseconds(max(0, until.nanoseconds) - max(0, now().nanoseconds)), clock: .continuous)
            },
            setTimer: { time, body in
                let id = TimerHeap.shared.set(time, body)
                return Timer { TimerHeap.shared.cancel(id) }
            })
    }()
}
