// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import Synchronization

/// Saves changes of the session, in order, one batch at a time.
///
/// What cannot be saved waits and is tried again, after 1 s, 2 s and so on up to a minute; that it cannot, and that it can
/// again, is said once each.
final class SessionWriter: Sendable {
    private struct State {
        var pending: [SessionChange] = []
        /// What runs the job that saves.
        var jobs: JobGroup?
        /// Whether there is such a job.
        var isWorking = false
        var isStopped = false
        /// Whether nothing is taken any more.
        var isSealed = false
        var failure: SessionStorageError?
        /// Whether a save is under way, and who waits for its turn.
        var isSaving = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// How many changes wait when they are looked through.
        var tidyAt = SessionWriter.capacity

        /// What is to run a job that saves, if there is none and something is to be saved.
        mutating func takeJobs() -> JobGroup? {
            guard !isWorking, !pending.isEmpty, let jobs else { return nil }
            isWorking = true
            return jobs
        }

        /// Lets go of what need not be saved, if much waits.
        mutating func tidy() {
            guard pending.count > tidyAt else { return }
            let limit = failure == nil ? SessionWriter.slowCapacity : SessionWriter.capacity
            let isFull = pending.count > limit
            pending = pending.latest()
            if isFull, pending.count > limit / 2 {
                let newest = pending.suffix(limit / 2)
                pending = pending.dropLast(newest.count).filter(\.isDurable) + newest
            }
            // What is left was looked through for nothing, which must not be done for every change.
            tidyAt = max(SessionWriter.capacity, min(2 * pending.count, limit))
        }
    }

    private let storage: any SessionStorage
    private let time: Timekeeper
    private let note: @Sendable (LogLevel, String) -> Void
    private let state = Lock(State())
    /// Ends the pauses after failures, of which most writers have none.
    private let patienceReference = AtomicLazyReference<Alarm>()
    private var patience: Alarm { patienceReference.load() ?? patienceReference.storeIfNil(Alarm(time)) }

    init(
        _ storage: any SessionStorage, _ time: Timekeeper = .system,
        note: @escaping @Sendable (LogLevel, String) -> Void = { _, _ in }
    ) {
        self.storage = storage
        self.time = time
        self.note = note
    }

    /// The last save's error, if it failed.
    var failure: SessionStorageError? { state.withLock { $0.failure } }

    /// How many changes wait, while the storage fails, before older ones are dropped that the server tells again.
    ///
    /// While it works only those are dropped that a later one takes the place of.
    private static let capacity = 10_000
    /// The same while the storage does not fail, but does not come to an end either: more than all peers that are kept.
    private static let slowCapacity = 400_000
    /// The longest pause between two attempts.
    private static let longestPause = Duration.seconds(60)

    /// Takes changes to save.
    func submit(_ changes: [SessionChange]) {
        guard !changes.isEmpty else { return }
        let jobs = state.withLock { state -> JobGroup? in
            guard !state.isSealed else { return nil }
            if changes.count == 1, case .updates = changes[0], case .updates? = state.pending.last {
                // It takes the place of the other, as most do while updates are handled.
                state.pending[state.pending.count - 1] = changes[0]
            } else {
                state.pending += changes
                state.tidy()
            }
            return state.takeJobs()
        }
        jobs?.start { await self.work() }
    }

    /// Takes the last changes to save: what comes later is dropped.
    func seal(with changes: [SessionChange]) {
        submit(changes)
        state.withLock { $0.isSealed = true }
    }

    var isSealed: Bool { state.withLock(\.isSealed) }

    /// Saves what is submitted until ``stop()``, by a job whenever there is something to save.
    ///
    /// - Parameter jobs: What runs the job.
    func start(in jobs: JobGroup) {
        state.withLock { $0.jobs = jobs }
        wake()
    }

    /// Has a job save what waits, if there is none.
    private func wake() {
        let jobs = state.withLock { $0.takeJobs() }
        jobs?.start { await self.work() }
    }

    private func work() async {
        repeat {
            var failures = 0
            while await save() != nil, !isStopped, !Task.isCancelled {
                failures += 1
                await patience.sleep(until: time.now() + Self.pause(after: failures))
            }
        } while hasMore()
    }

    /// Whether something was submitted meanwhile; if not, the job is over.
    private func hasMore() -> Bool {
        state.withLock { state in
            state.isWorking = !state.pending.isEmpty && !state.isStopped && !Task.isCancelled
            return state.isWorking
        }
    }

    private static func pause(after failures: Int) -> Duration {
        min(longestPause, .seconds(1 << min(failures - 1, 6)))
    }

    var isStopped: Bool { state.withLock(\.isStopped) }

    func stop() {
        state.withLock { $0.isStopped = true }
        patience.ring()
    }

    /// Saves what is left and closes the storage.
    ///
    /// - Returns: Why something could not be saved.
    func finish() async -> SessionStorageError? {
        let error = await save()
        await storage.close()
        return error
    }

    /// Saves what was submitted so far.
    ///
    /// - Returns: Why it could not be done.
    func flush() async -> SessionStorageError? {
        await save() ?? failure
    }

    /// Waits until no other save is under way: a storage may take two at once in another order.
    private func beginSave() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isSaving else {
                    state.isSaving = true
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func endSave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.isSaving = !state.waiters.isEmpty
            return state.waiters.isEmpty ? nil : state.waiters.removeFirst()
        }
        next?.resume()
    }

    /// - Returns: Why it could not be done.
    private func save() async -> SessionStorageError? {
        await beginSave()
        defer { endSave() }
        let changes = state.withLock { state in
            defer {
                state.pending = []
                state.tidyAt = Self.capacity
            }
            return state.pending
        }
        guard !changes.isEmpty else { return nil }
        do throws(SessionStorageError) {
            try await storage.save(changes)
        } catch {
            let isFirst = state.withLock { state in
                let isFirst = state.failure == nil
                state.failure = error
                state.pending = changes + state.pending
                state.tidyAt = Self.capacity
                state.tidy()
                return isFirst
            }
            if isFirst { note(.error, "the session cannot be saved, which is tried again: \(error)") }
            return error
        }
        let hadFailed = state.withLock { $0.failure.take() != nil }
        if hadFailed { note(.info, "the session is saved again") }
        return nil
    }
}
