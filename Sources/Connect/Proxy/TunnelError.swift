// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a SOCKS5 or HTTP proxy made no tunnel.
///
/// It never holds a user name or a password.
public struct TunnelError: Error, Hashable, Sendable {
    /// What happened; there is one code for each check.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The proxy wants a user name and a password, and none were given.
        case credentialsRequired
        /// The proxy did not accept the user name or the password.
        case credentialsRefused
        /// The proxy offers none of the ways to log in that are known here.
        case noCommonMethod
        /// The proxy's rules forbid the target.
        case forbidden
        /// The proxy cannot reach the target.
        case targetUnreachable
        /// The proxy refused for another reason; ``TunnelError/reply`` is its code.
        case refused
        /// What answers is no proxy of this kind, or broke the rules of its protocol.
        case malformedAnswer
        /// The answer is longer than any proxy's.
        case answerTooLong
        /// The proxy closed the connection before it had answered.
        case closed
        /// The user name is empty, or it or the password is longer than 255 bytes, or it has a colon where HTTP allows none.
        case unusableCredentials
        /// The target's host is empty, longer than 255 bytes, or holds characters that no name has.
        case unusableTarget
    }

    /// What happened.
    public let code: Code
    /// The SOCKS5 reply or the HTTP status, if the proxy gave one.
    public let reply: Int?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - reply: The SOCKS5 reply or the HTTP status.
    public init(_ code: Code, reply: Int? = nil) {
        self.code = code
        self.reply = reply
    }

    /// Whether the same proxy gives the same answer as long as nobody changes its settings or ours.
    public var isPermanent: Bool {
        switch code {
        case .credentialsRequired, .credentialsRefused, .noCommonMethod, .unusableCredentials, .unusableTarget,
            .malformedAnswer:
            true
        case .forbidden, .targetUnreachable, .refused, .answerTooLong, .closed: false
        }
    }
}

extension TunnelError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        "proxy: " + code.explanation + (reply.map { " (\($0))" } ?? "")
    }
}

extension TunnelError.Code {
    fileprivate var explanation: String {
        switch self {
        case .credentialsRequired: "it wants a user name and a password"
        case .credentialsRefused: "it does not accept the user name or the password"
        case .noCommonMethod: "it offers no known way to log in"
        case .forbidden: "its rules forbid the target"
        case .targetUnreachable: "it cannot reach the target"
        case .refused: "it refused"
        case .malformedAnswer: "the answer is none of such a proxy"
        case .answerTooLong: "the answer does not end"
        case .closed: "it closed the connection without an answer"
        case .unusableCredentials: "the user name or the password cannot be told to such a proxy"
        case .unusableTarget: "the target is no host name or address of 1 to 255 bytes"
        }
    }
}
