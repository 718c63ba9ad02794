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
        var lastWaiter: UInt64 = 0
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Admission, Never>)] = []
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
        guard await acquire(until: nil, .system) == .admitted else { throw CancellationError() }
    }

    /// Waits for a place, but not for longer than until a point in time.
    ///
    /// Tasks stand in line from the call on.
    func acquire(until deadline: MonotonicTime?, _ time: Timekeeper) async -> Admission {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        if take() { return .admitted }
        defer { state.synchronize() }
        let timer = deadline.map { deadline in
            Task {
                guard (try? await time.sleep(deadline)) != nil else { return }
                // Who is not in line yet sees by itself that it is too late.
                remove(id)?.resume(returning: .tooLate)
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Admission? = state.withLock { state in
                    if Task.isCancelled { return .cancelled }
                    if state.free > 0 {
                        state.free -= 1
                        return .admitted
                    }
                    if let deadline, time.now() >= deadline { return .tooLate }
                    state.waiters.append((id, continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            remove(id)?.resume(returning: .cancelled)
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

    private func remove(_ id: UInt64) -> CheckedContinuation<Admission, Never>? {
        state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
        }
    }

    /// How many tasks wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Gives a place back.
    package func release() {
        let next: CheckedContinuation<Admission, Never>? = state.withLock { state in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst().continuation }
            state.free += 1
            return nil
        }
        next?.resume(returning: .admitted)
    }
}
