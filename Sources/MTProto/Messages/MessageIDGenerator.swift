// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Makes message ids that grow strictly, whatever the clock does.
///
/// See core.telegram.org/mtproto/description#message-identifier-msg-id.
public struct MessageIDGenerator: Sendable {
    /// The last id that was made, zero before the first.
    public private(set) var last = MessageID(rawValue: 0)

    /// Creates a generator for a new session.
    public init() {}

    /// Makes the next id.
    ///
    /// The lower half carries the fraction of the second, its last microsecond random, and is never zero. If the clock
    /// stands still or went back, the id is a little more than the last one.
    ///
    /// - Parameters:
    ///   - unixNanoseconds: The server's time, in nanoseconds since 1970.
    ///   - origin: Whose id it is; a server makes two kinds.
    ///   - generator: Where the random part comes from.
    /// - Returns: The id.
    public mutating func next(
        unixNanoseconds: Int64, origin: MessageID.Origin = .client, using generator: inout some RandomNumberGenerator
    ) -> MessageID {
        let billion: UInt64 = 1_000_000_000
        let time = UInt64(max(0, unixNanoseconds))
        let random = generator.next()
        let fraction = ((time % billion) << 32) / billion
        var id = (time / billion) << 32 | (fraction & ~0xFFF) | (random & 0xFFC)
        let previous = UInt64(bitPattern: last.rawValue) & ~3
        if id <= previous { id = previous &+ 4 &* (1 &+ (random >> 32) & 7) }
        if id & 0xFFFF_FFFF == 0 { id &+= 4 }
        let made = MessageID(rawValue: Int64(bitPattern: id | origin.lowBits))
        last = made
        return made
    }
}

extension MessageID.Origin {
    fileprivate var lowBits: UInt64 {
        switch self {
        case .client: 0
        case .answer: 1
        case .server: 3
        case .invalid: preconditionFailure("nobody makes invalid ids")
        }
    }
}
