// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

final class ProxyLinkTests: XCTestCase {
    func testBlanksAndTheUsualHostNamesOfLinks() throws {
        let query = "proxy?server=a.b&port=443&secret=00112233445566778899aabbccddeeff"
        let link = try ProxyLink("https://t.me/" + query)
        for text in [
            "https://www.t.me/" + query, " t.me/\(query)\n", "http://telegram.me:80/" + query, "\ttg://" + query,
        ] {
            XCTAssertEqual(try ProxyLink(text), link, text)
        }
        XCTAssertThrowsError(try ProxyLink("https://www.www.t.me/" + query))
        XCTAssertThrowsError(try ProxyLink("https://t.me:8080/" + query))
    }

    func testVectors() throws {
        let rows = try ProxyVectors.load().proxyLinks
        XCTAssertEqual(rows.count, 6)
        for row in rows {
            switch (row.type, Result { try ProxyLink(row.url) }) {
            case ("mtproto", .success(.mtproto(let proxy))):
                XCTAssertEqual(proxy.server, row.server)
                XCTAssertEqual(proxy.port, row.port)
                XCTAssertEqual(proxy.secret.text, row.secret)
            case ("socks5", .success(.socks5(let proxy))):
                XCTAssertEqual(proxy.server, row.server)
                XCTAssertEqual(proxy.port, row.port)
                XCTAssertEqual(proxy.user, row.user)
                XCTAssertEqual(proxy.password, row.pass)
            case (let type, .failure(let error)):
                XCTAssertTrue(type.hasPrefix("not a proxy link"), row.url)
                XCTAssertEqual((error as? ProxyError)?.code, .notAProxyLink)
            default:
                XCTFail(row.url)
            }
        }
    }

    func testFormsAndRoundTrip() throws {
        let query = "?port=443&server=h.example&secret=dd" + String(repeating: "0a", count: 16)
        for prefix in [
            "tg://proxy", "tg:proxy", "TG://PROXY", "https://t.me/proxy", "http://telegram.me/proxy/",
            "https://Telegram.Dog/proxy", "t.me/proxy",
        ] {
            let link = try ProxyLink(prefix + query + "&server=second#fragment")
            XCTAssertEqual(try ProxyLink(link.text), link)
            guard case .mtproto(let proxy) = link else { return XCTFail(prefix) }
            XCTAssertEqual(proxy.server, "h.example")
        }
        let socks = ProxyLink.socks5(.init(server: "2001:db8::1", port: 1, user: "a b+%", password: "\u{e9}&="))
        XCTAssertEqual(
            socks.text, "https://t.me/socks?server=2001%3Adb8%3A%3A1&port=1&user=a%20b%2B%25&pass=%C3%A9%26%3D")
        XCTAssertEqual(try ProxyLink(socks.text), socks)
    }

    func testAPlusSignInASecretIsOne() throws {
        let text = "7tUzpEv9dOi+5DN8bnm1G+x3d3cuZ29vZ2xlLmNvbQ=="
        let link = try ProxyLink("tg://proxy?server=h&port=1&secret=\(text)")
        XCTAssertEqual(link, .mtproto(.init(server: "h", port: 1, secret: try ProxySecret(text))))
    }

    func testEveryCheckOfALinkHasANegativeCase() {
        let secret = String(repeating: "0a", count: 16)
        let long = String(repeating: "a", count: 256)
        let rows: [(ProxyError.Code, String)] =
            [
                (.notAProxyLink, ""), (.notAProxyLink, "tg://proxy"), (.notAProxyLink, "https://t.me/durov?server=1"),
                (.notAProxyLink, "https://example.org/proxy?server=h&port=1&secret=\(secret)"),
                (.notAProxyLink, "tg://http?server=h&port=1"), (.notAProxyLink, "ftp://t.me/proxy?server=h&port=1"),
                (.server, "tg://proxy?port=1&secret=\(secret)"),
                (.server, "tg://proxy?server=&port=1&secret=\(secret)"),
                (.server, "tg://proxy?server=\(long)&port=1&secret=\(secret)"),
                (.server, "tg://proxy?server=h%00&port=1&secret=\(secret)"),
                (.server, "tg://proxy?server=h%0A&port=1&secret=\(secret)"),
                (.percentEncoding, "tg://proxy?server=%&port=1&secret=\(secret)"),
                (.percentEncoding, "tg://proxy?server=%4&port=1&secret=\(secret)"),
                (.percentEncoding, "tg://proxy?server=%zz&port=1&secret=\(secret)"),
                (.percentEncoding, "tg://proxy?server=%FF&port=1&secret=\(secret)"),
                (.secretMissing, "tg://proxy?server=h&port=1"),
                (.secretEncoding, "tg://proxy?server=h&port=1&secret=z!"),
                (.secretLength, "tg://proxy?server=h&port=1&secret=00"),
                (.secretKind, "tg://proxy?server=h&port=1&secret=aa\(secret)"),
                (.secretDomain, "tg://proxy?server=h&port=1&secret=ee\(secret)ff"),
                (.credentials, "tg://socks?server=h&port=1&user=\(long)"),
                (.credentials, "tg://socks?server=h&port=1&user=u&pass=\(long)"),
                (.credentials, "tg://socks?server=h&port=1&pass=p"),
            ]
            + ["", "0", "65536", "-1", "+443", "4 43", "443x", "99999999999999999999", "%E0%A5%A7"].map {
                (.port, "tg://proxy?server=h&port=\($0)&secret=\(secret)")
            }
        for (code, link) in rows {
            XCTAssertThrowsError(try ProxyLink(link), link) { XCTAssertEqual(($0 as? ProxyError)?.code, code, link) }
        }
        XCTAssertEqual(Set(rows.map(\.0)), Set(ProxyError.Code.allCases))
        XCTAssertEqual(Set(ProxyError.Code.allCases.map { "\(ProxyError($0))" }).count, ProxyError.Code.allCases.count)
    }

    func testBase64RoundTripOfEveryLength() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<70 {
            let bytes = [UInt8].random(count, using: &generator)
            let text = TextEncodings.base64URL(bytes)
            XCTAssertEqual(TextEncodings.base64(text, alphabet: .url), bytes)
            let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
            XCTAssertEqual(TextEncodings.base64(padded, alphabet: .url), bytes)
        }
    }
}
