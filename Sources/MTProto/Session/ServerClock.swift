// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// The server's time, kept on the monotonic clock.
///
/// The ids of the server's messages tell its time. A message takes some time to come, so the largest difference seen is the
/// best estimate; it is given up only on evidence.
public struct ServerClock: Sendable {
    /// Server time minus monotonic time, in nanoseconds.
    private var offset: Int64
    /// Whether a message of the server's has confirmed the time since the last connection was made.
    public private(set) var isConfirmed = false

    /// Starts from an estimate, for example the system's clock.
    ///
    /// - Parameters:
    ///   - unixTime: Seconds since 1970.
    ///   - now: When that was the time.
    public init(unixTime: Int64, now: MonotonicTime) {
        offset = Self.nanoseconds(unixTime) &- now.nanoseconds
    }

    /// The server's time, in nanoseconds since 1970.
    ///
    /// - Parameter now: When.
    /// - Returns: The best estimate.
    public func unixNanoseconds(at now: MonotonicTime) -> Int64 { now.nanoseconds &+ offset }

    /// The server's time, in seconds since 1970.
    ///
    /// - Parameter now: When.
    /// - Returns: The best estimate.
    public func unixTime(at now: MonotonicTime) -> Int64 { unixNanoseconds(at: now) / 1_000_000_000 }

    /// When the server's clock will show a time.
    func monotonicTime(atUnixTime unixTime: Int64) -> MonotonicTime {
        MonotonicTime(nanoseconds: Self.nanoseconds(unixTime) &- offset)
    }

    /// Takes note of a message that the server just made.
    mutating func observe(_ id: MessageID, at now: MonotonicTime) {
        let seen = id.unixNanoseconds &- now.nanoseconds
        offset = isConfirmed ? max(offset, seen) : seen
        isConfirmed = true
    }

    /// Takes the time of a message as it is: our own was shown to be wrong.
    mutating func reset(to id: MessageID, at now: MonotonicTime) {
        offset = id.unixNanoseconds &- now.nanoseconds
        isConfirmed = true
    }

    /// Trusts the estimate no longer: the machine may have slept.
    mutating func doubt() {
        isConfirmed = false
    }

    private static func nanoseconds(_ unixTime: Int64) -> Int64 {
        min(max(unixTime, 0), Int64(UInt32.max)) * 1_000_000_000
    }
}
