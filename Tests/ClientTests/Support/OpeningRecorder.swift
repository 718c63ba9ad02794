// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// Notes with which bytes each connection begins.
final class OpeningRecorder: Dialer {
    private let base: any Dialer
    private let state = Lock<[(endpoint: Endpoint, bytes: [UInt8])]>([])

    init(_ base: any Dialer) {
        self.base = base
    }

    var thread: IOThread { base.thread }
    /// The first bytes of each connection, in the order in which they were opened.
    var openings: [(endpoint: Endpoint, bytes: [UInt8])] { state.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let stream = try await base.open(endpoint, deadline: deadline)
        let index = state.withLock { state in
            state.append((endpoint, []))
            return state.count - 1
        }
        return RecordedStream(stream) { bytes in
            self.state.withLock { state in
                guard state[index].bytes.isEmpty else { return }
                state[index].bytes = Array(bytes.prefix(64))
            }
        }
    }

    private final class RecordedStream: ByteStream {
        private let stream: any ByteStream
        private let note: @Sendable (UnsafeRawBufferPointer) -> Void

        init(_ stream: any ByteStream, note: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
            self.stream = stream
            self.note = note
        }

        var thread: IOThread { stream.thread }

        func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
            stream.start(interest: interest, handler: handler)
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome { stream.read(into: buffer) }

        func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
            note(bytes)
            return stream.write(bytes)
        }

        func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
        func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
        func shutdownWriting() { stream.shutdownWriting() }
        func shutdown() { stream.shutdown() }
        func retire() { stream.retire() }
    }
}

/// A network that swallows attempts to connect while it is told to.
final class HangingDialer: Dialer {
    private let base: any Dialer
    private let state = Lock((isHanging: false, attempts: 0))

    init(_ base: any Dialer) {
        self.base = base
    }

    var thread: IOThread { base.thread }
    /// How many attempts were swallowed.
    var attempts: Int { state.withLock { $0.attempts } }

    func hang(_ isHanging: Bool) {
        state.withLock { $0.isHanging = isHanging }
    }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let hangs = state.withLock { state in
            if state.isHanging { state.attempts += 1 }
            return state.isHanging
        }
        if hangs { throw ConnectionError(.timedOut) }
        return try await base.open(endpoint, deadline: deadline)
    }
}

/// Answers whatever comes with the code of a transport error.
final class RefusingServer: ConnectionHandler {
    private let code: Int32
    private let isAnswered = Lock(false)

    init(code: Int32) {
        self.code = code
    }

    func connectionOpened(_ connection: Connection) {}

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        let isFirst = isAnswered.withLock { isAnswered in
            defer { isAnswered = true }
            return !isAnswered
        }
        if isFirst { frames.appendTransportError(code: code) }
        return .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        connection.signalOutput()
        connection.finishWriting()
        return .more
    }

    func connectionDeadlineReached(_ connection: Connection) {}
    func connection(_ connection: Connection, closed error: ConnectionError) {}
}
