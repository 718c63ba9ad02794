// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

/// One run of a dispatcher on a client.
///
/// The reader of updates waits for nothing but room: each chat has a task of its own, in which its updates take their turns
/// at the slots. So a chat whose handler is stuck keeps its own updates waiting, and no others. Queries have slots of their
/// own and wait for no chat.
final class DispatcherRun: Sendable {
    /// How many updates may wait in the lanes; beyond that only queries are read.
    static let capacity = 10_000

    private let core: ClientCore
    private let handle: @Sendable (Update, HandlerTurn.Place, @escaping @Sendable () -> Bool) async -> HandlingOutcome
    private let slots: AsyncSemaphore
    private let querySlots: AsyncSemaphore
    private let room = AsyncSemaphore(DispatcherRun.capacity)
    private let lanes = ConversationLanes<UpdateQueue.Ticket>()
    private let busy: BusyHandlers

    private var queue: UpdateQueue { core.updates }

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - core: What the updates come from.
    ///   - concurrency: How many handlers are at work at once, for queries and for everything else.
    ///   - handle: Handles an update while the run goes on; returns whether it did.
    init(
        on core: ClientCore, concurrency: Int,
        _ handle:
            @escaping @Sendable (Update, HandlerTurn.Place, @escaping @Sendable () -> Bool) async -> HandlingOutcome
    ) {
        self.core = core
        self.handle = handle
        slots = AsyncSemaphore(concurrency)
        querySlots = AsyncSemaphore(concurrency)
        busy = BusyHandlers(core.configuration.time) { [log = core.configuration.log] text in
            log?(LogEntry(level: .warning, text: text))
        }
    }

