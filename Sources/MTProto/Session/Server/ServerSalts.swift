// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// The salts that a server gives out for one authorization key.
///
/// Each is valid for a period and for as long again afterwards. See core.telegram.org/mtproto/description#server-salt.
public struct ServerSalts: Sendable {
    /// How long a salt is the current one, in seconds.
    public let period: Int64
    /// Sorted by their beginnings; the first may have ended.
    private var salts: [ServerSalt] = []

    /// Creates a schedule.
    ///
    /// - Parameter period: How long a salt is the current one, in seconds; Telegram's server takes 30 minutes.
    public init(period: Int64 = 1800) {
        precondition(period > 0, "a salt is valid for some time")
        self.period = period
    }

    /// Begins the schedule with the salt on which both sides agreed when they made the key.
    ///
    /// - Parameters:
    ///   - salt: The salt.
    ///   - unixTime: The time.
    public mutating func begin(with salt: Int64, at unixTime: Int64) {
        let since = unixTime / period * period
        salts = [ServerSalt(salt: salt, validSince: since, validUntil: since + 2 * period)]
    }

    /// The salt that is current now.
    ///
    /// - Parameters:
    ///   - unixTime: The time.
    ///   - generator: Where new salts come from.
    /// - Returns: The salt.
    public mutating func current(at unixTime: Int64, using generator: inout some RandomNumberGenerator) -> Int64 {
        extend(from: unixTime, count: 1, using: &generator)
        return salts.last { $0.validSince <= unixTime }?.salt ?? 0
    }

    /// Whether a message with this salt is accepted now.
    ///
    /// - Parameters:
    ///   - salt: The salt.
    ///   - unixTime: The time.
    /// - Returns: Whether it is current or was so until recently.
    public func accepts(_ salt: Int64, at unixTime: Int64) -> Bool {
        salts.contains { $0.salt == salt && $0.validSince <= unixTime && unixTime < $0.validUntil }
    }

    /// The salts of now and later.
    ///
    /// - Parameters:
    ///   - count: How many, 1 to 64.
    ///   - unixTime: The time.
    ///   - generator: Where new salts come from.
    /// - Returns: The salts, sorted.
    public mutating func upcoming(
        _ count: Int, at unixTime: Int64, using generator: inout some RandomNumberGenerator
    ) -> [ServerSalt] {
        let count = min(max(count, 1), SessionLimits.futureSalts)
        extend(from: unixTime, count: count, using: &generator)
        return Array(salts.filter { $0.validSince + period > unixTime }.prefix(count))
    }

    private mutating func extend(
        from unixTime: Int64, count: Int, using generator: inout some RandomNumberGenerator
    ) {
        salts.removeAll { $0.validUntil <= unixTime }
        // A clock that went back makes all salts begin later; then the schedule starts anew.
        if let first = salts.first, first.validSince > unixTime { salts = [] }
        if salts.isEmpty { append(since: unixTime / period * period, using: &generator) }
        let end = unixTime + period * Int64(count)
        while let last = salts.last, last.validSince + period < end {
            append(since: last.validSince + period, using: &generator)
        }
    }

    private mutating func append(since: Int64, using generator: inout some RandomNumberGenerator) {
        let salt = Int64(bitPattern: generator.next())
        salts.append(ServerSalt(salt: salt, validSince: since, validUntil: since + 2 * period))
    }
}
