// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import FerogramConnect
import FerogramMTProto
import Foundation
import XCTest

/// What a connection does whatever it runs over.
final class ConnectionTests: ConnectTestCase {
    private static let longPayloads: [[UInt8]] = (1...4).map { number in
        var bytes: [UInt8] = []
        for index in 0..<number * 70_000 { bytes.append(UInt8(truncatingIfNeeded: index * 31 + index >> 8 + number)) }
        return bytes
    }

    func testEveryTransportIsFoundOutAndEchoes() async throws {
        var generator = SystemRandomNumberGenerator()
        let key = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let padded = try ProxySecret(bytes: [0xDD] + key)
        let disguised = try ProxySecret(bytes: [0xEE] + key + Array("example.org".utf8))
        let dataCenter = ProxyDataCenter(rawValue: 2)
        let transports: [(TransportConfiguration, [ProxySecret])] =
            Framing.allCases.map { (.plain($0), []) } + [
                (.obfuscated(.abridged), []), (.obfuscated(.paddedIntermediate, dataCenter: dataCenter), []),
                (.proxy(padded, dataCenter: dataCenter), [padded]),
                (.proxy(disguised, dataCenter: dataCenter), [disguised]),
            ]
        for network in try TestNetwork.all() {
            for (index, (transport, secrets)) in transports.enumerated() {
                let server = Shared<Connection?>(nil)
                let accept: @Sendable (Connection) -> (any ConnectionHandler)? = { connection in
                    server.withLock { $0 = connection }
                    return Recorder.echo()
                }
                let service = try network.listen(
                    makeAcceptor: { TransportAcceptor(secrets: secrets, acceptsDirect: secrets.isEmpty) },
                    accept: accept)
                let client = Recorder()
                let connection = try await network.connect(to: service, transport: transport, handler: client)
                // Short frames, and long ones in a row, which are read straight into their places.
                let sent = (1...40).map { payload(UInt32($0), count: $0 * 100) } + Self.longPayloads + [payload(41)]
                client.queue(sent)
                connection.signalOutput()
                await client.waitForPayloads(sent.count)
                for (there, back) in zip(sent, client.payloads) {
                    XCTAssertEqual(there[...], back.prefix(there.count), "\(network.name), transport \(index)")
                }
                let peer = try XCTUnwrap(server.withLock { $0 }?.peer)
                XCTAssertEqual(peer.framing, transport.framing, network.name)
                XCTAssertEqual(peer.secretIndex, secrets.isEmpty ? nil : 0, network.name)
                connection.close()
                await client.waitForEnd()
            }
        }
    }

    func testManyCallersNeverFillAtOnceAndLoseNothing() async throws {
        for network in try TestNetwork.all() {
            let service = try network.listen { _ in Recorder.echo() }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            await withTaskGroup(of: Void.self) { group in
                for caller in UInt32(1)...32 {
                    group.addTask {
                        for call in UInt32(0)..<50 {
                            client.send(payload(caller << 16 | call), on: connection, soon: call % 3 == 0)
                        }
                    }
                }
            }
            await client.waitForPayloads(32 * 50)
            XCTAssertEqual(Set(client.payloads).count, 32 * 50, network.name)
            XCTAssertEqual(client.overlappingFills, 0, network.name)
            connection.close()
            await client.waitForEnd()
        }
    }

    func testOneByteAtATime() async throws {
        // In memory both sides get one byte at a time, for no more fits.
        for network in [try TestNetwork.memory(buffer: 1)] + (try TestNetwork.sockets()) {
            let service = try network.listen { _ in Recorder.echo() }
            let client = Recorder()
            let connection = try await network.connect(
                to: service, transport: .obfuscated(.paddedIntermediate),
                through: TrickleDialer(dialer: network.dialer), handler: client)
            for tag in UInt32(1)...20 { client.send(payload(tag, count: 100), on: connection) }
            await client.waitForPayloads(20)
            XCTAssertEqual(client.payloads.map { $0[0] }, (1...20).map { UInt8($0) }, network.name)
            connection.close()
            await client.waitForEnd()
        }
    }

