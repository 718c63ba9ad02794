// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramWebSupport

/// A SOCKS5 proxy that knows one user, or none, and leads into another network.
final class SOCKSServer: Dialer {
    private let proxy: ScriptedServer

    private final class Log: Sendable {
        let targets = Lock<[Endpoint]>([])
    }

    private let log: Log

    init(user: String?, password: String?, leadingTo network: any Dialer) {
        let log = Log()
        self.log = log
        proxy = ScriptedServer(on: network.thread) { exchange, _ in
            let greeting = try await exchange.read(exactly: 2)
            let methods = try await exchange.read(exactly: Int(greeting[1]))
            let method: UInt8 = user == nil ? 0 : 2
            guard methods.contains(method) else { return try await exchange.write([5, 0xFF]) }
            try await exchange.write([5, method])
            if let user {
                let login = [1, UInt8(user.utf8.count)] + Array(user.utf8)
                let secret = Array((password ?? "").utf8)
                let wanted = login + [UInt8(secret.count)] + secret
                guard try await exchange.read(exactly: wanted.count) == wanted else {
                    return try await exchange.write([1, 1])
                }
                try await exchange.write([1, 0])
            }
            let target = try await Self.target(exchange)
            log.targets.withLock { $0.append(target) }
            let other = try await network.open(target, deadline: nil)
            try await exchange.write([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            try Relay(try exchange.release(), other)
        }
    }

    private static func target(_ exchange: StreamExchange) async throws -> Endpoint {
        let head = try await exchange.read(exactly: 4)
        let host: String
        if head[3] == 1 {
            host = try await exchange.read(exactly: 4).map { String($0) }.joined(separator: ".")
        } else {
            let length = try await exchange.read(exactly: 1)
            host = String(decoding: try await exchange.read(exactly: Int(length[0])), as: UTF8.self)
        }
        let port = try await exchange.read(exactly: 2)
        return Endpoint(host: host, port: UInt16(port[0]) << 8 | UInt16(port[1]))
    }

    var thread: IOThread { proxy.thread }
    /// Where clients wanted to go.
    var targets: [Endpoint] { log.targets.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        try await proxy.open(endpoint, deadline: deadline)
    }
}
