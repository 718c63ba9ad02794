// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

extension Duration {
    /// Any time between nothing and this one, so that clients that lost their server together do not come back together.
    func jittered() -> Duration {
        var generator = SystemRandomness()
        return jittered(using: &generator)
    }

    /// Any time between nothing and this one.
    func jittered(using generator: inout some RandomNumberGenerator) -> Duration {
        .milliseconds(Int64.random(in: 0...max(0, milliseconds), using: &generator))
    }

    private var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1_000).partialValue &+ attoseconds / 1_000_000_000_000_000
    }
}
