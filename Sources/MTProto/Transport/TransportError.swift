// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A peer broke the rules of a transport.
///
/// The connection is beyond repair after any of these: the only answer is to close it. Nothing in the error is
/// secret; ``found`` and ``expected`` are lengths, numbers or codes as the description says.
public struct TransportError: Error, Hashable, Sendable {
    /// What was wrong; there is one code for each check.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A frame is shorter than the four bytes of an error code.
        case frameTooShort
        /// A frame's length is above the limit of this connection.
        case frameTooLong
        /// A frame's length is not a multiple of four in a framing without padding.
        case frameMisaligned
        /// The sequence number of a full frame is not the next one.
        case sequenceMismatch
        /// The CRC-32 of a full frame is wrong.
        case checksumMismatch
        /// A TLS-like record has another type or version than must come here.
        case unexpectedRecord
        /// The content of a TLS-like record is longer than TLS allows.
        case recordTooLong
        /// The peer's change-cipher-spec record is not the one expected.
        case changeCipherSpecMalformed
        /// The answer to the ClientHello is not a ServerHello that could hold a digest.
        case serverHelloMalformed
        /// The digest in the ServerHello is wrong: the other side does not know the secret.
        case serverDigestMismatch
        /// The first record is no ClientHello that could hold a digest.
        case clientHelloMalformed
        /// The digest in the ClientHello fits none of the secrets.
        case clientDigestMismatch
        /// The time in the ClientHello is too far from now.
        case clientClockSkew
        /// The client speaks HTTP.
        case httpRequest
        /// The first bytes belong to no transport, or are obfuscated under an unknown secret.
        case unknownTransport
        /// The client came without a secret where one is required, or not in the way its secret demands.
        case secretRequired

        fileprivate var explanation: String {
            switch self {
            case .frameTooShort: "frame too short"
            case .frameTooLong: "frame longer than the limit"
            case .frameMisaligned: "frame length is not a multiple of 4"
            case .sequenceMismatch: "wrong sequence number of a full frame"
            case .checksumMismatch: "wrong CRC-32 of a full frame"
            case .unexpectedRecord: "unexpected type or version of a TLS record"
            case .recordTooLong: "TLS record longer than allowed"
            case .changeCipherSpecMalformed: "malformed change cipher spec record"
            case .serverHelloMalformed: "malformed server hello"
            case .serverDigestMismatch: "the server does not know the proxy secret"
            case .clientHelloMalformed: "malformed client hello"
            case .clientDigestMismatch: "the client hello fits no proxy secret"
            case .clientClockSkew: "the client's clock differs too much, in seconds"
            case .httpRequest: "the client speaks HTTP"
            case .unknownTransport: "the first bytes belong to no known transport"
            case .secretRequired: "the connection must use the proxy secret in the way it prescribes"
            }
        }
    }

    /// Which check failed.
    public let code: Code
    /// The number that was found on the wire, where a number says something.
    public let found: Int?
    /// The number it had to be, or the limit it had to respect.
    public let expected: Int?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: Which check failed.
    ///   - found: What was on the wire.
    ///   - expected: What had to be there.
    public init(_ code: Code, found: Int? = nil, expected: Int? = nil) {
        (self.code, self.found, self.expected) = (code, found, expected)
    }
}

extension TransportError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        "transport: \(code.explanation)" + comparison(found: found, expected: expected)
    }
}
