// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramWebSupport
import XCTest

/// Dialers through proxies that a script plays.
final class TunnelTests: ConnectTestCase {
    private static let proxy = Endpoint(host: "proxy", port: 1080)
    private static let target = Endpoint(host: "target", port: 443)

    /// A SOCKS5 proxy whose targets echo.
    @Sendable private static func socks(_ exchange: StreamExchange, _ endpoint: Endpoint) async throws {
        let greeting = try await exchange.read(exactly: 2)
        _ = try await exchange.read(exactly: Int(greeting[1]))
        try await exchange.write([5, 0])
        let head = try await exchange.read(exactly: 5)
        _ = try await exchange.read(exactly: Int(head[4]) + 2)
        try await exchange.write([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        try await exchange.echo()
    }

    @Sendable private static func http(_ exchange: StreamExchange, _ endpoint: Endpoint) async throws {
        guard try await exchange.readHead().hasPrefix("CONNECT target:443 HTTP/1.1\r\n") else { return }
        // The tunnel's first bytes come with the answer.
        try await exchange.write(Array("HTTP/1.1 200 OK\r\nVia: me\r\n\r\nhello".utf8))
        try await exchange.echo()
    }

    private func connect(_ kind: TunnelDialer.Kind, through base: any Dialer) -> TunnelDialer {
        TunnelDialer(kind, at: Self.proxy, through: base)
    }

    func testAConnectionTakesOverTheTunnel() async throws {
        for capacity in [1, 4096] {
            let proxy = ScriptedServer(capacity: capacity) { exchange, endpoint in
                try await Self.socks(exchange, endpoint)
            }
            let client = Recorder()
            // An echo answers in the framing of the client, the first byte of which says what framing it is.
            let connection = try await Connector.connect(
                to: Self.target, transport: .plain(.intermediate), through: connect(.socks5, through: proxy),
                handler: client)
            client.send([1, 2, 3, 4, 5, 6, 7, 8], on: connection)
            await client.wait { $0.count > 1 }
            XCTAssertEqual(proxy.opened, [Self.proxy])
            connection.close()
            await client.waitForEnd()
        }
    }

    func testNothingOfTheTunnelIsSwallowed() async throws {
        let proxy = ScriptedServer { exchange, endpoint in try await Self.http(exchange, endpoint) }
        let stream = try await connect(.http, through: proxy).open(Self.target, deadline: nil)
        let exchange = try StreamExchange(stream, deadline: nil)
        try await exchange.write(Array(" world".utf8))
        let text = String(decoding: try await exchange.read(exactly: 11), as: UTF8.self)
        XCTAssertEqual(text, "hello world")
        exchange.close()
    }

    func testRefusalsNameTheProxy() async throws {
        let proxy = ScriptedServer { exchange, _ in
            _ = try await exchange.read(exactly: 3)
            try await exchange.write([5, 0xFF])
        }
        do throws(ConnectionError) {
            _ = try await connect(.socks5, through: proxy).open(Self.target, deadline: nil)
            XCTFail("a tunnel without a login")
        } catch {
            XCTAssertEqual(error.code, .proxy)
            XCTAssertEqual(error.tunnel?.code, .credentialsRequired)
            XCTAssertEqual(error.endpoint, Self.proxy)
            XCTAssertTrue("\(error)".contains("it wants a user name and a password"), "\(error)")
        }
    }

    func testAProxyThatClosesOrFallsSilent() async throws {
        let closing = ScriptedServer { exchange, _ in _ = try await exchange.read(exactly: 1) }
        do throws(ConnectionError) {
            _ = try await connect(.socks5, through: closing).open(Self.target, deadline: nil)
            XCTFail("no proxy")
        } catch {
            XCTAssertEqual(error.tunnel?.code, .closed)
        }
        let clock = ManualClock()
        let thread = try IOThread(clock: { clock.now })
        let isReached = Shared(false)
        let silent = ScriptedServer(on: thread) { exchange, _ in
            _ = try await exchange.read(exactly: 3)
            isReached.withLock { $0 = true }
            _ = try await exchange.read(exactly: 1)
        }
        let dialer = connect(.socks5, through: silent)
        async let attempt: Void = {
            _ = try await dialer.open(Self.target, deadline: clock.now + .seconds(5))
        }()
        await eventually("the proxy was asked") { isReached.withLock { $0 } }
        clock.advance(by: .seconds(6), thread)
        do {
            try await attempt
            XCTFail("no answer, and yet a tunnel")
        } catch {
            XCTAssertEqual((error as? ConnectionError)?.code, .timedOut)
        }
    }

    func testCancellationEndsTheHandshake() async throws {
        let isReached = Shared(false)
        let silent = ScriptedServer { exchange, _ in
            _ = try await exchange.read(exactly: 3)
            isReached.withLock { $0 = true }
            _ = try await exchange.read(exactly: 1)
        }
        let dialer = connect(.socks5, through: silent)
        let target = Self.target
        let task = Task<Void, any Error> { _ = try await dialer.open(target, deadline: nil) }
        await eventually("the proxy was asked") { isReached.withLock { $0 } }
        task.cancel()
        let result = await task.result
        XCTAssertThrowsError(try result.get()) { XCTAssertEqual(($0 as? ConnectionError)?.code, .cancelled) }
    }

    func testATunnelThatNobodyTakesIsClosed() async throws {
        for network in try TestNetwork.sockets() {
            let service = try network.listen { _ in Recorder() }
            let before = descriptorCount
            for _ in 0..<10 {
                let stream = try await network.dialer.open(service.endpoint, deadline: nil)
                let exchange = try StreamExchange(stream, deadline: nil)
                _ = try exchange.release()
            }
            await eventually("all are closed") { descriptorCount <= before }
        }
    }

    func testProxiesFollowOneAnother() async throws {
        let second = Endpoint(host: "target", port: 443)
        let proxy = ScriptedServer { exchange, endpoint in
            try await Self.socks(exchange, endpoint)
        }
        // The echo behind the first proxy is no second proxy, and says so at once.
        let chain = TunnelDialer(.http, at: second, through: connect(.socks5, through: proxy))
        do throws(ConnectionError) {
            _ = try await chain.open(Self.target, deadline: nil)
            XCTFail("an echo is no proxy")
        } catch {
            XCTAssertEqual(error.tunnel?.code, .malformedAnswer)
            XCTAssertEqual(error.endpoint, second)
        }
    }
}
