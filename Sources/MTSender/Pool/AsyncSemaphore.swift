// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// Lets a number of tasks in at a time; the others wait in order.
package final class AsyncSemaphore: Sendable {
    /// What became of a wait.
    enum Admission: Sendable {
        case admitted
        case cancelled
        case tooLate
    }

    private struct State {
        var free: Int
        var waiters = Waiters<Admission>()
    }

    private let state: Lock<State>

    /// Creates a semaphore.
    ///
    /// - Parameter count: How many tasks may be in.
    package init(_ count: Int) {
        state = Lock(State(free: count))
    }

    /// Waits for a place.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before there is one; the place is not taken then.
    package func acquire() async throws {
        if take() { return }
        // Not ``acquire(until:_:)``: thousands of tasks may stand in line, each with the memory of all functions in between.
        let id = Waiters<Admission>.makeID()
        let admission = await withTaskCancellationHandler {
            await withTaskContinuation { enter(id, $0) }
        } onCancel: {
            state.withLock { $0.waiters.remove(id) }?.resume(.cancelled)
        }
        // ThreadSanitizer does not see the order that a continuation makes when it is resumed before its task suspends.
        state.synchronize()
        guard admission == .admitted else { throw CancellationError() }
    }

    @inline(never)
    private func enter(_ id: UInt64, _ continuation: TaskContinuation<Admission>) {
        let admission = state.withLock { state -> Admission? in
            if Task.isCancelled { return .cancelled }
            guard state.free > 0 else {
                state.waiters.append(.init(id: id, continuation: continuation))
                return nil
            }
            state.free -= 1
            return .admitted
        }
        if let admission { continuation.resume(returning: admission) }
    }

    /// Waits for a place, but not for longer than until a point in time.
    ///
    /// Tasks stand in line from the call on.
    func acquire(until deadline: MonotonicTime?, _ time: Timekeeper) async -> Admission {
        if take() { return .admitted }
        let id = Waiters<Admission>.makeID()
        let timer = deadline.map { deadline in
            Task {
                guard (try? await time.sleep(deadline)) != nil else { return }
                // Who is not in line yet sees by itself that it is too late.
                state.withLock { $0.waiters.remove(id) }?.resume(.tooLate)
            }
        }
        defer { timer?.cancel() }
        return await state.wait(in: \.waiters, as: id, orWhenCancelled: .cancelled) { state in
            if state.free > 0 {
                state.free -= 1
                return .admitted
            }
            return deadline.map { time.now() >= $0 } ?? false ? .tooLate : nil
        }
    }

    /// Takes a place if one is free.
    ///
    /// - Returns: Whether it is taken; never if the task is cancelled.
    package func tryAcquire() -> Bool { take() }

    private func take() -> Bool {
        state.withLock { state in
            guard state.free > 0, !Task.isCancelled else { return false }
            state.free -= 1
            return true
        }
    }

    /// Takes several places if they are free.
    ///
    /// - Parameter limit: How many at most.
    /// - Returns: How many are taken.
    package func tryAcquire(atMost limit: Int) -> Int {
        state.withLock { state in
            let count = max(0, min(limit, state.free))
            state.free -= count
            return count
        }
    }

    /// How many tasks wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Gives several places back.
    package func release(_ count: Int) {
        guard count > 0 else { return }
        let next = state.withLock { state in
            var next: [Waiters<Admission>.Waiter] = []
            while next.count < count, let waiter = state.waiters.popFirst() { next.append(waiter) }
            state.free += count - next.count
            return next
        }
        for waiter in next { waiter.resume(.admitted) }
    }

    /// Gives a place back.
    package func release() {
        let next: Waiters<Admission>.Waiter? = state.withLock { state in
            if let next = state.waiters.popFirst() { return next }
            state.free += 1
            return nil
        }
        next?.resume(.admitted)
    }
}
