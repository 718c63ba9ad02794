// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import Foundation
import XCTest

@testable import FerogramConnect

/// What is particular to sockets.
final class NetworkTests: ConnectTestCase {
    func testNobodyListens() async throws {
        for network in try TestNetwork.sockets() {
            let before = descriptorCount
            let endpoint: Endpoint
            do {
                let service = try network.listen { _ in Recorder() }
                endpoint = service.endpoint
                service.listener?.close()
            }
            await eventually("the port is free") { descriptorCount <= before }
            let refusal = await outcome(endpoint, network)
            XCTAssertEqual(refusal, .refused, network.name)
            await eventually("\(network.name): no descriptor is left behind") { descriptorCount <= before }
        }
    }

    func testNamesAndBothFamilies() async throws {
        for network in try TestNetwork.sockets() {
            for (bound, host) in [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("127.0.0.1", "localhost")] {
                let service = try network.listen(host: bound) { _ in Recorder.echo() }
                let client = Recorder()
                let endpoint = Endpoint(host: host, port: service.endpoint.port)
                let connection = try await Connector.connect(
                    to: endpoint, transport: .plain(.intermediate), through: network.dialer, handler: client)
                client.send(payload(1), on: connection)
                await client.waitForPayloads(1)
                connection.close()
                await client.waitForEnd()
            }
        }
    }

    func testAHostIsReadToItsEnd() async throws {
        for host in ["", "127.0.0.1\u{0}.example"] {
            do throws(ConnectionError) {
                _ = try await SocketDialer().open(Endpoint(host: host, port: 9), deadline: nil)
                XCTFail("connected to \(host.debugDescription)")
            } catch {
                XCTAssertEqual(error.code, .unknownHost, host.debugDescription)
            }
        }
    }

    func testATakenPortAndABadAddress() throws {
        let first = try Listener { _ in nil }
        XCTAssertThrowsError(try Listener(port: first.port) { _ in nil }) { error in
            XCTAssertEqual((error as? ConnectionError)?.operation, "bind")
            XCTAssertEqual((error as? ConnectionError)?.endpoint?.port, first.port)
        }
        XCTAssertThrowsError(try Listener(host: "no address") { _ in nil }) { error in
            XCTAssertEqual((error as? ConnectionError)?.code, .unknownHost)
        }
    }

    /// Listens without ever answering: its queue is full, so that the system drops whoever comes.
    private final class FullQueue {
        let port: UInt16
        private var descriptors: [Int32] = []

        init() throws {
            let address = try SocketAddress.lookUp(Endpoint(host: "127.0.0.1", port: 0), isLiteral: true)[0]
            let listening = try SystemCalls.listen(on: address, backlog: 0, options: SocketOptions())
            descriptors.append(listening)
            let bound = try SystemCalls.localAddress(listening)
            port = bound.port
            for _ in 0..<6 {
                let descriptor = try SystemCalls.makeSocket(family: bound.family, options: SocketOptions())
                descriptors.append(descriptor)
                _ = try SystemCalls.beginConnect(descriptor, to: bound)
            }
        }

        deinit {
            for descriptor in descriptors { SystemCalls.close(descriptor) }
        }
    }

