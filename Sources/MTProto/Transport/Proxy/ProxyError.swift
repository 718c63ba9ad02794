// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A proxy secret or link cannot be used.
///
/// It never holds the secret, or any other part of the text.
public struct ProxyError: Error, Hashable, Sendable {
    /// What was wrong; there is one code for each check.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The secret is neither hexadecimal nor base64.
        case secretEncoding
        /// The secret has a length that no kind of secret has.
        case secretLength
        /// The secret's first byte stands for no kind of this length.
        case secretKind
        /// The domain in the secret is not plain ASCII.
        case secretDomain
        /// The text is no link to an MTProto or SOCKS proxy.
        case notAProxyLink
        /// A percent sign is not followed by two hexadecimal digits, or the result is not UTF-8.
        case percentEncoding
        /// The link has no server, or one that is no host name or address.
        case server
        /// The link has no port, or one outside 1 to 65535.
        case port
        /// The link has no secret.
        case secretMissing
        /// The user name or password is longer than 255 bytes, or a password stands without a user name.
        case credentials
    }

    /// Which check failed.
    public let code: Code

    /// Creates an error.
    ///
    /// - Parameter code: Which check failed.
    public init(_ code: Code) {
        self.code = code
    }
}

extension ProxyError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch code {
        case .secretEncoding: "proxy secret: neither hexadecimal nor base64"
        case .secretLength: "proxy secret: no kind of secret has this length"
        case .secretKind: "proxy secret: the first byte stands for no kind of secret"
        case .secretDomain: "proxy secret: the domain is not plain ASCII"
        case .notAProxyLink: "proxy link: not a link to an MTProto or SOCKS proxy"
        case .percentEncoding: "proxy link: broken percent-encoding"
        case .server: "proxy link: missing or impossible server"
        case .port: "proxy link: the port must be 1 to 65535"
        case .secretMissing: "proxy link: missing secret"
        case .credentials: "proxy link: user name and password must fit 255 bytes each, and none comes alone"
        }
    }
}
