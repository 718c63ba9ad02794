// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A request to a web server.
package struct HTTPRequest: Sendable {
    /// Where to.
    package var url: HTTPURL
    /// `GET`, `POST` and the like.
    package var method = "GET"
    /// Fields beside those that the client writes itself: `Host`, `Content-Length`, `Connection`.
    package var fields: [(name: String, value: String)] = []
    /// What is sent.
    package var body: [UInt8] = []
    /// The host that is meant, if it is another one than that of the URL, which then only lends its name and certificate.
    package var frontedHost: String?

    /// Creates a request.
    ///
    /// - Parameter url: Where to.
    package init(_ url: HTTPURL) {
        self.url = url
    }

    /// Removes the fields that say who we are.
    mutating func removeCredentials() {
        fields.removeAll { ["authorization", "cookie", "proxy-authorization"].contains($0.name.lowercased()) }
    }

    /// The request as bytes.
    ///
    /// - Throws: ``HTTPError`` if a field would break out of its line.
    func encoded() throws(HTTPError) -> [UInt8] {
        var all = [("Host", frontedHost ?? url.authority), ("Connection", "close"), ("Accept-Encoding", "identity")]
        all += fields.map { ($0.name, $0.value) }
        if !body.isEmpty || method != "GET" { all.append(("Content-Length", "\(body.count)")) }
        guard all.allSatisfy({ Self.isLine($0) && Self.isLine($1) }), Self.isLine(method) else { throw HTTPError(.url) }
        let head = "\(method) \(url.target) HTTP/1.1\r\n" + all.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        return Array(head.utf8) + body
    }

    private static func isLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

/// What a web server answered.
package struct HTTPResponse: Sendable {
    /// 100 to 599.
    package let status: Int
    /// The fields, their names in lower case.
    package let fields: [(name: String, value: String)]
    /// The body, decoded.
    package internal(set) var body: [UInt8]

    /// The first field of a name.
    ///
    /// - Parameter name: The name in lower case.
    /// - Returns: Its value, `nil` if there is none.
    package func field(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}

/// How much a web server may send and how long it may take.
package struct HTTPLimits: Hashable, Sendable {
    /// The longest head in bytes.
    package var head = 16 << 10
    /// The longest body in bytes.
    package var body = 256 << 10
    /// How many times we let ourselves be sent on.
    package var redirects = 3
    /// How long everything may take, redirects included.
    package var timeout = Duration.seconds(10)

    package init() {}
}