    /// Handles updates until the client's end or the cancellation of the task.
    func run() async {
        core.questions.begin(core.configuration.time)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.busy.watch() }
            await withDiscardingTaskGroup { group in
                group.addTask { await self.handleQueries() }
                await self.handleOthers()
            }
            group.cancelAll()
        }
    }

    private func handleQueries() async {
        await withDiscardingTaskGroup { group in
            // A slot is taken first, so that queries wait where they are counted.
            while (try? await querySlots.acquire()) != nil, let ticket = await queue.next(.queries) {
                group.addTask { await self.settle(Turn(ticket, slots: self.querySlots, holdsRoom: false)) }
            }
        }
    }

    private func handleOthers() async {
        await withDiscardingTaskGroup { group in
            while (try? await room.acquire()) != nil, let ticket = await queue.next(.ordered) {
                if case .message(let message) = ticket.update, let answer = core.questions.offer(message, ticket) {
                    if answer.keptTicket == nil { queue.finish(ticket) }
                    room.release()
                    continue
                }
                if ticket.update.isQuery {
                    group.addTask { await self.takeTurn(Turn(ticket, slots: self.querySlots)) }
                    continue
                }
                switch lanes.place(ticket.update, ticket) {
                case .queued:
                    continue
                case .queuedBehindWaiting:
                    room.release()
                case .queuedBehindTooMany(let lane):
                    room.release()
                    if case .chat(let chat) = lane { core.questions.fail(in: chat, .tooManyMessages) }
                case .first(let lane):
                    group.addTask {
                        while let next = self.lanes.next(of: lane) {
                            await self.takeTurn(
                                Turn(next.ticket, slots: self.slots, lane: lane, holdsRoom: next.hasRoom))
                        }
                    }
                case .behind(let gate):
                    group.addTask {
                        // If the wait is cancelled, so is the turn.
                        try? await gate.acquire()
                        await self.takeTurn(Turn(ticket, slots: self.slots))
                    }
                case .free:
                    group.addTask { await self.takeTurn(Turn(ticket, slots: self.slots)) }
                }
            }
            // Nobody reads the answers any more.
            core.questions.end()
        }
    }

    private func takeTurn(_ turn: Turn) async {
        guard (try? await turn.slots.acquire()) != nil else {
            leave(turn)
            return queue.giveBack(turn.ticket)
        }
        await settle(turn)
    }

    /// Handles an update, or gives it back if the end comes first; gives back the slot that it was called with.
    private func settle(_ turn: Turn) async {
        defer {
            if turn.state.withLock({ $0.holdsSlot }) { turn.slots.release() }
            leave(turn)
        }
        let ticket = turn.ticket
        let goesOn: @Sendable () -> Bool = { [core] in !Task.isCancelled && !core.isStopped }
        guard goesOn(), queue.begin(ticket) else { return queue.giveBack(ticket) }
        turn.work.withLock { $0 = busy.begin(ticket.update) }
        defer { endWork(of: turn) }
        let place = HandlerTurn.Place {
            self.pause(turn)
        } resume: {
            await self.resume(turn)
        } offer: {
            self.offer(to: turn, after: $0)
        }
        let wasHandled: Bool
        if let entry = ticket.journal, let journal = core.journal {
            wasHandled = await core.handle(entry, in: journal, while: goesOn) { [handle] in
                await handle(ticket.update, place, goesOn)
            }
        } else {
            wasHandled = await handle(ticket.update, place, goesOn) != .interrupted
        }
        // A handler that waited has been counted as handled when it began to.
        guard !turn.state.withLock({ $0.isSettled }) else { return }
        if wasHandled { queue.finish(ticket) } else { queue.giveBack(ticket) }
    }

    private func pause(_ turn: Turn) {
        // What the journal has is handled when the handler is done: it goes on after a restart.
        let isKept = turn.ticket.journal != nil
        let (settles, holdsSlot) = turn.state.withLock { state in
            defer {
                state.holdsSlot = false
                if !isKept { state.isSettled = true }
            }
            return (!state.isSettled && !isKept, state.holdsSlot)
        }
        endWork(of: turn)
        if settles { queue.finish(turn.ticket) }
        if holdsSlot { turn.slots.release() }
        leave(turn)
        guard let lane = turn.lane else { return }
        for _ in 0..<lanes.beginWaiting(in: lane) { room.release() }
    }

    /// Offers what stands behind a handler to the question that it has just asked.
    ///
    /// After a restart an answer may stand there that came before the program ended.
    ///
    /// - Parameters:
    ///   - turn: The handler's turn.
    ///   - id: The message with the question; answers are newer.
    private func offer(to turn: Turn, after id: Int32) {
        guard let lane = turn.lane else { return }
        var isKept = false
        let taken = lanes.remove(from: lane) { ticket in
            guard case .message(let message) = ticket.update, message.id > id,
                let answer = core.questions.offer(message, ticket)
            else { return false }
            isKept = answer.keptTicket != nil
            return true
        }
        guard let (ticket, hasRoom) = taken else { return }
        lanes.leave(ticket.update)
        if hasRoom { room.release() }
        if !isKept { queue.finish(ticket) }
    }

    private func resume(_ turn: Turn) async {
        if let lane = turn.lane { lanes.endWaiting(in: lane) }
        // When the task is cancelled, the handler goes on without a slot, to its end.
        guard (try? await turn.slots.acquire()) != nil else { return }
        turn.state.withLock { $0.holdsSlot = true }
        turn.work.withLock { $0 = busy.begin(turn.ticket.update) }
    }

    /// A handler that waits for somebody is not at work.
    private func endWork(of turn: Turn) {
        if let work = turn.work.withLock({ $0.take() }) { busy.end(work) }
    }

    /// Gives back the room that an update takes up, and lets those go on that wait for it.
    private func leave(_ turn: Turn) {
        let (holdsRoom, isInHand) = turn.state.withLock { state in
            defer { (state.holdsRoom, state.isInHand) = (false, false) }
            return (state.holdsRoom, state.isInHand)
        }
        if isInHand { lanes.leave(turn.ticket.update) }
        if holdsRoom { room.release() }
    }
}

/// An update whose turn it is, and what it holds.
private final class Turn: Sendable {
    struct State {
        var holdsSlot = true
        var holdsRoom: Bool
        var isInHand: Bool
        /// Whether it counts as handled.
        var isSettled = false
    }

    let ticket: UpdateQueue.Ticket
    let slots: AsyncSemaphore
    let lane: UpdateLaneName?
    let state: Lock<State>
    /// What ``BusyHandlers`` knows the handler by while it is at work.
    let work = Lock<UInt64?>(nil)

    init(_ ticket: UpdateQueue.Ticket, slots: AsyncSemaphore, lane: UpdateLaneName? = nil, holdsRoom: Bool = true) {
        (self.ticket, self.slots, self.lane) = (ticket, slots, lane)
        state = Lock(State(holdsRoom: holdsRoom, isInHand: !ticket.isQuery))
    }
}
