// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Decides when updates for a session go out: the first at once, and those that follow it closely together.
struct UpdateGathering: Sendable {
    enum Verdict: Sendable {
        case flush
        /// To flush after ``UpdateGathering/window``.
        case wait
        /// That was said already.
        case isWaiting
    }

    /// How long updates wait for others, in nanoseconds.
    static let window: Int64 = 500_000
    /// How many go out together at most; the end of the wait may be late where much is to be done.
    static let limit = 64

    /// Whether the end of a wait is under way.
    private var isAwaited = false
    /// How many updates wait.
    private var count = 0
    /// When updates went out last, in nanoseconds since 1970; `nil` if the client has spoken since.
    private var last: Int64?

    /// Whether updates wait for others.
    var isWaiting: Bool { count > 0 }

    mutating func pushed(at now: Int64) -> Verdict {
        // A clock may be set back, and the end of a wait be late.
        let isAlone = last.map { now < $0 || now &- $0 >= Self.window } ?? true
        guard !isAlone, count < Self.limit - 1 else {
            (count, last) = (0, now)
            return .flush
        }
        count += 1
        defer { isAwaited = true }
        return isAwaited ? .isWaiting : .wait
    }

    /// Takes note of the end of a wait.
    mutating func ended(at now: Int64) {
        if count > 0 { last = now }
        (isAwaited, count) = (false, 0)
    }

    /// Takes note of a packet of the client, with whose answer goes what waits: it has kept step.
    mutating func heard() {
        (count, last) = (0, nil)
    }
}
