// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto
internal import Synchronization

/// A TCP connection, or any other stream that has a descriptor.
package final class SocketStream: ByteStream {
    package let thread: IOThread
    private let id: UInt64
    private let descriptor: Int32
    /// Whether the thread closes the descriptor.
    private let isRegistered = Atomic(false)

    /// Takes over a connected socket that does not block.
    ///
    /// - Parameters:
    ///   - descriptor: The socket, which the stream closes.
    ///   - thread: The thread that serves it.
    init(descriptor: Int32, thread: IOThread) {
        self.descriptor = descriptor
        self.thread = thread
        id = thread.makeID()
    }

    deinit {
        // What was handed on and never taken is still registered; what was retired already is not retired again.
        if isRegistered.load(ordering: .acquiring) {
            thread.retire(id)
        } else {
            SystemCalls.close(descriptor)
        }
    }

    package func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
        if isRegistered.exchange(true, ordering: .acquiringAndReleasing) {
            return thread.handOver(id, interest: interest, to: handler)
        }
        guard let error = thread.register(id, descriptor: descriptor, interest: interest, handler: handler) else {
            return nil
        }
        isRegistered.store(false, ordering: .releasing)
        return error
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        SystemCalls.receive(descriptor, into: buffer)
    }

    package func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        SystemCalls.send(descriptor, bytes)
    }

    package func setInterest(_ interest: IOEvents) -> ConnectionError? {
        thread.setInterest(id, interest)
    }

    package func setDeadline(_ deadline: MonotonicTime?) {
        thread.setDeadline(id, deadline)
    }

    package func shutdownWriting() {
        SystemCalls.shutdown(descriptor, onlyWriting: true)
    }

    package func shutdown() {
        SystemCalls.shutdown(descriptor, onlyWriting: false)
    }

    package func retire() {
        thread.retire(id)
    }
}
