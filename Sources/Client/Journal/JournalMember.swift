// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramSession

/// The part of a process in a journal that several share: which shares it has, and what of them it handles.
///
/// A share belongs to one process at a time. It is given away when everything of it that was begun is done, and taken from
/// a process that is gone together with the right to write anything, so that the updates of a chat keep their order.
final class JournalMember: Sendable {
    private struct Share {
        /// What was passed on and not finished.
        var open: Set<UInt64> = []
        /// What handlers are at work on.
        var begun: Set<UInt64> = []
    }

    private struct State {
        var hasBegun = false
        var isLeaving = false
        var mine: [Int: Share] = [:]
        var releasing: Set<Int> = []
        var isStopped = false
        /// Whether there are shares that were not looked through yet.
        var needsScan = false
    }

    /// How often the processes look at each other.
    private static let round = Duration.milliseconds(250)
    /// How often new updates are looked for: after the last one, and when nothing has come for a while.
    private static let pauses = (busy: Duration.milliseconds(20), idle: Duration.milliseconds(100))
    private static let busyTime = Duration.seconds(5)
    private static let pageSize = 500

    let name: String
    private let time: Timekeeper
    private let alarm: Alarm
    private let state = Lock(State())

    /// What the names of the processes begin with.
    static func prefix(of journal: String) -> String { "journal:\(journal)/member/" }

    init(name: String, _ time: Timekeeper) {
        self.name = name
        self.time = time
        alarm = Alarm(time)
    }

    /// Whether the process has begun to take part.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// How many shares the process has.
    var shareCount: Int { state.withLock { $0.mine.count } }

    /// Looks for new updates at once.
    func ring() { alarm.ring() }

    func stop() {
        state.withLock { $0.isStopped = true }
        alarm.ring()
    }

    // MARK: What is handled

    /// Notes that handlers begin with an update.
    ///
    /// - Returns: Whether they may.
    func began(_ entry: JournalEntry) -> Bool {
        state.withLock { state in
            guard !state.isLeaving, state.mine[entry.share] != nil else { return false }
            state.mine[entry.share]?.begun.insert(entry.number)
            return true
        }
    }

    /// Notes that an update was not handled after all.
    func gaveBack(_ entry: JournalEntry, in journal: Journal) {
        end(entry, in: journal) { $0.begun.remove(entry.number) }
    }

    /// Notes that an update is done with.
    func finished(_ entry: JournalEntry, in journal: Journal) {
        end(entry, in: journal) { share in
            share.begun.remove(entry.number)
            share.open.remove(entry.number)
        }
    }

    private func end(_ entry: JournalEntry, in journal: Journal, _ change: (inout Share) -> Void) {
        state.withLock { state in
            guard var share = state.mine[entry.share] else { return }
            change(&share)
            state.mine[entry.share] = share
            release(entry.share, &state, in: journal)
        }
    }

    /// Gives a share away, if it is to be given away and nothing stands against it.
    private func release(_ number: Int, _ state: inout State, in journal: Journal) {
        guard let share = state.mine[number], state.isLeaving || state.releasing.contains(number) else { return }
        // Nothing begins any more when the process leaves.
        guard state.isLeaving ? share.begun.isEmpty : share.open.isEmpty else { return }
        state.mine[number] = nil
        state.releasing.remove(number)
        // Behind the removal of what was handled.
        journal.handling.submit { $0.remove(at: StoreKey(journal.claimTable, "\(number)")) }
    }

    /// Passes nothing on any more, and gives away what is not being handled.
    func leave(in journal: Journal) {
        state.withLock { state in
            state.isLeaving = true
            for number in state.mine.keys.sorted() { release(number, &state, in: journal) }
        }
    }

    // MARK: Taking part

    /// Takes part until the end, or until another account follows.
    func run(_ journal: Journal, on core: ClientCore, for generation: UInt64) async {
        if hasBegun {
            // What was handled is not to come again, and what was not is still in the journal.
            guard await journal.handling.commit({ _ in }) else { return }
            forget(in: journal)
        }
        var shares = JournalShares(own: name)
        var last: String?
        var nextRound = time.now()
        var busyUntil = time.now()
        var rescans: UInt64 = 0
        while !isOver, core.currentGeneration == generation {
            await core.updates.waitForRoom()
            do throws(StoreError) {
                if !hasBegun {
                    guard case .held = try await journal.handling.lease.acquire() else { continue }
                    state.withLock { $0.hasBegun = true }
                }
                if time.now() >= nextRound {
                    try await look(&shares, journal)
                    let asked = try await journal.rescans()
                    if asked != rescans { state.withLock { $0.needsScan = true } }
                    rescans = asked
                    if state.withLock({ $0.needsScan }) {
                        try await scan(journal, core, upTo: last, for: generation)
                        state.withLock { $0.needsScan = false }
                    }
                    nextRound = time.now() + Self.round
                }
                if try await read(journal, core, after: &last, for: generation) {
                    busyUntil = time.now() + Self.busyTime
                }
                let pause = time.now() < busyUntil ? Self.pauses.busy : Self.pauses.idle
                await alarm.sleep(until: time.now() + pause)
            } catch {
                if case .closed = error { return }
                await alarm.sleep(until: time.now() + Self.round)
            }
        }
    }

    /// Forgets what was passed on to handlers of an earlier account.
    private func forget(in journal: Journal) {
        state.withLock { state in
            state.needsScan = true
            for number in state.mine.keys.sorted() {
                state.mine[number] = Share()
                release(number, &state, in: journal)
            }
        }
    }

