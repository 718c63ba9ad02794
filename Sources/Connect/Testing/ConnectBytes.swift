// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The readers of what web servers and proxies answer, for tests that damage it.
package enum ConnectBytes {
    /// Reads bytes as the answer to a request, some at a time.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - size: How many come at a time, at least one.
    ///   - limits: How long it may be.
    /// - Returns: The answer, if it is complete.
    /// - Throws: ``HTTPError`` if it is none.
    package static func readResponse(
        _ bytes: [UInt8], size: Int, limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPError) -> HTTPResponse? {
        var parser = HTTPResponseParser(limits: limits)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(max(1, size))
            rest.removeFirst(piece.count)
            try parser.receive(Array(piece))
        }
        try parser.finish(isSafe: true)
        return parser.result
    }

    /// Reads bytes as the answer of a service that knows the addresses of names.
    package static func readNames(_ bytes: [UInt8], of name: String) {
        for kind in [DNSOverHTTPS.Kind.ipv4, .ipv6, .text] { _ = try? DNSOverHTTPS.read(bytes, kind, of: name) }
    }

    /// Reads bytes as the answers of a SOCKS5 and of an HTTP proxy.
    ///
    /// - Returns: How many bytes each of them took.
    package static func readProxyAnswers(_ bytes: [UInt8], target: Endpoint) -> [Int] {
        let credentials = ProxyCredentials(username: "user", password: "password")
        let handshakes: [(any TunnelHandshake)?] = [
            try? SOCKS5Handshake(to: target, credentials: credentials),
            try? HTTPConnectHandshake(to: target, credentials: credentials),
        ]
        return handshakes.compactMap { handshake in
            guard var handshake else { return nil }
            var taken = 0
            while taken < bytes.count {
                _ = handshake.takeOutput()
                let count = min(handshake.missingCount, bytes.count - taken)
                guard count > 0 else { break }
                guard (try? handshake.receive(Array(bytes[taken..<(taken + count)]))) != nil else { break }
                taken += count
            }
            return taken
        }
    }
}
