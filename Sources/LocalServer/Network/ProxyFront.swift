// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto

/// The MTProto proxy in front of a local server's data centres.
struct ProxyFront: Sendable {
    /// The secrets that clients may use, at least one.
    let secrets: [ProxySecret]
    /// The port, 0 for any that is free.
    let port: UInt16

    /// Makes a front, `nil` if there are no secrets.
    init?(secrets: [ProxySecret], port: UInt16) {
        guard !secrets.isEmpty else { return nil }
        self.secrets = secrets
        self.port = port
    }

    /// The front as it was when it listened before.
    init?(_ proxies: [Proxy]) {
        self.init(secrets: proxies.compactMap(\.secret), port: proxies.first?.endpoint.port ?? 0)
    }

    /// What clients must know of it.
    ///
    /// - Parameter endpoint: Where it listens.
    /// - Returns: The proxy with each of its secrets.
    func proxies(at endpoint: Endpoint) -> [Proxy] {
        secrets.map { .mtproto(endpoint, secret: $0) }
    }

    func makeAcceptor() -> TransportAcceptor {
        TransportAcceptor(secrets: secrets, acceptsDirect: false)
    }

    /// Listens on a port of this machine.
    func listen(host: String, limits: Listener.Configuration, _ core: ServerCore) throws(ConnectionError) -> Listener {
        try Listener(
            host: host, port: port, configuration: limits, makeAcceptor: { makeAcceptor() },
            accept: { _ in ProxiedConnection(core) })
    }

    /// Listens in memory.
    func listen(on endpoint: Endpoint, in network: MemoryNetwork, _ core: ServerCore) {
        network.listen(on: endpoint, makeAcceptor: { makeAcceptor() }, accept: { _ in ProxiedConnection(core) })
    }
}
