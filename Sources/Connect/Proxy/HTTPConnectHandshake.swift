// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// Asks an HTTP proxy for a tunnel (`CONNECT`, RFC 9110, section 9.3.6).
struct HTTPConnectHandshake: TunnelHandshake {
    /// How long an answer may be, in bytes.
    static let maximumAnswerLength = 16 << 10

    private static let beginning = Array("HTTP/1.".utf8)
    private static let ends = [Array("\n\r\n".utf8), Array("\n\n".utf8)]

    private let hasCredentials: Bool
    private var output: [UInt8]
    private var input: [UInt8] = []
    private var isDone = false

    /// Prepares a request.
    ///
    /// - Parameters:
    ///   - target: Where the tunnel shall lead; a name is resolved by the proxy.
    ///   - credentials: Who we are; they are told without being asked for.
    /// - Throws: ``TunnelError`` if the protocol cannot express them.
    init(to target: Endpoint, credentials: ProxyCredentials?) throws(TunnelError) {
        guard target.isTellable else { throw TunnelError(.unusableTarget) }
        hasCredentials = credentials != nil
        var request = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n"
        if let credentials {
            let (username, password) = (credentials.username, credentials.password)
            guard username.utf8.count <= 255, password.utf8.count <= 255, !username.utf8.contains(UInt8(ascii: ":"))
            else { throw TunnelError(.unusableCredentials) }
            request += "Proxy-Authorization: Basic \(Base64.encode(Array("\(username):\(password)".utf8)))\r\n"
        }
        output = Array((request + "\r\n").utf8)
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// The answer ends with an empty line, of which a part may be there.
    var missingCount: Int {
        if isDone { return 0 }
        let feed = UInt8(ascii: "\n")
        return input.last == feed || input.suffix(2).elementsEqual([feed, UInt8(ascii: "\r")]) ? 1 : 2
    }

    mutating func receive(_ bytes: [UInt8]) throws(TunnelError) {
        input += bytes
        // What is no answer of HTTP may never have an empty line.
        if input.count - bytes.count < Self.beginning.count {
            guard zip(input, Self.beginning).allSatisfy({ $0 == $1 }) else { throw TunnelError(.malformedAnswer) }
        }
        guard input.count <= Self.maximumAnswerLength else { throw TunnelError(.answerTooLong) }
        // Either end of a line counts, whatever the line before it had.
        guard Self.ends.contains(where: { input.suffix($0.count).elementsEqual($0) }) else { return }
        try readStatus()
        isDone = true
    }

    private func readStatus() throws(TunnelError) {
        let line = input.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == Array("HTTP/1.0".utf8)[...] || words[0] == Array("HTTP/1.1".utf8)[...],
            words[1].count == 3, words[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw TunnelError(.malformedAnswer) }
        let status = words[1].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        switch status {
        case 200...299: return
        // Some proxies answer as web servers do.
        case 401, 407: throw TunnelError(hasCredentials ? .credentialsRefused : .credentialsRequired, reply: status)
        case 403: throw TunnelError(.forbidden, reply: status)
        case 404, 502, 503, 504: throw TunnelError(.targetUnreachable, reply: status)
        default: throw TunnelError(.refused, reply: status)
        }
    }
}
