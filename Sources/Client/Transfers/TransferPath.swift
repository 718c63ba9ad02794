// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// How many bytes of all transfers together may be on their way to one place, or from it.
///
/// Each transfer has a window of its own; many at once would make a queue nevertheless, in which other calls wait. So they
/// share what the path carries: those that have nothing under way wait in line, and get a part in turn.
final class TransferPath: Sendable {
    /// Which one.
    struct Key: Hashable, Sendable {
        let direction: TransferLimits.Direction
        let dataCenter: Int
        /// Small files have connections and a line of their own.
        let isSmall: Bool
    }

    private struct Waiter {
        let id: UInt64
        let count: Int
        let continuation: CheckedContinuation<TransferWindow.Mark?, Never>
    }

    private struct State {
        var window: TransferWindow
        var lastWaiter: UInt64 = 0
        var waiters: [Waiter] = []
        /// Whether the last part was the first of two.
        var isPairBegun = false

        /// Takes room for a part, if there is any.
        ///
        /// While others are under way, parts wait until there is room for two: two are encrypted in the time of one. The
        /// window is twice what the path carries, so there is always enough under way meanwhile.
        mutating func enter(_ count: Int, now: MonotonicTime) -> TransferWindow.Mark? {
            let beginsPair = !isPairBegun && window.inFlight >= 2 * count && window.size >= 4 * count
            guard window.admits(beginsPair ? 2 * count : count) else { return nil }
            isPairBegun = beginsPair
            return window.sent(count, now: now)
        }
    }

    private let state: Lock<State>

    /// Creates a path.
    ///
    /// - Parameter connections: How many connections it has at most.
    init(connections: Int) {
        state = Lock(State(window: TransferWindow(connections: connections)))
    }

    /// How many bytes are on their way.
    var inFlight: Int { state.withLock { $0.window.inFlight } }

    /// Takes room for a part, if there is room and nobody waits for it.
    func take(_ count: Int, now: MonotonicTime) -> TransferWindow.Mark? {
        state.withLock { state in
            state.waiters.isEmpty ? state.enter(count, now: now) : nil
        }
    }

    /// Waits for room.
    ///
    /// - Returns: What the part was sent under; `nil` if the task was cancelled.
    func acquire(_ count: Int, _ time: Timekeeper) async -> TransferWindow.Mark? {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let now = time.now()
        defer { state.synchronize() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: TransferWindow.Mark?? = state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if state.waiters.isEmpty, let mark = state.enter(count, now: now) { return mark }
                    state.waiters.append(Waiter(id: id, count: count, continuation: continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: nil)
            // Somebody behind it may fit now.
            serve(now: time.now()) { _ in }
        }
    }

    /// A part has arrived, or is lost.
    func finish(_ count: Int, _ mark: TransferWindow.Mark, isDelivered: Bool, now: MonotonicTime) {
        serve(now: now) { window in
            if isDelivered { window.delivered(count, mark, now: now) } else { window.lost(count) }
        }
    }

    private func serve(now: MonotonicTime, _ change: (inout TransferWindow) -> Void) {
        let served = state.withLock { state in
            change(&state.window)
            var served: [(Waiter, TransferWindow.Mark)] = []
            while let first = state.waiters.first, let mark = state.enter(first.count, now: now) {
                served.append((state.waiters.removeFirst(), mark))
            }
            return served
        }
        for (waiter, mark) in served { waiter.continuation.resume(returning: mark) }
    }
}
