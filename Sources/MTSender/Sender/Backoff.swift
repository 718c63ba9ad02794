// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// How long to wait before the next attempt to connect: twice as long each time, up to a limit, with full jitter so that
/// clients that lost their server together do not come back together.
struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private var ceiling: Duration

    /// The usual waits.
    static let connection = Backoff(first: .milliseconds(500), limit: .seconds(30))
    /// The waits after the server said that it is flooded (-429).
    static let flooded = Backoff(first: .seconds(1), limit: .seconds(60))

    init(first: Duration, limit: Duration) {
        self.first = first
        self.limit = limit
        ceiling = first
    }

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let (seconds, attoseconds) = ceiling.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        ceiling = min(ceiling * 2, limit)
        return .nanoseconds(Int64.random(in: 0...nanoseconds, using: &generator))
    }

    mutating func reset() {
        ceiling = first
    }
}
