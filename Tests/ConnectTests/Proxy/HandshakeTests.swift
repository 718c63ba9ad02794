// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramTestSupport
import XCTest

@testable import FerogramConnect

/// What is said to proxies, without any I/O.
final class HandshakeTests: XCTestCase {
    private static let target = Endpoint(host: "149.154.167.51", port: 443)

    /// Plays a dialogue: what we say, then what the proxy answers, and so on.
    private func play(_ handshake: inout any TunnelHandshake, _ dialogue: [(ours: [UInt8], theirs: [UInt8])]) throws {
        for (ours, theirs) in dialogue {
            XCTAssertEqual(handshake.takeOutput().hex, ours.hex)
            var rest = theirs[...]
            while !rest.isEmpty {
                let piece = rest.prefix(handshake.missingCount)
                XCTAssertFalse(piece.isEmpty, "bytes of the tunnel would be taken")
                guard !piece.isEmpty else { return }
                rest = rest.dropFirst(piece.count)
                try handshake.receive(Array(piece))
            }
        }
    }

    private func failure(_ make: () throws(TunnelError) -> any TunnelHandshake, _ answers: [UInt8]...) -> TunnelError? {
        do throws(TunnelError) {
            var handshake = try make()
            for answer in answers {
                _ = handshake.takeOutput()
                for byte in answer { try handshake.receive([byte]) }
            }
            return nil
        } catch {
            return error
        }
    }

    private func socks(_ credentials: ProxyCredentials? = nil) throws(TunnelError) -> any TunnelHandshake {
        try SOCKS5Handshake(to: Self.target, credentials: credentials)
    }

    private func http(_ credentials: ProxyCredentials? = nil) throws(TunnelError) -> any TunnelHandshake {
        try HTTPConnectHandshake(to: Self.target, credentials: credentials)
    }

    // MARK: SOCKS5

    func testSOCKSWithoutLoginForEachKindOfTarget() throws {
        for (host, address) in [
            ("149.154.167.51", [1, 149, 154, 167, 51] as [UInt8]),
            ("::1", [4] + [UInt8](repeating: 0, count: 15) + [1]),
            ("dc.example", [3, 10] + Array("dc.example".utf8)),
        ] {
            for bound in [
                [1, 0, 0, 0, 0], [4] + [UInt8](repeating: 7, count: 16), [3, 3, 97, 98, 99], [3, 0],
            ] as [[UInt8]] {
                var handshake: any TunnelHandshake = try SOCKS5Handshake(
                    to: Endpoint(host: host, port: 443), credentials: nil)
                try play(
                    &handshake,
                    [
                        ([5, 1, 0], [5, 0]),
                        ([5, 1, 0] + address + [1, 187], [5, 0, 0] + bound + [4, 56]),
                    ])
                XCTAssertEqual(handshake.missingCount, 0, "\(host) \(bound)")
                XCTAssertEqual(handshake.takeOutput(), [])
            }
        }
    }

