// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession

/// The updates that are not handled yet, and their places, in a store.
///
/// Changes are collected while a commit is on its way, and made together by the next one. While the store cannot be reached
/// everything waits; when another process has taken the lease, nothing is committed any more.
final class Journal: Sendable {
    private struct State {
        var pending = StoreBatch()
        var waiters: [CheckedContinuation<Bool, Never>] = []
        var key: [UInt8] = []
        var next: UInt64 = 1
        /// How often each update was tried that was tried at all.
        var attempts: [UInt64: Int] = [:]
        var isStopped = false
        var isLost = false
        var failsSince: String?
    }

    let configuration: JournalConfiguration
    let lease: StoreLease
    private let time: Timekeeper
    private let note: @Sendable (LogLevel, String) -> Void
    private let state = Lock(State())
    private let alarm: Alarm
    private let patience: Alarm

    var store: any Store { configuration.store }
    var metaTable: String { "journal:\(configuration.name):meta" }
    var entryTable: String { "journal:\(configuration.name):entries" }
    var attemptTable: String { "journal:\(configuration.name):attempts" }
    var deadTable: String { "journal:\(configuration.name):dead" }

    init(
        _ configuration: JournalConfiguration, _ time: Timekeeper, note: @escaping @Sendable (LogLevel, String) -> Void
    ) {
        self.configuration = configuration
        self.time = time
        self.note = note
        alarm = Alarm(time)
        patience = Alarm(time)
        lease = StoreLease("journal:" + configuration.name, in: configuration.store, time)
    }

    /// Takes the journal for this process and reads its key.
    func open() async throws(StoreError) {
        if case .inUse(let holder) = try await lease.acquire(waits: configuration.waits) {
            throw .inUse("the journal \(configuration.name) is in use by \(holder)")
        }
        do throws(StoreError) {
            let stored = try await store.value(at: StoreKey(metaTable, "key"))
            let next = try await store.value(at: StoreKey(metaTable, "next"))
            let key: [UInt8]
            if let stored {
                key = stored
            } else {
                var generator = SystemRandomness()
                key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                var batch = StoreBatch()
                batch.put(key, at: StoreKey(metaTable, "key"))
                _ = lease.guarding(&batch)
                guard try await store.commit(batch) else { throw .inUse("another process took the journal") }
            }
            state.withLock { state in
                state.key = key
                state.next = next.flatMap(JournalBytes.number) ?? 1
            }
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Whether this process may speak for the account.
    var isHeld: Bool { lease.isHeld && !state.withLock { $0.isLost } }

    // MARK: Committing

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
        defer { alarm.ring() }
        return await withCheckedContinuation { continuation in
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
    /// - Returns: Whether another process has taken the journal.
    func run() async -> Bool {
        while !Task.isCancelled, !state.withLock({ $0.isStopped }) {
            if await !commitPending(), state.withLock({ $0.isLost }) { return true }
            if state.withLock({ $0.pending.isEmpty && $0.waiters.isEmpty }) {
                await alarm.sleep(until: time.now() + .seconds(3600))
            }
        }
        return false
    }

    /// Ends the work: who waits is released.
    func stop() {
        state.withLock { $0.isStopped = true }
        alarm.ring()
        patience.ring()
    }

    /// Commits what is left, once, and gives the journal back.
    func finish() async {
        stop()
        await commitPending()
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: false) }
        await lease.release()
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
                let failed = state.withLock { state in
                    if !isOurs { state.isLost = true }
                    return state.failsSince.take()
                }
                if failed != nil { note(.info, "the journal is written again") }
                if !isOurs { note(.error, "another process has taken the journal; nothing is sent any more") }
                return isOurs
            } catch {
                let isFirst = state.withLock { state in
                    defer { state.failsSince = "\(error)" }
                    return state.failsSince == nil
                }
                if isFirst { note(.error, "the journal cannot be written, which is tried again: \(error)") }
                if state.withLock({ $0.isStopped }) || Task.isCancelled { return false }
                failures += 1
                await patience.sleep(until: time.now() + .milliseconds(100 << min(failures, 6)))
            }
        }
    }

    // MARK: Updates

    /// Takes numbers for updates.
    func makeEntries(_ count: Int) -> [JournalEntry] {
        state.withLock { state in
            defer { state.next += UInt64(count) }
            return (0..<UInt64(count)).map { JournalEntry(number: state.next + $0) }
        }
    }

    /// The place after the numbers that were taken.
    var next: UInt64 { state.withLock { $0.next } }

    /// What was handled is removed with the next commit.
    func finish(_ entry: JournalEntry) {
        submit { batch in
            batch.remove(at: StoreKey(entryTable, entry.name))
            batch.remove(at: StoreKey(attemptTable, entry.name))
        }
        state.withLock { $0.attempts[entry.number] = nil }
    }

    /// Notes that an update is tried, so that it is known after a crash.
    ///
    /// - Returns: Which attempt it is, from 1; `nil` if the end has come.
    func begin(_ entry: JournalEntry) async -> Int? {
        let attempt = state.withLock { state in
            let attempt = (state.attempts[entry.number] ?? 0) + 1
            state.attempts[entry.number] = attempt
            return attempt
        }
        let isNoted = await commit { batch in
            batch.put(JournalBytes.bytes(UInt64(attempt)), at: StoreKey(attemptTable, entry.name))
        }
        return isNoted ? attempt : nil
    }

    func scope(_ entry: JournalEntry) -> JournalScope {
        JournalScope(key: state.withLock { $0.key }, number: entry.number)
    }

    func setAttempts(_ attempts: [UInt64: Int]) { state.withLock { $0.attempts = attempts } }
}

/// Numbers in a store.
enum JournalBytes {
    static func bytes(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    static func number(_ bytes: [UInt8]) -> UInt64? {
        guard bytes.count == 8 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
