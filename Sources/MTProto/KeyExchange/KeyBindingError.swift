// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A request to bind a temporary key did not pass a check of the server.
public struct KeyBindingError: Error, Hashable, Sendable {
    /// Which check failed; there is one code for each.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The encrypted message does not have 104 bytes.
        case messageLength
        /// The request names another permanent key.
        case permanentKeyMismatch
        /// The encrypted message names another permanent key.
        case messagePermanentKeyMismatch
        /// The encrypted message was altered or belongs to another key.
        case messageKeyMismatch
        /// The encrypted message has another id than the request.
        case messageIDMismatch
        /// The encrypted message has a sequence number.
        case sequenceNumber
        /// The length in the encrypted message is not that of the object.
        case objectLength
        /// The object is another one.
        case unexpectedObject
        /// The object has another nonce than the request.
        case nonceMismatch
        /// The object names another permanent key.
        case objectPermanentKeyMismatch
        /// The object names another temporary key than that of the connection.
        case temporaryKeyMismatch
        /// The object names another session than that of the request.
        case sessionMismatch
        /// The object has another time of expiry than the request.
        case expiryMismatch
        /// The time of expiry is past or too far ahead.
        case expiryRange
    }

    /// Which check failed.
    public let code: Code

    /// What a server answers.
    public var rpcErrorName: TLErrorName {
        TLErrorName(rawValue: code == .expiryRange ? "EXPIRES_AT_INVALID" : "ENCRYPTED_MESSAGE_INVALID")
    }
}

extension KeyBindingError: CustomStringConvertible {
    /// A description for people.
    public var description: String { "binding a temporary key: \(code.rawValue)" }
}