    var isOver: Bool { Task.isCancelled || state.withLock { $0.isStopped || $0.isLeaving } }

    /// Looks at the other processes, and takes and gives away shares.
    private func look(_ shares: inout JournalShares, _ journal: Journal) async throws(StoreError) {
        let store = journal.store
        let table = journal.claimTable
        // First the claims: who claims is there before.
        var claims: [Int: String] = [:]
        for entry in try await store.entries(in: table, prefix: "", after: nil, limit: 2 * JournalShares.count) {
            guard let share = Int(entry.name), (0..<JournalShares.count).contains(share) else { continue }
            claims[share] = String(decoding: entry.value, as: UTF8.self)
        }
        try await recover(claims, journal)
        let prefix = Self.prefix(of: journal.configuration.name)
        let members = try await LeaseMember.all(prefix, in: store)
        let plan = shares.plan(
            members, claims, releasing: state.withLock { $0.releasing }, silence: StoreLease.defaultDuration,
            at: time.now())
        for member in plan.ended {
            var batch = StoreBatch()
            member.end(in: &batch)
            for (share, owner) in claims where owner == member.name {
                let key = StoreKey(table, "\(share)")
                batch.require(Array(owner.utf8), at: key)
                batch.remove(at: key)
            }
            guard journal.handling.lease.guarding(&batch) else { return }
            _ = try await store.commit(batch)
        }
        for share in plan.claimed {
            let key = StoreKey(table, "\(share)")
            var batch = StoreBatch()
            batch.require(claims[share].map { Array($0.utf8) }, at: key)
            if let owner = claims[share] { LeaseMember.requireNone(owner, in: &batch) }
            batch.put(Array(name.utf8), at: key)
            guard journal.handling.lease.guarding(&batch) else { return }
            guard try await store.commit(batch) else { continue }
            take(share, in: journal)
        }
        if !plan.released.isEmpty {
            state.withLock { state in
                for share in plan.released where state.mine[share] != nil {
                    state.releasing.insert(share)
                    release(share, &state, in: journal)
                }
            }
        }
    }

    /// Takes the shares that the store says are this process's, though it never learned that it got them.
    private func recover(_ claims: [Int: String], _ journal: Journal) async throws(StoreError) {
        let lost = state.withLock { state in
            claims.keys.filter { claims[$0] == name && state.mine[$0] == nil }.sorted()
        }
        // What was given away may not be written yet.
        guard !lost.isEmpty, await journal.handling.commit({ _ in }) else { return }
        for share in lost {
            let owner = try await journal.store.value(at: StoreKey(journal.claimTable, "\(share)"))
            if owner == Array(name.utf8) { take(share, in: journal) }
        }
    }

    /// Takes note of a share that is this process's now.
    private func take(_ share: Int, in journal: Journal) {
        state.withLock { state in
            if state.mine[share] == nil { state.mine[share] = Share() }
            state.needsScan = true
            if state.isLeaving { release(share, &state, in: journal) }
        }
    }

    /// Passes on what there is of this process's shares that was not passed on yet.
    private func scan(
        _ journal: Journal, _ core: ClientCore, upTo last: String?, for generation: UInt64
    ) async throws(StoreError) {
        let known = state.withLock { state in state.mine.values.reduce(into: Set()) { $0.formUnion($1.open) } }
        // What was handled is not to come again.
        guard await journal.handling.commit({ _ in }) else { return }
        journal.addAttempts(try await journal.storedAttempts())
        var after: String?
        while let last {
            let page = try await journal.store.entries(
                in: journal.entryTable, prefix: "", after: after, limit: Self.pageSize)
            for entry in page where entry.name <= last { pass(entry, journal, core, for: generation, but: known) }
            guard page.count == Self.pageSize, let end = page.last, end.name < last, !isOver else { return }
            after = end.name
            await core.updates.waitForRoom()
        }
    }

    /// Passes on what is new.
    ///
    /// - Returns: Whether there was anything.
    private func read(
        _ journal: Journal, _ core: ClientCore, after last: inout String?, for generation: UInt64
    ) async throws(StoreError) -> Bool {
        var isNew = false
        while !isOver {
            let page = try await journal.store.entries(
                in: journal.entryTable, prefix: "", after: last, limit: Self.pageSize)
            for entry in page { pass(entry, journal, core, for: generation) }
            if let end = page.last { last = end.name }
            isNew = isNew || !page.isEmpty
            if page.count < Self.pageSize { break }
            await core.updates.waitForRoom()
        }
        return isNew
    }

    private func pass(
        _ stored: StoreEntry, _ journal: Journal, _ core: ClientCore, for generation: UInt64,
        but known: Set<UInt64> = []
    ) {
        guard var entry = JournalEntry(name: stored.name), !known.contains(entry.number) else { return }
        let isMine = state.withLock { state in
            guard !state.isLeaving, !state.releasing.contains(entry.share) else { return false }
            return state.mine[entry.share]?.open.insert(entry.number).inserted ?? false
        }
        guard isMine else { return }
        guard let update = JournaledUpdate(stored.value) else {
            // Another version wrote it; it is kept for that one.
            return journal.bury(entry, stored.value)
        }
        entry.place = update.place
        core.learn(users: update.users, chats: update.chats, for: generation)
        core.updates.append([update.update(core)], [], for: generation, journal: [entry])
        core.reportNeglect()
    }
}
