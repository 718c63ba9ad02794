// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTSender
import FerogramMessageBox
import FerogramSession

/// The updates that are not handled yet, and their places, in a store.
///
/// A journal that several processes share has a receiver, which writes it, and members, which handle what is in it, each its
/// share; the receiver is one of them. Otherwise one process does both under one lease.
final class Journal: Sendable {
    private struct State {
        var key: [UInt8] = []
        var next: UInt64 = 1
        /// How often each update was tried that was tried at all.
        var attempts: [UInt64: JournalAttempts] = [:]
        /// How far the updates were written.
        var place = MessageBoxState()
        var isReceiver = false
        /// The updates whose handlers have asked something.
        var answered: Set<UInt64> = []
        var followed: Followed?
    }

    /// An account whose updates are to be received.
    struct Followed: Sendable {
        let userID: Int64
        /// Tells it from those before it.
        let generation: UInt64
    }

    /// What is called when nothing keeps the process from writing to the server any more.
    private final class Resumption: Sendable {
        let body = Lock<(@Sendable () -> Void)?>(nil)
    }

    let configuration: JournalConfiguration
    /// Writes updates and their places.
    let receiving: JournalCommitter
    /// Writes what becomes of them.
    let handling: JournalCommitter
    /// The share of this process, if it shares.
    let member: JournalMember?
    let time: Timekeeper
    private let resumption: Resumption
    private let state = Lock(State())

    var store: any Store { configuration.store }
    var metaTable: String { "journal:\(configuration.name):meta" }
    var entryTable: String { "journal:\(configuration.name):entries" }
    var attemptTable: String { "journal:\(configuration.name):attempts" }
    var deadTable: String { "journal:\(configuration.name):dead" }
    var answerTable: String { "journal:\(configuration.name):answers" }
    var claimTable: String { "journal:\(configuration.name):claims" }

    init(
        _ configuration: JournalConfiguration, _ time: Timekeeper, note: @escaping @Sendable (LogLevel, String) -> Void
    ) {
        self.configuration = configuration
        self.time = time
        let store = configuration.store
        let resumption = Resumption()
        self.resumption = resumption
        let ring: @Sendable () -> Void = { resumption.body.withLock { $0 }?() }
        let name = "journal:" + configuration.name
        receiving = JournalCommitter(
            StoreLease(name, in: store, time, resumed: ring), in: store, time, note: note)
        if configuration.isShared {
            var generator = SystemRandomness()
            let token = String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
            let lease = StoreLease(JournalMember.prefix(of: configuration.name) + token, in: store, time, resumed: ring)
            handling = JournalCommitter(lease, in: store, time, note: note)
            member = JournalMember(name: lease.name, time)
        } else {
            handling = receiving
            member = nil
        }
    }

    /// Sets what is called when nothing keeps the process from writing to the server any more.
    func onResume(_ body: @escaping @Sendable () -> Void) {
        resumption.body.withLock { $0 = body }
    }

    /// Takes the journal for this process and reads its key; one that is shared is taken when somebody is signed in.
    func open() async throws(StoreError) {
        guard member == nil else { return try await readKey() }
        if case .inUse(let holder) = try await receiving.lease.acquire(waits: configuration.waits) {
            throw .inUse("the journal \(configuration.name) is in use by \(holder)")
        }
        do throws(StoreError) {
            try await readKey()
            try await readNumber()
        } catch {
            await receiving.lease.release()
            throw error
        }
    }

    /// Reads the key from which numbers are made, or makes it.
    private func readKey() async throws(StoreError) {
        let place = StoreKey(metaTable, "key")
        while true {
            if let stored = try await store.value(at: place) {
                return state.withLock { $0.key = stored }
            }
            var generator = SystemRandomness()
            let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            var batch = StoreBatch()
            batch.require(nil, at: place)
            batch.put(key, at: place)
            _ = try await store.commit(batch)
        }
    }

    /// Reads the number of the next update.
    func readNumber() async throws(StoreError) {
        let next = try await store.value(at: StoreKey(metaTable, "next"))
        state.withLock { $0.next = next.flatMap(JournalBytes.number) ?? 1 }
    }

    /// Whether this process may speak for the account.
    var isHeld: Bool {
        if let member, !member.hasBegun { return true }
        return handling.lease.isHeld && !handling.isLost
    }

    /// Whether this process writes the journal.
    var isReceiver: Bool {
        get { member == nil || state.withLock { $0.isReceiver } }
        set { state.withLock { $0.isReceiver = newValue } }
    }

    /// Whose updates are to be received where several processes share the journal.
    var followed: Followed? {
        get { state.withLock { $0.followed } }
        set { state.withLock { $0.followed = newValue } }
    }

    // MARK: Committing

    /// Commits what is collected until the end.
    ///
    /// - Returns: Whether another process has taken the journal.
    func run() async -> Bool { await handling.run() }

    /// Ends the work: who waits is released.
    func stop() {
        receiving.stop()
        handling.stop()
        member?.stop()
    }

    /// Commits what is left, once, and gives the journal back.
    func finish() async {
        stop()
        await receiving.finish()
        guard let member else { return }
        member.leave(in: self)
        await handling.finish(forgetting: true)
    }

