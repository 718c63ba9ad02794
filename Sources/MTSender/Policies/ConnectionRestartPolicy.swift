// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Decides when a lost connection is made again.
public protocol ConnectionRestartPolicy: Sendable {
    /// How long to wait before an attempt.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts have failed since the last connection that was of use, from 1.
    ///   - error: Why the connection was lost, or could not be made.
    /// - Returns: The longest wait; the true one is drawn between nothing and that. `nil` to give up for good.
    func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration?
}

/// Waits twice as long each time, up to a limit, and never gives up; the usual policy.
public struct ExponentialRestart: ConnectionRestartPolicy {
    private let first: Duration
    private let limit: Duration

    /// Creates the policy.
    ///
    /// - Parameters:
    ///   - first: The longest wait before the first attempt.
    ///   - limit: The longest wait before any.
    public init(first: Duration = .milliseconds(500), limit: Duration = .seconds(30)) {
        self.first = first.clamped
        self.limit = limit.clamped
    }

    /// How long to wait before an attempt; `nil` to give up.
    public func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration? {
        // After -429 the server wants to be left alone for longer.
        let isFlooded = (error as? SenderError) == .transportError(-429)
        let (first, limit) = isFlooded ? (max(first, .seconds(1)), max(limit, .seconds(60))) : (first, limit)
        return min(limit, first * (1 << min(max(attempt, 1) - 1, 16)))
    }
}

/// Waits about the same time before each attempt, and never gives up.
public struct FixedRestart: ConnectionRestartPolicy {
    private let interval: Duration

    /// Creates the policy.
    ///
    /// - Parameter interval: The longest wait.
    public init(interval: Duration) {
        self.interval = interval
    }

    /// How long to wait before an attempt; `nil` to give up.
    public func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration? { interval }
}

/// Makes no connection again: the client ends with the first one that is lost.
public struct NeverRestart: ConnectionRestartPolicy {
    /// Creates the policy.
    public init() {}

    /// How long to wait before an attempt; `nil` to give up.
    public func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration? { nil }
}

extension ConnectionRestartPolicy where Self == ExponentialRestart {
    /// Waits twice as long each time, up to a limit.
    ///
    /// - Parameters:
    ///   - first: The longest wait before the first attempt.
    ///   - limit: The longest wait before any.
    /// - Returns: The policy.
    public static func exponential(
        first: Duration = .milliseconds(500), limit: Duration = .seconds(30)
    ) -> ExponentialRestart {
        ExponentialRestart(first: first, limit: limit)
    }
}

extension ConnectionRestartPolicy where Self == FixedRestart {
    /// Waits about the same time before each attempt.
    ///
    /// - Parameter interval: The longest wait.
    /// - Returns: The policy.
    public static func fixed(_ interval: Duration) -> FixedRestart { FixedRestart(interval: interval) }
}

extension ConnectionRestartPolicy where Self == NeverRestart {
    /// Makes no connection again.
    public static var never: NeverRestart { NeverRestart() }
}
