// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramMTProto

/// Makes connections to servers.
package enum Connector {
    /// Connects and waits until frames can be sent.
    ///
    /// Cancelling the task ends the attempt. If it fails after a stream was there, the handler hears of the end as well.
    ///
    /// - Parameters:
    ///   - endpoint: Where to.
    ///   - transport: How the connection looks.
    ///   - timeout: How long it may take in all, handshakes included.
    ///   - dialer: How to get there.
    ///   - unixTime: The server's time in seconds since 1970, which FakeTLS proxies look at; `nil` for this machine's.
    ///   - generator: Where keys and padding come from, so outside of tests it must be the system's.
    ///   - handler: Who speaks over the connection.
    /// - Returns: The open connection.
    /// - Throws: Why there is none.
    package static func connect(
        to endpoint: Endpoint, transport: TransportConfiguration, timeout: Duration = .seconds(10),
        through dialer: any Dialer = SocketDialer(), unixTime: Int? = nil,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        handler: any ConnectionHandler
    ) async throws(ConnectionError) -> Connection {
        let deadline = dialer.thread.now + timeout
        do throws(ConnectionError) {
            let stream = try await dialer.open(endpoint, deadline: deadline)
            var generator = generator
            let codec = TransportCodec(
                client: transport, unixTime: unixTime ?? Int(clamping: WallClock.sinceEpoch.components.seconds),
                using: &generator)
            let connection = Connection(stream, role: .client(codec), generator: generator)
            connection.start(handler: handler, timeout: deadline - dialer.thread.now)
            try await connection.waitUntilOpen()
            return connection
        } catch {
            throw error.at(endpoint)
        }
    }
}
