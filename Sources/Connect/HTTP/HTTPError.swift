// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a web server gave no answer that is of use.
package struct HTTPError: Error, Hashable, Sendable {
    /// What happened; there is one code for each check.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The URL is not one of `https`, or its host or port cannot be.
        case url
        /// No connection could be made, or it broke.
        case connection
        /// The server's certificate is not trusted, has expired, or is another host's.
        case certificate
        /// The two sides do not agree on TLS, or the server broke its rules.
        case tls
        /// The answer is not one of HTTP/1.
        case malformed
        /// The head of the answer is longer than the limit.
        case headTooLong
        /// The body of the answer is longer than the limit.
        case bodyTooLong
        /// The answer ended before its end.
        case truncated
        /// The server sent us on more often than the limit.
        case tooManyRedirects
        /// The server sent us to no place or to one that is not safe.
        case badRedirect
        /// The server answered with another status than was wanted.
        case status
        /// The body is not what was asked for.
        case unexpectedBody
    }

    /// What happened.
    package let code: Code
    /// More about it: OpenSSL's words, a status.
    package let detail: String?
    /// What became of the connection.
    package let connection: ConnectionError?

    package init(_ code: Code, _ detail: String? = nil, connection: ConnectionError? = nil) {
        (self.code, self.detail, self.connection) = (code, detail, connection)
    }
}

extension HTTPError: CustomStringConvertible {
    package var description: String {
        let reason = detail.map { " (\($0))" } ?? ""
        return "https: \(code.explanation)\(reason)" + (connection.map { ", \($0)" } ?? "")
    }
}

extension HTTPError.Code {
    fileprivate var explanation: String {
        switch self {
        case .url: "no usable URL"
        case .connection: "no connection"
        case .certificate: "the server's certificate is refused"
        case .tls: "TLS failed"
        case .malformed: "the answer is not HTTP"
        case .headTooLong: "the head of the answer is too long"
        case .bodyTooLong: "the body of the answer is too long"
        case .truncated: "the answer is cut off"
        case .tooManyRedirects: "too many redirects"
        case .badRedirect: "a redirect to no usable place"
        case .status: "unexpected status"
        case .unexpectedBody: "the answer is not what was asked for"
        }
    }
}
