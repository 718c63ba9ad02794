// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

/// What waits to be handled, chat by chat.
///
/// Its callers bound it: what takes up room by the room, and what takes up none by the limit of each chat.
final class ConversationLanes<Ticket: Sendable>: Sendable {
    /// What an update waits for.
    enum Placement: Sendable {
        /// For the updates of its lane, the task of which will handle it.
        case queued
        /// For a handler that waits for a person; it takes up no room.
        case queuedBehindWaiting
        /// For a handler that waits for a person, as too many others do; it takes up room.
        case queuedBehindTooMany(UpdateLaneName)
        /// For nothing; the lane has no task, which the caller must start.
        case first(UpdateLaneName)
        /// For messages that it speaks of, until the gate opens.
        case behind(AsyncSemaphore)
        /// For nothing.
        case free
    }

    private struct Deletion {
        var messages: Set<Int32>
        let gate: AsyncSemaphore
    }

    private struct Lane {
        var tickets = FIFO<Ticket>()
        /// How many of the first tickets take up no room, since they stand behind a handler that waits or waited.
        var roomless: Int32 = 0
        /// Whether the handler at its head waits for a person.
        var isWaiting = false
    }

    private struct State {
        var lanes: [UpdateLaneName: Lane] = [:]
        /// How many updates there are about a message of private chats and basic groups, which have one row of numbers.
        var messages: [Int32: Int] = [:]
        var deletions: [Deletion] = []
    }

    private let state = Lock(State())
    private let waitingLimit: Int

    /// Creates empty lanes.
    ///
    /// - Parameter waitingLimit: How many updates of a chat may stand behind a handler that waits for a person without
    ///   taking up room.
    init(waitingLimit: Int = 100) {
        self.waitingLimit = waitingLimit
    }

    /// Places an update behind those that it must not pass.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - ticket: What stands for it in its lane.
    /// - Returns: Where it stands now.
    func place(_ update: Update, _ ticket: Ticket) -> Placement {
        state.withLock { state in
            if case .messagesDeleted(let deleted) = update, deleted.channelID == nil {
                // The server does not say which chat it was, so it is looked up by the messages.
                let messages = Set(deleted.ids.filter { state.messages[$0] != nil })
                guard !messages.isEmpty else { return .free }
                let gate = AsyncSemaphore(0)
                state.deletions.append(Deletion(messages: messages, gate: gate))
                return .behind(gate)
            }
            update.forEachCommonMessageID { state.messages[$0, default: 0] += 1 }
            let name = update.lane
            guard let index = state.lanes.index(forKey: name) else {
                var lane = Lane()
                lane.tickets.append(ticket)
                state.lanes[name] = lane
                return .first(name)
            }
            return append(ticket, to: &state.lanes.values[index], name)
        }
    }

    private func append(_ ticket: Ticket, to lane: inout Lane, _ name: UpdateLaneName) -> Placement {
        lane.tickets.append(ticket)
        guard lane.isWaiting else { return .queued }
        guard lane.tickets.count <= waitingLimit else { return .queuedBehindTooMany(name) }
        // Those without room come first.
        guard Int(lane.roomless) == lane.tickets.count - 1 else { return .queued }
        lane.roomless += 1
        return .queuedBehindWaiting
    }

    /// Notes that the handler at the head of a lane begins to wait for a person.
    ///
    /// - Returns: How many updates behind it take up room no longer.
    func beginWaiting(in lane: UpdateLaneName) -> Int {
        state.withLock { state in
            guard var entry = state.lanes.removeValue(forKey: lane) else { return 0 }
            defer { state.lanes[lane] = entry }
            entry.isWaiting = true
            // It may wait for long, and there may be many of them.
            if entry.tickets.isEmpty { entry.tickets = FIFO() }
            let freed = max(0, min(entry.tickets.count, waitingLimit) - Int(entry.roomless))
            entry.roomless += Int32(clamping: freed)
            return freed
        }
    }

    /// Notes that the handler at the head of a lane goes on.
    func endWaiting(in lane: UpdateLaneName) {
        state.withLock { $0.lanes[lane]?.isWaiting = false }
    }

    /// The next update of a lane; `nil` if there is none, and then the lane has no task any more.
    func next(of lane: UpdateLaneName) -> (ticket: Ticket, hasRoom: Bool)? {
        state.withLock { state in
            guard let index = state.lanes.index(forKey: lane) else { return nil }
            guard let ticket = state.lanes.values[index].tickets.popFirst() else {
                state.lanes.remove(at: index)
                return nil
            }
            let roomless = state.lanes.values[index].roomless
            if roomless > 0 { state.lanes.values[index].roomless = roomless - 1 }
            return (ticket, roomless == 0)
        }
    }

    /// What waits in a lane.
    func tickets(in lane: UpdateLaneName) -> [Ticket] {
        var tickets = state.withLock { $0.lanes[lane]?.tickets } ?? FIFO()
        return tickets.removeAll()
    }

    /// Takes the first update of a lane that satisfies a condition.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - isWanted: The condition, under the lock.
    /// - Returns: What stands for it, and whether it takes up room; `nil` if there is none.
    func remove(from lane: UpdateLaneName, where isWanted: (Ticket) -> Bool) -> (ticket: Ticket, hasRoom: Bool)? {
        state.withLock { state in
            guard var entry = state.lanes.removeValue(forKey: lane) else { return nil }
            defer { state.lanes[lane] = entry }
            var index = -1
            let ticket = entry.tickets.remove { ticket in
                index += 1
                return isWanted(ticket)
            }
            guard let ticket else { return nil }
            let isRoomless = index < Int(entry.roomless)
            if isRoomless { entry.roomless -= 1 }
            return (ticket, !isRoomless)
        }
    }

    /// Notes that an update is out of hand.
    func leave(_ update: Update) {
        guard update.hasCommonMessageIDs else { return }
        let gates = state.withLock { state -> [AsyncSemaphore] in
            var gone: [Int32] = []
            update.forEachCommonMessageID { message in
                if let index = state.messages.index(forKey: message) {
                    state.messages.values[index] -= 1
                    guard state.messages.values[index] <= 0 else { return }
                    state.messages.remove(at: index)
                }
                if !state.deletions.isEmpty { gone.append(message) }
            }
            guard !gone.isEmpty else { return [] }
            for index in state.deletions.indices { state.deletions[index].messages.subtract(gone) }
            defer { state.deletions.removeAll { $0.messages.isEmpty } }
            return state.deletions.filter { $0.messages.isEmpty }.map(\.gate)
        }
        for gate in gates { gate.release() }
    }
}
