// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramWebSupport
import XCTest

@testable import FerogramConnect

/// Names over HTTPS, with a stand-in for the public services.
final class DNSOverHTTPSTests: ConnectTestCase {
    private static let services = ["https://one.example/resolve", "https://two.example/dns-query"]

    private static func answer(_ records: String, status: Int = 0) -> String {
        "{\"Status\": \(status), \"Answer\": [\(records)]}"
    }

    func testAddressesAreFoundAndKept() async throws {
        let clock = ManualClock()
        let thread = try IOThread(clock: { clock.now })
        let lines = Shared<[String]>([])
        let server = WebServer(on: thread) { exchange in
            lines.withLock { [line = exchange.line] in $0.append(line) }
            guard exchange.head.contains("Accept: application/dns-json\r\n") else { return }
            let isIPv6 = exchange.line.contains("type=AAAA")
            try await exchange.answer(
                "200 OK", "",
                Self.answer(
                    isIPv6
                        ? #"{"type": 28, "TTL": 100, "data": "2001:db8::1"}"#
                        : #"{"type": 5, "TTL": 1, "data": "b.example."}, {"type": 1, "TTL": 60, "data": "192.0.2.1"}, "#
                            + #"{"type": 1, "TTL": 90, "data": "192.0.2.2"}, {"type": 1, "TTL": 60, "data": "nonsense"}"#
                ))
        }
        let resolver = DNSOverHTTPS(try server.client(), services: ["https://one.example/resolve"])
        let first = try await resolver.addresses(of: "A.example", includesIPv6: false)
        XCTAssertEqual(first, ["192.0.2.1", "192.0.2.2"])
        XCTAssertTrue(lines.withLock { $0[0] }.hasPrefix("GET /resolve?name=a.example&type=A&random_padding="))
        _ = try await resolver.addresses(of: "a.example", includesIPv6: false)
        XCTAssertEqual(server.opened.count, 1, "the answer is kept")
        clock.advance(by: .seconds(61), thread)
        _ = try await resolver.addresses(of: "a.example", includesIPv6: false)
        XCTAssertEqual(server.opened.count, 2, "and not for longer than it says")
        let both = try await resolver.addresses(of: "a.example", includesIPv6: true)
        XCTAssertEqual(both, ["2001:db8::1", "192.0.2.1", "192.0.2.2"])
    }

