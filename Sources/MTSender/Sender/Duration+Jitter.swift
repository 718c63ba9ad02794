// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

extension Duration {
    /// Nothing waits for longer, which keeps the arithmetic of clocks out of trouble.
    static var longest: Duration { .seconds(366 * 86_400) }

    /// The duration, or the nearest one between nothing and the longest.
    package var clamped: Duration { Swift.min(Swift.max(self, .zero), .longest) }

    /// Any time between nothing and this one, so that clients that lost their server together do not come back together.
    func jittered() -> Duration {
        var generator = SystemRandomness()
        return jittered(using: &generator)
    }

    /// Any time between nothing and this one, which counts as the longest if it is longer.
    func jittered(using generator: inout some RandomNumberGenerator) -> Duration {
        let (seconds, attoseconds) = clamped.components
        return .milliseconds(
            Int64.random(in: 0...seconds * 1_000 + attoseconds / 1_000_000_000_000_000, using: &generator))
    }
}
