// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import XCTest

/// What a user says of a proxy.
final class ProxyTests: XCTestCase {
    private static let secret = "00112233445566778899aabbccddeeff"

    func testLinks() throws {
        let secret = try ProxySecret(Self.secret)
        let endpoint = Endpoint(host: "1.2.3.4", port: 443)
        for link in [
            "tg://proxy?server=1.2.3.4&port=443&secret=\(Self.secret)",
            "https://t.me/proxy?port=443&server=1.2.3.4&secret=\(Self.secret.uppercased())",
        ] {
            XCTAssertEqual(try Proxy(link: link), .mtproto(endpoint, secret: secret), link)
        }
        XCTAssertEqual(
            try Proxy(link: "tg://socks?server=h.example&port=1080&user=u%40x&pass=p%26w"),
            .socks5(
                Endpoint(host: "h.example", port: 1080),
                credentials: ProxyCredentials(username: "u@x", password: "p&w")))
        XCTAssertEqual(
            try Proxy(link: "t.me/socks?server=h.example&port=1080"), .socks5(Endpoint(host: "h.example", port: 1080)))
        for link in [
            "", "tg://http?server=h&port=1", "tg://proxy?server=h&port=0&secret=\(Self.secret)", "socks5://h:1",
        ] {
            XCTAssertThrowsError(try Proxy(link: link), link)
        }
    }

    func testNothingSecretIsDescribed() throws {
        let proxy = Proxy.mtproto(Endpoint(host: "::1", port: 1), secret: try ProxySecret(Self.secret))
        var dumped = ""
        dump(proxy, to: &dumped)
        for text in ["\(proxy)", String(reflecting: proxy), dumped] {
            XCTAssertFalse(text.lowercased().contains("0011"), text)
        }
        XCTAssertEqual("\(proxy)", "MTProto proxy [::1]:1")
        XCTAssertEqual(proxy.secret?.kind, .plain)
        XCTAssertNil(Proxy.http(Endpoint(host: "h", port: 1)).secret)
    }
}
