// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramConnect

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Connections that stay on the machine.
final class LoopbackTests: ConnectTestCase {
    func testWhatCountsAsTheMachineItself() throws {
        let rows: [(host: String, isLoopback: Bool)] = [
            ("127.0.0.1", true), ("127.200.3.4", true), ("::1", true), ("::ffff:127.0.0.1", true),
            ("126.0.0.1", false), ("128.0.0.1", false), ("0.0.0.0", false), ("10.0.0.127", false), ("::", false),
            ("::2", false), ("fe80::1", false), ("::ffff:10.0.0.1", false), ("7f00::1", false), ("::127.0.0.1", false),
        ]
        for (host, isLoopback) in rows {
            let address = try SocketAddress.lookUp(Endpoint(host: host, port: 1), isLiteral: true)[0]
            XCTAssertEqual(address.isLoopback, isLoopback, host)
        }
    }

    #if os(Linux)
    /// The system's own choice may send by timers, and each of them wakes the reader.
    func testNothingIsPacedThatStaysOnTheMachine() throws {
        for host in ["127.0.0.1", "::1"] {
            let address = try SocketAddress.lookUp(Endpoint(host: host, port: 0), isLiteral: true)[0]
            // Some machines have no IPv6.
            guard let listening = try? SystemCalls.listen(on: address, backlog: 1, options: SocketOptions()) else {
                XCTAssertEqual(host, "::1")
                continue
            }
            defer { SystemCalls.close(listening) }
            let bound = try SystemCalls.localAddress(listening)
            let client = try SystemCalls.makeSocket(family: bound.family, options: SocketOptions())
            defer { SystemCalls.close(client) }
            let isThere = try SystemCalls.beginConnect(client, to: bound)
            var waiting = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
            XCTAssertTrue(isThere || poll(&waiting, 1, 20_000) == 1)
            let accepted = try SystemCalls.accept(listening, options: SocketOptions()).get()
            defer { SystemCalls.close(accepted) }
            XCTAssertEqual(congestionControl(of: client), "reno", host)
            XCTAssertEqual(congestionControl(of: accepted), "reno", host)
        }
    }

    func testOtherConnectionsAreAsTheSystemHasThem() throws {
        let untouched = try SystemCalls.makeSocket(family: AF_INET, options: SocketOptions())
        defer { SystemCalls.close(untouched) }
        let everywhere = try SocketAddress.lookUp(Endpoint(host: "0.0.0.0", port: 0), isLiteral: true)[0]
        let listening = try SystemCalls.listen(on: everywhere, backlog: 1, options: SocketOptions())
        defer { SystemCalls.close(listening) }
        XCTAssertEqual(congestionControl(of: listening), congestionControl(of: untouched))
    }

    private func congestionControl(of descriptor: Int32) -> String? {
        var name = [UInt8](repeating: 0, count: 16)
        var length = socklen_t(name.count)
        guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, &length) == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }
    #endif
}
