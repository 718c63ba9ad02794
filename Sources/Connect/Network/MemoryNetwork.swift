// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
package import FerogramMTProto

/// A network within the process: endpoints are names, and connections are pairs of ``MemoryStream``.
package final class MemoryNetwork: Dialer {
    private typealias Accept = @Sendable (MemoryStream) -> Bool

    package let thread: IOThread
    private let capacity: Int
    private let listeners = Lock<[Endpoint: Accept]>([:])

    /// Creates a network in which nobody listens.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes each direction of a connection holds, at least 1.
    ///   - thread: The thread that serves the streams.
    package init(capacity: Int = 256 << 10, on thread: IOThread = .shared) {
        self.capacity = capacity
        self.thread = thread
    }

    /// Listens on an endpoint, in place of whoever did before.
    ///
    /// - Parameters:
    ///   - endpoint: Any name.
    ///   - makeAcceptor: Makes what finds out how a client speaks.
    ///   - accept: Says who speaks over a new connection, which is started afterwards; `nil` refuses it.
    package func listen(
        on endpoint: Endpoint, makeAcceptor: @escaping @Sendable () -> TransportAcceptor = { TransportAcceptor() },
        accept: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
    ) {
        listeners.withLock { listeners in
            listeners[endpoint] = { stream in
                let connection = Connection(stream, role: .server(makeAcceptor()))
                guard let handler = accept(connection) else { return false }
                connection.start(handler: handler)
                return true
            }
        }
    }

    /// Listens no more; connections that exist stay.
    ///
    /// - Parameter endpoint: The name.
    package func stopListening(on endpoint: Endpoint) {
        listeners.withLock { $0[endpoint] = nil }
    }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        let accept = listeners.withLock { $0[endpoint] }
        let (client, server) = MemoryStream.pair(capacity: capacity, on: thread)
        guard let accept, accept(server) else { throw ConnectionError(.refused) }
        return client
    }
}
