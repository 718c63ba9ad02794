// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramSession

/// Commits what a process changes in a journal, as long as it has a lease.
///
/// Changes are collected while a commit is on its way, and made together by the next one. While the store cannot be reached
/// everything waits; when another process has taken the lease, nothing is committed any more.
final class JournalCommitter: Sendable {
    private struct State {
        var pending = StoreBatch()
        var waiters: [CheckedContinuation<Bool, Never>] = []
        var isStopped = false
        var isLost = false
        var failsSince: String?
    }

    let lease: StoreLease
    private let store: any Store
    private let time: Timekeeper
    private let note: @Sendable (LogLevel, String) -> Void
    private let state = Lock(State())
    private let alarm: Alarm
    private let patience: Alarm

    init(
        _ lease: StoreLease, in store: any Store, _ time: Timekeeper,
        note: @escaping @Sendable (LogLevel, String) -> Void
    ) {
        self.lease = lease
        self.store = store
        self.time = time
        self.note = note
        alarm = Alarm(time)
        patience = Alarm(time)
        lease.onLoss { [weak self] in self?.lose() }
    }

    /// Takes note that another process has taken the lease.
    private func lose() {
        let isFirst = state.withLock { state in
            defer { state.isLost = true }
            return !state.isLost && !state.isStopped
        }
        guard isFirst else { return }
        note(.error, "another process has taken the journal; nothing is sent any more")
        alarm.ring()
        patience.ring()
    }

    /// Whether another process has taken the lease.
    var isLost: Bool { state.withLock { $0.isLost } }

    /// Collects changes for the next commit.
    ///
    /// - Returns: Whether they will be tried; not after the end.
    @discardableResult
    func submit(_ change: (inout StoreBatch) -> Void) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isLost else { return false }
            change(&state.pending)
            return true
        }
        alarm.ring()
        return isTaken
    }

    /// Makes changes with the next commit, and waits for it.
    ///
    /// - Returns: Whether they were made; if not, the end has come.
    func commit(_ change: (inout StoreBatch) -> Void) async -> Bool {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isLost || state.isStopped { return true }
                change(&state.pending)
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume(returning: false) } else { alarm.ring() }
        }
    }

    /// Commits what is collected until the end.
    ///
    /// - Returns: Whether another process has taken the lease.
    func run() async -> Bool {
        while !Task.isCancelled, !state.withLock({ $0.isStopped }) {
            await commitPending()
            if isLost { break }
            if state.withLock({ $0.pending.isEmpty && $0.waiters.isEmpty }) {
                await alarm.sleep(until: time.now() + .seconds(3600))
            }
        }
        // Who waits may be what the end waits for.
        await commitPending()
        return isLost
    }

    /// Ends the work: who waits is released.
    func stop() {
        state.withLock { $0.isStopped = true }
        alarm.ring()
        patience.ring()
    }

    /// Commits what is left, once.
    ///
    /// - Parameter isForgotten: Whether the lease is one that no other process takes over.
    func finish(forgetting isForgotten: Bool = false) async {
        stop()
        await commitPending()
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: false) }
        await lease.release(forgetting: isForgotten)
    }

    @discardableResult
    private func commitPending() async -> Bool {
        var (batch, waiters) = state.withLock { state in
            defer {
                state.pending = StoreBatch()
                state.waiters = []
            }
            return (state.pending, state.waiters)
        }
        guard !batch.isEmpty || !waiters.isEmpty else { return true }
        var isDone = false
        if lease.guarding(&batch) { isDone = await commit(batch) }
        for waiter in waiters { waiter.resume(returning: isDone) }
        return isDone
    }

    private func commit(_ batch: StoreBatch) async -> Bool {
        var failures = 0
        while true {
            do throws(StoreError) {
                let isOurs = try await store.commit(batch)
                if state.withLock({ $0.failsSince.take() }) != nil { note(.info, "the journal is written again") }
                if !isOurs { lose() }
                return isOurs
            } catch {
                let isFirst = state.withLock { state in
                    defer { state.failsSince = "\(error)" }
                    return state.failsSince == nil
                }
                if isFirst { note(.error, "the journal cannot be written, which is tried again: \(error)") }
                if state.withLock({ $0.isStopped || $0.isLost }) || Task.isCancelled { return false }
                failures += 1
                await patience.sleep(until: time.now() + .milliseconds(100 << min(failures, 6)))
            }
        }
    }
}
