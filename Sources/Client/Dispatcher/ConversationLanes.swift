// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender

/// What waits to be handled, chat by chat.
///
/// Its callers bound it.
final class ConversationLanes<Ticket: Sendable>: Sendable {
    /// What an update waits for.
    enum Placement: Sendable {
        /// For the updates of its lane, the task of which will handle it.
        case queued
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

    private struct State {
        var lanes: [UpdateLaneName: FIFO<Ticket>] = [:]
        /// How many updates there are about a message of private chats and basic groups, which have one row of numbers.
        var messages: [Int32: Int] = [:]
        var deletions: [Deletion] = []
    }

    private let state = Lock(State())

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
            if let message = update.commonMessageID { state.messages[message, default: 0] += 1 }
            let name = update.lane
            let isIdle = state.lanes[name] == nil
            state.lanes[name, default: FIFO()].append(ticket)
            return isIdle ? .first(name) : .queued
        }
    }

    /// The next update of a lane; `nil` if there is none, and then the lane has no task any more.
    func next(of lane: UpdateLaneName) -> Ticket? {
        state.withLock { state in
            if let ticket = state.lanes[lane]?.popFirst() { return ticket }
            state.lanes[lane] = nil
            return nil
        }
    }

    /// Notes that an update is out of hand.
    func leave(_ update: Update) {
        guard let message = update.commonMessageID else { return }
        let gates = state.withLock { state -> [AsyncSemaphore] in
            let count = (state.messages[message] ?? 1) - 1
            state.messages[message] = count > 0 ? count : nil
            guard count <= 0, !state.deletions.isEmpty else { return [] }
            for index in state.deletions.indices { state.deletions[index].messages.remove(message) }
            defer { state.deletions.removeAll { $0.messages.isEmpty } }
            return state.deletions.filter { $0.messages.isEmpty }.map(\.gate)
        }
        for gate in gates { gate.release() }
    }
}
