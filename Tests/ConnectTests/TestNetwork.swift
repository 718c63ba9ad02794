// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// A network of one kind, so that each test runs over all kinds.
struct TestNetwork: Sendable {
    let name: String
    let thread: IOThread
    let dialer: any Dialer
    private let memory: MemoryNetwork?
    private let configuration: Listener.Configuration

    /// A listener of either kind; it listens until it is let go.
    final class Service: Sendable {
        let endpoint: Endpoint
        let listener: Listener?
        private let memory: MemoryNetwork?

        init(endpoint: Endpoint, listener: Listener?, memory: MemoryNetwork?) {
            self.endpoint = endpoint
            self.listener = listener
            self.memory = memory
        }

        deinit {
            memory?.stopListening(on: endpoint)
        }
    }

    private init(
        _ name: String, thread: IOThread, dialer: any Dialer, memory: MemoryNetwork? = nil,
        configuration: Listener.Configuration = Listener.Configuration()
    ) {
        self.name = name
        self.thread = thread
        self.dialer = dialer
        self.memory = memory
        self.configuration = configuration
    }

    /// Memory, and sockets with either way to wait, each on a thread of its own.
    ///
    /// - Parameters:
    ///   - buffer: How much may be under way in each direction, in bytes, `nil` for the usual.
    ///   - clock: What tells the time for deadlines.
    /// - Returns: A network of each kind.
    /// - Throws: ``ConnectionError`` if there can be no thread.
    static func all(
        buffer: Int? = nil, clock: @escaping @Sendable () -> MonotonicTime = { .now }
    ) throws -> [TestNetwork] {
        [try memory(buffer: buffer, clock: clock)] + (try sockets(buffer: buffer, clock: clock))
    }

    static func memory(
        buffer: Int? = nil, clock: @escaping @Sendable () -> MonotonicTime = { .now }
    ) throws -> TestNetwork {
        let thread = try IOThread(clock: clock)
        let network = MemoryNetwork(capacity: buffer ?? 256 << 10, on: thread)
        return TestNetwork("memory", thread: thread, dialer: network, memory: network)
    }

    static func sockets(
        buffer: Int? = nil, clock: @escaping @Sendable () -> MonotonicTime = { .now }
    ) throws -> [TestNetwork] {
        try IOThread.Backend.allCases.map { backend in
            let thread = try IOThread(backend: backend, clock: clock)
            let options = SocketOptions(sendBuffer: buffer, receiveBuffer: buffer)
            var configuration = Listener.Configuration()
            configuration.options = options
            return TestNetwork(
                "sockets, \(backend)", thread: thread, dialer: SocketDialer(on: thread, options: options),
                configuration: configuration)
        }
    }

    func listen(
        host: String = "127.0.0.1",
        makeAcceptor: @escaping @Sendable () -> TransportAcceptor = { TransportAcceptor() },
        accept: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
    ) throws -> Service {
        guard let memory else {
            let listener = try Listener(
                host: host, configuration: configuration, on: thread, makeAcceptor: makeAcceptor, accept: accept)
            return Service(
                endpoint: Endpoint(host: host, port: listener.port), listener: listener, memory: nil)
        }
        let endpoint = Endpoint(host: "memory", port: 1)
        memory.listen(on: endpoint, makeAcceptor: makeAcceptor, accept: accept)
        return Service(endpoint: endpoint, listener: nil, memory: memory)
    }

    func connect(
        to service: Service, transport: TransportConfiguration = .plain(.abridged),
        timeout: Duration = .seconds(30), through dialer: (any Dialer)? = nil, handler: any ConnectionHandler
    ) async throws(ConnectionError) -> Connection {
        try await Connector.connect(
            to: service.endpoint, transport: transport, timeout: timeout, through: dialer ?? self.dialer,
            handler: handler)
    }
}
