// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A packet broke a rule of the session and was dropped as a whole.
///
/// The connection that brought it must be closed. Nothing of the packet was remembered, and the error holds nothing secret.
public struct SessionError: Error, Hashable, Sendable {
    /// What was wrong; there is one code for each check, in the order of the checks.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The packet cannot hold a message.
        case packetTooShort
        /// The packet is for another authorization key.
        case authKeyMismatch
        /// The packet was altered, or encrypted with another key.
        case messageKeyMismatch
        /// The length of the message is negative.
        case lengthNegative
        /// The length of the message is not a multiple of four.
        case lengthMisaligned
        /// The message is longer than the packet.
        case lengthExceedsPacket
        /// There are fewer than 12 bytes of padding.
        case paddingTooShort
        /// There are more than 1,024 bytes of padding.
        case paddingTooLong
        /// The message belongs to another session.
        case sessionMismatch
        /// The message id is not one that the other side may give.
        case messageIDInvalid
        /// The message id is lower than all that are remembered: the packet may have been played back.
        case messageIDForgotten
        /// The message id lies more than 300 seconds back.
        case messageTooOld
        /// The message id lies more than 30 seconds ahead.
        case messageTooNew
        /// A container holds too many messages.
        case containerTooLarge
        /// Compressed objects grow beyond the limits when they are unpacked.
        case unpackedTooLarge

        fileprivate var explanation: String {
            switch self {
            case .packetTooShort: "packet too short for a message"
            case .authKeyMismatch: "packet for another authorization key"
            case .messageKeyMismatch: "the message key does not fit the message"
            case .lengthNegative: "negative message length"
            case .lengthMisaligned: "message length is not a multiple of 4"
            case .lengthExceedsPacket: "message longer than its packet"
            case .paddingTooShort: "too little padding"
            case .paddingTooLong: "too much padding"
            case .sessionMismatch: "message of another session"
            case .messageIDInvalid: "message id that the other side may not give"
            case .messageIDForgotten: "message id older than all that are remembered"
            case .messageTooOld: "message too old, in seconds"
            case .messageTooNew: "message from the future, in seconds"
            case .containerTooLarge: "too many messages in a container"
            case .unpackedTooLarge: "compressed object grows beyond the limit"
            }
        }
    }

    /// Which check failed.
    public let code: Code
    /// The number that was found, where one says something.
    public let found: Int64?
    /// The number it had to be, or the limit it had to respect.
    public let expected: Int64?

    init(_ code: Code, found: Int64? = nil, expected: Int64? = nil) {
        (self.code, self.found, self.expected) = (code, found, expected)
    }
}

extension SessionError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        "session: \(code.explanation)" + comparison(found: found, expected: expected)
    }
}
