// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto
internal import Synchronization

/// One end of a pair of streams in memory.
///
/// It behaves as a socket does: bounded, level-triggered, served by an I/O thread, with a half-close. The errors of a
/// network do not happen in it.
package final class MemoryStream: ByteStream {
    package let thread: IOThread
    private let id: UInt64
    private let incoming: MemoryPipe
    private let outgoing: MemoryPipe
    /// Whether the thread has ever been told of the stream.
    private let isRegistered = Atomic(false)

    private init(thread: IOThread, incoming: MemoryPipe, outgoing: MemoryPipe) {
        self.thread = thread
        id = thread.makeID()
        self.incoming = incoming
        self.outgoing = outgoing
    }

    deinit {
        // Whoever lets go of an end has closed it.
        outgoing.end()
        incoming.close()
        if isRegistered.load(ordering: .acquiring) { thread.retire(id) }
    }

    /// Makes a pair.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes each direction holds, at least 1.
    ///   - thread: The thread that serves both.
    /// - Returns: Two ends.
    package static func pair(
        capacity: Int = 256 << 10, on thread: IOThread = .shared
    ) -> (MemoryStream, MemoryStream) {
        let there = MemoryPipe(capacity: capacity)
        let back = MemoryPipe(capacity: capacity)
        return (
            MemoryStream(thread: thread, incoming: back, outgoing: there),
            MemoryStream(thread: thread, incoming: there, outgoing: back)
        )
    }

    /// How many bytes this end has written that the other has not read.
    package var unreadCount: Int { outgoing.count }

    package func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
        if isRegistered.exchange(true, ordering: .acquiringAndReleasing) {
            if let error = thread.handOver(id, interest: interest, to: handler) { return error }
        } else if let error = thread.register(id, descriptor: nil, interest: interest, handler: handler) {
            isRegistered.store(false, ordering: .releasing)
            return error
        }
        return setInterest(interest)
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        incoming.read(into: buffer)
    }

    package func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        outgoing.write(bytes)
    }

    package func setInterest(_ interest: IOEvents) -> ConnectionError? {
        _ = thread.setInterest(id, interest)
        let watcher = MemoryPipe.Watcher(id: id, thread: thread)
        incoming.setReader(interest.contains(.read) ? watcher : nil)
        outgoing.setWriter(interest.contains(.write) ? watcher : nil)
        return nil
    }

    package func setDeadline(_ deadline: MonotonicTime?) {
        thread.setDeadline(id, deadline)
    }

    package func shutdownWriting() {
        outgoing.end()
    }

    package func shutdown() {
        outgoing.end()
        incoming.close()
    }

    package func retire() {
        incoming.setReader(nil)
        outgoing.setWriter(nil)
        thread.retire(id)
    }
}
