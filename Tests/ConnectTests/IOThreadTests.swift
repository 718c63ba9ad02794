// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramTestSupport
import Foundation
import XCTest

@testable import FerogramConnect

/// How the I/O thread begins and ends, and what it does when the system refuses.
final class IOThreadTests: ConnectTestCase {
    /// Holds the thread up in its first call.
    private final class Blocker: IOHandler {
        let isEntered = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)

        func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
            guard events.contains(.start) else { return }
            isEntered.signal()
            gate.wait()
        }

        func deadlineReached(now: MonotonicTime) {}
    }

    /// Counts how often the thread calls.
    private final class Watched: ByteStream {
        let stream: SocketStream
        let calls = Shared(0)

        init(_ stream: SocketStream) { self.stream = stream }

        final class Counter: IOHandler {
            let handler: any IOHandler
            let calls: Shared<Int>

            init(_ handler: any IOHandler, _ calls: Shared<Int>) { (self.handler, self.calls) = (handler, calls) }

            func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
                calls.withLock { $0 += 1 }
                handler.ready(for: events, buffer: buffer)
            }

            func deadlineReached(now: MonotonicTime) { handler.deadlineReached(now: now) }
        }

        var thread: IOThread { stream.thread }

        func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
            stream.start(interest: interest, handler: Counter(handler, calls))
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome { stream.read(into: buffer) }
        func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome { stream.write(bytes) }
        func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
        func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
        func shutdownWriting() { stream.shutdownWriting() }
        func shutdown() { stream.shutdown() }
        func retire() { stream.retire() }
    }

    /// Whether nobody has the other end of a pipe any more.
    private func isAtEnd(_ reader: Int32) -> Bool {
        var byte: UInt8 = 0
        return read(reader, &byte, 1) == 0
    }

    func testWhatWasGivenUpBeforeTheThreadIsClosedAfterIt() throws {
        for backend in IOThread.Backend.allCases {
            let (reader, writer) = try SystemCalls.pipe()
            defer { SystemCalls.close(reader) }
            var thread: IOThread? = try IOThread(backend: backend)
            let blocker = Blocker()
            try {
                let thread = try XCTUnwrap(thread)
                let exchange = try StreamExchange(SocketStream(descriptor: writer, thread: thread), deadline: nil)
                let stream = try exchange.release()
                XCTAssertNil(thread.register(thread.makeID(), descriptor: nil, interest: [], handler: blocker))
                blocker.isEntered.wait()
                withExtendedLifetime(stream) {}
            }()
            thread = nil
            blocker.gate.signal()
            let end = ContinuousClock.now + .seconds(20)
            while !isAtEnd(reader), ContinuousClock.now < end { usleep(200) }
            XCTAssertTrue(isAtEnd(reader), "\(backend): the descriptor was forgotten")
        }
    }

    func testWithoutDescriptorsTheThreadStartsLater() async throws {
        for backend in IOThread.Backend.allCases {
            let service = try XCTUnwrap(try TestNetwork.sockets().first).listen { _ in Recorder.echo() }
            let thread = IOThread(startingLater: backend)
            let (stream, _) = MemoryStream.pair(on: thread)
            try withoutFreeDescriptors {
                XCTAssertThrowsError(try StreamExchange(stream, deadline: nil)) { error in
                    XCTAssertEqual((error as? ConnectionError)?.code, .exhausted, "\(backend)")
                }
            }
            // With descriptors, the same thread serves.
            try StreamExchange(stream, deadline: nil).close()
            let client = Recorder()
            let connection = try await Connector.connect(
                to: service.endpoint, transport: .plain(.abridged), through: SocketDialer(on: thread), handler: client)
            client.send(payload(1), on: connection)
            await client.waitForPayloads(1)
            connection.close()
            await client.waitForEnd()
            withExtendedLifetime(service) {}
        }
    }

    func testAThreadThatWasNeverNeededIsNoThread() {
        let before = descriptorCount
        let threads = IOThread.Backend.allCases.map { IOThread(startingLater: $0) }
        for thread in threads { thread.clockHasChanged() }
        XCTAssertEqual(descriptorCount, before)
    }

    #if os(Linux)
    func testAStreamThatCannotBeHandedOverIsClosed() async throws {
        let thread = try IOThread()
        let name = NSTemporaryDirectory() + "ferogram-\(UUID())"
        defer { unlink(name) }
        let before = descriptorCount
        let handler = Recorder()
        try {
            // epoll does not watch files, which shows when there is something to watch for.
            let descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            XCTAssertGreaterThanOrEqual(descriptor, 0)
            let exchange = try StreamExchange(SocketStream(descriptor: descriptor, thread: thread), deadline: nil)
            // One without a size has no address, at which ThreadSanitizer looks all the same.
            var generator = SeededGenerator(seed: 1)
            let codec = TransportCodec(client: .plain(.abridged), unixTime: 0, using: &generator)
            let connection = Connection(try exchange.release(), role: .client(codec))
            connection.start(handler: handler)
            XCTAssertEqual(connection.error?.systemCode, EPERM)
        }()
        await eventually("the descriptor is back") { descriptorCount <= before }
        XCTAssertEqual(handler.events, [.closed(.broken)])
    }

    func testAnInterestThatWasRefusedIsRefusedAgain() throws {
        let thread = try IOThread()
        let name = NSTemporaryDirectory() + "ferogram-\(UUID())"
        defer { unlink(name) }
        let descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        let stream = SocketStream(descriptor: descriptor, thread: thread)
        let exchange = try StreamExchange(stream, deadline: nil)
        for _ in 0..<2 { XCTAssertEqual(stream.setInterest(.read)?.systemCode, EPERM) }
        exchange.close()
    }
    #endif

    func testAFailedExchangeDoesNotKeepTheThreadBusy() async throws {
        for backend in IOThread.Backend.allCases {
            let clock = ManualClock()
            let thread = try IOThread(backend: backend, clock: { clock.now })
            let (reader, writer) = try SystemCalls.pipe()
            defer { SystemCalls.close(writer) }
            let stream = Watched(SocketStream(descriptor: reader, thread: thread))
            let exchange = try StreamExchange(stream, deadline: clock.now + .seconds(1))
            let isRefused = Shared(false)
            async let bytes: Void = {
                // A pipe is no socket, so what is there is never taken.
                _ = try? await exchange.wait(for: .read)
                isRefused.withLock { $0 = true }
            }()
            await Task.yield()
            clock.advance(by: .seconds(2), thread)
            await eventually("time is over") { isRefused.withLock { $0 } }
            await bytes
            let before = stream.calls.withLock { $0 }
            SystemCalls.writeByte(writer)
            usleep(20_000)
            XCTAssertLessThanOrEqual(stream.calls.withLock { $0 } - before, 2, "\(backend)")
            exchange.close()
        }
    }
}
