// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramLock
import FerogramMTProto
import Foundation
import XCTest

/// A test of connections: a result that never comes ends the process instead of hanging it.
class ConnectTestCase: XCTestCase {
    private final class Watchdog: Sendable {
        let task = Lock<Task<Void, Never>?>(nil)
    }

    private let watchdog = Watchdog()

    override func setUp() async throws {
        let name = name
        let task = Task {
            guard (try? await Task.sleep(for: .seconds(120))) != nil else { return }
            fatalError("\(name) hangs")
        }
        watchdog.task.withLock { $0 = task }
        // The first sleep makes the runtime open descriptors of its own, which are not to be counted.
        try await Task.sleep(for: .milliseconds(1))
    }

    override func tearDown() async throws {
        watchdog.task.withLock { $0?.cancel() }
    }

    /// Lets other tasks run until a condition is fulfilled.
    func eventually(
        _ message: String, line: UInt = #line, _ condition: () -> Bool
    ) async {
        let end = ContinuousClock.now + .seconds(20)
        while !condition() {
            guard ContinuousClock.now < end else { return XCTFail("not so: \(message)", line: line) }
            await Task.yield()
            usleep(200)
        }
    }

    /// How many descriptors the process has.
    var descriptorCount: Int {
        #if os(Linux)
        let folder = "/proc/self/fd"
        #else
        let folder = "/dev/fd"
        #endif
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? -1
    }
}

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

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let time = Lock(MonotonicTime(nanoseconds: 1))

    var now: MonotonicTime { time.withLock { $0 } }

    func advance(by duration: Duration, _ threads: IOThread...) {
        time.withLock { $0 = $0 + duration }
        for thread in threads { thread.clockHasChanged() }
    }
}

/// Passes on at most one byte at a time in each direction.
final class TrickleStream: ByteStream {
    private let stream: any ByteStream

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    var thread: IOThread { stream.thread }

    func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
        stream.start(interest: interest, handler: handler)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<1]))
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        stream.write(UnsafeRawBufferPointer(rebasing: bytes[..<1]))
    }

    func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
    func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
    func shutdownWriting() { stream.shutdownWriting() }
    func shutdown() { stream.shutdown() }
    func retire() { stream.retire() }
}

struct TrickleDialer: Dialer {
    let dialer: any Dialer

    var thread: IOThread { dialer.thread }

    func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        TrickleStream(try await dialer.open(endpoint, deadline: deadline))
    }
}

/// A payload of which the first bytes say who sent it.
func payload(_ tag: UInt32, count: Int = 8) -> [UInt8] {
    var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: tag), count: count)
    for index in 0..<min(4, count) { bytes[index] = UInt8(truncatingIfNeeded: tag >> (8 * UInt32(index))) }
    return bytes
}

/// A value that closures share.
final class Shared<Value: Sendable>: Sendable {
    private let value: Lock<Value>

    init(_ value: Value) {
        self.value = Lock(value)
    }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { body(&$0) }
    }
}
