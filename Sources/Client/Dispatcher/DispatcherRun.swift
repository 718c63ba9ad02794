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

    let core: ClientCore
    let dispatcher: Dispatcher
    private let slots: AsyncSemaphore
    private let querySlots: AsyncSemaphore
    let room = AsyncSemaphore(DispatcherRun.capacity)
    let lanes = ConversationLanes<UpdateQueue.Ticket>()
    let busy: BusyHandlers
    private let albums: AlbumCollector
    private let life: DispatcherLife
    let setting: HandlerTurn.Setting

    var queue: UpdateQueue { core.updates }

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - dispatcher: Handles the updates.
    ///   - core: What the updates come from.
    ///   - concurrency: How many handlers are at work at once, for queries and for everything else.
    ///   - albums: Keeps messages back until their albums are complete.
    ///   - states: Where the states of conversations are kept.
    init(
        of dispatcher: Dispatcher, on core: ClientCore, concurrency: Int, _ albums: AlbumCollector,
        _ states: ConversationStates
    ) {
        self.dispatcher = dispatcher
        self.core = core
        self.albums = albums
        let life = DispatcherLife()
        self.life = life
        // Not whether the task is cancelled: a middleware may run handlers in a task that it cancels.
        setting = HandlerTurn.Setting(states: states) { life.goesOn && !core.isStopped }
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
                let turn = HandlerTurn(in: self, ticket, holdsRoom: false)
                group.addTask { await self.settle(turn) }
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
        if ticket.update.isQuery { return begin(.single(HandlerTurn(in: self, ticket)), &group) }
        for album in albums.end(before: ticket.update) { begin(job(for: album), &group) }
        switch albums.add(ticket) {
        case .began(let name): group.addTask { await self.finishAlbum(name) }
        case .added: room.release()
        case .complete(let album):
            room.release()
            begin(job(for: album), &group)
        case .none: begin(job(for: ticket), &group)
        }
    }

    /// Gives a job a task of its own.
    private func begin(_ job: Job?, _ group: inout DiscardingTaskGroup) {
        switch job {
        // These tasks are the ones in which handlers wait for people; the less they hold the better, not even the executor
        // of the caller.
        case .lane(let first): group.addTask { @concurrent in await DispatcherRun.handleLane(first) }
        case .single(let turn): group.addTask { await self.takeTurn(turn) }
        case .behind(let gate, let turn): group.addTask { await self.takeTurn(turn, behind: gate) }
        case nil: return
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

    /// What a task does.
    private enum Job: Sendable {
        /// It handles an update and those that come into its lane meanwhile.
        case lane(HandlerTurn)
        /// It handles an update.
        case single(HandlerTurn)
        /// It handles an update when the gate opens.
        case behind(AsyncSemaphore, HandlerTurn)
    }

    /// Puts an update into its lane.
    ///
    /// - Returns: What handles it; `nil` if the task of its lane does.
    private func job(for ticket: UpdateQueue.Ticket) -> Job? {
        switch lanes.place(ticket.update, ticket) {
        case .queued: return nil
        case .queuedBehindWaiting:
            room.release()
            return nil
        case .queuedBehindTooMany(let lane):
            if case .chat(let chat) = lane { core.questions.fail(in: chat, .tooManyMessages) }
            return nil
        case .first(let lane): return nextTurn(in: lane).map(Job.lane)
        case .behind(let gate): return .behind(gate, HandlerTurn(in: self, ticket))
        case .free: return .single(HandlerTurn(in: self, ticket))
        }
    }

    /// Waits until an album is complete, and handles it then, unless somebody else does.
    private func finishAlbum(_ name: AlbumCollector.Name) async {
        switch await albums.wait(for: name, { self.job(for: $0) }) {
        case .lane(let first): await Self.handleLane(first)
        case .single(let turn): await takeTurn(turn)
        case .behind(let gate, let turn): await takeTurn(turn, behind: gate)
        case nil: return
        }
    }

    @inline(__always)
    private static func handleLane(_ first: HandlerTurn) async {
        var next: HandlerTurn? = first
        while let turn = next, let run = turn.run {
            await run.takeTurn(turn)
            next = run.nextTurn(after: turn)
        }
    }

    @inline(never)
    private func nextTurn(in lane: UpdateLaneName) -> HandlerTurn? {
        lanes.next(of: lane).map { ticket, hasRoom in
            HandlerTurn(in: self, ticket, isInLane: true, holdsRoom: hasRoom)
        }
    }

    @inline(never)
    private func nextTurn(after turn: HandlerTurn) -> HandlerTurn? { turn.lane.flatMap { nextTurn(in: $0) } }

    @inline(never)
    private func takeTurn(_ turn: HandlerTurn, behind gate: AsyncSemaphore) async {
        // If the wait is cancelled, so is the turn.
        try? await gate.acquire()
        await takeTurn(turn)
    }

    @inline(__always)
    private func takeTurn(_ turn: HandlerTurn) async {
        // Most find a slot free, which needs no suspension.
        if !hasSlot(turn) {
            guard await waitForSlot(turn) else { return }
        }
        await settle(turn)
    }

    @inline(never)
    private func hasSlot(_ turn: HandlerTurn) -> Bool { slots(for: turn).tryAcquire() }

    /// The slots at which a turn is taken.
    func slots(for turn: HandlerTurn) -> AsyncSemaphore {
        turn.update.isQuery || turn.ticket?.isQuery ?? false ? querySlots : slots
    }

    @inline(never)
    private func waitForSlot(_ turn: HandlerTurn) async -> Bool {
        if (try? await slots(for: turn).acquire()) != nil { return true }
        leave(turn)
        giveBack(turn)
        return false
    }

    /// Handles an update, or gives it back if the end comes first; gives back the slot that it was called with.
    ///
    /// A handler that waits for a person holds the memory of all functions between its task and the wait: here is the one
    /// function, with as little as there can be.
    @inline(__always)
    private func settle(_ turn: HandlerTurn) async {
        var walk: RouterWalk?
        guard begins(turn, &walk) else { return }
        if walk == nil { return await handle(turn) }
        let routing = await HandlerTurn.$current.withValue(turn) { await walk?.run() }
        ended(turn, after: routing)
    }

    /// Handles an update that has more than handlers on its way.
    @inline(never)
    private func handle(_ turn: HandlerTurn) async {
        let wasHandled =
            if turn.isInJournal {
                await handleInJournal(turn)
            } else {
                await dispatcher.handle(turn) != .interrupted
            }
        ended(turn, wasHandled: wasHandled)
    }

    private func handleInJournal(_ turn: HandlerTurn) async -> Bool {
        guard let ticket = turn.ticket, let entry = ticket.journal, let journal = core.journal else {
            return await dispatcher.handle(turn) != .interrupted
        }
        let others = ticket.parts.dropFirst().compactMap(\.journal)
        return await core.handle(entry, and: others, in: journal, while: { turn.goesOn }) { [dispatcher] in
            // There may be several attempts.
            await dispatcher.handle(HandlerTurn(turn.update, partOf: turn))
        }
    }
}
