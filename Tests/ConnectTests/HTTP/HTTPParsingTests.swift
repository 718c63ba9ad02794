// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramConnect

/// Texts of the web, without any I/O.
final class HTTPParsingTests: XCTestCase {
    // MARK: URLs

    func testURLs() throws {
        for (text, host, port, target) in [
            ("https://a.example", "a.example", 443, "/"), ("HTTPS://A.example:8443/x?y#z", "A.example", 8443, "/x?y"),
            ("https://a?q", "a", 443, "/?q"), ("https://[::1]:1/", "::1", 1, "/"),
            ("https://127.0.0.1", "127.0.0.1", 443, "/"),
        ] {
            let url = try HTTPURL(text)
            XCTAssertEqual(url.endpoint, Endpoint(host: host, port: UInt16(port)), text)
            XCTAssertEqual(url.target, target, text)
        }
        for text in [
            "", "http://a/", "https://", "https:///x", "https://a:0", "https://a:65536", "https://a:+1", "https://a b/",
            "https://user@a/", "https://[::1/", "https://[a]/", "https://a/\r\nX", "https://\u{E4}/", "https://[::1]x",
        ] {
            XCTAssertThrowsError(try HTTPURL(text), text)
        }
    }

    // MARK: Answers

    /// Reads an answer in pieces of every length.
    private func read(_ text: String, ends: Bool = false) -> Result<HTTPResponse, HTTPError>? {
        var results: [Result<HTTPResponse, HTTPError>?] = []
        for length in [1, 2, 7, text.utf8.count] {
            var parser = HTTPResponseParser(limits: HTTPLimits())
            var result: Result<HTTPResponse, HTTPError>?
            do throws(HTTPError) {
                var rest = Array(text.utf8)[...]
                while !rest.isEmpty {
                    try parser.receive(Array(rest.prefix(length)))
                    rest = rest.dropFirst(length)
                }
                if ends { try parser.finish(isSafe: true) }
                result = parser.result.map { .success($0) }
            } catch {
                result = .failure(error)
            }
            results.append(result)
        }
        XCTAssertEqual(Set(results.map { "\(String(describing: $0))" }).count, 1, "pieces matter: \(text)")
        return results[0]
    }

    private func body(_ text: String, ends: Bool = false) throws -> String? {
        try read(text, ends: ends).map { String(decoding: try $0.get().body, as: UTF8.self) }
    }

    func testBodiesOfEachKind() throws {
        XCTAssertEqual(try body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"), "abc")
        XCTAssertEqual(try body("HTTP/1.1 200 OK\nContent-Length: 3\nContent-Length: 3\n\nabc"), "abc")
        XCTAssertEqual(try body("HTTP/1.0 200 \r\n\r\nabc", ends: true), "abc")
        XCTAssertNil(try body("HTTP/1.0 200 \r\n\r\nabc"))
        XCTAssertEqual(try body("HTTP/1.1 204 None\r\n\r\n"), "")
        XCTAssertEqual(
            try body(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: x\r\n\r\n"
            ),
            "abc0123456789")
        XCTAssertEqual(
            try body("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"), "a")
    }

    func testAnswersThatAreNone() throws {
        for text in [
            "\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20x\r\n\r\n", "HTTP/1.1 99 \r\n\r\n",
            "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: empty\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.1 0200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n", "HTTP/1.1 200 OK\r\nX: y\r\n Content-Length: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent\u{0}-Length: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        ] {
            guard case .failure(let error) = read(text) else {
                XCTFail("taken: \(text)")
                continue
            }
            XCTAssertEqual(error.code, .malformed, text)
        }
        guard case .failure(let error) = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n")
        else {
            return XCTFail("a chunk of four gigabytes")
        }
        XCTAssertEqual(error.code, .bodyTooLong)
    }

    // MARK: JSON

    func testJSON() {
        let text = #" {"a": [1, -2.5e1, true, false, null, "x\"\\\/\n\u00e9\ud83d\ude00"], "b": {}, "c": []} "#
        let json = JSONValue(Array(text.utf8))
        XCTAssertEqual(json?["a"]?.elements?.count, 6)
        XCTAssertEqual(json?["a"]?.elements?[0].integer, 1)
        XCTAssertEqual(json?["a"]?.elements?[1].integer, -25)
        XCTAssertEqual(json?["a"]?.elements?.last?.text, "x\"\\/\n\u{E9}\u{1F600}")
        XCTAssertEqual(json?["b"], .object([:]))
        for text in [
            "", "{", "[1,]", "{\"a\"}", "\"\\ud83d\"", "\"\\u12g4\"", "\"\\u+123\"", "\"a", "tru", "1 2", "nan",
            "\"\u{1}\"", "1e999",
            String(repeating: "[", count: 100_000),
        ] {
            XCTAssertNil(JSONValue(Array(text.utf8)), String(text.prefix(20)))
        }
        XCTAssertNil(JSONValue([0x22, 0xFF, 0x22]), "not UTF-8")
    }
}
