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
    private let handle: @Sendable (Update, @Sendable () -> Bool) async -> HandlingOutcome
    private let slots: AsyncSemaphore
    private let querySlots: AsyncSemaphore
    private let room = AsyncSemaphore(DispatcherRun.capacity)
    private let lanes = ConversationLanes<UpdateQueue.Ticket>()

    private var queue: UpdateQueue { core.updates }

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - core: What the updates come from.
    ///   - concurrency: How many handlers are at work at once, for queries and for everything else.
    ///   - handle: Handles an update while the run goes on; returns whether it did.
    init(
        on core: ClientCore, concurrency: Int,
        _ handle: @escaping @Sendable (Update, @Sendable () -> Bool) async -> HandlingOutcome
    ) {
        self.core = core
        self.handle = handle
        slots = AsyncSemaphore(concurrency)
        querySlots = AsyncSemaphore(concurrency)
    }

    /// Handles updates until the client's end or the cancellation of the task.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.handleQueries() }
            await self.handleOthers()
        }
    }

    private func handleQueries() async {
        await withDiscardingTaskGroup { group in
            // A slot is taken first, so that queries wait where they are counted.
            while (try? await querySlots.acquire()) != nil, let ticket = await queue.next(.queries) {
                group.addTask {
                    await self.settle(ticket)
                    self.querySlots.release()
                }
            }
        }
    }

    private func handleOthers() async {
        await withDiscardingTaskGroup { group in
            while (try? await room.acquire()) != nil, let ticket = await queue.next(.ordered) {
                if ticket.update.isQuery {
                    group.addTask { await self.takeTurn(ticket, at: self.querySlots) }
                    continue
                }
                switch lanes.place(ticket.update, ticket) {
                case .queued:
                    continue
                case .first(let lane):
                    group.addTask {
                        while let next = self.lanes.next(of: lane) { await self.takeTurn(next, at: self.slots) }
                    }
                case .behind(let gate):
                    group.addTask {
                        // If the wait is cancelled, so is the turn.
                        try? await gate.acquire()
                        await self.takeTurn(ticket, at: self.slots)
                    }
                case .free:
                    group.addTask { await self.takeTurn(ticket, at: self.slots) }
                }
            }
        }
    }

    private func takeTurn(_ ticket: UpdateQueue.Ticket, at slots: AsyncSemaphore) async {
        defer {
            lanes.leave(ticket.update)
            room.release()
        }
        guard (try? await slots.acquire()) != nil else { return queue.giveBack(ticket) }
        defer { slots.release() }
        await settle(ticket)
    }

    /// Handles an update, or gives it back if the end comes first.
    private func settle(_ ticket: UpdateQueue.Ticket) async {
        let goesOn: @Sendable () -> Bool = { [core] in !Task.isCancelled && !core.isStopped }
        guard goesOn(), queue.begin(ticket) else { return queue.giveBack(ticket) }
        let isHandled: Bool
        if let entry = ticket.journal, let journal = core.journal {
            isHandled = await core.handle(entry, in: journal, while: goesOn) { [handle] in
                await handle(ticket.update, goesOn)
            }
        } else {
            isHandled = await handle(ticket.update, goesOn) != .interrupted
        }
        if isHandled { queue.finish(ticket) } else { queue.giveBack(ticket) }
    }
}
