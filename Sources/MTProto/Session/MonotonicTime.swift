// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A point in time on a clock that never goes back, such as `ContinuousClock`.
///
/// The machines of this module read no clock; whoever runs them says what time it is.
public struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since an arbitrary start.
    public var nanoseconds: Int64

    /// Creates a point in time.
    ///
    /// - Parameter nanoseconds: Nanoseconds since an arbitrary start that is the same for all calls.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The point in time that lies some time later.
    public static func + (time: Self, duration: Duration) -> Self {
        Self(nanoseconds: time.nanoseconds &+ duration.nanoseconds)
    }

    /// How much later one point in time is than another.
    public static func - (later: Self, earlier: Self) -> Duration {
        .nanoseconds(later.nanoseconds &- earlier.nanoseconds)
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    var nanoseconds: Int64 {
        let parts = components
        return parts.seconds &* 1_000_000_000 &+ parts.attoseconds / 1_000_000_000
    }
}
