// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramTestSupport
import XCTest

@testable import FerogramConnect

/// Whatever a proxy or a web server sends, it is an error or an answer, never a trap.
final class ForeignBytesTests: XCTestCase {
    private static let rounds = 3_000

    /// Alters a text in a few places: other bytes, missing ones, repeated ones.
    private func altered(_ text: String, using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: bytes[index...].prefix(8), at: index)
            default: bytes = Array(bytes[..<index])
            }
        }
        return bytes
    }

    func testAnswersOfWebServers() throws {
        var generator = SeededGenerator(seed: 1)
        let texts = [
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\nabc",
            "HTTP/1.1 302 Found\r\nLocation: https://a.example:443/b\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\n\r\n",
        ]
        var complete = 0
        for round in 0..<Self.rounds {
            var parser = HTTPResponseParser(limits: HTTPLimits())
            do throws(HTTPError) {
                let bytes = altered(texts[round % 2], using: &generator)
                let cut = Int.random(in: 0...bytes.count, using: &generator)
                try parser.receive(Array(bytes[..<cut]))
                try parser.receive(Array(bytes[cut...]))
                try parser.finish(isSafe: true)
            } catch {
                XCTAssertNil(parser.result)
            }
            guard let response = parser.result else { continue }
            complete += 1
            if let location = response.field("location") {
                _ = try? HTTPURL("https://a.example/").following(location)
            }
        }
        XCTAssertGreaterThan(complete, Self.rounds / 10)
    }

    func testJSONAndAnswersOfResolvers() {
        var generator = SeededGenerator(seed: 2)
        let text = #"{"Status": 0, "Answer": [{"type": 1, "TTL": 60, "data": "192.0.2.1\u0041\\"}, [1e5, null, true]]}"#
        var read = 0
        for _ in 0..<Self.rounds {
            let bytes = altered(text, using: &generator)
            if JSONValue(bytes) != nil { read += 1 }
            _ = try? DNSOverHTTPS.read(bytes, .ipv4, of: "a.example")
            _ = EmergencyAddresses(text: bytes)
        }
        XCTAssertGreaterThan(read, Self.rounds / 10)
    }

    func testAnswersOfProxies() throws {
        var generator = SeededGenerator(seed: 3)
        let target = Endpoint(host: "a.example", port: 443)
        let credentials = ProxyCredentials(username: "u", password: "p")
        var tunnels = 0
        for round in 0..<Self.rounds {
            var handshake: any TunnelHandshake
            var bytes: ArraySlice<UInt8>
            if round % 2 == 0 {
                handshake = try SOCKS5Handshake(to: target, credentials: credentials)
                bytes = altered("\u{5}\u{2}\u{1}\u{0}\u{5}\u{0}\u{0}\u{3}\u{2}ab\u{1}\u{2}", using: &generator)[...]
            } else {
                handshake = try HTTPConnectHandshake(to: target, credentials: credentials)
                bytes = altered("HTTP/1.1 200 OK\r\nVia: x\r\n\r\n", using: &generator)[...]
            }
            while handshake.missingCount > 0, !bytes.isEmpty {
                _ = handshake.takeOutput()
                let piece = bytes.prefix(handshake.missingCount)
                bytes = bytes.dropFirst(piece.count)
                guard (try? handshake.receive(Array(piece))) != nil else { break }
            }
            if handshake.missingCount == 0 { tunnels += 1 }
        }
        XCTAssertGreaterThan(tunnels, Self.rounds / 10)
    }
}
