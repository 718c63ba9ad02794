// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
package import FerogramMTProto

/// Takes connections on a TCP port until it is closed or let go.
package final class Listener: Sendable {
    /// What can be chosen about a listener.
    package struct Configuration: Sendable {
        /// How many of its connections may be open at once.
        ///
        /// Further clients wait in the system's queue.
        package var maximumConnections = 4096
        /// How many clients the system may queue.
        package var backlog: Int32 = 512
        /// How long to take nobody after the system had no descriptors or memory left.
        package var pause = Duration.milliseconds(100)
        /// How long a client may take to say how it speaks.
        package var openingTimeout: Duration? = .seconds(10)
        /// What the sockets shall be like.
        package var options = SocketOptions()

        package init() {}
    }

    /// The port, which the system chose if none was given.
    package let port: UInt16
    private let core: Core

    /// Listens.
    ///
    /// - Parameters:
    ///   - host: An address of this machine in text, such as `127.0.0.1` or `::1`.
    ///   - port: The port, 0 for any that is free.
    ///   - configuration: Limits and times.
    ///   - thread: The thread that serves the listener and its connections.
    ///   - makeAcceptor: Makes what finds out how a client speaks.
    ///   - accept: Says who speaks over a new connection, which is started afterwards; `nil` refuses it. It is called on
    ///     the I/O thread.
    /// - Throws: ``ConnectionError`` if the port is taken, the address is none of this machine, or the like.
    package init(
        host: String = "127.0.0.1", port: UInt16 = 0, configuration: Configuration = Configuration(),
        on thread: IOThread = .shared,
        makeAcceptor: @escaping @Sendable () -> TransportAcceptor = { TransportAcceptor() },
        accept: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
    ) throws(ConnectionError) {
        let endpoint = Endpoint(host: host, port: port)
        do throws(ConnectionError) {
            let addresses = try SocketAddress.lookUp(endpoint, isLiteral: true)
            let descriptor = try SystemCalls.listen(
                on: addresses[0], backlog: configuration.backlog, options: configuration.options)
            core = Core(
                descriptor: descriptor, thread: thread, configuration: configuration, makeAcceptor: makeAcceptor,
                accept: accept)
            do throws(ConnectionError) {
                self.port = try SystemCalls.localAddress(descriptor).port
                try core.begin()
            } catch {
                SystemCalls.close(descriptor)
                throw error
            }
        } catch {
            throw error.at(endpoint)
        }
    }

    deinit {
        close()
    }

    /// How many of its connections are open.
    package var connectionCount: Int { core.connectionCount }

    /// How often the system had no descriptors or memory left for a client.
    package var exhaustionCount: Int { core.exhaustionCount }

    /// Takes no more connections; those that exist stay.
    package func close() {
        core.close()
    }

    /// What the I/O thread keeps; it does not keep the listener alive.
    private final class Core: IOHandler {
        /// How many clients to take before other streams have their turn.
        private static let clientsInRow = 16

        private struct State: Sendable {
            var connectionCount = 0
            var exhaustionCount = 0
            var isPaused = false
            var isClosed = false
        }

        private let descriptor: Int32
        private let thread: IOThread
        private let id: UInt64
        private let configuration: Configuration
        private let makeAcceptor: @Sendable () -> TransportAcceptor
        private let accept: @Sendable (Connection) -> (any ConnectionHandler)?
        private let state = Lock(State())

        init(
            descriptor: Int32, thread: IOThread, configuration: Configuration,
            makeAcceptor: @escaping @Sendable () -> TransportAcceptor,
            accept: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
        ) {
            self.descriptor = descriptor
            self.thread = thread
            self.configuration = configuration
            self.makeAcceptor = makeAcceptor
            self.accept = accept
            id = thread.makeID()
        }

        var connectionCount: Int { state.withLock { $0.connectionCount } }
        var exhaustionCount: Int { state.withLock { $0.exhaustionCount } }

        func begin() throws(ConnectionError) {
            if let error = thread.register(id, descriptor: descriptor, interest: .read, handler: self) { throw error }
        }

        func close() {
            let isFirst = state.withLock { state in
                defer { state.isClosed = true }
                return !state.isClosed
            }
            if isFirst { thread.retire(id) }
        }

        /// Changes the state and takes clients, or not, as it demands.
        private func update<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
            state.withLock { state in
                let result = change(&state)
                let isFull = state.connectionCount >= configuration.maximumConnections
                // If the system refuses, it is out of memory, and there is another attempt after the pause.
                if !state.isClosed, thread.setInterest(id, state.isPaused || isFull ? [] : .read) != nil {
                    thread.setDeadline(id, thread.now + configuration.pause)
                }
                return result
            }
        }

        // MARK: The I/O thread

        func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
            guard events.contains(.read) else { return }
            for _ in 0..<Self.clientsInRow {
                let mayAccept = state.withLock { state in
                    !state.isClosed && !state.isPaused && state.connectionCount < configuration.maximumConnections
                }
                guard mayAccept else { return }
                switch SystemCalls.accept(descriptor, options: configuration.options) {
                case .success(let client):
                    take(client)
                case .failure(let error):
                    // Anything else says that there is no client, or that it has gone again.
                    if SystemCalls.failure("accept", error.code).code == .exhausted { pause() }
                    return
                }
            }
        }

        func deadlineReached(now: MonotonicTime) {
            update { $0.isPaused = false }
        }

        private func pause() {
            update { state in
                state.isPaused = true
                state.exhaustionCount += 1
            }
            thread.setDeadline(id, thread.now + configuration.pause)
        }

        private func take(_ client: Int32) {
            let stream = SocketStream(descriptor: client, thread: thread)
            let connection = Connection(stream, role: .server(makeAcceptor())) { [self] in
                update { $0.connectionCount -= 1 }
            }
            guard let handler = accept(connection) else { return }
            update { $0.connectionCount += 1 }
            connection.start(handler: handler, timeout: configuration.openingTimeout)
        }
    }
}
