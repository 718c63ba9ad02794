// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension UpdateQueue {
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
    var markCount: Int { state.withLock { $0.ledger.count } }

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
        await next(kind, atMost: 1, begins: begins).first
    }

    /// Waits for the next updates; there are none at the end, or when the task is cancelled.
    ///
    /// - Parameters:
    ///   - kind: Which updates.
    ///   - limit: How many at most; it does not wait for more than one.
    ///   - begins: Whether the updates are begun with that.
    /// - Returns: The updates in their order.
    func next(_ kind: Kind, atMost limit: Int, begins: Bool = false) async -> [Ticket] {
        let beginner = begins ? (TaskIdentity.current ?? 0) : nil
        let ready = takeNow(kind, atMost: limit, by: beginner)
        if !ready.isEmpty { return ready }
        defer { state.synchronize() }
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withTaskContinuation { continuation in
                let waiter = Waiter(
                    id: id, kind: kind, limit: limit, beginner: beginner, continuation: continuation)
                if Task.isCancelled { return continuation.resume(returning: []) }
                deliver { state in
                    state.isReadOrReported = true
                    state.waiters.append(waiter)
                }
                // The task may have been cancelled before the waiter was there.
                if Task.isCancelled { remove(id)?.resume(returning: []) }
            }
        } onCancel: {
            remove(id)?.resume(returning: [])
        }
    }

    /// Has a closure called once, when there is an update to take or none will come any more, without a task that waits.
    ///
    /// - Parameter body: What is called, perhaps at once, from anywhere; it must return quickly. It takes the place of one
    ///   that was not called.
    func whenReady(_ body: @escaping @Sendable () -> Void) {
        deliver { state in
            state.isReadOrReported = true
            state.watcher = body
        }
    }

    private func remove(_ id: UInt64) -> TaskContinuation<[Ticket]>? {
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
            guard state.phase == .delivering, ticket.isOf(state.generation) else { return false }
            begin(ticket, by: task, &state)
            return true
        }
    }

    /// Notes that an update was handled.
    func finish(_ ticket: Ticket) {
        deliver { state in
            state.active.end(ticket.serial)
            // The first part has the numbers of the whole.
            for part in ticket.parts.dropFirst() { state.active.end(part.serial) }
            guard state.phase != .stopped, ticket.isOf(state.generation), !ticket.isQuery else { return }
            // The journal forgets an album in one piece.
            if let entry = ticket.journal { handled([entry] + ticket.parts.dropFirst().compactMap(\.journal)) }
            state.ledger.close(ticket.number)
            for part in ticket.parts.dropFirst() { state.ledger.close(part.number) }
            settle(&state)
        }
    }

    /// Puts an update back to its place, because it was not handled.
    ///
    /// Where each update is handled at most once, one that was begun is gone.
    func giveBack(_ ticket: Ticket) {
        guard ticket.parts.isEmpty else {
            for part in ticket.parts.reversed() { giveBack(part) }
            return
        }
        deliver { state in
            let wasBegun = state.active.end(ticket.serial)
            guard ticket.isOf(state.generation) else { return }
            let entry = UpdateLane.Entry(update: ticket.update, number: ticket.number, journal: ticket.journaled)
            // Nobody is to come for it any more.
            if state.phase == .stopped {
                if ticket.isQuery { state.discarded.queries += 1 } else { state.discarded.ordered += 1 }
                return
            }
            if ticket.isQuery { return state.queries.giveBack(entry) }
            guard !(storesBefore && wasBegun) else { return }
            state.ledger.close(ticket.number)
            state.ordered.giveBack(entry)
        }
    }
}

extension UpdateQueue.Ticket {
    /// Puts several updates together, to be begun and ended as one.
    ///
    /// - Parameters:
    ///   - first: The first one of them.
    ///   - others: The others, in their order.
    ///   - update: What is handled in their place.
    convenience init(_ first: UpdateQueue.Ticket, _ others: [UpdateQueue.Ticket], as update: Update) {
        self.init(
            update: update, isQuery: first.isQuery, number: first.number, serial: first.serial,
            generation: UInt64(first.shortGeneration), journal: first.journaled, parts: [first] + others)
    }
}
