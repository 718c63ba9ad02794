// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where the library takes the time from, so that tests can let days pass in moments.
///
/// It is one word, because nearly every part of a client has one.
package struct Timekeeper: Sendable {
    /// What takes the place of the system's clocks.
    private final class Clock: Sendable {
        let now: @Sendable () -> MonotonicTime
        let sinceEpoch: @Sendable () -> Duration
        let sleep: @Sendable (_ until: MonotonicTime) async throws -> Void

        init(
            now: @escaping @Sendable () -> MonotonicTime, sinceEpoch: @escaping @Sendable () -> Duration,
            sleep: @escaping @Sendable (_ until: MonotonicTime) async throws -> Void
        ) {
            self.now = now
            self.sinceEpoch = sinceEpoch
            self.sleep = sleep
        }
    }

    /// A timer that was set.
    package struct Timer: Sendable {
        fileprivate enum Setter: Sendable {
            case system(UInt64)
            case task(Task<Void, Never>)
        }

        fileprivate let setter: Setter

        /// Cancels the timer; its body may be running already.
        package func cancel() {
            switch setter {
            case .system(let id): TimerHeap.shared.cancel(id)
            case .task(let task): task.cancel()
            }
        }
    }

    /// The system's clocks.
    package static let system = Timekeeper(clock: nil)

    /// `nil` for the system's clocks.
    private let clock: Clock?

    private init(clock: Clock?) {
        self.clock = clock
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
        self.init(clock: Clock(now: now, sinceEpoch: sinceEpoch, sleep: sleep))
    }

    /// The time on a clock that never goes back.
    package func now() -> MonotonicTime {
        guard let clock else { return .now }
        return clock.now()
    }

    /// The system's idea of the time, since 1970.
    package func sinceEpoch() -> Duration {
        guard let clock else { return WallClock.sinceEpoch }
        return clock.sinceEpoch()
    }

    /// Waits until a point in time; ends early with an error when the task is cancelled.
    package func sleep(_ until: MonotonicTime) async throws {
        guard let clock else {
            // Neither is negative, so the difference cannot overflow.
            return try await Task.sleep(
                for: .nanoseconds(max(0, until.nanoseconds) - max(0, MonotonicTime.now.nanoseconds)),
                clock: .continuous)
        }
        try await clock.sleep(until)
    }

    /// Runs a closure at a point in time.
    ///
    /// - Parameters:
    ///   - time: When.
    ///   - body: What; it must return quickly.
    /// - Returns: The timer, which goes on if it is released.
    package func timer(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) -> Timer {
        guard let clock else { return Timer(setter: .system(TimerHeap.shared.set(time, body))) }
        let task = Task {
            guard (try? await clock.sleep(time)) != nil else { return }
            body()
        }
        return Timer(setter: .task(task))
    }
}
