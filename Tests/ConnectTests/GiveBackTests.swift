// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import FerogramConnect
import FerogramMTProto
import XCTest

/// A stream is given back only when nobody is in it, since its descriptor's number may come back as another stream.
final class GiveBackTests: ConnectTestCase {
    func testNotWhileSomebodyWrites() async throws {
        // A thread of its own, since it may be that one which is held up: it writes what is there at the opening.
        let (near, far) = MemoryStream.pair(on: try IOThread())
        let stream = GatedStream(near)
        let handler = Recorder()
        let connection = Connection(stream, role: .client(Self.codec()))
        connection.start(handler: handler)
        try await connection.waitUntilOpen()
        handler.queue([payload(1)])
        DispatchQueue.global().async { connection.signalOutput() }
        await eventually("somebody writes") { stream.calls.contains(.write) }
        connection.close()
        await Self.roundTrip()
        XCTAssertEqual(stream.calls, [.write, .shutdown])
        XCTAssertEqual(handler.events, [.opened])
        stream.gate.signal()
        await handler.waitForEnd()
        XCTAssertEqual(stream.calls, [.write, .shutdown, .written, .retire])
        withExtendedLifetime(far) {}
    }

    func testNotWhileATaskSpeaksToTheHandler() async throws {
        let (near, far) = MemoryStream.pair()
        let stream = GatedStream(near)
        stream.gate.signal()
        let gate = DispatchSemaphore(value: 0)
        let handler = Recorder { _, _, _ in
            gate.wait()
            return .more
        }
        let connection = Connection(stream, role: .client(Self.codec()))
        connection.start(handler: handler)
        try await connection.waitUntilOpen()
        // One long frame of the abridged framing.
        let words = (Connection.longFrame + 4) / 4
        let frame = [0x7F, UInt8(words & 255), UInt8(words >> 8), 0] + payload(3, count: 4 * words)
        XCTAssertEqual(frame.withUnsafeBytes { far.write($0) }, .bytes(frame.count))
        await handler.waitForPayloads(1)
        connection.close()
        await Self.roundTrip()
        XCTAssertEqual(stream.calls, [.shutdown])
        XCTAssertEqual(handler.events.count, 2)
        gate.signal()
        await handler.waitForEnd()
        XCTAssertEqual(stream.calls, [.shutdown, .retire])
    }

    private static func codec() -> TransportCodec {
        var generator = SystemRandomNumberGenerator()
        return TransportCodec(client: .plain(.abridged), unixTime: 0, using: &generator)
    }

    /// Makes sure that the shared thread has gone round.
    private static func roundTrip() async {
        let network = MemoryNetwork()
        let endpoint = Endpoint(host: "round", port: 1)
        network.listen(on: endpoint) { _ in Recorder.echo() }
        for tag in UInt32(1)...3 {
            let client = Recorder()
            let connection = try? await Connector.connect(
                to: endpoint, transport: .plain(.abridged), through: network, handler: client)
            if let connection { client.send(payload(tag), on: connection) }
            await client.waitForPayloads(1)
            connection?.close()
            await client.waitForEnd()
        }
    }
}

/// Holds writes up, and notes what is done.
private final class GatedStream: ByteStream {
    enum Call: Equatable, Sendable {
        case write, written, shutdown, retire
    }

    let gate = DispatchSemaphore(value: 0)
    private let stream: MemoryStream
    private let log = Lock<[Call]>([])

    init(_ stream: MemoryStream) {
        self.stream = stream
    }

    var calls: [Call] { log.withLock { $0 } }
    var thread: IOThread { stream.thread }

    private func note(_ call: Call) {
        log.withLock { $0.append(call) }
    }

    func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
        stream.start(interest: interest, handler: handler)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome { stream.read(into: buffer) }

    func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        note(.write)
        gate.wait()
        note(.written)
        return stream.write(bytes)
    }

    func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
    func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
    func shutdownWriting() { stream.shutdownWriting() }

    func shutdown() {
        note(.shutdown)
        stream.shutdown()
    }

    func retire() {
        note(.retire)
        stream.retire()
    }
}
