// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock

/// Updates on their way to the program: one task puts them in, one takes them out.
///
/// It is bounded: when it is full the oldest update goes, and is counted.
final class UpdateQueue: Sendable {
    private struct State {
        var updates: [Update] = []
        var start = 0
        var waiter: CheckedContinuation<Update?, Never>?
        var dropped = 0
        var isFinished = false

        mutating func pop() -> Update? {
            guard start < updates.count else { return nil }
            defer {
                start += 1
                if start > 64, start * 2 > updates.count {
                    updates.removeFirst(start)
                    start = 0
                }
            }
            return updates[start]
        }
    }

    private let capacity: Int
    private let state = Lock(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    var droppedCount: Int { state.withLock { $0.dropped } }

    func append(_ update: Update) {
        let waiter: CheckedContinuation<Update?, Never>? = state.withLock { state in
            if state.isFinished { return nil }
            if let waiter = state.waiter.take() { return waiter }
            if state.updates.count - state.start >= capacity {
                _ = state.pop()
                state.dropped += 1
            }
            state.updates.append(update)
            return nil
        }
        waiter?.resume(returning: update)
    }

    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            return state.waiter.take()
        }
        waiter?.resume(returning: nil)
    }

    /// Waits for the next update; `nil` at the end, or when the task is cancelled.
    func next() async -> Update? {
        defer { state.synchronize() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let next: Update?? = state.withLock { state in
                    precondition(state.waiter == nil, "one task reads the updates at a time")
                    if Task.isCancelled { return .some(nil) }
                    if let update = state.pop() { return update }
                    if state.isFinished { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let next { continuation.resume(returning: next) }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume(returning: nil)
        }
    }
}

/// What happens, in order. One task reads it at a time; it ends when the client is disconnected.
public struct UpdateSequence: AsyncSequence, Sendable {
    public typealias Element = Update
    public typealias Failure = Never

    let queue: UpdateQueue

    /// Takes the updates one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let queue: UpdateQueue

        public func next() async -> Update? {
            await queue.next()
        }

        public func next(isolation actor: isolated (any Actor)?) async -> Update? {
            await queue.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue: queue) }
}
