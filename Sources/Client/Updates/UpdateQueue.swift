// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramMessageBox

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
    struct Ticket: Sendable {
        let update: Update
        let isQuery: Bool
        /// Its place among those of its kind.
        fileprivate let number: UInt64
        fileprivate let serial: UInt64
        fileprivate let generation: UInt64
        /// Where it is in the journal, if it is.
        fileprivate(set) var journal: JournalEntry?
    }

    /// What is to be stored when all updates up to a number are handled.
    private struct Mark: Sendable {
        let number: UInt64
        var changes: [MessageBoxState.Change]
    }

    private struct Waiter {
        let id: UInt64
        let kind: Kind
        /// The task that begins the update with taking it; `nil` if it begins later.
        let beginner: Int?
        let continuation: CheckedContinuation<Ticket?, Never>
    }

    private struct Producer {
        let id: UInt64
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Drainer {
        let id: UInt64
        let task: Int?
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var phase = Phase.delivering
        /// Counts the accounts: what was taken for an earlier one means nothing any more.
        var generation: UInt64 = 0
        var isClaimed = false
        /// Whether anything ever asked for an update, or the log says that nothing does.
        var isReadOrReported = false
        var queries = UpdateLane()
        var ordered = UpdateLane()
        var waiters: [Waiter] = []
        var drainers: [Drainer] = []
        /// Who waits for room, the longest first.
        var producers: [Producer] = []
        var lastID: UInt64 = 0
        var lastNumber: UInt64 = 0
        /// The numbers of ordered updates that were taken and not handled yet, in their order.
        var open: [UInt64] = []
        /// The updates that are being handled, and by which task.
        var active: [UInt64: Int] = [:]
        var marks = FIFO<Mark>()
        /// How many updates waited at the end.
        var discarded = (ordered: 0, queries: 0)

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }

        mutating func takeProducers() -> [Producer] {
            defer { producers = [] }
            return producers
        }
    }

    /// How many states wait to be stored before they are joined.
    private static let markCapacity = 1_024

    private let capacity: Int
    private let queryCapacity: Int
    private let store: @Sendable ([MessageBoxState.Change]) -> Void
    private let roomForQueries: @Sendable () -> Void
    private let storesBefore: Bool
    private let handled: @Sendable (JournalEntry) -> Void
    private let state = Lock(State())

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - capacity: How many updates may wait before the producer has to.
    ///   - queryCapacity: How many queries may wait before the producer keeps them.
    ///   - storesBefore: Whether the state is stored before updates are handled, so that none is handled twice.
    ///   - roomForQueries: Called when there is room for queries again.
    ///   - handled: Called for each update of the journal that was handled.
    ///   - store: Stores how far the updates have been handled; it is called under the queue's lock, so that states are
    ///     stored in their order, and must not come back to the queue.
    init(
        capacity: Int, queryCapacity: Int = .max, storesBefore: Bool,
        roomForQueries: @escaping @Sendable () -> Void = {},
        handled: @escaping @Sendable (JournalEntry) -> Void = { _ in },
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
        deliver { state in
            guard state.phase != .stopped, generation ?? state.generation == state.generation else { return }
            for (index, update) in updates.enumerated() {
                state.lastNumber += 1
                let entry = index < journal.count ? journal[index] : nil
                state.ordered.append(.init(update: update, number: state.lastNumber, journal: entry))
            }
            if !changes.isEmpty { mark(changes, &state) }
            settle(&state)
        }
    }

    /// Whether there is room for a query.
    var hasRoomForQueries: Bool { state.withLock { $0.queries.count < queryCapacity } }

    /// Waits until fewer updates wait than the capacity; ends as well when the queue is stopped or the task cancelled.
    ///
    /// All who wait go on when there is room: a journal that is shared has several who write.
    func waitForRoom() async {
        let id = state.withLock { $0.makeID() }
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
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

    // MARK: The ends

    var phase: Phase { state.withLock { $0.phase } }

    /// Gives nothing out any more; what was begun may be finished.
    func stopDelivering() {
        end(.draining)
    }

    /// Ends the updates: nothing is given out, and nothing counts as handled.
    func finish() {
        end(.stopped)
    }

    private func end(_ phase: Phase) {
        let (waiters, drainers, producers) = state.withLock { state in
            if state.phase != .stopped { state.phase = phase }
            let isStopped = state.phase == .stopped
            defer {
                state.waiters = []
                if isStopped { state.drainers = [] }
            }
            return (state.waiters, isStopped ? state.drainers : [], isStopped ? state.takeProducers() : [])
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
        for drainer in drainers { drainer.continuation.resume() }
        for producer in producers { producer.continuation.resume() }
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
        state.withLock { $0.phase = .delivering }
    }

    /// Forgets everything, because another account follows.
    ///
    /// - Parameter generation: The number of the account; what comes or is finished for another one counts no more.
    func reset(_ generation: UInt64) {
        let producers = state.withLock { state in
            state.generation = generation
            state.queries = UpdateLane()
            state.ordered = UpdateLane()
            state.open = []
            state.marks = FIFO()
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
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let isBusy = state.active.values.contains { $0 != caller }
                    if !isBusy || state.phase == .stopped || Task.isCancelled { return true }
                    state.drainers.append(Drainer(id: id, task: caller, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let drainer = state.withLock { state in
                state.drainers.firstIndex { $0.id == id }.map { state.drainers.remove(at: $0) }
            }
            drainer?.continuation.resume()
        }
    }

    // MARK: The consumers

    /// Takes the updates for a dispatcher.
    ///
    /// - Returns: Whether no other one takes them.
    func claim() -> Bool {
        state.withLock { state in
            defer { state.isClaimed = true }
            return !state.isClaimed
        }
    }

    /// Whether many updates wait that nothing ever asked for; once only.
    func reportsNeglect(of count: Int = 64) -> Bool {
        state.withLock { state in
            guard !state.isReadOrReported, state.ordered.count >= count else { return false }
            state.isReadOrReported = true
            return true
        }
    }

    /// Whether a dispatcher takes the updates.
    var isClaimed: Bool { state.withLock { $0.isClaimed } }

    /// Lets another dispatcher take the updates.
    func release() {
        state.withLock { $0.isClaimed = false }
    }

    /// How many updates came so far that are no queries.
    var orderedCount: UInt64 { state.withLock { $0.lastNumber } }

    /// How many updates are being handled.
    var activeCount: Int { state.withLock { $0.active.count } }
    /// How many states wait to be stored.
    var markCount: Int { state.withLock { $0.marks.count } }

    /// How many updates wait that are no queries, or waited at the end.
    var waitingCount: Int { state.withLock { $0.ordered.count + $0.discarded.ordered } }

    /// How many queries wait, or waited at the end.
    var queryCount: Int { state.withLock { $0.queries.count + $0.discarded.queries } }

    /// Waits for the next update; `nil` at the end, or when the task is cancelled.
    ///
    /// - Parameters:
    ///   - kind: Which updates.
    ///   - begins: Whether the update is begun with that.
    /// - Returns: The update.
    func next(_ kind: Kind = .any, begins: Bool = false) async -> Ticket? {
        defer { state.synchronize() }
        let beginner = begins ? (TaskIdentity.current ?? 0) : nil
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(id: id, kind: kind, beginner: beginner, continuation: continuation)
                if Task.isCancelled { return continuation.resume(returning: nil) }
                deliver { state in
                    state.isReadOrReported = true
                    state.waiters.append(waiter)
                }
                // The task may have been cancelled before the waiter was there.
                if Task.isCancelled { remove(id)?.resume(returning: nil) }
            }
        } onCancel: {
            remove(id)?.resume(returning: nil)
        }
    }

    private func remove(_ id: UInt64) -> CheckedContinuation<Ticket?, Never>? {
        state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
        }
    }

    /// Begins to handle an update that was taken.
    ///
    /// - Returns: Whether it may be handled; if not, it is to be given back.
    func begin(_ ticket: Ticket) -> Bool {
        let task = TaskIdentity.current ?? 0
        return state.withLock { state in
            guard state.phase == .delivering, ticket.generation == state.generation else { return false }
            begin(ticket, by: task, &state)
            return true
        }
    }

    private func begin(_ ticket: Ticket, by task: Int, _ state: inout State) {
        state.active[ticket.serial] = task
        guard storesBefore, !ticket.isQuery else { return }
        state.open.remove(ticket.number)
        settle(&state)
    }

    /// Notes that an update was handled.
    func finish(_ ticket: Ticket) {
        deliver { state in
            state.active[ticket.serial] = nil
            guard state.phase != .stopped, ticket.generation == state.generation, !ticket.isQuery else { return }
            if let entry = ticket.journal { handled(entry) }
            state.open.remove(ticket.number)
            settle(&state)
        }
    }

    /// Puts an update back to its place, because it was not handled.
    ///
    /// Where each update is handled at most once, one that was begun is gone.
    func giveBack(_ ticket: Ticket) {
        deliver { state in
            let wasBegun = state.active.removeValue(forKey: ticket.serial) != nil
            guard ticket.generation == state.generation else { return }
            let entry = UpdateLane.Entry(update: ticket.update, number: ticket.number, journal: ticket.journal)
            // Nobody is to come for it any more.
            if state.phase == .stopped {
                if ticket.isQuery { state.discarded.queries += 1 } else { state.discarded.ordered += 1 }
                return
            }
            if ticket.isQuery { return state.queries.giveBack(entry) }
            guard !(storesBefore && wasBegun) else { return }
            state.open.remove(ticket.number)
            state.ordered.giveBack(entry)
        }
    }

    // MARK: Everything under the lock

    /// Changes something, and gives out what can be given out afterwards.
    private func deliver(_ change: (inout State) -> Void) {
        let (woken, ended, drainers, producers, hasRoom) = state.withLock { state in
            let hadRoom = state.queries.count < queryCapacity
            change(&state)
            var woken: [(Waiter, Ticket)] = []
            var ended: [Waiter] = []
            if state.phase == .delivering {
                var index = 0
                while index < state.waiters.count {
                    guard let ticket = take(state.waiters[index].kind, &state) else {
                        index += 1
                        continue
                    }
                    let waiter = state.waiters.remove(at: index)
                    if let task = waiter.beginner { begin(ticket, by: task, &state) }
                    woken.append((waiter, ticket))
                }
            } else {
                ended = state.waiters
                state.waiters = []
            }
            var drainers: [Drainer] = []
            if !state.drainers.isEmpty {
                let tasks = Set(state.active.values)
                drainers = state.drainers.filter { drainer in !tasks.contains { $0 != drainer.task } }
                state.drainers.removeAll { drainer in drainers.contains { $0.id == drainer.id } }
            }
            let producers = state.ordered.count < capacity ? state.takeProducers() : []
            return (woken, ended, drainers, producers, !hadRoom && state.queries.count < queryCapacity)
        }
        for (waiter, ticket) in woken { waiter.continuation.resume(returning: ticket) }
        for waiter in ended { waiter.continuation.resume(returning: nil) }
        for drainer in drainers { drainer.continuation.resume() }
        for producer in producers { producer.continuation.resume() }
        if hasRoom { roomForQueries() }
    }

    private func take(_ kind: Kind, _ state: inout State) -> Ticket? {
        if kind.includes(queries: true), let entry = state.queries.popFirst() {
            return Ticket(
                update: entry.update, isQuery: true, number: entry.number, serial: state.makeID(),
                generation: state.generation)
        }
        guard kind.includes(queries: false), let entry = state.ordered.popFirst() else { return nil }
        state.open.insert(entry.number)
        return Ticket(
            update: entry.update, isQuery: false, number: entry.number, serial: state.makeID(),
            generation: state.generation, journal: entry.journal)
    }

    /// Takes note of what to store when all that was appended is handled.
    ///
    /// If too much waits, for example because nobody reads, newer changes take the place of older ones: what is stored
    /// later is stored for both.
    private func mark(_ changes: [MessageBoxState.Change], _ state: inout State) {
        guard let last = state.marks.last, last.number == state.lastNumber || state.marks.count >= Self.markCapacity
        else { return state.marks.append(Mark(number: state.lastNumber, changes: changes)) }
        var newest = MessageBoxState.Latest()
        for change in last.changes + changes { newest.take(change) }
        state.marks.last = Mark(number: state.lastNumber, changes: newest.changes)
    }

    /// Stores what can be stored now.
    private func settle(_ state: inout State) {
        let first = min(state.open.first ?? .max, state.ordered.firstNumber ?? .max)
        var settled: [MessageBoxState.Change] = []
        while let mark = state.marks.first, mark.number < first {
            settled += mark.changes
            _ = state.marks.popFirst()
        }
        if !settled.isEmpty { store(settled) }
    }
}

/// Tells tasks apart.
enum TaskIdentity {
    /// A number that no other running task has; `nil` outside of tasks.
    static var current: Int? { withUnsafeCurrentTask { $0?.hashValue } }
}

extension [UInt64] {
    /// Inserts a number into an ordered list.
    fileprivate mutating func insert(_ number: UInt64) {
        if let last, last > number {
            insert(number, at: partitionIndex { $0 > number })
        } else {
            append(number)
        }
    }

    /// Removes a number from an ordered list.
    fileprivate mutating func remove(_ number: UInt64) {
        let index = partitionIndex { $0 >= number }
        if index < count, self[index] == number { remove(at: index) }
    }
}

extension MessageBoxState {
    /// The newest of several changes of each part.
    fileprivate struct Latest {
        private var account: Change?
        private var channels: [Int64: Change] = [:]

        mutating func take(_ change: Change) {
            switch change {
            case .account: account = change
            case .channel(let id, _): channels[id] = change
            }
        }

        var changes: [Change] { [account].compactMap(\.self) + channels.values }
    }
}
