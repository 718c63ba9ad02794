// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The ids that one side gives its messages in a key exchange.
///
/// An id is the time in units of 2^-32 seconds; its last two bits say who sends: a client's are zero, a server's answer
/// ends in one. Ids grow even if the clock does not. See core.telegram.org/mtproto/description#message-identifier-msg-id.
struct ExchangeMessageIDs: Sendable {
    private let marker: UInt64
    // Unsigned, so that ids grow beyond 2038.
    private var last: UInt64 = 0

    /// The ids of a client's questions.
    static var client: Self { Self(marker: 0) }
    /// The ids of a server's answers.
    static var server: Self { Self(marker: 1) }

    private init(marker: UInt64) {
        self.marker = marker
    }

    /// Makes the next id.
    ///
    /// - Parameter now: The time since 1970.
    /// - Returns: The id, greater than those before.
    mutating func next(at now: Duration) -> Int64 {
        let (seconds, attoseconds) = now.components
        let (high, low) = UInt64(max(0, attoseconds)).multipliedFullWidth(by: 1 << 32)
        let fraction = Self.attosecondsPerSecond.dividingFullWidth((high, low)).quotient
        // Servers take an id without a fraction for one of a careless client.
        let ticks = max(4, fraction & ~3)
        let id = UInt64(UInt32(clamping: seconds)) << 32 | ticks | marker
        last = max(id, last &+ 4)
        return Int64(bitPattern: last)
    }

    private static let attosecondsPerSecond: UInt64 = 1_000_000_000_000_000_000

    /// Whether an id is one of a server: odd.
    static func isFromServer(_ id: Int64) -> Bool { id & 1 == 1 }
}