    func testASlowReaderHoldsTheWriterBack() async throws {
        for network in try TestNetwork.all(buffer: 64 << 10) {
            let server = Recorder { _, _, _ in .pause }
            let connections = Shared<Connection?>(nil)
            let service = try network.listen { connection in
                connections.withLock { $0 = connection }
                return server
            }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            let count = 2_000
            client.queue((0..<count).map { payload(UInt32($0), count: 8 << 10) })
            connection.signalOutput()
            await server.waitForPayloads(1)
            // What was taken from the queue is in the buffers on the way; the rest waits.
            let last = Shared(-1)
            await eventually("\(network.name): the writer stops") {
                usleep(5_000)
                let queued = client.queuedCount
                return last.withLock { last in
                    defer { last = queued }
                    return last == queued
                }
            }
            XCTAssertGreaterThan(client.queuedCount, count / 2, network.name)
            let received = Shared(0)
            while server.payloads.count < count {
                connections.withLock { $0 }?.resumeReading()
                let known = received.withLock { $0 }
                await server.wait { $0.count > known }
                received.withLock { $0 = server.events.count }
            }
            let tags = server.payloads.map { UInt32($0[0]) | UInt32($0[1]) << 8 }
            XCTAssertEqual(tags, (0..<count).map { UInt32($0) }, network.name)
            connection.close()
            await client.waitForEnd()
        }
    }

    func testLongFramesLeaveTheThreadAndKeepTheirOrder() async throws {
        for network in try TestNetwork.all() {
            let gate = DispatchSemaphore(value: 0)
            let server = Recorder { _, _, frames in
                // Only if this is not the I/O thread can the other connection open the gate.
                if frames.contains(where: { ($0.payload?.count ?? 0) > Connection.longFrame }) { gate.wait() }
                return .more
            }
            let isFirst = Shared(true)
            let service = try network.listen { _ in
                let first = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                return first ? server : Recorder.echo()
            }
            let slow = Recorder()
            let slowConnection = try await network.connect(to: service, handler: slow)
            let sizes = [8, 20 << 10, 12, 1 << 20, 16, 4]
            slow.queue(sizes.enumerated().map { payload(UInt32($0.offset), count: $0.element) })
            slowConnection.signalOutput()
            await server.waitForPayloads(1)
            let quick = Recorder()
            let quickConnection = try await network.connect(to: service, handler: quick)
            quick.send(payload(7), on: quickConnection)
            await quick.waitForPayloads(1)
            for _ in sizes { gate.signal() }
            await server.waitForPayloads(sizes.count)
            XCTAssertEqual(server.payloads.map(\.count), sizes, network.name)
            XCTAssertEqual(server.payloads.map { Int($0[0]) }, Array(sizes.indices), network.name)
            slowConnection.close()
            quickConnection.close()
            await slow.waitForEnd()
            await quick.waitForEnd()
        }
    }

    func testLongFramesThatAreThereAreDeliveredByTwos() async throws {
        let network = try TestNetwork.memory(buffer: 1 << 20)
        let accepted = Shared<Connection?>(nil)
        let server = Recorder { _, _, frames in frames.first?.payload?.count == 8 ? .pause : .more }
        let service = try network.listen { connection in
            accepted.withLock { $0 = connection }
            return server
        }
        let client = Recorder()
        let connection = try await network.connect(to: service, handler: client)
        client.send(payload(0), on: connection)
        await server.waitForPayloads(1)
        // One read does not bring three of them, and all are there before the server reads on.
        client.queue((1...4).map { payload($0, count: 90_000) })
        connection.signalOutput()
        accepted.withLock { $0 }?.resumeReading()
        await server.waitForPayloads(5)
        let counts = server.events.compactMap { event -> Int? in
            if case .frames(let frames) = event { frames.count } else { nil }
        }
        XCTAssertEqual(counts, [1, 2, 2])
        connection.close()
        await client.waitForEnd()
    }

    func testResumingWhileFramesAreHandledIsNotForgotten() async throws {
        for network in try TestNetwork.all() {
            let server = Recorder { _, connection, _ in
                connection.resumeReading()
                return .pause
            }
            let service = try network.listen { _ in server }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            for tag in UInt32(0)..<20 {
                client.send(payload(tag), on: connection)
                await server.waitForPayloads(Int(tag) + 1)
            }
            connection.close()
            await server.waitForEnd()
            XCTAssertEqual(server.payloads.count, 20, network.name)
        }
    }

    func testAPausedConnectionReadsNothing() async throws {
        for network in try TestNetwork.all() {
            let connections = Shared<Connection?>(nil)
            let server = Recorder()
            let service = try network.listen { connection in
                connections.withLock { $0 = connection }
                connection.pauseReading()
                return server
            }
            let opened = Recorder()
            let connection = try await network.connect(to: service, handler: opened)
            opened.send(payload(1), on: connection)
            // Another connection on the same thread makes sure that the first had its turn.
            let other = Recorder()
            let secondConnection = try await network.connect(to: service, handler: other)
            connections.withLock { $0 }?.resumeReading()
            other.send(payload(2), on: secondConnection)
            await server.waitForPayloads(1)
            XCTAssertEqual(server.payloads, [payload(2)], network.name)
            connection.close()
            secondConnection.close()
            await opened.waitForEnd()
            await other.waitForEnd()
        }
    }
}
