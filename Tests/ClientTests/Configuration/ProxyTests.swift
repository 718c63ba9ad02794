// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramLocalServer
import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Clients that come to the local server by way of its MTProto proxy, or over one of several transports.
final class ProxyTests: XCTestCase {
    private static let key = "00112233445566778899aabbccddeeff"
    private static let secrets = [key, "dd" + key, "ee" + key + "7777772e6578616d706c652e636f6d"]

    private static func clients() async throws -> LocalClients {
        try await LocalClients { configuration in
            // The secrets of one proxy differ in their keys, or the first that fits would be taken.
            configuration.proxySecrets = secrets.enumerated().compactMap { index, text in
                try? ProxySecret(text.replacingOccurrences(of: "ccddee", with: "ccdde\(index)"))
            }
        }
    }

    func testEachKindOfSecretLeadsToEachDataCentre() async throws {
        try await within {
            let local = try await Self.clients()
            XCTAssertEqual(local.server.proxies.count, 3)
            for proxy in local.server.proxies {
                let client = try await local.builder.proxy(proxy).connect()
                for id in [1, 2, 3] {
                    let config = try await client.invoke(TL.help.GetConfig(), onDC: id)
                    XCTAssertEqual(config.thisDC, Int32(id), "\(proxy)")
                }
                await client.disconnect()
            }
        }
    }

    func testNothingGoesPastTheProxy() async throws {
        try await within {
            let local = try await Self.clients()
            let proxy = try XCTUnwrap(local.server.proxies.first)
            let dialer = WatchedDialer(local.network)
            let client = try await local.builder.dialer(dialer).proxy(proxy).transports().connect()
            _ = try await client.invoke(TL.help.GetConfig(), onDC: 2)
            XCTAssertEqual(Set(dialer.opened), [proxy.endpoint])
            await client.disconnect()
        }
    }

    func testALinkIsEnough() async throws {
        try await within {
            let local = try await Self.clients()
            for proxy in local.server.proxies {
                guard case .mtproto(let endpoint, let secret) = proxy else { return XCTFail("\(proxy)") }
                let link = "tg://proxy?server=\(endpoint.host)&port=\(endpoint.port)&secret=\(secret.text)"
                try await local.builder.proxyLink(link).withClient { client in
                    _ = try await client.invoke(TL.help.GetConfig())
                }
            }
        }
    }

    func testALinkThatCannotBeReadIsAnErrorWithoutTheSecret() async throws {
        let local = try await Self.clients()
        let link = "tg://proxy?server=h&port=1&secret=\(Self.key)00"
        do throws(BuilderError) {
            _ = try await local.builder.proxyLink(link).connect()
            XCTFail("a secret of no kind")
        } catch {
            guard case .invalidProxyLink(let reason) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(reason.code, .secretKind)
            XCTAssertFalse("\(error)".contains("0011"))
        }
        try await local.builder.proxyLink(link).proxyLink("").withClient { _ in }
    }

    func testAWrongSecretEndsWithAReason() async throws {
        try await within {
            let local = try await Self.clients()
            let endpoint = try XCTUnwrap(local.server.proxies.first).endpoint
            for text in Self.secrets {
                let secret = try ProxySecret(text.replacingOccurrences(of: "0011", with: "ffff"))
                do throws(BuilderError) {
                    _ = try await local.builder.proxy(.mtproto(endpoint, secret: secret))
                        .requestTimeout(.milliseconds(500)).connect()
                    XCTFail("a secret that the proxy does not know")
                } catch {
                    guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                    XCTAssertTrue(reason.contains("MTProto proxy") && reason.contains("secret"), reason)
                    XCTAssertFalse(reason.contains("ffff"), reason)
                }
            }
        }
    }

    func testAProxyThatRefusesThePasswordEndsTheAttemptsAtOnce() async throws {
        try await within {
            let local = try await Self.clients()
            let proxy = Proxy.socks5(Endpoint(host: "h", port: 1))
            do throws(BuilderError) {
                _ = try await local.builder.dialer(RefusingDialer()).proxy(proxy).connect()
                XCTFail("a proxy that refuses")
            } catch {
                guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(reason.contains("user name and a password"), reason)
            }
        }
    }

    func testTheProxyRefusesDataCentresThatDoNotExist() async throws {
        try await within {
            let local = try await Self.clients()
            var directory = local.server.directory
            directory.dataCenters[7] = directory.dataCenters[1]
            let client = try await local.builder.server(directory).proxy(local.server.proxies.first)
                .restartPolicy(.fixed(.milliseconds(1))).connect()
            do throws(InvocationError) {
                _ = try await client.invoke(TL.help.GetConfig(), onDC: 7)
                XCTFail("there is no data centre 7")
            } catch {
                guard case .connectionLost(let reason) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(reason.contains("does not know data centre 7"), reason)
            }
            await client.disconnect()
        }
    }

    // MARK: The race of transports

    func testATransportThatIsBlockedIsOvertaken() async throws {
        try await within {
            let local = try await Self.clients()
            let dialer = FilteringDialer(local.network)
            let client = try await local.builder.dialer(dialer)
                .transports(racing: [
                    TransportCandidate(.abridged, delay: .zero),
                    TransportCandidate(.obfuscated, delay: .milliseconds(20)),
                ])
                .connect()
            _ = try await client.invoke(TL.help.GetConfig())
            XCTAssertGreaterThan(dialer.swallowed, 0)
            let before = dialer.swallowed
            local.server.dropConnections()
            client.signalNetworkRestored()
            _ = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(dialer.swallowed, before, "the transport that won comes first afterwards")
            await client.disconnect()
        }
    }

    func testTheLosersOfARaceAreClosed() async throws {
        try await within {
            let local = try await Self.clients()
            let legs = ClientTransport.allCases.map { TransportCandidate($0, delay: .zero) }
            let client = try await local.builder.transports(racing: legs).connect()
            _ = try await client.invoke(TL.help.GetConfig())
            while local.server.connectionCount > 1 { try await Task.sleep(for: .milliseconds(1)) }
            XCTAssertEqual(local.server.connectionCount, 1)
            await client.disconnect()
        }
    }
}
