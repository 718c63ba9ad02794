// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase
internal import FerogramMTProto

/// One result that is waited for, with a deadline and with cancellation.
///
/// It can watch a descriptor, which it closes unless the result is a success.
final class IOWait<Value: Sendable>: IOHandler {
    private struct State: Sendable {
        var result: Result<Value, ConnectionError>?
        var waiters = Waiters<Result<Value, ConnectionError>>()
    }

    private let thread: IOThread
    private let id: UInt64
    private let state = Lock(State())
    private let whenWritable: @Sendable () -> Result<Value, ConnectionError>

    /// Creates a wait that has not begun.
    ///
    /// - Parameters:
    ///   - thread: The thread that keeps the deadline.
    ///   - whenWritable: The result, when the descriptor has become writable.
    init(
        on thread: IOThread,
        whenWritable: @escaping @Sendable () -> Result<Value, ConnectionError> = {
            .failure(ConnectionError(.broken))
        }
    ) {
        self.thread = thread
        self.whenWritable = whenWritable
        id = thread.makeID()
    }

    /// Begins to watch a descriptor, if there is one, and the clock.
    ///
    /// - Throws: ``ConnectionError`` if the system refuses to watch the descriptor, which then remains the caller's.
    func begin(descriptor: Int32?, deadline: MonotonicTime?) throws(ConnectionError) {
        if let error = thread.register(id, descriptor: descriptor, interest: .write, handler: self) { throw error }
        if let deadline { thread.setDeadline(id, deadline) }
    }

    /// Gives the result, unless there is one already.
    func settle(_ result: Result<Value, ConnectionError>) {
        let waiters = state.withLock { state -> [Waiters<Result<Value, ConnectionError>>.Waiter] in
            guard state.result == nil else { return [] }
            // Before anybody can see the result and have the descriptor watched anew.
            switch result {
            case .success: thread.remove(id)
            case .failure: thread.retire(id)
            }
            state.result = result
            return state.waiters.removeAll()
        }
        for waiter in waiters { waiter.resume(result) }
    }

    /// Waits for the result.
    ///
    /// It is to be called once, after `begin`.
    func value() async throws(ConnectionError) -> Value {
        try await state.wait(in: \.waiters) {
            $0.result
        } onCancel: {
            settle(.failure(ConnectionError(.cancelled)))
        }.get()
    }

    package func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {
        guard events.contains(.write), state.withLock({ $0.result == nil }) else { return }
        settle(whenWritable())
    }

    package func deadlineReached(now: MonotonicTime) {
        settle(.failure(ConnectionError(.timedOut)))
    }
}
