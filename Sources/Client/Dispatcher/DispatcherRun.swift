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
    /// How many updates are read at once.
    private static let batch = 32

    /// Handles an update while a condition holds.
    typealias Handling =
        @Sendable (Update, any HandlerTurn.Place, @escaping @Sendable () -> Bool) async -> HandlingOutcome

    private let core: ClientCore
    private let handle: Handling
    private let slots: AsyncSemaphore
    private let querySlots: AsyncSemaphore
    private let room = AsyncSemaphore(DispatcherRun.capacity)
    private let lanes = ConversationLanes<UpdateQueue.Ticket>()
    private let busy: BusyHandlers
    private let albums: AlbumCollector
    private let life: DispatcherLife
    private let goesOn: @Sendable () -> Bool

    private var queue: UpdateQueue { core.updates }

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - core: What the updates come from.
    ///   - concurrency: How many handlers are at work at once, for queries and for everything else.
    ///   - albums: Keeps messages back until their albums are complete.
    ///   - handle: Handles an update while the run goes on; returns whether it did.
    init(
        on core: ClientCore, concurrency: Int, _ albums: AlbumCollector, _ handle: @escaping Handling
    ) {
        self.core = core
        self.handle = handle
        self.albums = albums
        let life = DispatcherLife()
        self.life = life
        // Not whether the task is cancelled: a middleware may run handlers in a task that it cancels.
        goesOn = { life.goesOn && !core.isStopped }
        slots = AsyncSemaphore(concurrency)
        querySlots = AsyncSemaphore(concurrency)
        busy = BusyHandlers(core.configuration.time) { [log = core.configuration.log] text in
            log?(LogEntry(level: .warning, text: text))
        }
    }

    /// Handles updates until the client's end or the cancellation of the task.
    func run() async {
        await life.run {
            self.core.questions.begin(self.core.configuration.time)
            self.core.eventWaits.begin()
            await withDiscardingTaskGroup { group in
                group.addTask { await self.busy.watch() }
                await withDiscardingTaskGroup { group in
                    group.addTask { await self.handleQueries() }
                    await self.handleOthers()
                }
                group.cancelAll()
            }
        }
    }

    private func handleQueries() async {
        await withDiscardingTaskGroup { group in
            while let ticket = await queue.next(.queries) {
                if isTaken(ticket) { continue }
                // One waits here and the others where they are counted. Without a query no slot is held, since queries of a
                // difference need them as well.
                guard (try? await querySlots.acquire()) != nil else { return queue.giveBack(ticket) }
                group.addTask { await self.settle(Turn(of: self, ticket, slots: self.querySlots, holdsRoom: false)) }
            }
        }
    }

    private func handleOthers() async {
        await withDiscardingTaskGroup { group in
            while (try? await room.acquire()) != nil {
                let limit = 1 + room.tryAcquire(atMost: Self.batch - 1)
                let tickets = await queue.next(.ordered, atMost: limit)
                guard !tickets.isEmpty else { break }
                room.release(limit - tickets.count)
                for ticket in tickets { read(ticket, &group) }
            }
            // What is not complete when the run ends comes again.
            for album in albums.endAll().reversed() { queue.giveBack(album) }
            // Nobody reads the answers any more.
            core.questions.end()
            core.eventWaits.end()
        }
    }

    /// Decides what becomes of an update, which has room.
    private func read(_ ticket: UpdateQueue.Ticket, _ group: inout DiscardingTaskGroup) {
        if case .message(let message) = ticket.update, let answer = core.questions.offer(message, ticket) {
            if answer.keptTicket == nil { queue.finish(ticket) }
            return room.release()
        }
        if isTaken(ticket) { return room.release() }
        if ticket.update.isQuery {
            return group.addTask { await self.takeTurn(Turn(of: self, ticket, slots: self.querySlots)) }
        }
        for album in albums.end(before: ticket.update) {
            if let work = work(for: album) { group.addTask { await work() } }
        }
        switch albums.add(ticket) {
        case .began(let name): group.addTask { await self.finishAlbum(name) }
        case .added: room.release()
        case .complete(let album):
            room.release()
            if let work = work(for: album) { group.addTask { await work() } }
        case .none: if let work = work(for: ticket) { group.addTask { await work() } }
        }
    }

    /// Whether a handler that waits takes an update; what is read is seen by others as well.
    private func isTaken(_ ticket: UpdateQueue.Ticket) -> Bool {
        switch ticket.update {
        case .callbackQuery(let query): return core.eventWaits.offer(query, ticket)
        case .messagesRead(let mark): core.eventWaits.note(mark)
        default: break
        }
        return false
    }

    /// Puts an update into its lane.
    ///
    /// - Returns: What handles it; `nil` if the task of its lane does.
    private func work(for ticket: UpdateQueue.Ticket) -> (@Sendable () async -> Void)? {
        switch lanes.place(ticket.update, ticket) {
        case .queued: return nil
        case .queuedBehindWaiting:
            room.release()
            return nil
        case .queuedBehindTooMany(let lane):
            if case .chat(let chat) = lane { core.questions.fail(in: chat, .tooManyMessages) }
            return nil
        case .first(let lane):
            guard let first = nextTurn(in: lane) else { return nil }
            return {
                var next: Turn? = first
                while let turn = next {
                    await self.takeTurn(turn)
                    next = self.nextTurn(after: turn)
                }
            }
        case .behind(let gate):
            return {
                // If the wait is cancelled, so is the turn.
                try? await gate.acquire()
                await self.takeTurn(Turn(of: self, ticket, slots: self.slots))
            }
        case .free: return { await self.takeTurn(Turn(of: self, ticket, slots: self.slots)) }
        }
    }

    /// Waits until an album is complete, and handles it then, unless somebody else does.
    private func finishAlbum(_ name: AlbumCollector.Name) async {
        await albums.wait(for: name) { self.work(for: $0) }?()
    }

    @inline(never)
    private func nextTurn(in lane: UpdateLaneName) -> Turn? {
        lanes.next(of: lane).map { ticket, hasRoom in
            Turn(of: self, ticket, slots: slots, lane: lane, holdsRoom: hasRoom)
        }
    }

    @inline(never)
    private func nextTurn(after turn: Turn) -> Turn? { turn.lane.flatMap { nextTurn(in: $0) } }

    @inline(__always)
    private func takeTurn(_ turn: Turn) async {
        // Most find a slot free, which needs no suspension.
        if !turn.slots.tryAcquire() {
            guard await waitForSlot(turn) else { return }
        }
        await settle(turn)
    }

    @inline(never)
    private func waitForSlot(_ turn: Turn) async -> Bool {
        if (try? await turn.slots.acquire()) != nil { return true }
        leave(turn)
        queue.giveBack(turn.ticket)
        return false
    }

    /// Handles an update, or gives it back if the end comes first; gives back the slot that it was called with.
    @inline(__always)
    private func settle(_ turn: Turn) async {
        guard begins(turn) else { return }
        let wasHandled =
            if turn.ticket.journal == nil {
                await handle(turn.ticket.update, turn, goesOn) != .interrupted
            } else {
                await handleInJournal(turn)
            }
        ended(turn, wasHandled: wasHandled)
    }

    // A handler that waits for a person holds the memory of all functions between its task and the wait: these are its own,
    // and gone by then.

    @inline(never)
    private func begins(_ turn: Turn) -> Bool {
        guard goesOn(), queue.begin(turn.ticket) else {
            queue.giveBack(turn.ticket)
            end(turn)
            return false
        }
        let work = busy.begin(turn.ticket.update)
        turn.state.withLock { $0.work = work }
        return true
    }

    @inline(never)
    private func ended(_ turn: Turn, wasHandled: Bool) {
        defer { end(turn) }
        // A handler that waited has been counted as handled when it began to.
        guard !turn.state.withLock({ $0.isSettled }) else { return }
        if wasHandled { queue.finish(turn.ticket) } else { queue.giveBack(turn.ticket) }
    }

    @inline(never)
    private func handleInJournal(_ turn: Turn) async -> Bool {
        let ticket = turn.ticket
        guard let entry = ticket.journal, let journal = core.journal else {
            return await handle(ticket.update, turn, goesOn) != .interrupted
        }
        let others = ticket.parts.dropFirst().compactMap(\.journal)
        return await core.handle(entry, and: others, in: journal, while: goesOn) { [handle, goesOn] in
            await handle(ticket.update, turn, goesOn)
        }
    }

    /// Gives the slot back when the handler begins to wait; it may wait for several answers at once.
    fileprivate func pause(_ turn: Turn) {
        // What the journal has is handled when the handler is done: it goes on after a restart.
        let isKept = turn.ticket.journal != nil
        let (isFirst, settles, holdsSlot, work) = turn.state.withLock { state -> (Bool, Bool, Bool, Int?) in
            // What outlives its handler has no slot.
            guard !state.isOver else { return (false, false, false, nil) }
            state.waits += 1
            guard state.waits == 1 else { return (false, false, false, nil) }
            // Under the lock, so that nobody ends the wait in between.
            if let lane = turn.lane {
                for _ in 0..<lanes.beginWaiting(in: lane) { room.release() }
            }
            defer {
                state.holdsSlot = false
                if !isKept { state.isSettled = true }
            }
            // A handler that waits for somebody is not at work.
            return (true, !state.isSettled && !isKept, state.holdsSlot, state.work.take())
        }
        guard isFirst else { return }
        if let work { busy.end(work) }
        if settles { queue.finish(turn.ticket) }
        if holdsSlot { turn.slots.release() }
        leave(turn)
    }

    /// Offers what stands behind a handler to the question that it has just asked.
    ///
    /// After a restart an answer may stand there that came before the program ended.
    ///
    /// - Parameters:
    ///   - turn: The handler's turn.
    ///   - id: The message with the question; answers are newer.
    fileprivate func offer(to turn: Turn, after id: Int32) {
        guard let lane = turn.lane else { return }
        for case .message(let message) in lanes.tickets(in: lane).map(\.update) where message.id > id {
            // The program says what is an answer, under no lock.
            guard let question = core.questions.question(for: message) else { continue }
            var answer: QuestionTable.Answer?
            let taken = lanes.remove(from: lane) { ticket in
                guard case .message(let other) = ticket.update, other.id == message.id else { return false }
                answer = core.questions.answer(question, with: other, ticket)
                return answer != nil
            }
            guard let (ticket, hasRoom) = taken else { continue }
            lanes.leave(ticket.update)
            if hasRoom { room.release() }
            if answer?.keptTicket == nil { queue.finish(ticket) }
            return
        }
    }

    /// Takes a slot again when the handler waits for nobody any more.
    fileprivate func resume(_ turn: Turn) async {
        let isLast = turn.state.withLock { state in
            guard !state.isOver, state.waits > 0 else { return false }
            state.waits -= 1
            guard state.waits == 0 else { return false }
            if let lane = turn.lane { lanes.endWaiting(in: lane) }
            return true
        }
        // When the task is cancelled, the handler goes on without a slot, to its end.
        guard isLast, (try? await turn.slots.acquire()) != nil else { return }
        let isNeeded = turn.state.withLock { state in
            // Meanwhile the handler may have ended or asked again.
            guard !state.isOver, state.waits == 0, !state.holdsSlot else { return false }
            state.holdsSlot = true
            state.work = busy.begin(turn.ticket.update)
            return true
        }
        if !isNeeded { turn.slots.release() }
    }

    /// Notes that the handler is over, whatever still waits for an answer, and gives back what it holds.
    private func end(_ turn: Turn) {
        let held = turn.state.withLock { state in
            if state.waits > 0, let lane = turn.lane { lanes.endWaiting(in: lane) }
            let held = state
            (state.isOver, state.waits, state.work) = (true, 0, nil)
            (state.holdsSlot, state.holdsRoom, state.isInHand) = (false, false, false)
            return held
        }
        if let work = held.work { busy.end(work) }
        if held.holdsSlot { turn.slots.release() }
        if held.isInHand { lanes.leave(turn.ticket.update) }
        if held.holdsRoom { room.release() }
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
private final class Turn: HandlerTurn.Place {
    struct State {
        var holdsSlot = true
        var holdsRoom: Bool
        var isInHand: Bool
        /// Whether it counts as handled.
        var isSettled = false
        /// How many answers the handler waits for.
        var waits = 0
        /// Whether the handler is done.
        var isOver = false
        /// What ``BusyHandlers`` knows the handler by while it is at work.
        var work: Int?
    }

    private let run: DispatcherRun
    let ticket: UpdateQueue.Ticket
    let slots: AsyncSemaphore
    let lane: UpdateLaneName?
    let state: Lock<State>

    init(
        of run: DispatcherRun, _ ticket: UpdateQueue.Ticket, slots: AsyncSemaphore, lane: UpdateLaneName? = nil,
        holdsRoom: Bool = true
    ) {
        (self.run, self.ticket, self.slots, self.lane) = (run, ticket, slots, lane)
        state = Lock(State(holdsRoom: holdsRoom, isInHand: !ticket.isQuery))
    }

    func pause() { run.pause(self) }
    func resume() async { await run.resume(self) }
    func offer(_ id: Int32) { run.offer(to: self, after: id) }
}
