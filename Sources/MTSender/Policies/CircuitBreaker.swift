// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// Stops making calls for a while when many of them fail.
///
/// Until then a call is made again after 200 ms, 400 ms and so on up to 3.2 s. Floods and trouble inside the server count as
/// failures, errors that are final do not. The calls of a client share one breaker; a call that succeeds closes it.
///
/// It measures time by the clock of the client whose call comes first.
public final class CircuitBreaker: RetryPolicy, ClockFollowing {
    private struct State {
        var failures = 0
        var openUntil: MonotonicTime?
        /// Until when the one trial after the cooldown has time; another one may be made then.
        var trialUntil: MonotonicTime?
        var clock: (@Sendable () -> MonotonicTime)?
        mutating func close() {
            failures = 0
            openUntil = nil
            trialUntil = nil
        }
    }

    /// The longest wait that is sat out.
    private static let longestWait = Duration.seconds(60)

    private let threshold: Int
    private let cooldown: Duration
    private let state: Lock<State>

    /// Creates the policy.
    ///
    /// - Parameters:
    ///   - threshold: How many failures in a row open the breaker, at least 1.
    ///   - cooldown: How long it stays open.
    public convenience init(threshold: Int = 5, cooldown: Duration = .seconds(30)) {
        self.init(threshold: threshold, cooldown: cooldown, now: nil)
    }

    init(threshold: Int, cooldown: Duration, now: (@Sendable () -> MonotonicTime)?) {
        self.threshold = max(1, threshold)
        self.cooldown = cooldown.clamped
        state = Lock(State(clock: now))
    }

    func follow(_ clock: @escaping @Sendable () -> MonotonicTime) {
        state.withLock { if $0.clock == nil { $0.clock = clock } }
    }

    private func now() -> MonotonicTime { (state.withLock { $0.clock } ?? Timekeeper.system.now)() }

    /// What happens after an error.
    public func decide(_ context: RetryContext) -> RetryDecision {
        let least: Duration
        // Waiting for a known time is no failure.
        if context.isForeseen { return AutoSleep(threshold: Self.longestWait).decide(context) }
        switch context.error.transience {
        case .final:
            endTrial()
            return .giveUp
        case .wait(let wait): least = wait
        case .serverTrouble: least = .zero
        }
        let now = now()
        return state.withLock { state in
            if let openUntil = state.openUntil {
                guard now >= openUntil else { return .giveUp }
                // One trial after the cooldown; the next failure opens the breaker again.
                state.openUntil = nil
                state.failures = threshold - 1
            }
            state.failures += 1
            state.trialUntil = nil
            guard context.isRepeatable || state.failures >= threshold else { return .giveUp }
            guard state.failures < threshold else {
                state.openUntil = now + cooldown
                return .giveUp
            }
            guard least <= Self.longestWait else { return .giveUp }
            return .retry(after: max(least, .milliseconds(200 << min(state.failures - 1, 4))))
        }
    }

    /// Whether calls are refused at the moment.
    public var isOpen: Bool {
        let now = now()
        return state.withLock { $0.openUntil.map { now < $0 } ?? false }
    }

    /// Whether a call of the method may be sent now.
    public func permits(_ method: String) -> Bool {
        let now = now()
        return state.withLock { state in
            guard let openUntil = state.openUntil else { return true }
            guard now >= openUntil, state.trialUntil.map({ now >= $0 }) ?? true else { return false }
            state.trialUntil = now + cooldown
            return true
        }
    }

    /// The server answered, if not as it was hoped: it works again.
    private func endTrial() {
        state.withLock { state in
            if state.trialUntil != nil { state.close() }
        }
    }

    /// Takes notice that a call of the method succeeded.
    public func succeeded(_ method: String) {
        state.withLock { $0.close() }
    }
}

extension RetryPolicy where Self == CircuitBreaker {
    /// Stops making calls for a while when many of them fail.
    ///
    /// - Parameters:
    ///   - failures: How many failures in a row open the breaker, at least 1.
    ///   - cooldown: How long it stays open.
    /// - Returns: The policy.
    public static func circuitBreaker(failures: Int = 5, cooldown: Duration = .seconds(30)) -> CircuitBreaker {
        CircuitBreaker(threshold: failures, cooldown: cooldown)
    }
}

extension RetryPolicy where Self == NoRetries {
    /// Gives every error to the caller.
    public static var none: NoRetries { NoRetries() }
}

extension RetryPolicy where Self == AutoSleep {
    /// Waits as long as the server says, up to a threshold.
    ///
    /// - Parameter threshold: The longest wait that is sat out.
    /// - Returns: The policy.
    public static func autoSleep(threshold: Duration = .seconds(60)) -> AutoSleep { AutoSleep(threshold: threshold) }
}
