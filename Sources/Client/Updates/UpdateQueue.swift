// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox
import Synchronization

/// Updates on their way to the program, and what to store when it has handled them.
///
/// Queries, to which somebody waits for an answer, have a place of their own and go first. The queue never drops anything:
/// its producers wait for ``waitForRoom()``, and what waits there heals itself by a difference.
///
/// An update is taken, begun, and then finished or given back. Only what is finished while the queue is not stopped, or
/// begun where each update is handled at most once, counts as handled.
final class UpdateQueue: Sendable {
    /// Which updates somebody waits for.
    enum Kind: Sendable {
        case any
        case queries
        case ordered

        func includes(queries: Bool) -> Bool {
            switch self {
            case .any: true
            case .queries: queries
            case .ordered: !queries
            }
        }
    }

    /// How far the client is on its way to its end.
    enum Phase: Sendable {
        /// Updates are given out.
        case delivering
        /// None is given out or begun any more; those that were begun may be finished.
        case draining
        /// Nothing counts as handled any more.
        case stopped
    }

    /// An update that was taken.
    final class Ticket: Sendable {
        let update: Update
        let isQuery: Bool
        // Half of it is enough to tell accounts apart.
        let shortGeneration: UInt32
        /// Its place among those of its kind.
        let number: UInt64
        let serial: UInt64
        let journaled: Journaled?
        /// What it stands for, if that is several updates.
        let parts: [Ticket]

        init(
            update: Update, isQuery: Bool, number: UInt64, serial: UInt64, generation: UInt64, journal: Journaled?,
            parts: [Ticket] = []
        ) {
            (self.update, self.isQuery, self.number) = (update, isQuery, number)
            (self.serial, journaled, self.parts) = (serial, journal, parts)
            shortGeneration = UInt32(truncatingIfNeeded: generation)
        }

        /// Where it is in the journal, if it is.
        var journal: JournalEntry? { journaled?.entry }
        var isInJournal: Bool { journaled != nil }

        /// Whether it came for an account.
        func isOf(_ generation: UInt64) -> Bool { shortGeneration == UInt32(truncatingIfNeeded: generation) }
    }

    /// Where an update is in the journal: an object, as most updates are in none, and many may wait.
    final class Journaled: Sendable {
        let entry: JournalEntry

        init(_ entry: JournalEntry) { self.entry = entry }
    }

    struct Waiter {
        let id: UInt64
        let kind: Kind
        /// How many updates it takes at most.
        let limit: Int
        /// The task that begins the updates with taking them; `nil` if it begins later.
        let beginner: Int?
        let continuation: TaskContinuation<[Ticket]>
    }

    struct Producer {
        let id: UInt64
        let continuation: TaskContinuation<Void>
    }

    struct State {
        var phase = Phase.delivering
        /// Counts the accounts: what was taken for an earlier one means nothing any more.
        var generation: UInt64 = 0
        var isClaimed = false
        /// Whether anything ever asked for an update, or the log says that nothing does.
        var isReadOrReported = false
        var queries = UpdateLane()
        var ordered = UpdateLane()
        var waiters: [Waiter] = []
        /// Called once, when there is something to take, or will never be.
        var watcher: (@Sendable () -> Void)?
        /// Who waits for room, the longest first.
        var producers: [Producer] = []
        var lastID: UInt64 = 0
        var lastNumber: UInt64 = 0
        var ledger = HandledLedger()
        var active = ActiveUpdates()
        /// How many updates waited at the end.
        var discarded = (ordered: 0, queries: 0)

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }

        /// Who is to be told now that there is something to take, or will never be.
        mutating func takeWatcher() -> (@Sendable () -> Void)? {
            guard watcher != nil, phase != .delivering || ordered.count > 0 || queries.count > 0 else { return nil }
            return watcher.take()
        }

