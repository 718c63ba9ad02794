// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramMTProto
import FerogramTestSupport
import FerogramWebSupport
import Foundation
import XCTest

/// Clients whose usual ways are blocked.
final class ResilienceTests: XCTestCase {
    /// A network in which web servers and the local server are, and no data centre where the directory says.
    private struct Blocked {
        let local: LocalClients
        let web: WebServer
        let dialer: JoinedDialer

        init(answer: @escaping WebServer.Answer) async throws {
            local = try await LocalClients()
            web = WebServer(answer: answer)
            dialer = JoinedDialer(web: web, other: local.network)
        }

        /// Data centre 1 is at an address where nobody is, although the server's port 1 works.
        func builder(_ change: (inout FallbackServices) -> Void) -> ClientBuilder {
            var services = FallbackServices()
            services.trust = .certificates(pem: web.authority.pem)
            services.resolvers = ["https://dns.example/resolve"]
            change(&services)
            var directory = local.server.directory
            directory.dataCenters = [1: Endpoint(host: "192.0.2.1", port: 443)]
            return local.builder.server(directory).dialer(dialer).fallbackServices(services)
        }
    }

    func testAddressesOfNamesAreTried() async throws {
        try await within {
            let blocked = try await Blocked { exchange in
                try await exchange.answer(
                    "200 OK", "", #"{"Status": 0, "Answer": [{"type": 1, "TTL": 60, "data": "127.0.0.1"}]}"#)
            }
            let builder = blocked.builder { services in
                services.names = [1: "dc.example"]
                services.port = 1
            }
            let client = try await builder.resilientConnect().connect()
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            await client.disconnect()
        }
    }

    func testSignedAddressesComeLast() async throws {
        try await within {
            let key = try await LocalServer.makeKey()
            let now = Int64(Date().timeIntervalSince1970)
            let text = try SignedAddresses.make(
                [(1, 0x7F00_0001, 1, nil)], date: now - 60, expires: now + 600, signedBy: key)
            let asks = Asked()
            let blocked = try await Blocked { exchange in
                asks.note(exchange.endpoint.host)
                if exchange.endpoint.host == "dns.example" { return try await exchange.answer("404 No", "", "") }
                try await exchange.answer("200 OK", "", text)
            }
            let builder = blocked.builder { services in
                services.names = [1: "dc.example"]
                services.sources = [.file(url: "https://file.example/config.txt")]
                services.key = key.publicKey
            }
            let client = try await builder.resilientConnect().connect()
            XCTAssertEqual(asks.hosts, ["dns.example", "file.example"])
            await client.disconnect()
        }
    }

    func testWithoutAnyWayTheReasonIsTheFirstOne() async throws {
        try await within {
            let blocked = try await Blocked { try await $0.answer("404 No", "", "") }
            let builder = blocked.builder { $0.names = [1: "dc.example"] }
            do throws(BuilderError) {
                _ = try await builder.resilientConnect().requestTimeout(.milliseconds(500)).connect()
                XCTFail("nobody is there")
            } catch {
                guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(reason.contains("192.0.2.1:443") && reason.contains("no way"), reason)
            }
        }
    }

    func testNamesOfProxiesAreAskedForOverHTTPS() async throws {
        try await within {
            let secret = try ProxySecret("00112233445566778899aabbccddeeff")
            let local = try await LocalClients { $0.proxySecrets = [secret] }
            let web = WebServer { exchange in
                try await exchange.answer(
                    "200 OK", "", #"{"Status": 0, "Answer": [{"type": 1, "TTL": 60, "data": "127.0.0.1"}]}"#)
            }
            var services = FallbackServices()
            services.trust = .certificates(pem: web.authority.pem)
            services.resolvers = ["https://dns.example/resolve"]
            let port = try XCTUnwrap(local.server.proxies.first).endpoint.port
            let client = try await local.builder.dialer(JoinedDialer(web: web, other: local.network))
                .fallbackServices(services).dnsOverHTTPS()
                .proxy(.mtproto(Endpoint(host: "proxy.example", port: port), secret: secret)).connect()
            XCTAssertEqual(web.opened.map(\.host), ["dns.example"])
            await client.disconnect()
        }
    }

    func testBadCertificatesAreAnErrorOfTheBuilder() async throws {
        let local = try await LocalClients()
        var services = FallbackServices()
        services.trust = .certificates(pem: "no certificate")
        do throws(BuilderError) {
            _ = try await local.builder.fallbackServices(services).resilientConnect().connect()
            XCTFail("nothing to check certificates with")
        } catch {
            guard case .fallbackServices = error else { return XCTFail("\(error)") }
        }
    }
}

/// Which hosts were asked, in order.
private final class Asked: Sendable {
    private let list = Lock<[String]>([])

    var hosts: [String] { list.withLock { $0 } }

    func note(_ host: String) {
        list.withLock { $0.append(host) }
    }
}

/// Names lead to web servers, addresses to another network.
struct JoinedDialer: Dialer {
    let web: WebServer
    let other: any Dialer

    var thread: IOThread { other.thread }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        endpoint.host.hasSuffix(".example")
            ? try await web.open(endpoint, deadline: deadline) : try await other.open(endpoint, deadline: deadline)
    }
}
