// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock

/// Updates on their way to the program. If several tasks take them out, each update goes to one of them.
///
/// It is bounded: when it is full the oldest update goes, and is counted.
final class UpdateQueue: Sendable {
    private struct State {
        var updates: [Update] = []
        var start = 0
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Update?, Never>)] = []
        var lastWaiter: UInt64 = 0
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
            if !state.waiters.isEmpty { return state.waiters.removeFirst().continuation }
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
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return state.waiters.map(\.continuation)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    /// Waits for the next update; `nil` at the end, or when the task is cancelled.
    func next() async -> Update? {
        defer { state.synchronize() }
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let next: Update?? = state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if let update = state.pop() { return update }
                    if state.isFinished { return .some(nil) }
                    state.waiters.append((id, continuation))
                    return nil
                }
                if let next { continuation.resume(returning: next) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
            }
            waiter?.resume(returning: nil)
        }
    }
}

/// What happens, in order; it ends when the client is disconnected.
///
/// If several tasks read it, each update goes to one of them.
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