        mutating func takeProducers() -> [Producer] {
            defer { producers = [] }
            return producers
        }
    }

    private let capacity: Int
    private let queryCapacity: Int
    private let store: @Sendable ([MessageBoxState.Change]) -> Void
    let roomForQueries: @Sendable () -> Void
    let storesBefore: Bool
    let handled: @Sendable ([JournalEntry]) -> Void
    let state = Lock(State())
    /// Whether the queue is stopped, for those that look often and act on it late anyway.
    let stopFlag = Atomic(false)
    private let inlineTapsReference = AtomicLazyReference<InlineQueryTaps>()
    /// Those who look at queries of the inline mode.
    var inlineTaps: InlineQueryTaps {
        inlineTapsReference.load() ?? inlineTapsReference.storeIfNil(InlineQueryTaps())
    }

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - capacity: How many updates may wait before the producer has to.
    ///   - queryCapacity: How many queries may wait before the producer keeps them.
    ///   - storesBefore: Whether the state is stored before updates are handled, so that none is handled twice.
    ///   - roomForQueries: Called when there is room for queries again.
    ///   - handled: Called for what was handled of the journal: an update, or all messages of an album.
    ///   - store: Stores how far the updates have been handled; it is called under the queue's lock, so that states are
    ///     stored in their order, and must not come back to the queue.
    init(
        capacity: Int, queryCapacity: Int = .max, storesBefore: Bool,
        roomForQueries: @escaping @Sendable () -> Void = {},
        handled: @escaping @Sendable ([JournalEntry]) -> Void = { _ in },
        store: @escaping @Sendable ([MessageBoxState.Change]) -> Void
    ) {
        self.capacity = capacity
        self.queryCapacity = queryCapacity
        self.storesBefore = storesBefore
        self.roomForQueries = roomForQueries
        self.handled = handled
        self.store = store
    }

    // MARK: The producer

    /// Appends a query.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - generation: Which account it came for; `nil` for the one of now.
    func append(query: Update, for generation: UInt64? = nil) {
        deliver { state in
            guard state.phase != .stopped, generation ?? state.generation == state.generation else { return }
            state.queries.append(.init(update: query, number: state.makeID()))
        }
        inlineTapsReference.load()?.note(query)
    }

    /// Appends updates with what to store when they are handled.
    ///
    /// - Parameters:
    ///   - updates: The updates in their order.
    ///   - changes: What to store.
    ///   - generation: Which account they came for; `nil` for the one of now.
    ///   - journal: Where the updates are in the journal, if they are.
    func append(
        _ updates: [Update], _ changes: [MessageBoxState.Change], for generation: UInt64? = nil,
        journal: [JournalEntry] = []
    ) {
        append([Batch(updates: updates, changes: changes, journal: journal)], for: generation)
    }

    /// Updates, with what to store when they are handled.
    struct Batch {
        var updates: [Update]
        var changes: [MessageBoxState.Change]
        /// Where the updates are in the journal, if they are.
        var journal: [JournalEntry] = []
    }

    /// Appends several batches, in their order.
    func append(_ batches: [Batch], for generation: UInt64?) {
        deliver { state in
            guard state.phase != .stopped, generation ?? state.generation == state.generation else { return }
            for batch in batches {
                state.ordered.reserve(batch.updates.count)
                for (index, update) in batch.updates.enumerated() {
                    state.lastNumber += 1
                    let entry = index < batch.journal.count ? Journaled(batch.journal[index]) : nil
                    state.ordered.append(.init(update: update, number: state.lastNumber, journal: entry))
                }
                if !batch.changes.isEmpty { state.ledger.mark(batch.changes, upTo: state.lastNumber) }
            }
            settle(&state)
        }
        guard let taps = inlineTapsReference.load() else { return }
        for batch in batches { for update in batch.updates { taps.note(update) } }
    }

    /// Whether there is room for a query.
    var hasRoomForQueries: Bool { state.withLock { $0.queries.count < queryCapacity } }

    /// Waits until fewer updates wait than the capacity; ends as well when the queue is stopped or the task cancelled.
    ///
    /// All who wait go on when there is room: a journal that is shared has several who write.
    func waitForRoom() async {
        let (id, hasRoom) = state.withLock { ($0.makeID(), $0.ordered.count < capacity) }
        if hasRoom { return }
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withTaskContinuation { continuation in
                let goesOn = state.withLock { state in
                    if Task.isCancelled || state.phase == .stopped || state.ordered.count < capacity { return true }
                    state.producers.append(Producer(id: id, continuation: continuation))
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let producer = state.withLock { state in
                state.producers.firstIndex { $0.id == id }.map { state.producers.remove(at: $0) }
            }
            producer?.continuation.resume()
        }
    }

    /// How many wait for room.
    var producerCount: Int { state.withLock { $0.producers.count } }

    // MARK: Everything under the lock

    /// Changes something, and gives out what can be given out afterwards.
    func deliver(_ change: (inout State) -> Void) {
        let results = state.withLock { state in
            let hadRoom = state.queries.count < queryCapacity
            change(&state)
            return giveOut(&state, hadRoom: hadRoom)
        }
        resume(results)
    }

    /// Takes at once what is there.
    ///
    /// - Parameters:
    ///   - kind: Which updates.
    ///   - limit: How many at most.
    ///   - beginner: The task that begins them with that; `nil` if they begin later.
    /// - Returns: The updates; empty as well if the caller's task is cancelled.
    func takeNow(_ kind: Kind, atMost limit: Int, by beginner: Int?) -> [Ticket] {
        guard !Task.isCancelled else { return [] }
        let (tickets, results) = state.withLock { state -> ([Ticket], Results) in
            let hadRoom = state.queries.count < queryCapacity
            state.isReadOrReported = true
            guard state.phase == .delivering else { return ([], Results()) }
            let tickets = take(kind, atMost: limit, by: beginner, &state)
            return (tickets, tickets.isEmpty ? Results() : giveOut(&state, hadRoom: hadRoom))
        }
        resume(results)
        return tickets
    }

    /// Who goes on when the lock is free again.
    private struct Results: Sendable {
        var woken: [(Waiter, [Ticket])] = []
        var ended: [Waiter] = []
        var drainers: [ActiveUpdates.Drainer] = []
        var producers: [Producer] = []
        var watcher: (@Sendable () -> Void)?
        var hasRoom = false
    }

    private func giveOut(_ state: inout State, hadRoom: Bool) -> Results {
        var results = Results()
        if !state.waiters.isEmpty {
            if state.phase == .delivering {
                var index = 0
                while index < state.waiters.count {
                    let waiter = state.waiters[index]
                    let tickets = take(waiter.kind, atMost: waiter.limit, by: waiter.beginner, &state)
                    if tickets.isEmpty {
                        index += 1
                    } else {
                        state.waiters.remove(at: index)
                        results.woken.append((waiter, tickets))
                    }
                }
            } else {
                results.ended = state.waiters
                state.waiters = []
            }
        }
        if !state.producers.isEmpty, state.ordered.count < capacity { results.producers = state.takeProducers() }
        results.watcher = state.takeWatcher()
        results.drainers = state.active.takeReleased()
        results.hasRoom = !hadRoom && state.queries.count < queryCapacity
        return results
    }

    private func resume(_ results: Results) {
        for (waiter, tickets) in results.woken { waiter.continuation.resume(returning: tickets) }
        for waiter in results.ended { waiter.continuation.resume(returning: []) }
        for drainer in results.drainers { drainer.continuation.resume() }
        for producer in results.producers { producer.continuation.resume() }
        results.watcher?()
        if results.hasRoom { roomForQueries() }
    }

    private func take(_ kind: Kind, atMost limit: Int, by beginner: Int?, _ state: inout State) -> [Ticket] {
        var tickets: [Ticket] = []
        while tickets.count < limit, let ticket = take(kind, &state) {
            if let beginner { begin(ticket, by: beginner, &state) }
            tickets.append(ticket)
        }
        return tickets
    }

    private func take(_ kind: Kind, _ state: inout State) -> Ticket? {
        if kind.includes(queries: true), let entry = state.queries.popFirst() {
            return Ticket(
                update: entry.update, isQuery: true, number: entry.number, serial: state.makeID(),
                generation: state.generation, journal: nil)
        }
        guard kind.includes(queries: false), let entry = state.ordered.popFirst() else { return nil }
        state.ledger.open(entry.number)
        return Ticket(
            update: entry.update, isQuery: false, number: entry.number, serial: state.makeID(),
            generation: state.generation, journal: entry.journaled)
    }

    /// Begins an update for a task.
    func begin(_ ticket: Ticket, by task: Int, _ state: inout State) {
        guard ticket.parts.isEmpty else {
            for part in ticket.parts { begin(part, by: task, &state) }
            return
        }
        state.active.begin(ticket.serial, by: task)
        guard storesBefore, !ticket.isQuery else { return }
        state.ledger.close(ticket.number)
        settle(&state)
    }

    /// Stores what can be stored now.
    func settle(_ state: inout State) {
        let settled = state.ledger.settle(before: state.ordered.firstNumber)
        if !settled.isEmpty { store(settled) }
    }
}
