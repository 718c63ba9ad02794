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
        self.now = now
        self.sinceEpoch = sinceEpoch
        self.sleep = sleep
    }

    /// The system's clocks.
    package static let system: Timekeeper = {
        let now: @Sendable () -> MonotonicTime = { .now }
        return Timekeeper(now: now, sinceEpoch: { WallClock.sinceEpoch }) { until in
            // Neither is negative, so the difference cannot overflow.
            try await Task.sleep(
                for: .nanoseconds(max(0, until.nanoseconds) - max(0, now().nanoseconds)), clock: .continuous)
        }
    }()
}
