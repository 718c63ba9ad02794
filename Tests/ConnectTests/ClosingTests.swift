// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import XCTest

/// How connections end.
final class ClosingTests: ConnectTestCase {
    func testClosingTwiceAndFromManyTasksIsToldOnce() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            client.send(payload(1), on: connection)
            await server.waitForPayloads(1)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { connection.close() } }
            }
            await client.waitForEnd()
            await server.waitForEnd()
            connection.close()
            connection.signalOutput()
            connection.resumeReading()
            connection.setDeadline(connection.now)
            XCTAssertEqual(client.events, [.opened, .closed(.closed)], network.name)
            XCTAssertEqual(server.events.last, .closed(.closedByPeer), network.name)
            XCTAssertEqual(connection.error, ConnectionError(.closed), network.name)
        }
    }

    func testAnEndInTheMiddleOfAFrame() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            // The abridged framing, one whole frame of 4 bytes and the beginning of another.
            let bytes: [UInt8] = [0xEF, 1, 1, 2, 3, 4, 2, 9, 9, 9]
            XCTAssertEqual(bytes.withUnsafeBytes { stream.write($0) }, .bytes(bytes.count), network.name)
            await server.waitForPayloads(1)
            stream.shutdown()
            await server.waitForEnd()
            XCTAssertEqual(
                server.events, [.opened, .frames([.payload([1, 2, 3, 4])]), .closed(.truncated)], network.name)
        }
    }

    func testAnEndBeforeTheFirstByte() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            stream.shutdown()
            await server.waitForEnd()
            XCTAssertEqual(server.events, [.closed(.truncated)], network.name)
        }
    }

    func testBytesThatBelongToNoTransport() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            let bytes = Array("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".utf8) + [UInt8](repeating: 32, count: 64)
            XCTAssertEqual(bytes.withUnsafeBytes { stream.write($0) }, .bytes(bytes.count), network.name)
            await server.waitForEnd()
            XCTAssertEqual(server.events, [.closed(.transport)], network.name)
            XCTAssertEqual(server.error?.transport?.code, .httpRequest, network.name)
        }
    }

    func testFramesBeforeABrokenOneAreDelivered() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            // The intermediate framing: a good frame, another, then a length that is beyond any limit.
            let good: [UInt8] = [0xEE, 0xEE, 0xEE, 0xEE, 4, 0, 0, 0, 1, 2, 3, 4]
            let bad: [UInt8] = [4, 0, 0, 0, 5, 6, 7, 8, 0xFF, 0xFF, 0xFF, 0x7F]
            XCTAssertEqual(good.withUnsafeBytes { stream.write($0) }, .bytes(good.count), network.name)
            await server.waitForPayloads(1)
            XCTAssertEqual(bad.withUnsafeBytes { stream.write($0) }, .bytes(bad.count), network.name)
            await server.waitForEnd()
            XCTAssertEqual(server.payloads, [[1, 2, 3, 4], [5, 6, 7, 8]], network.name)
            XCTAssertEqual(server.events.last, .closed(.transport), network.name)
        }
    }

    func testAnOpeningThatBreaksInItsFirstReadOpensNothing() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { _ in server }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            let bytes: [UInt8] = [0xEE, 0xEE, 0xEE, 0xEE, 4, 0, 0, 0, 1, 2, 3, 4, 0xFF, 0xFF, 0xFF, 0x7F]
            XCTAssertEqual(bytes.withUnsafeBytes { stream.write($0) }, .bytes(bytes.count), network.name)
            await server.waitForEnd()
            XCTAssertEqual(server.events, [.closed(.transport)], network.name)
        }
    }

    func testHalfCloseDeliversWhatIsQueuedBothWays() async throws {
        for network in try TestNetwork.all(buffer: 16 << 10) {
            let server = Recorder.echo()
            let service = try network.listen { _ in server }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            let sent = (0..<200).map { payload(UInt32($0), count: 4 << 10) }
            client.queue(sent)
            connection.finishWriting()
            await client.waitForEnd()
            await server.waitForEnd()
            XCTAssertEqual(server.payloads, sent, network.name)
            XCTAssertEqual(client.payloads, sent, network.name)
            XCTAssertEqual(client.events.last, .closed(.closedByPeer), network.name)
            XCTAssertEqual(server.events.last, .closed(.closedByPeer), network.name)
            connection.finishWriting()
        }
    }

    func testAPeerThatEndsAndDoesNotReadIsNotWaitedForLong() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.all(buffer: 16 << 10, clock: { clock.now }) {
            let connections = Shared<Connection?>(nil)
            let server = Recorder()
            let service = try network.listen { connection in
                connections.withLock { $0 = connection }
                return server
            }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            connection.pauseReading()
            client.send(payload(1), on: connection)
            await server.waitForPayloads(1)
            server.queue((0..<4_000).map { payload(UInt32($0), count: 4 << 10) })
            connections.withLock { $0 }?.signalOutput(soon: true)
            await eventually("the server has begun") { server.queuedCount < 4_000 }
            connection.finishWriting()
            // The end is on its way; the server's clock moves until it has waited long enough.
            await eventually("\(network.name): the server gives up") {
                clock.advance(by: .seconds(1), network.thread)
                return server.error != nil
            }
            XCTAssertEqual(server.events.last, .closed(.timedOut), network.name)
            connection.close()
            await client.waitForEnd()
        }
    }

    func testClosingBeforeTheStart() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder()
            let service = try network.listen { connection in
                connection.close(ConnectionError(.exhausted))
                return server
            }
            let stream = try await network.dialer.open(service.endpoint, deadline: nil)
            await server.waitForEnd()
            XCTAssertEqual(server.events, [.closed(.exhausted)], network.name)
            withExtendedLifetime(stream) {}
        }
    }

    func testClosingInsideOfEveryCall() async throws {
        for network in try TestNetwork.all() {
            for call in ClosingHandler.Call.allCases {
                let server = Recorder.echo()
                let service = try network.listen { _ in server }
                let handler = ClosingHandler(in: call)
                let connection = try? await network.connect(to: service, handler: handler)
                connection?.signalOutput()
                await handler.waitForEnd()
                XCTAssertEqual(handler.calls.last, .closed, "\(network.name), \(call)")
                XCTAssertEqual(handler.calls.filter { $0 == .closed }.count, 1, "\(network.name), \(call)")
            }
        }
    }

    func testNothingRefersToTheHandlerAfterTheEnd() async throws {
        for network in try TestNetwork.all() {
            let service = try network.listen { _ in Recorder() }
            weak var weakHandler: Recorder?
            weak var weakConnection: Connection?
            do {
                let handler = Recorder()
                let connection = try await network.connect(to: service, handler: handler)
                (weakHandler, weakConnection) = (handler, connection)
                connection.close()
                await handler.waitForEnd()
            }
            await eventually("\(network.name): handler and connection are gone") {
                weakHandler == nil && weakConnection == nil
            }
        }
    }

    func testAConnectionThatWasNeverStartedGivesItsDescriptorBack() async throws {
        for network in try TestNetwork.sockets() {
            let service = try network.listen { _ in nil }
            let before = descriptorCount
            for _ in 0..<20 { _ = try await network.dialer.open(service.endpoint, deadline: nil) }
            await eventually("\(network.name): all descriptors are back") { descriptorCount <= before }
            XCTAssertEqual(service.listener?.connectionCount, 0)
        }
    }
}

/// Closes the connection inside one of its calls.
private final class ClosingHandler: ConnectionHandler {
    enum Call: CaseIterable, Sendable {
        case opened, fill, received, deadline, closed
    }

    private let call: Call
    private let recorder = Recorder()
    private let log = Lock<[Call]>([])

    init(in call: Call) {
        self.call = call
    }

    var calls: [Call] { log.withLock { $0 } }

    func waitForEnd() async {
        await recorder.waitForEnd()
    }

    private func note(_ call: Call, _ connection: Connection) {
        log.withLock { $0.append(call) }
        if call == self.call { connection.close() }
    }

    func connectionOpened(_ connection: Connection) {
        if call == .deadline || call == .closed { connection.setDeadline(connection.now) }
        note(.opened, connection)
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        note(.fill, connection)
        if calls.filter({ $0 == .fill }).count == 1 { frames.append(payload(1)) }
        return .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        note(.received, connection)
        return .more
    }

    func connectionDeadlineReached(_ connection: Connection) {
        note(.deadline, connection)
        if call == .closed { connection.close() }
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        note(.closed, connection)
        recorder.connection(connection, closed: error)
    }
}
