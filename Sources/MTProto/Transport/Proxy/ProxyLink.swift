// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A link with which people pass proxies on.
///
/// Understood are `tg://proxy`, `tg://socks` and the same on `t.me`, `telegram.me` and `telegram.dog`; HTTP proxies have no links.
public enum ProxyLink: Equatable, Sendable {
    /// An MTProto proxy.
    case mtproto(MTProxyAddress)
    /// A SOCKS5 proxy.
    case socks5(SOCKSAddress)

    /// Where an MTProto proxy is and its secret.
    public struct MTProxyAddress: Equatable, Sendable {
        /// A host name or an address, at most 255 bytes.
        public let server: String
        /// 1 to 65535.
        public let port: UInt16
        /// What the proxy wants to be shown.
        public let secret: ProxySecret

        /// Creates an address.
        ///
        /// - Parameters:
        ///   - server: A host name or an address.
        ///   - port: 1 to 65535.
        ///   - secret: The proxy's secret.
        public init(server: String, port: UInt16, secret: ProxySecret) {
            self.server = server
            self.port = port
            self.secret = secret
        }
    }

    /// Where a SOCKS5 proxy is and how to log in.
    public struct SOCKSAddress: Equatable, Sendable {
        /// A host name or an address, at most 255 bytes.
        public let server: String
        /// 1 to 65535.
        public let port: UInt16
        /// The user name, `nil` if the proxy wants none.
        public let user: String?
        /// The password.
        public let password: String?

        /// Creates an address.
        ///
        /// - Parameters:
        ///   - server: A host name or an address.
        ///   - port: 1 to 65535.
        ///   - user: A user name of at most 255 bytes.
        ///   - password: A password of at most 255 bytes.
        public init(server: String, port: UInt16, user: String? = nil, password: String? = nil) {
            self.server = server
            self.port = port
            self.user = user
            self.password = password
        }
    }
}

extension ProxyLink {
    /// Reads a link.
    ///
    /// Values are percent-decoded; a plus sign stays one, since base64 secrets contain it. Of a parameter that comes twice
    /// the first counts.
    ///
    /// - Parameter text: The link; `https://` may be missing.
    /// - Throws: ``ProxyError``.
    public init(_ text: String) throws(ProxyError) {
        let (kind, query) = try Self.split(text)
        guard ["proxy", "socks"].contains(kind) else { throw ProxyError(.notAProxyLink) }
        let parameters = try Self.parameters(query)
        let server = try Self.server(parameters["server"])
        let port = try Self.port(parameters["port"])
        if kind == "proxy" {
            guard let secret = parameters["secret"] else { throw ProxyError(.secretMissing) }
            self = .mtproto(MTProxyAddress(server: server, port: port, secret: try ProxySecret(secret)))
        } else {
            let user = parameters["user"].flatMap { $0.isEmpty ? nil : $0 }
            let password = parameters["pass"].flatMap { $0.isEmpty ? nil : $0 }
            guard (user?.utf8.count ?? 0) <= 255, (password?.utf8.count ?? 0) <= 255, user != nil || password == nil
            else { throw ProxyError(.credentials) }
            self = .socks5(SOCKSAddress(server: server, port: port, user: user, password: password))
        }
    }

    /// The link in the form to pass on; it contains the secret.
    public var text: String {
        let encoded = TextEncodings.addingPercentEncoding
        switch self {
        case .mtproto(let proxy):
            return "https://t.me/proxy?server=\(encoded(proxy.server))&port=\(proxy.port)&secret=\(proxy.secret.text)"
        case .socks5(let proxy):
            var link = "https://t.me/socks?server=\(encoded(proxy.server))&port=\(proxy.port)"
            if let user = proxy.user { link += "&user=" + encoded(user) }
            if let password = proxy.password { link += "&pass=" + encoded(password) }
            return link
        }
    }

    private static let hosts: Set<String> = ["t.me", "telegram.me", "telegram.dog"]

    /// Cuts a link into what it links to and its query.
    private static func split(_ text: String) throws(ProxyError) -> (kind: String, query: Substring) {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        let parts = text.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first?.lowercased(), parts.count == 2 else { throw ProxyError(.notAProxyLink) }
        for scheme in ["tg://", "tg:"] where address.hasPrefix(scheme) {
            return (trimmed(address.dropFirst(scheme.count)), parts[1])
        }
        let scheme = ["https://", "http://"].first { address.hasPrefix($0) } ?? ""
        let path = address.dropFirst(scheme.count).split(separator: "/", maxSplits: 1)
        guard path.count == 2, hosts.contains(host(path[0])) else { throw ProxyError(.notAProxyLink) }
        return (trimmed(path[1]), parts[1])
    }

    /// The host without what means nothing: `www.` and the usual ports.
    private static func host(_ text: Substring) -> String {
        var host = text
        for port in [":80", ":443"] where host.hasSuffix(port) { host = host.dropLast(port.count) }
        return String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
    }

    /// The path without a slash at its end.
    private static func trimmed(_ path: Substring) -> String {
        String(path.hasSuffix("/") ? path.dropLast() : path)
    }

    private static func parameters(_ query: Substring) throws(ProxyError) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, parts.count == 2, parameters[String(name)] == nil else { continue }
            guard let value = TextEncodings.removingPercentEncoding(parts[1]) else {
                throw ProxyError(.percentEncoding)
            }
            parameters[String(name)] = value
        }
        return parameters
    }

    private static func server(_ text: String?) throws(ProxyError) -> String {
        guard let text, !text.isEmpty, text.utf8.count <= 255, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ProxyError(.server)
        }
        return text
    }

    private static func port(_ text: String?) throws(ProxyError) -> UInt16 {
        // UInt16 alone would take a plus sign as well.
        guard let text, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(text), port > 0
        else { throw ProxyError(.port) }
        return port
    }
}

extension ProxyLink: CustomStringConvertible, CustomReflectable {
    /// Kind, server and port, without secrets.
    public var description: String {
        switch self {
        case .mtproto(let proxy): "MTProto proxy \(proxy.server):\(proxy.port)"
        case .socks5(let proxy): "SOCKS5 proxy \(proxy.server):\(proxy.port)"
        }
    }

    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension ProxyLink.SOCKSAddress: CustomStringConvertible, CustomReflectable {
    /// Server and port, without user name and password.
    public var description: String { "\(server):\(port)" }

    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
