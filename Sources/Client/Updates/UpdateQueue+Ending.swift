// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import Synchronization

extension UpdateQueue {
    var phase: Phase { state.withLock { $0.phase } }
    /// Whether nothing counts as handled any more; it costs no lock.
    var isStopped: Bool { stopFlag.load(ordering: .acquiring) }

    /// Gives nothing out any more; what was begun may be finished.
    func stopDelivering() {
        end(.draining)
    }

    /// Ends the updates: nothing is given out, and nothing counts as handled.
    func finish() {
        end(.stopped)
    }

    private func end(_ phase: Phase) {
        let (waiters, drainers, producers, watcher) = state.withLock { state in
            if state.phase != .stopped { state.phase = phase }
            let isStopped = state.phase == .stopped
            if isStopped { stopFlag.store(true, ordering: .releasing) }
            defer { state.waiters = [] }
            return (
                state.waiters, isStopped ? state.active.takeAll() : [], isStopped ? state.takeProducers() : [],
                state.takeWatcher()
            )
        }
        for waiter in waiters { waiter.continuation.resume(returning: []) }
        for drainer in drainers { drainer.continuation.resume() }
        for producer in producers { producer.continuation.resume() }
        watcher?()
        if phase == .stopped { inlineTaps.end() }
    }

    /// Lets go of what waits after the end; updates hold the core, which holds the queue.
    func discard() {
        // They are released when the lock is free again.
        _ = state.withLock { state in
            defer {
                state.discarded.ordered += state.ordered.count
                state.discarded.queries += state.queries.count
                state.ordered = UpdateLane()
                state.queries = UpdateLane()
            }
            return (state.ordered, state.queries)
        }
    }

    /// Begins anew after an end that was not the program's, because somebody signs in again.
    ///
    /// What waited is dropped: the server tells it again.
    func reopen(_ generation: UInt64) {
        reset(generation)
        state.withLock { state in
            state.phase = .delivering
            stopFlag.store(false, ordering: .releasing)
        }
        inlineTaps.reopen()
    }

    /// Forgets everything, because another account follows.
    ///
    /// - Parameter generation: The number of the account; what comes or is finished for another one counts no more.
    func reset(_ generation: UInt64) {
        let producers = state.withLock { state in
            state.generation = generation
            state.queries = UpdateLane()
            state.ordered = UpdateLane()
            state.ledger = HandledLedger()
            return state.takeProducers()
        }
        for producer in producers { producer.continuation.resume() }
        roomForQueries()
    }

    /// Waits until nothing is being handled, but by the calling task itself, until a point in time, the queue's stop or the
    /// cancellation of the task.
    func waitUntilHandled(until end: MonotonicTime, _ time: Timekeeper) async {
        let caller = TaskIdentity.current
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitUntilHandled(but: caller) }
            group.addTask { try? await time.sleep(end) }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitUntilHandled(but caller: Int?) async {
        let id = state.withLock { $0.makeID() }
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withTaskContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.active.isBusy(but: caller) || state.phase == .stopped || Task.isCancelled { return true }
                    state.active.add(.init(id: id, task: caller, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.active.remove(id) }?.continuation.resume()
        }
    }
}
