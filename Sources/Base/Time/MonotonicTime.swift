// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A point in time on a clock that never goes back, such as `ContinuousClock`.
///
/// The machines of this library read no clock; whoever runs them says what time it is.
public struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since an arbitrary start.
    public var nanoseconds: Int64

    /// Creates a point in time.
    ///
    /// - Parameter nanoseconds: Nanoseconds since an arbitrary start that is the same for all calls.
    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Compares two values.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The point in time that lies some time later; the last one there is if that is too late for the clock.
    @inlinable
    public static func + (time: Self, duration: Duration) -> Self {
        let count = duration.nanoseconds
        let (sum, overflows) = time.nanoseconds.addingReportingOverflow(count)
        return Self(nanoseconds: overflows ? (count < 0 ? .min : .max) : sum)
    }

    /// How much later one point in time is than another; at most what 64 bits hold.
    @inlinable
    public static func - (later: Self, earlier: Self) -> Duration {
        let (difference, overflows) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return .nanoseconds(overflows ? (later < earlier ? .min : .max) : difference)
    }
}

extension Duration {
    /// The duration in whole nanoseconds, or the end of what 64 bits hold, which is 292 years.
    @inlinable
    package var nanoseconds: Int64 {
        // Up to nine seconds, which most are.
        let attoseconds = attoseconds
        let count = Int64(truncatingIfNeeded: attoseconds)
        if Int128(count) == attoseconds { return count / 1_000_000_000 }
        // Up to 292 years: one division of the processor's, where `components` takes a whole routine.
        let upper = Int64(truncatingIfNeeded: attoseconds >> 64)
        if (0..<500_000_000).contains(upper) {
            let halves = (high: UInt64(upper), low: UInt64(truncatingIfNeeded: attoseconds))
            return Int64((1_000_000_000 as UInt64).dividingFullWidth(halves).quotient)
        }
        if upper >= 0 { return .max }
        if self < .nanoseconds(Int64.min) { return .min }
        let parts = components
        return parts.seconds &* 1_000_000_000 &+ parts.attoseconds / 1_000_000_000
    }
}