    // MARK: Updates

    /// Takes the number for an update.
    func makeEntry(in lane: UpdateLaneName) -> JournalEntry {
        let share = JournalShares.share(of: lane)
        return state.withLock { state in
            defer { state.next += 1 }
            return JournalEntry(number: state.next, share: share)
        }
    }

    /// The place after the numbers that were taken.
    var next: UInt64 { state.withLock { $0.next } }

    /// How far the updates were written.
    var place: MessageBoxState {
        get { state.withLock { $0.place } }
        set { state.withLock { $0.place = newValue } }
    }

    /// What was handled is removed with the next commit.
    ///
    /// - Parameter entries: The updates, which are removed in one piece.
    func finish(_ entries: [JournalEntry]) {
        let answered = state.withLock { state in
            entries.filter { entry in
                state.attempts[entry.number] = nil
                return state.answered.remove(entry.number) != nil
            }
        }
        handling.submit { batch in
            for entry in entries {
                batch.remove(at: StoreKey(entryTable, entry.name))
                batch.remove(at: StoreKey(attemptTable, entry.name))
            }
            for entry in answered { batch.removeAll(in: answerTable, prefix: entry.name + "/") }
        }
        for entry in entries { member?.finished(entry, in: self) }
    }

    /// Notes that an update is tried, so that it is known after a crash.
    ///
    /// - Returns: The attempts, this one among them; `nil` if the end has come.
    func begin(_ entry: JournalEntry) async -> JournalAttempts? {
        let attempt = state.withLock { state in
            state.attempts[entry.number, default: JournalAttempts()].begun += 1
            return state.attempts[entry.number] ?? JournalAttempts()
        }
        let isNoted = await handling.commit { batch in
            batch.put(attempt.bytes, at: StoreKey(attemptTable, entry.name))
        }
        return isNoted ? attempt : nil
    }

    /// Notes that an attempt failed, which the store learns with the next one.
    ///
    /// - Returns: How many have failed.
    func fail(_ entry: JournalEntry) -> Int {
        state.withLock { state in
            state.attempts[entry.number, default: JournalAttempts()].failed += 1
            return state.attempts[entry.number]?.failed ?? 0
        }
    }

    /// What an attempt to handle an update goes by.
    ///
    /// - Parameters:
    ///   - entry: The update.
    ///   - attempt: Which attempt it is; earlier ones may have asked questions.
    /// - Returns: What it goes by.
    /// - Throws: `StoreError`.
    func scope(_ entry: JournalEntry, attempt: Int) async throws(StoreError) -> JournalScope {
        var answers: [Int: [UInt8]] = [:]
        if attempt > 1 {
            let prefix = entry.name + "/"
            for stored in try await store.entries(in: answerTable, prefix: prefix, after: nil, limit: 1_000) {
                if let step = Int(stored.name.dropFirst(prefix.count)) { answers[step] = stored.value }
            }
            if !answers.isEmpty { _ = state.withLock { $0.answered.insert(entry.number) } }
        }
        return JournalScope(key: state.withLock { $0.key }, entry: entry, answers: answers)
    }

    /// Keeps the answer to a question, in place of the update that brought it.
    ///
    /// - Returns: Whether it is kept; if not, the end has come.
    func record(_ answer: [UInt8], from source: JournalEntry, at step: Int, in entry: JournalEntry) async -> Bool {
        state.withLock { state in
            state.answered.insert(entry.number)
            // It got on.
            state.attempts[entry.number] = JournalAttempts(begun: 1)
        }
        return await handling.commit { batch in
            batch.put(answer, at: StoreKey(answerTable, "\(entry.name)/\(step)"))
            batch.put(JournalAttempts(begun: 1).bytes, at: StoreKey(attemptTable, entry.name))
            batch.remove(at: StoreKey(entryTable, source.name))
            batch.remove(at: StoreKey(attemptTable, source.name))
        }
    }

    func setAttempts(_ attempts: [UInt64: JournalAttempts]) { state.withLock { $0.attempts = attempts } }

    func addAttempts(_ attempts: [UInt64: JournalAttempts]) {
        state.withLock { $0.attempts.merge(attempts) { old, _ in old } }
    }
}

/// How often an update was tried.
struct JournalAttempts: Hashable, Sendable {
    /// How many attempts were begun.
    var begun = 0
    /// How many of them ended with an error.
    var failed = 0

    /// How many of those before this one were cut short, by the end of the process for example.
    var cut: Int { max(0, begun - 1 - failed) }

    var bytes: [UInt8] { JournalBytes.bytes(UInt64(UInt32(clamping: failed)) << 32 | UInt64(UInt32(clamping: begun))) }

    init(begun: Int = 0) { self.begun = begun }

    init?(_ bytes: [UInt8]) {
        guard let number = JournalBytes.number(bytes) else { return nil }
        begun = Int(UInt32(truncatingIfNeeded: number))
        failed = Int(UInt32(truncatingIfNeeded: number >> 32))
    }
}

/// Numbers in a store.
enum JournalBytes {
    static func bytes(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    static func number(_ bytes: [UInt8]) -> UInt64? {
        guard bytes.count == 8 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
