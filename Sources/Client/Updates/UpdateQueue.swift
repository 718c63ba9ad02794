// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox

/// Updates on their way to the program, and what to store when it has handled them.
///
/// Queries, to which somebody waits for an answer, have a place of their own and go first. The queue never drops anything:
/// whoever fills it waits for ``waitForRoom()``, and what waits there heals itself by a difference.
final class UpdateQueue: Sendable {
    /// An update, to be reported as handled.
    struct Ticket: Sendable {
        let update: Update
        fileprivate let number: UInt64
    }

    private struct Entry: Sendable {
        let update: Update
        /// Present only for updates with a place in an order.
        let number: UInt64
    }

    /// What is to be stored when all updates up to a number are handled.
    private struct Mark: Sendable {
        let number: UInt64
        var changes: [MessageBoxState.Change]
    }

    private struct State {
        var queries: [Update] = []
        var ordered: [Entry] = []
        var start = 0
        var waiters: [(id: UInt64, continuation: CheckedContinuation<Ticket?, Never>)] = []
        var lastWaiter: UInt64 = 0
        var producer: CheckedContinuation<Void, Never>?
        var isFinished = false
        var lastNumber: UInt64 = 0
        /// The numbers of updates that were taken and not handled yet.
        var open: Set<UInt64> = []
        var marks: [Mark] = []

        var count: Int { ordered.count - start }

        mutating func pop() -> Ticket? {
            if !queries.isEmpty { return Ticket(update: queries.removeFirst(), number: 0) }
            guard start < ordered.count else { return nil }
            let entry = ordered[start]
            start += 1
            open.insert(entry.number)
            if start > 64, start * 2 > ordered.count {
                ordered.removeFirst(start)
                start = 0
            }
            return Ticket(update: entry.update, number: entry.number)
        }

        /// Takes note of what to store when all that was appended is handled.
        ///
        /// If too much waits, for example because nobody reads, newer changes take the place of older ones: what is stored
        /// later is stored for both.
        mutating func mark(_ changes: [MessageBoxState.Change]) {
            guard let last = marks.last, last.number == lastNumber || marks.count >= UpdateQueue.markCapacity else {
                return marks.append(Mark(number: lastNumber, changes: changes))
            }
            var newest = MessageBoxState.Latest()
            for change in last.changes + changes { newest.take(change) }
            marks[marks.count - 1] = Mark(number: lastNumber, changes: newest.changes)
        }

        /// What can be stored now.
        mutating func takeSettled() -> [MessageBoxState.Change] {
            let waiting = start < ordered.count ? ordered[start].number : .max
            let first = min(open.min() ?? .max, waiting)
            let settled = marks.prefix { $0.number < first }
            marks.removeFirst(settled.count)
            return settled.flatMap(\.changes)
        }
    }

    /// How many states wait to be stored before they are joined.
    private static let markCapacity = 1_024

    private let capacity: Int
    private let store: @Sendable ([MessageBoxState.Change]) -> Void
    private let storesBefore: Bool
    private let state = Lock(State())

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - capacity: How many updates may wait before the producer has to.
    ///   - storesBefore: Whether the state is stored before updates are handled, so that none is handled twice.
    ///   - store: Stores how far the updates have been handled.
    init(capacity: Int, storesBefore: Bool, store: @escaping @Sendable ([MessageBoxState.Change]) -> Void) {
        self.capacity = capacity
        self.storesBefore = storesBefore
        self.store = store
    }

    // MARK: The producer

    /// Appends a query.
    func append(query: Update) {
        let waiter: CheckedContinuation<Ticket?, Never>? = state.withLock { state in
            if state.isFinished { return nil }
            if !state.waiters.isEmpty { return state.waiters.removeFirst().continuation }
            state.queries.append(query)
            return nil
        }
        waiter?.resume(returning: Ticket(update: query, number: 0))
    }

    /// Appends updates with what to store when they are handled.
    func append(_ updates: [Update], _ changes: [MessageBoxState.Change]) {
        if storesBefore, !changes.isEmpty { store(changes) }
        let (woken, settled) = state.withLock {
            state -> ([(CheckedContinuation<Ticket?, Never>, Ticket)], [MessageBoxState.Change]) in
            if state.isFinished { return ([], []) }
            for update in updates {
                state.lastNumber += 1
                state.ordered.append(Entry(update: update, number: state.lastNumber))
            }
            if !storesBefore, !changes.isEmpty { state.mark(changes) }
            var woken: [(CheckedContinuation<Ticket?, Never>, Ticket)] = []
            while !state.waiters.isEmpty, let ticket = state.pop() {
                woken.append((state.waiters.removeFirst().continuation, ticket))
            }
            return (woken, state.takeSettled())
        }
        for (waiter, ticket) in woken { waiter.resume(returning: ticket) }
        if !settled.isEmpty { store(settled) }
    }

    /// Waits until fewer updates wait than the capacity; ends as well when the queue is finished or the task cancelled.
    func waitForRoom() async {
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if Task.isCancelled || state.isFinished || state.count < capacity { return true }
                    state.producer = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.producer.take() }?.resume()
        }
    }

    /// Ends the updates.
    func finish() {
        let (waiters, producer) = state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return (state.waiters.map(\.continuation), state.producer.take())
        }
        for waiter in waiters { waiter.resume(returning: nil) }
        producer?.resume()
    }

    // MARK: The consumers

    /// How many states wait to be stored.
    var markCount: Int { state.withLock { $0.marks.count } }

    /// How many updates wait that are no queries.
    var waitingCount: Int { state.withLock { $0.count } }

    /// How many queries wait.
    var queryCount: Int { state.withLock { $0.queries.count } }

    /// Says that an update was handled.
    func finish(_ ticket: Ticket) {
        guard ticket.number > 0 else { return }
        let settled = state.withLock { state in
            state.open.remove(ticket.number)
            return state.takeSettled()
        }
        if !settled.isEmpty { store(settled) }
    }

    /// Waits for the next update; `nil` at the end, or when the task is cancelled.
    func next() async -> Ticket? {
        defer { state.synchronize() }
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (known, producer) = state.withLock { state -> (Ticket??, CheckedContinuation<Void, Never>?) in
                    if Task.isCancelled { return (.some(nil), nil) }
                    if let ticket = state.pop() {
                        return (ticket, state.count < capacity ? state.producer.take() : nil)
                    }
                    if state.isFinished { return (.some(nil), nil) }
                    state.waiters.append((id, continuation))
                    return (nil, nil)
                }
                producer?.resume()
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
            }
            waiter?.resume(returning: nil)
        }
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