    func testTheFirstServiceWithAnAnswerCounts() async throws {
        let server = WebServer { exchange in
            if exchange.endpoint.host == "one.example" {
                try await exchange.answer("200 OK", "", Self.answer("", status: 3))
            } else {
                try await exchange.answer("200 OK", "", Self.answer(#"{"type": 1, "TTL": 0, "data": "192.0.2.7"}"#))
            }
        }
        let resolver = DNSOverHTTPS(try server.client(), services: Self.services)
        let addresses = try await resolver.addresses(of: "a.example", includesIPv6: true)
        XCTAssertEqual(addresses, ["192.0.2.7"])
    }

    func testNothingIsFound() async throws {
        for (status, text) in [("200 OK", "{}"), ("500 No", ""), ("200 OK", "<html>"), ("200 OK", Self.answer(""))] {
            let server = WebServer { try await $0.answer(status, "", text) }
            let resolver = DNSOverHTTPS(try server.client(), services: Self.services)
            do throws(HTTPError) {
                _ = try await resolver.addresses(of: "a.example", includesIPv6: false)
                XCTFail("nothing was there")
            } catch {
                XCTAssertTrue([.unexpectedBody, .status].contains(error.code), "\(error)")
            }
        }
        let server = WebServer { _ in XCTFail("asked for") }
        let resolver = DNSOverHTTPS(try server.client(), services: Self.services)
        for name in ["", "a b", "a&type=TXT", String(repeating: "a", count: 254)] {
            do throws(HTTPError) {
                _ = try await resolver.addresses(of: name, includesIPv6: false)
                XCTFail(name)
            } catch {
                XCTAssertEqual(error.code, .url)
            }
        }
    }

    func testLifetimesAreBounded() throws {
        for (seconds, lifetime) in [(0, 10), (-5, 10), (60, 60), (86_400, 300)] {
            let body = Self.answer("{\"type\": 1, \"TTL\": \(seconds), \"data\": \"192.0.2.1\"}")
            XCTAssertEqual(try DNSOverHTTPS.read(Array(body.utf8), .ipv4, of: "a.example").lifetime, lifetime)
        }
        let text = Self.answer(
            #"{"type": 16, "TTL": 60, "data": "\"ab\" \"cd\""}, {"type": 16, "TTL": 60, "data": "ef"}"#)
        XCTAssertEqual(try DNSOverHTTPS.read(Array(text.utf8), .text, of: "a.example").data, ["abcd", "ef"])
    }

    func testOnlyAnswersToTheQuestionCount() throws {
        func read(_ records: String, question: String? = nil) throws -> [String] {
            let asked = question.map { "\"Question\": [\($0)], " } ?? ""
            let body = "{\"Status\": 0, \(asked)\"Answer\": [\(records)]}"
            return try DNSOverHTTPS.read(Array(body.utf8), .ipv4, of: "a.example").data
        }
        func record(_ name: String, _ data: String, type: Int = 1) -> String {
            "{\"name\": \"\(name)\", \"type\": \(type), \"TTL\": 60, \"data\": \"\(data)\"}"
        }
        let address = record("A.example.", "192.0.2.1")
        XCTAssertEqual(try read(address), ["192.0.2.1"])
        XCTAssertEqual(try read(address, question: #"{"name": "a.Example.", "type": 1}"#), ["192.0.2.1"])
        for question in [#"{"name": "b.example", "type": 1}"#, #"{"name": "a.example", "type": 28}"#, "{}", "7"] {
            XCTAssertThrowsError(try read(address, question: question), question)
        }
        XCTAssertEqual(try read(address + "," + record("b.example", "192.0.2.66")), ["192.0.2.1"])
        XCTAssertThrowsError(try read(record("b.example", "192.0.2.66")))
        // The steps from name to name may come in any order, and in a circle.
        let steps = [
            ("c.example", "d.example."), ("b.example.", "c.example"), ("a.example", "B.example"),
            ("d.example", "a.example"),
        ]
        let chain = steps.map { record($0.0, $0.1, type: 5) }.joined(separator: ",")
        XCTAssertEqual(try read(chain + "," + record("d.example", "192.0.2.4")), ["192.0.2.4"])
        XCTAssertThrowsError(try read(record("d.example", "192.0.2.4")))
    }

    func testMoreRecordsThanThereCanBe() throws {
        let records = [String](repeating: #"{"name":"x.example","type":5,"data":"y.example"}"#, count: 5_000)
        let body = Self.answer((records + [#"{"type": 1, "TTL": 60, "data": "192.0.2.1"}"#]).joined(separator: ","))
        XCTAssertThrowsError(try DNSOverHTTPS.read(Array(body.utf8), .ipv4, of: "a.example"))
    }

    func testBothKindsAreTakenInTurnAndAskedForOnce() async throws {
        let lines = Shared<[String]>([])
        let server = WebServer { exchange in
            lines.withLock { [line = exchange.line] in $0.append(line) }
            guard exchange.line.contains("name=both.example") else {
                return try await exchange.answer("500 No", "", "")
            }
            let isIPv6 = exchange.line.contains("type=AAAA")
            let records = (1...2).map { number in
                isIPv6
                    ? "{\"type\": 28, \"TTL\": 60, \"data\": \"2001:db8::\(number)\"}"
                    : "{\"type\": 1, \"TTL\": 60, \"data\": \"192.0.2.\(number)\"}"
            }
            try await exchange.answer("200 OK", "", Self.answer(records.joined(separator: ",")))
        }
        let resolver = DNSOverHTTPS(try server.client(), services: ["https://one.example/resolve"])
        let both = try await resolver.addresses(of: "both.example", includesIPv6: true)
        XCTAssertEqual(both, ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2"])
        lines.withLock { $0 = [] }
        do throws(HTTPError) {
            _ = try await resolver.addresses(of: "none.example", includesIPv6: true)
            XCTFail("nothing was there")
        } catch {
            XCTAssertEqual(error.code, .status)
        }
        XCTAssertEqual(lines.withLock { $0.count }, 2, "the reason is known without asking again")
    }

    func testASilentServiceLeavesTheSystemItsTime() async throws {
        let clock = ManualClock()
        let thread = try IOThread(clock: { clock.now })
        let isAsked = Shared(false)
        let web = WebServer(on: thread) { _ in
            isAsked.withLock { $0 = true }
            try await Task.sleep(for: .seconds(3600))
        }
        let network = ScriptedServer(on: thread) { exchange, _ in try await exchange.echo() }
        let resolver = DNSOverHTTPS(try web.client(), services: ["https://one.example/resolve"])
        let dialer = HTTPSResolvingDialer(resolver, includesIPv6: false, through: network)
        let deadline = clock.now + .seconds(10)
        async let stream = dialer.open(Endpoint(host: "proxy.example", port: 7), deadline: deadline)
        await eventually("the service was asked") { isAsked.withLock { $0 } }
        clock.advance(by: .milliseconds(5_001), thread)
        _ = try await stream
        XCTAssertEqual(network.opened.map(\.host), ["proxy.example"])
        XCTAssertLessThan(clock.now, deadline)
    }

    func testProxyNamesAreResolvedAndTheSystemComesLast() async throws {
        let web = WebServer { exchange in
            guard exchange.line.contains("name=known.example") else {
                return try await exchange.answer("404 No", "", "")
            }
            try await exchange.answer("200 OK", "", Self.answer(#"{"type": 1, "TTL": 60, "data": "192.0.2.9"}"#))
        }
        let network = ScriptedServer { exchange, _ in try await exchange.echo() }
        let resolver = DNSOverHTTPS(try web.client(), services: Self.services)
        let dialer = HTTPSResolvingDialer(resolver, includesIPv6: false, through: network)
        for host in ["known.example", "other.example", "192.0.2.1"] {
            _ = try await dialer.open(Endpoint(host: host, port: 7), deadline: nil)
        }
        XCTAssertEqual(network.opened.map(\.host), ["192.0.2.9", "other.example", "192.0.2.1"])
        XCTAssertEqual(Set(network.opened.map(\.port)), [7])
    }
}
