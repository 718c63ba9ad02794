// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

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
