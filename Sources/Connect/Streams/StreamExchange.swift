// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Reads and writes a stream step by step from one task: a handshake with a proxy, a request to a web server.
///
/// Nobody reads ahead: the peer sends no faster than the task asks. Afterwards the stream is closed, or handed on to a
/// ``Connection``. One of the two must be done, since the I/O thread keeps the stream until then.
package final class StreamExchange: IOHandler {
    private struct State: Sendable {
        /// The stream, until it is closed or handed on.
        var stream: (any ByteStream)?
        var failure: ConnectionError?
        var waiters = Waiters<ConnectionError?>()
    }

    private let state: Lock<State>

    /// Takes over a stream.
    ///
    /// - Parameters:
    ///   - stream: A stream that nobody serves.
    ///   - deadline: When reading and writing fail with ``ConnectionError/Code/timedOut``.
    /// - Throws: ``ConnectionError`` if the system refuses to watch the stream.
    package init(_ stream: any ByteStream, deadline: MonotonicTime?) throws(ConnectionError) {
        state = Lock(State(stream: stream))
        if let error = stream.start(interest: [], handler: self) { throw error }
        stream.setDeadline(deadline)
    }

    // MARK: The end

    /// Closes the stream; what was written before still arrives.
    package func close() {
        let waiter = state.withLock { state in
            state.stream.take()?.retire()
            return state.waiters.popFirst()
        }
        waiter?.resume(ConnectionError(.closed))
    }

    /// Hands the stream on.
    ///
    /// - Returns: The stream, ready for another owner.
    /// - Throws: ``ConnectionError`` if it was closed, or time or patience ended just now.
    package func release() throws(ConnectionError) -> any ByteStream {
        let result: Result<any ByteStream, ConnectionError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            guard let stream = state.stream.take() else { return .failure(ConnectionError(.closed)) }
            stream.setDeadline(nil)
            if let error = stream.setInterest([]) {
                stream.retire()
                return .failure(error)
            }
            return .success(stream)
        }
        return try result.get()
    }

    // MARK: Bytes

    /// Waits for bytes.
    ///
    /// - Parameter count: How many to take at most, at least 1.
    /// - Returns: One byte or more, none if the peer has ended its writing.
    /// - Throws: ``ConnectionError``, after which only ``close()`` makes sense.
    package func read(atMost count: Int) async throws(ConnectionError) -> [UInt8] {
        while true {
            let stream = try current()
            var outcome = ReadOutcome.blocked
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                outcome = stream.read(into: UnsafeMutableRawBufferPointer(buffer))
                if case .bytes(let read) = outcome { initialized = read }
            }
            switch outcome {
            case .bytes: return bytes
            case .end: return []
            case .failed(let error): throw error
            case .blocked: try await wait(for: .read)
            }
        }
    }

    /// Writes bytes, all of them.
    ///
    /// - Parameter bytes: Any number.
    /// - Throws: ``ConnectionError``, after which only ``close()`` makes sense.
    package func write(_ bytes: [UInt8]) async throws(ConnectionError) {
        var offset = 0
        while offset < bytes.count {
            let stream = try current()
            let outcome = bytes.withUnsafeBytes { stream.write(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
            switch outcome {
            case .bytes(let count): offset += count
            case .failed(let error): throw error
            case .blocked: try await wait(for: .write)
            }
        }
    }

    /// Writes bytes as far as there is room for them now, as a last word.
    ///
    /// - Parameter bytes: Any number.
    package func writeWithoutWaiting(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, let stream = try? current() else { return }
        _ = bytes.withUnsafeBytes { stream.write($0) }
    }

    private func current() throws(ConnectionError) -> any ByteStream {
        // A peer that always has another byte must not keep the task from hearing of its cancellation.
        if Task.isCancelled { throw ConnectionError(.cancelled) }
        let result: Result<any ByteStream, ConnectionError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            guard let stream = state.stream else { return .failure(ConnectionError(.closed)) }
            return .success(stream)
        }
        return try result.get()
    }

    func wait(for events: IOEvents) async throws(ConnectionError) {
        let error: ConnectionError? = await state.wait(in: \.waiters) { state -> ConnectionError?? in
            if let failure = state.failure { return failure }
            guard let stream = state.stream else { return ConnectionError(.closed) }
            return stream.setInterest(events).map(Optional.some)
        } onCancel: {
            fail(ConnectionError(.cancelled))
        }
        if let error { throw error }
    }

    private func fail(_ error: ConnectionError) {
        let waiter = state.withLock { state -> Waiters<ConnectionError?>.Waiter? in
            guard state.stream != nil, state.failure == nil else { return nil }
            state.failure = error
            return state.waiters.popFirst()
        }
        waiter?.resume(error)
    }

    // MARK: IOHandler

    package func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
        guard !events.isDisjoint(with: [.read, .write]) else { return }
        let (waiter, error) = state.withLock { state -> (Waiters<ConnectionError?>.Waiter?, ConnectionError?) in
            // The task looks for itself; until it waits again there is nothing to tell. That holds as well when it has
            // been told of a failure, or the thread would go round and round until the stream is closed.
            let error = state.stream?.setInterest([])
            return (state.waiters.popFirst(), error)
        }
        waiter?.resume(error)
    }

    package func deadlineReached(now: MonotonicTime) {
        fail(ConnectionError(.timedOut))
    }
}
