// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Gets to endpoints through a SOCKS5 or HTTP proxy.
package struct TunnelDialer: Dialer {
    /// The language of a proxy.
    package enum Kind: Hashable, Sendable {
        /// SOCKS version 5.
        case socks5
        /// HTTP with `CONNECT`.
        case http
    }

    /// How long a handshake may take if nobody says.
    private static let patience = Duration.seconds(30)

    private let kind: Kind
    private let proxy: Endpoint
    private let credentials: ProxyCredentials?
    private let base: any Dialer

    package var thread: IOThread { base.thread }

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - kind: The proxy's language.
    ///   - proxy: Where the proxy is.
    ///   - credentials: Who we are, `nil` if the proxy does not ask.
    ///   - base: How to get to the proxy, which may be through another one.
    package init(
        _ kind: Kind, at proxy: Endpoint, credentials: ProxyCredentials? = nil,
        through base: any Dialer = SocketDialer()
    ) {
        self.kind = kind
        self.proxy = proxy
        self.credentials = credentials
        self.base = base
    }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        let deadline = deadline ?? thread.now + Self.patience
        do {
            var handshake = try handshake(to: endpoint)
            let exchange = try StreamExchange(try await base.open(proxy, deadline: deadline), deadline: deadline)
            do {
                try await Self.run(&handshake, over: exchange)
                return try exchange.release()
            } catch {
                exchange.close()
                throw error
            }
        } catch let error as TunnelError {
            throw ConnectionError(.proxy, tunnel: error, endpoint: proxy)
        } catch let error as ConnectionError {
            throw error.at(proxy)
        } catch {
            throw ConnectionError(.broken, endpoint: proxy)
        }
    }

    private func handshake(to endpoint: Endpoint) throws(TunnelError) -> any TunnelHandshake {
        switch kind {
        case .socks5: try SOCKS5Handshake(to: endpoint, credentials: credentials)
        case .http: try HTTPConnectHandshake(to: endpoint, credentials: credentials)
        }
    }

    private static func run(_ handshake: inout any TunnelHandshake, over exchange: StreamExchange) async throws {
        while true {
            let output = handshake.takeOutput()
            if !output.isEmpty { try await exchange.write(output) }
            let missing = handshake.missingCount
            guard missing > 0 else { return }
            let bytes = try await exchange.read(atMost: missing)
            guard !bytes.isEmpty else { throw TunnelError(.closed) }
            try handshake.receive(bytes)
        }
    }
}
