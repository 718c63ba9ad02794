// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The id of a message: when it was made, by the server's clock, and by whom.
///
/// The upper half holds seconds since 1970, the lower a fraction. See core.telegram.org/mtproto/description#message-identifier-msg-id.
public struct MessageID: RawRepresentable, Hashable, Sendable {
    /// The id as a TL long.
    public let rawValue: Int64

    /// Takes an id from the wire.
    ///
    /// - Parameter rawValue: Any TL long.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Hashes with one multiplication: only ids of our own are kept in dictionaries.
    public func _rawHashValue(seed: Int) -> Int { OwnNumberHash.of(UInt64(bitPattern: rawValue), seed) }

    /// Who may give a message an id like this.
    public enum Origin: Sendable {
        /// The client: divisible by four.
        case client
        /// The server, in answer to a message of the client's: one more.
        case answer
        /// The server on its own account: three more.
        case server
        /// Nobody.
        case invalid
    }

    /// Who made the message.
    public var origin: Origin {
        switch rawValue & 3 {
        case 0: .client
        case 1: .answer
        case 3: .server
        default: .invalid
        }
    }

    /// When the message was made, in seconds since 1970 by the server's clock.
    public var unixTime: Int64 {
        Int64(UInt64(bitPattern: rawValue) >> 32)
    }

    /// When the message was made, in nanoseconds since 1970 by the server's clock.
    var unixNanoseconds: Int64 {
        let fraction = UInt64(bitPattern: rawValue) & 0xFFFF_FFFF
        return unixTime &* 1_000_000_000 &+ Int64((fraction &* 1_000_000_000) >> 32)
    }
}

extension MessageID: Comparable {
    /// Orders ids by time; they are unsigned, so that the order holds beyond 2038.
    public static func < (left: Self, right: Self) -> Bool {
        UInt64(bitPattern: left.rawValue) < UInt64(bitPattern: right.rawValue)
    }
}

extension MessageID: CustomStringConvertible {
    /// The id in hexadecimal digits.
    public var description: String { String(UInt64(bitPattern: rawValue), radix: 16) }
}
