// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Where a local server takes its time from.
public struct LocalTime: Sendable {
    /// The time since 1970.
    let sinceEpoch: @Sendable () -> Duration
    /// Waits; it ends early by throwing if the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void
    private let isSystem: Bool

    /// Describes a clock.
    ///
    /// - Parameters:
    ///   - sinceEpoch: Tells the time since 1970. It is called from any thread, and under a lock.
    ///   - sleep: Waits for as long as it is told; it throws if the task is cancelled.
    public init(
        sinceEpoch: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.init(sinceEpoch: sinceEpoch, sleep: sleep, isSystem: false)
    }

    private init(
        sinceEpoch: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
        isSystem: Bool
    ) {
        self.sinceEpoch = sinceEpoch
        self.sleep = sleep
        self.isSystem = isSystem
    }

    /// The system's clock.
    public static let system = LocalTime(
        sinceEpoch: { WallClock.sinceEpoch }, sleep: { try await Task.sleep(for: $0) }, isSystem: true)

    /// Waits by this clock or by the system's, whichever is first.
    ///
    /// The clock of a test may stand still, or go on as soon as everybody waits for it.
    func pause(for duration: Duration) async {
        guard !isSystem else {
            try? await Task.sleep(for: duration)
            return
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await sleep(duration) }
            group.addTask { try? await Task.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }
}
