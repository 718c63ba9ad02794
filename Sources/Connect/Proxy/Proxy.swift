// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTProto

/// A proxy through which a client reaches Telegram.
public enum Proxy: Equatable, Sendable {
    /// A SOCKS5 proxy (RFC 1928); with credentials, RFC 1929.
    ///
    /// - Parameters:
    ///   - endpoint: Where it is; a name is resolved here.
    ///   - credentials: The user name and the password, `nil` if the proxy does not ask.
    case socks5(_ endpoint: Endpoint, credentials: ProxyCredentials? = nil)
    /// An HTTP proxy that makes tunnels (`CONNECT`).
    ///
    /// - Parameters:
    ///   - endpoint: Where it is; a name is resolved here.
    ///   - credentials: The user name and the password, `nil` if the proxy does not ask.
    case http(_ endpoint: Endpoint, credentials: ProxyCredentials? = nil)
    /// An MTProto proxy; its secret decides what the connection looks like.
    ///
    /// - Parameters:
    ///   - endpoint: Where it is; a name is resolved here.
    ///   - secret: What it wants to be shown.
    case mtproto(_ endpoint: Endpoint, secret: ProxySecret)

    /// Describes an MTProto proxy by its secret as people pass it on.
    ///
    /// - Parameters:
    ///   - endpoint: Where it is; a name is resolved here.
    ///   - secret: The secret in hexadecimal digits or base64.
    /// - Throws: `ProxyError`, which never holds the secret.
    public init(mtproto endpoint: Endpoint, secret: String) throws(ProxyError) {
        self = .mtproto(endpoint, secret: try ProxySecret(secret))
    }

    /// Takes the proxy out of a link.
    ///
    /// - Parameter link: A link that was read.
    public init(_ link: ProxyLink) {
        switch link {
        case .mtproto(let address):
            self = .mtproto(Endpoint(host: address.server, port: address.port), secret: address.secret)
        case .socks5(let address):
            let credentials = address.user.map { ProxyCredentials(username: $0, password: address.password ?? "") }
            self = .socks5(Endpoint(host: address.server, port: address.port), credentials: credentials)
        }
    }

    /// Reads a link: `tg://proxy`, `tg://socks`, or the same on `t.me`.
    ///
    /// - Parameter link: The link as people pass it on.
    /// - Throws: `ProxyError`, which never holds the secret.
    public init(link: String) throws(ProxyError) {
        self.init(try ProxyLink(link))
    }

    /// Where the proxy is.
    public var endpoint: Endpoint {
        switch self {
        case .socks5(let endpoint, _), .http(let endpoint, _), .mtproto(let endpoint, _): endpoint
        }
    }

    /// The secret of an MTProto proxy, `nil` for other proxies.
    public var secret: ProxySecret? {
        if case .mtproto(_, let secret) = self { return secret }
        return nil
    }

    /// A dialer that goes through the proxy.
    ///
    /// - Parameter base: How to get to the proxy.
    /// - Returns: The dialer.
    package func dialer(through base: any Dialer) -> any Dialer {
        switch self {
        case .socks5(let endpoint, let credentials):
            TunnelDialer(.socks5, at: endpoint, credentials: credentials, through: base)
        case .http(let endpoint, let credentials):
            TunnelDialer(.http, at: endpoint, credentials: credentials, through: base)
        case .mtproto(let endpoint, _):
            DetourDialer(to: endpoint, through: base)
        }
    }
}

extension Proxy: CustomStringConvertible, CustomReflectable {
    /// Kind and place, without secrets.
    public var description: String {
        switch self {
        case .socks5(let endpoint, _): "SOCKS5 proxy \(endpoint)"
        case .http(let endpoint, _): "HTTP proxy \(endpoint)"
        case .mtproto(let endpoint, _): "MTProto proxy \(endpoint)"
        }
    }

    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