    func testSOCKSWithLogin() throws {
        var handshake = try socks(ProxyCredentials(username: "user", password: "päss"))
        try play(
            &handshake,
            [
                ([5, 2, 0, 2], [5, 2]),
                ([1, 4] + Array("user".utf8) + [5] + Array("päss".utf8), [1, 0]),
                ([5, 1, 0, 1, 149, 154, 167, 51, 1, 187], [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
            ])
        XCTAssertEqual(handshake.missingCount, 0)
    }

    func testSOCKSRefusals() {
        let login = ProxyCredentials(username: "u", password: "p")
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks() }, [5, 0xFF])?.code, .credentialsRequired)
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks() }, [5, 2])?.code, .credentialsRequired)
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks(login) }, [5, 0xFF])?.code, .noCommonMethod)
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks(login) }, [5, 1])?.code, .malformedAnswer)
        XCTAssertEqual(
            failure({ () throws(TunnelError) in try socks(login) }, [5, 2], [1, 1]),
            TunnelError(.credentialsRefused, reply: 1))
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks() }, [4, 0])?.code, .malformedAnswer)
        XCTAssertEqual(failure({ () throws(TunnelError) in try socks() }, Array("HT".utf8))?.code, .malformedAnswer)
        for (reply, code) in [
            (1, TunnelError.Code.refused), (2, .forbidden), (3, .targetUnreachable), (4, .targetUnreachable),
            (5, .targetUnreachable), (6, .targetUnreachable), (7, .refused), (8, .refused), (255, .refused),
        ] {
            // Some proxies say no more than the reply and close.
            let error = failure({ () throws(TunnelError) in try socks() }, [5, 0], [5, UInt8(reply)])
            XCTAssertEqual(error, TunnelError(code, reply: reply))
        }
        XCTAssertEqual(
            failure({ () throws(TunnelError) in try socks() }, [5, 0], [5, 0, 0, 2, 0])?.code, .malformedAnswer)
    }

    func testWhatAProxyCannotBeTold() {
        for host in ["", "a b", "a\r\nX: y", String(repeating: "a", count: 256)] {
            let target = Endpoint(host: host, port: 1)
            XCTAssertEqual(
                failure { () throws(TunnelError) in try SOCKS5Handshake(to: target, credentials: nil) }?.code,
                .unusableTarget)
            XCTAssertEqual(
                failure { () throws(TunnelError) in try HTTPConnectHandshake(to: target, credentials: nil) }?.code,
                .unusableTarget)
        }
        let long = String(repeating: "x", count: 256)
        for credentials in [
            ProxyCredentials(username: "", password: "p"), ProxyCredentials(username: long, password: ""),
            ProxyCredentials(username: "u", password: long),
        ] {
            XCTAssertEqual(failure { () throws(TunnelError) in try socks(credentials) }?.code, .unusableCredentials)
        }
        let colon = ProxyCredentials(username: "a:b", password: "")
        XCTAssertEqual(failure { () throws(TunnelError) in try http(colon) }?.code, .unusableCredentials)
    }

    // MARK: HTTP

    func testHTTPWithAndWithoutLogin() throws {
        for answer in [
            "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n", "HTTP/1.1 299\n\n",
            "HTTP/1.1 200 \r\nA: \r\n\tfolded\r\n\r\n", "HTTP/1.1 200 OK\nVia: x\n\r\n", "HTTP/1.1 200 OK\r\n\n",
        ] {
            var handshake = try http()
            let request = "CONNECT 149.154.167.51:443 HTTP/1.1\r\nHost: 149.154.167.51:443\r\n\r\n"
            try play(&handshake, [(Array(request.utf8), Array(answer.utf8))])
            XCTAssertEqual(handshake.missingCount, 0, answer)
        }
        let credentials = ProxyCredentials(username: "Aladdin", password: "open sesame")
        var handshake: any TunnelHandshake = try HTTPConnectHandshake(
            to: Endpoint(host: "::1", port: 443), credentials: credentials)
        let request =
            "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n"
            + "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"
        try play(&handshake, [(Array(request.utf8), Array("HTTP/1.1 200 OK\r\n\r\n".utf8))])
    }

    func testHTTPRefusals() {
        let login = ProxyCredentials(username: "u", password: "p")
        func answer(_ text: String, _ credentials: ProxyCredentials? = nil) -> TunnelError? {
            failure({ () throws(TunnelError) in try http(credentials) }, Array(text.utf8))
        }
        XCTAssertEqual(answer("HTTP/1.1 407 No\r\n\r\n"), TunnelError(.credentialsRequired, reply: 407))
        XCTAssertEqual(answer("HTTP/1.1 407 No\r\n\r\n", login), TunnelError(.credentialsRefused, reply: 407))
        XCTAssertEqual(answer("HTTP/1.1 401 No\r\n\r\n", login), TunnelError(.credentialsRefused, reply: 401))
        XCTAssertEqual(answer("HTTP/1.1 403 No\r\n\r\n"), TunnelError(.forbidden, reply: 403))
        XCTAssertEqual(answer("HTTP/1.1 502 No\r\n\r\n"), TunnelError(.targetUnreachable, reply: 502))
        XCTAssertEqual(answer("HTTP/1.1 100 Continue\r\n\r\n"), TunnelError(.refused, reply: 100))
        for text in ["SSH-2.0", "HTTP/2", "HTTP/1.2 200 OK\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 2x0 a\r\n\r\n"] {
            XCTAssertEqual(answer(text)?.code, .malformedAnswer, text)
        }
        XCTAssertEqual(answer("HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 4096))?.code, .answerTooLong)
    }

    func testSecretsAreNotDescribed() {
        let proxy = Proxy.socks5(
            Endpoint(host: "h", port: 1), credentials: ProxyCredentials(username: "name", password: "word"))
        var dumped = ""
        dump(proxy, to: &dumped)
        XCTAssertEqual("\(proxy)", "SOCKS5 proxy h:1")
        for text in ["\(proxy)", String(reflecting: proxy), dumped] {
            XCTAssertFalse(text.contains("name") || text.contains("word"), text)
        }
    }
}
