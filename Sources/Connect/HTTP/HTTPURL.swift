// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// An `https` URL, as far as a client needs it.
package struct HTTPURL: Hashable, Sendable {
    /// Where the server is.
    package let endpoint: Endpoint
    /// The path and the query.
    package let target: String

    /// Reads a URL.
    ///
    /// - Parameter text: `https://host[:port][/path][?query]`, in ASCII, without user names.
    /// - Throws: ``HTTPError`` with the code ``HTTPError/Code/url``.
    package init(_ text: String) throws(HTTPError) {
        let scheme = "https://"
        guard text.utf8.count <= 8192, text.lowercased().hasPrefix(scheme),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw HTTPError(.url) }
        let rest = text.dropFirst(scheme.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
        endpoint = try Self.endpoint(authority)
    }

    private init(endpoint: Endpoint, target: String) {
        self.endpoint = endpoint
        self.target = target
    }

    private static func endpoint(_ authority: Substring) throws(HTTPError) -> Endpoint {
        let host: Substring
        let port: Substring
        if authority.hasPrefix("[") {
            host = authority.dropFirst().prefix { $0 != "]" }
            guard host.count + 1 < authority.count, case .v6 = NumericAddress(String(host)) else {
                throw HTTPError(.url)
            }
            let tail = authority.dropFirst(host.count + 2)
            guard tail.isEmpty || tail.hasPrefix(":") else { throw HTTPError(.url) }
            port = tail.dropFirst()
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority.dropFirst(host.count + 1)
            guard (1...253).contains(host.count), host.utf8.allSatisfy(isOfName) else { throw HTTPError(.url) }
        }
        guard !port.isEmpty else { return Endpoint(host: String(host), port: 443) }
        guard !port.hasPrefix("+"), let number = UInt16(port), number > 0 else { throw HTTPError(.url) }
        return Endpoint(host: String(host), port: number)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Where a redirect leads.
    ///
    /// - Parameter location: A whole URL, or a path on the same server.
    /// - Returns: The place.
    /// - Throws: ``HTTPError`` with the code ``HTTPError/Code/badRedirect``.
    func following(_ location: String) throws(HTTPError) -> HTTPURL {
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            guard location.utf8.count <= 8192, location.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw HTTPError(.badRedirect)
            }
            return HTTPURL(endpoint: endpoint, target: String(location.prefix { $0 != "#" }))
        }
        do throws(HTTPError) {
            return try HTTPURL(location)
        } catch {
            throw HTTPError(.badRedirect)
        }
    }

    /// What stands in the `Host` field.
    var authority: String {
        let text = endpoint.description
        return endpoint.port == 443 ? String(text.dropLast(4)) : text
    }
}
