// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// Decides whether a call that failed is made again.
///
/// What the connection loses is not its business: calls survive that by themselves. It is asked about errors of the server
/// that may pass: class 420 (floods), 500 and the negative ones.
public protocol RetryPolicy: Sendable {
    /// Decides about one failure.
    ///
    /// - Parameter context: What failed, how often, and how long it took.
    /// - Returns: When to make the call again, if at all.
    func decide(_ context: RetryContext) -> RetryDecision

    /// Whether a call may be made at all at the moment; otherwise it ends with ``InvocationError/refusedByPolicy(method:)``.
    ///
    /// - Parameter method: The method, as the schema spells it.
    /// - Returns: Whether it may; yes, if a policy does not say otherwise.
    func permits(_ method: String) -> Bool

    /// Takes note of a call that succeeded.
    ///
    /// - Parameter method: The method, as the schema spells it.
    func succeeded(_ method: String)
}

extension RetryPolicy {
    /// Whether a call of the method may be sent now.
    public func permits(_ method: String) -> Bool { true }
    /// Takes notice that a call of the method succeeded.
    public func succeeded(_ method: String) {}

    /// Whether it wants to know of each call; those of this library that do not spare each call two names.
    var followsCalls: Bool { Self.self != AutoSleep.self && Self.self != NoRetries.self }
}

/// A policy that measures time.
protocol ClockFollowing: RetryPolicy {
    /// Takes a client's clock, unless it has one.
    func follow(_ clock: @escaping @Sendable () -> MonotonicTime)
}

/// What a retry policy knows of a call.
public struct RetryContext: Sendable {
    /// What the server answered, with the method and the data centre.
    public let error: RPCError
    /// How often the call has failed, this time included.
    public let failureCount: Int
    /// How long the call has slept between attempts so far.
    public let slept: Duration
    /// How long ago the call was made.
    public let elapsed: Duration
    /// Whether the call was not even made, since the server has said already how long to wait.
    public let isForeseen: Bool
    /// Whether the call may be made again without harm: because running it twice does what running it once does, or
    /// because the server surely did not run it.
    public let isRepeatable: Bool

    /// How long the server wants to be left alone, if it says so.
    public var floodWait: Duration? { error.floodWait }

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - error: What the server answered.
    ///   - failureCount: How often the call has failed, this time included.
    ///   - slept: How long the call has slept between attempts so far.
    ///   - elapsed: How long ago the call was made.
    ///   - isForeseen: Whether the call was not even made, since the server has said already how long to wait.
    ///   - isRepeatable: Whether the call may be made again without harm.
    public init(
        error: RPCError, failureCount: Int, slept: Duration, elapsed: Duration, isForeseen: Bool = false,
        isRepeatable: Bool = true
    ) {
        self.error = error
        self.failureCount = failureCount
        self.slept = slept
        self.elapsed = elapsed
        self.isForeseen = isForeseen
        self.isRepeatable = isRepeatable
    }
}

/// What a retry policy wants.
public enum RetryDecision: Hashable, Sendable {
    /// Make the call again after a while.
    case retry(after: Duration)
    /// Give the error to the caller.
    case giveUp
}

/// Gives every error to the caller.
public struct NoRetries: RetryPolicy {
    /// Creates the policy.
    public init() {}

    /// What happens after an error.
    public func decide(_ context: RetryContext) -> RetryDecision { .giveUp }
}

/// Waits as long as the server says, up to a threshold, and a little after trouble inside the server; the default policy.
///
/// After trouble inside the server (code 500 and the negative ones) nobody knows whether a call ran. One that would do harm
/// if it ran twice is not made again then, and its caller gets the error.
public struct AutoSleep: RetryPolicy {
    /// The longest wait that is sat out; longer ones are the caller's.
    public let threshold: Duration
    /// How long one call may wait altogether.
    public let budget: Duration
    /// How often a call is made again after trouble inside the server.
    public let serverErrorLimit: Int

    /// Creates the policy.
    ///
    /// - Parameters:
    ///   - threshold: The longest wait that is sat out.
    ///   - budget: How long one call may wait altogether.
    ///   - serverErrorLimit: How often a call is made again after trouble inside the server, 0 for never.
    public init(threshold: Duration = .seconds(60), budget: Duration = .seconds(300), serverErrorLimit: Int = 5) {
        self.threshold = threshold
        self.budget = budget
        self.serverErrorLimit = serverErrorLimit
    }

    /// What happens after an error.
    public func decide(_ context: RetryContext) -> RetryDecision {
        switch context.error.transience {
        case .final:
            return .giveUp
        case .wait(let wait):
            // Accounts without Premium are slowed down like this all the time; there is nothing else to do about it.
            if context.error.name == .floodPremiumWait { return .retry(after: wait) }
            return wait <= threshold && context.slept + wait <= budget ? .retry(after: wait) : .giveUp
        case .serverTrouble:
            guard context.isRepeatable, context.failureCount <= serverErrorLimit else { return .giveUp }
            let seconds = min(60, 1 << min(max(context.failureCount, 1) - 1, 6))
            return .retry(after: .seconds(seconds))
        }
    }
}

/// What may be hoped of an error.
public enum ErrorTransience: Hashable, Sendable {
    /// The same call would fail again.
    case final
    /// The call may be made again after this time.
    case wait(Duration)
    /// The server has trouble of its own, which may pass.
    case serverTrouble
}

extension RPCError {
    /// What may be hoped of the error; see core.telegram.org/api/errors.
    public var transience: ErrorTransience {
        switch code {
        case 420:
            // Some limits carry a number that is no wait, or a wait of days that nobody sits out unasked.
            return Self.isFinalFlood(name.rawValue) ? .final : floodWait.map(ErrorTransience.wait) ?? .final
        case 500, ..<0:
            // The server has the message already: making the call again would only say so again.
            return name.rawValue == "RANDOM_ID_DUPLICATE" ? .final : .serverTrouble
        default:
            return .final
        }
    }

    /// Whether the server surely did not run the call.
    var isNotRun: Bool {
        switch code {
        case 500, ..<0: Self.refusals.contains(name.rawValue)
        default: true
        }
    }

    /// Troubles of the server that come before it runs a call.
    static let refusals: Set<String> = [
        "MSG_WAIT_FAILED", "MSG_WAIT_TIMEOUT", "WORKER_BUSY_TOO_LONG_RETRY", "No workers running",
        "CONNECTION_NOT_INITED",
    ]

    private static func isFinalFlood(_ name: String) -> Bool {
        finalFloods.contains(name) || name.hasPrefix("STORY_SEND_FLOOD_")
    }

    static let finalFloods: Set<String> = [
        "PREMIUM_SUB_ACTIVE_UNTIL_X", "FROZEN_METHOD_INVALID", "TAKEOUT_INIT_DELAY_X", "2FA_CONFIRM_WAIT_X",
    ]
}