    func testConnectingTakesTooLong() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.sockets(clock: { clock.now }) {
            let queue = try FullQueue()
            let before = descriptorCount
            let ticking = Task {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(1), network.thread)
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
            let result = await outcome(Endpoint(host: "127.0.0.1", port: queue.port), network)
            ticking.cancel()
            XCTAssertEqual(result, .timedOut, network.name)
            await eventually("\(network.name): no descriptor is left behind") { descriptorCount <= before }
        }
    }

    func testCancellingWhileConnecting() async throws {
        for network in try TestNetwork.sockets() {
            let queue = try FullQueue()
            let before = descriptorCount
            let endpoint = Endpoint(host: "127.0.0.1", port: queue.port)
            for delay in [0, 0, 1, 5] {
                let attempt = Task {
                    await outcome(endpoint, network)
                }
                if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
                attempt.cancel()
                let result = await attempt.value
                XCTAssertEqual(result, .cancelled, network.name)
            }
            await eventually("\(network.name): no descriptor is left behind") { descriptorCount <= before }
            withExtendedLifetime(queue) {}
        }
    }

    func testCancellingDuringTheHandshake() async throws {
        let secret = try ProxySecret(
            bytes: [0xEE] + [UInt8](repeating: 7, count: 16) + Array("example.org".utf8))
        for network in try TestNetwork.all() {
            // The server's side is never started, so it never answers.
            let held = Shared<[Connection]>([])
            let silent = Recorder()
            let service = try network.listen { connection in
                held.withLock { $0.append(connection) }
                connection.pauseReading()
                return silent
            }
            let handler = Recorder()
            // Before there is a stream on this side, the handler hears nothing.
            let dialer = NotingDialer(network.dialer)
            let attempt = Task {
                await outcome(
                    service.endpoint, network, through: dialer, transport: .proxy(secret, dataCenter: nil),
                    handler: handler)
            }
            await eventually("both sides have a stream") { dialer.isOpen && held.withLock { !$0.isEmpty } }
            attempt.cancel()
            let result = await attempt.value
            XCTAssertEqual(result, .cancelled, network.name)
            await handler.waitForEnd()
            XCTAssertEqual(handler.events, [.closed(.cancelled)], network.name)
            for connection in held.withLock({ $0 }) { connection.close() }
            await silent.waitForEnd()
        }
    }

    // MARK: Listening

    func testOnlySoManyConnectionsAreTaken() async throws {
        for backend in IOThread.Backend.allCases {
            let thread = try IOThread(backend: backend)
            var configuration = Listener.Configuration()
            configuration.maximumConnections = 2
            let listener = try Listener(configuration: configuration, on: thread) { _ in Recorder.echo() }
            let endpoint = Endpoint(host: "127.0.0.1", port: listener.port)
            var clients: [(Recorder, Connection)] = []
            for tag in UInt32(0)..<3 {
                let client = Recorder()
                let connection = try await Connector.connect(
                    to: endpoint, transport: .plain(.abridged), through: SocketDialer(on: thread), handler: client)
                client.send(payload(tag), on: connection)
                clients.append((client, connection))
            }
            await clients[0].0.waitForPayloads(1)
            await clients[1].0.waitForPayloads(1)
            XCTAssertEqual(listener.connectionCount, 2)
            XCTAssertEqual(clients[2].0.payloads, [], "the third has to wait")
            clients[0].1.close()
            await clients[2].0.waitForPayloads(1)
            XCTAssertEqual(listener.connectionCount, 2)
            for (client, connection) in clients {
                connection.close()
                await client.waitForEnd()
            }
            await eventually("all are gone") { listener.connectionCount == 0 }
        }
    }

    func testWithoutDescriptorsTheListenerRests() async throws {
        let clock = ManualClock()
        let threads = try IOThread.Backend.allCases.map { try IOThread(backend: $0, clock: { clock.now }) }
        for thread in threads {
            let server = Recorder()
            let listener = try Listener(on: thread) { _ in server }
            let address = try SocketAddress.lookUp(
                Endpoint(host: "127.0.0.1", port: listener.port), isLiteral: true)[0]
            let client = try SystemCalls.makeSocket(family: address.family, options: SocketOptions())
            defer { SystemCalls.close(client) }
            try withoutFreeDescriptors {
                _ = try SystemCalls.beginConnect(client, to: address)
                let end = ContinuousClock.now + .seconds(20)
                while listener.exhaustionCount < 1, ContinuousClock.now < end { usleep(200) }
                // Time stands still, so there is no further attempt.
                usleep(20_000)
                XCTAssertEqual(listener.exhaustionCount, 1)
                while listener.exhaustionCount < 2, ContinuousClock.now < end {
                    clock.advance(by: .milliseconds(100), thread)
                    usleep(1_000)
                }
            }
            let bytes: [UInt8] = [0xEF, 1, 1, 2, 3, 4]
            await eventually("the client is taken after all") {
                clock.advance(by: .milliseconds(100), thread)
                return listener.connectionCount == 1
            }
            XCTAssertEqual(bytes.withUnsafeBytes { SystemCalls.send(client, $0) }, .bytes(bytes.count))
            await server.waitForPayloads(1)
            SystemCalls.shutdown(client, onlyWriting: false)
            await server.waitForEnd()
        }
    }

    func testASilentClientIsNotWaitedForForever() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.all(clock: { clock.now }) {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            await eventually("\(network.name): the server gives up") {
                clock.advance(by: .seconds(1), network.thread)
                return server.error != nil
            }
            XCTAssertEqual(server.events, [.closed(.timedOut)], network.name)
            withExtendedLifetime(stream) {}
        }
    }

    // MARK: The thread

    func testAThreadEndsWithItsOwner() async throws {
        let before = descriptorCount
        for backend in IOThread.Backend.allCases {
            for _ in 0..<5 {
                let thread = try IOThread(backend: backend)
                let listener = try Listener(on: thread) { _ in Recorder.echo() }
                let client = Recorder()
                let connection = try await Connector.connect(
                    to: Endpoint(host: "127.0.0.1", port: listener.port), transport: .plain(.abridged),
                    through: SocketDialer(on: thread), handler: client)
                client.send(payload(1), on: connection)
                await client.waitForPayloads(1)
                connection.close()
                await client.waitForEnd()
            }
        }
        await eventually("every descriptor is back") { descriptorCount <= before }
    }
}

/// Tries to connect and says what came of it, `nil` for a connection.
private func outcome(
    _ endpoint: Endpoint, _ network: TestNetwork, through dialer: (any Dialer)? = nil,
    transport: TransportConfiguration = .plain(.abridged), handler: Recorder = Recorder()
) async -> ConnectionError.Code? {
    do {
        _ = try await Connector.connect(
            to: endpoint, transport: transport, through: dialer ?? network.dialer, handler: handler)
        return nil
    } catch {
        return error.code
    }
}

/// Notes when a stream is there.
private final class NotingDialer: Dialer {
    private let base: any Dialer
    private let hasOpened = Shared(false)

    init(_ base: any Dialer) { self.base = base }

    var thread: IOThread { base.thread }
    var isOpen: Bool { hasOpened.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let stream = try await base.open(endpoint, deadline: deadline)
        hasOpened.withLock { $0 = true }
        return stream
    }
}
