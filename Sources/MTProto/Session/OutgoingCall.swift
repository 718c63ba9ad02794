// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A call of a method, as the session sends it.
public struct OutgoingCall: Sendable {
    /// What the server may be asked a second time.
    public enum Repetition: Sendable {
        /// Running it twice does what running it once does: it only reads, or carries a `random_id`.
        case harmless
        /// Running it twice may do harm, so it is never sent under a second id.
        case harmful
    }

    /// The call as a TL object.
    public var body: [UInt8]
    /// Whether it may run twice.
    public var repetition: Repetition
    /// Whether it may be sent compressed; parts of files gain nothing.
    public var isCompressible: Bool
    /// What its maker calls it, which its ``Settlement`` says again; the session makes nothing of it.
    package var caller: UInt64 = 0

    /// Creates a call.
    ///
    /// - Parameters:
    ///   - body: The TL object, a multiple of four bytes.
    ///   - repetition: Whether it may run twice.
    ///   - isCompressible: Whether it may be sent compressed.
    public init(body: [UInt8], repetition: Repetition, isCompressible: Bool = true) {
        precondition(body.count % 4 == 0 && !body.isEmpty, "a call is a TL object")
        self.body = body
        self.repetition = repetition
        self.isCompressible = isCompressible
    }
}

/// Names a call within its session.
public struct CallID: Hashable, Sendable, Comparable {
    /// Counts the calls from one.
    public let number: UInt64

    /// Compares two values.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// Hashes with one multiplication, since nobody else chooses these numbers.
    ///
    /// Should the requirement go, dictionaries fall back to the standard library's hash.
    public func _rawHashValue(seed: Int) -> Int { OwnNumberHash.of(number, seed) }
}

/// Names a connection of a session; whoever runs the session chooses the number.
public struct ConnectionID: Hashable, Sendable {
    /// Any number, not used twice.
    public let number: UInt32

    /// Creates a name.
    ///
    /// - Parameter number: A number that no other connection of the session has or had.
    public init(number: UInt32) {
        self.number = number
    }
}

/// How a call ended; each ends once.
public enum CallOutcome: Sendable {
    /// The server answered.
    case answer(RPCAnswer)
    /// It cannot be known whether the server ran the call, and running it twice may do harm.
    case outcomeUnknown
    /// The call was sent as often as a call may be, and never answered.
    case tooManyResends
}
