// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTestSupport
import FerogramWebSupport
import Foundation
import XCTest

@testable import FerogramConnect

/// The signed addresses, from a web server to the list.
final class EmergencyTests: ConnectTestCase {
    private static let time: Int64 = 1_525_000_000

    /// What Telegram once published.
    private func published() throws -> String {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: "simple_config", withExtension: "json", subdirectory: "Vectors"))
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
        let vectors = try XCTUnwrap(file?["vectors"] as? [[String: Any]])
        return try XCTUnwrap(vectors.first?["filtered_base64"] as? String)
    }

    private func find(
        _ server: WebServer, _ sources: [EmergencySources.Source], unixTime: Int64 = time
    ) async throws
        -> EmergencyAddresses
    {
        let client = try server.client()
        let resolver = DNSOverHTTPS(client, services: ["https://dns.example/resolve"])
        return try await EmergencySources(client, resolver, sources: sources).addresses(unixTime: unixTime)
    }

    func testEachKindOfPlace() async throws {
        let text = try published()
        let half = text.index(text.startIndex, offsetBy: 200)
        let pieces = (String(text[..<half]), String(text[half...]))
        let server = WebServer { exchange in
            switch exchange.endpoint.host {
            case "dns.example":
                // The order of the two records is not that of the text.
                let records = [pieces.1, pieces.0].map { "{\"type\": 16, \"TTL\": 60, \"data\": \"\\\"\($0)\\\"\"}" }
                try await exchange.answer(
                    "200 OK", "", "{\"Status\": 0, \"Answer\": [\(records.joined(separator: ","))]}")
            case "file.example":
                guard exchange.head.contains("Host: behind.example\r\n") else { return }
                try await exchange.answer("200 OK", "", "  \(text)\n")
            case "json.example":
                try await exchange.answer("200 OK", "", "\"\(text)\"")
            default:
                try await exchange.answer("200 OK", "", "{\"fields\": {\"data\": {\"stringValue\": \"\(text)\"}}}")
            }
        }
        for source in [
            EmergencySources.Source.text(name: "apv3.stel.com"),
            .file(url: "https://file.example/config.txt", frontedHost: "behind.example"),
            .json(url: "https://json.example/ipconfigv3.json"),
            .document(url: "https://store.example/v1/ipconfig/v3", field: "data"),
        ] {
            let found = try await find(server, [source])
            let endpoint = Endpoint(host: "138.68.157.255", port: 5222)
            let address = try XCTUnwrap(found.addresses(of: 2).first, "\(source)")
            XCTAssertEqual(found.addresses(of: 2).count, 1)
            XCTAssertEqual(address.endpoint, endpoint)
            XCTAssertEqual(address.secret?.hex, "ad280a6401a8bbb41733d3c3c3773c36")
            XCTAssertEqual(found.addresses(of: 1), [])
        }
    }

    func testWhatIsExpiredAlteredOrMissingIsNotUsed() async throws {
        let text = try published()
        let altered = (text.hasPrefix("A") ? "B" : "A") + text.dropFirst()
        for (body, time) in [
            (text, Int64(1_527_461_089)), (text, 1_524_869_088), (altered, Self.time), ("", Self.time),
            ("x", Self.time),
        ] {
            let server = WebServer { try await $0.answer("200 OK", "", body) }
            do {
                _ = try await find(server, [.file(url: "https://file.example/")], unixTime: time)
                XCTFail("used: \(body.prefix(8)) at \(time)")
            } catch let error as HTTPError {
                XCTAssertEqual(error.code, .unexpectedBody)
            }
        }
        let valid = WebServer { try await $0.answer("200 OK", "", text) }
        _ = try await find(valid, [.file(url: "https://file.example/")], unixTime: 1_524_869_089)
    }

    func testOnePlaceThatWorksIsEnough() async throws {
        let text = try published()
        let server = WebServer { exchange in
            guard exchange.endpoint.host == "good.example" else { return try await exchange.answer("404 No", "", "") }
            try await exchange.answer("200 OK", "", text)
        }
        let found = try await find(
            server, [.json(url: "https://bad.example/"), .file(url: "https://good.example/"), .text(name: "x.example")])
        XCTAssertEqual(found.addresses(of: 2).count, 1)
    }

    func testOwnTextsInOwnOrder() throws {
        var generator = SystemRandomNumberGenerator()
        let key = try RSAPrivateKey.generate(using: &generator)
        let text = try SignedAddresses.make(
            [(1, 0x7F00_0001, 443, nil), (2, 0x0102_0304, 80, [1, 2]), (1, 0xFFFF_FFFF, 1, nil)], date: 10, expires: 20,
            signedBy: key)
        let addresses = try XCTUnwrap(EmergencyAddresses(text: Array(text.utf8), key: key.publicKey))
        XCTAssertEqual(
            addresses.addresses(of: 1).map(\.endpoint),
            [Endpoint(host: "127.0.0.1", port: 443), Endpoint(host: "255.255.255.255", port: 1)])
        XCTAssertEqual(addresses.addresses(of: 2).map(\.secret), [[1, 2]])
        XCTAssertEqual([9, 10, 19, 20].map { addresses.hold(at: $0) }, [false, true, true, false])
        XCTAssertNil(EmergencyAddresses(text: Array(text.utf8)), "signed by somebody else")
    }

    func testTelegramsPlacesHaveUsableURLs() throws {
        for isTest in [false, true] {
            let sources = EmergencySources.telegram(isTest: isTest)
            XCTAssertEqual(sources.count, isTest ? 2 : 4)
            for source in sources {
                switch source {
                case .text(let name): XCTAssertTrue(name.hasSuffix("apv3.stel.com"))
                case .file(let url, _), .json(let url), .document(let url, _): _ = try HTTPURL(url)
                }
            }
        }
        for service in DNSOverHTTPS.publicServices { _ = try HTTPURL(service) }
    }

    func testPhoneRules() {
        for (phone, rules, matches) in [
            ("", "+7", true), ("79", "", true), ("79", "+7", true), ("79", "+7,-79", false), ("78", "+7,-79", true),
            ("98", "+7,-79", false), ("98", "+7,", true), ("98", "-7", false), ("98", "nonsense", false),
        ] {
            XCTAssertEqual(EmergencyAddresses.matches(phone, rules), matches, "\(phone) \(rules)")
        }
    }
}
