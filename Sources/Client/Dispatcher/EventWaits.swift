// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Handlers that wait until a button is pressed or a message is read.
///
/// A wait is opened before its message is sent, and told the message's number afterwards. Until then it keeps what may be
/// for it.
final class EventWaits: Sendable {
    /// Names a wait.
    typealias ID = UInt64

    /// What is waited for.
    enum Kind: Hashable, Sendable {
        /// That this user presses a button; `nil` for anybody.
        case press(Int64?)
        /// That the other side reads the message.
        case read
    }

    /// A press, with what brought it.
    struct Press: Sendable {
        let query: CallbackQuery
        let ticket: UpdateQueue.Ticket
    }

    /// What a wait ends with: a press, or nothing more than that the message was read.
    typealias Outcome = Result<Press?, any Error>

    private struct Wait {
        let chat: PeerID
        let kind: Kind
        var message: Int32?
        /// What came before the number was known.
        var held: [Press] = []
        var lastRead: Int32 = 0
        var outcome: Outcome?
        var continuation: CheckedContinuation<Press?, any Error>?
    }

    private struct State {
        var waits: [ID: Wait] = [:]
        var lastID: ID = 0
        var isServed = false
    }

    /// How many presses are kept while a message is sent.
    private static let mostHeld = 16

    private let state = Lock(State())

    /// How many waits there are.
    var count: Int { state.withLock { $0.waits.count } }

    /// Somebody reads updates from now on.
    func begin() { state.withLock { $0.isServed = true } }

    /// Nobody reads updates any more.
    func end() {
        let ids = state.withLock { state in
            state.isServed = false
            return Array(state.waits.keys)
        }
        for id in ids { settle(id, .failure(ConversationError.ended)) }
    }

    /// Opens a wait before its message is sent.
    ///
    /// - Throws: ``ConversationError/noDispatcher`` if nobody reads updates.
    func open(_ kind: Kind, in chat: PeerID) throws -> ID {
        let (id, older) = try state.withLock { state throws -> (ID, ID?) in
            guard state.isServed else { throw ConversationError.noDispatcher }
            state.lastID += 1
            // Several messages may be waited for that are to be read, but one button.
            let older =
                kind == .read
                ? nil : state.waits.first { $0.value.kind == kind && $0.value.chat == chat && $0.value.outcome == nil }
            state.waits[state.lastID] = Wait(chat: chat, kind: kind)
            return (state.lastID, older?.key)
        }
        if let older { settle(older, .failure(ConversationError.superseded)) }
        return id
    }

    /// Says which message it is about.
    ///
    /// - Returns: What was kept and is for others.
    func set(_ message: Int32, of id: ID) -> [UpdateQueue.Ticket] {
        let (outcome, rest) = state.withLock { state -> (Outcome?, [UpdateQueue.Ticket]) in
            guard var wait = state.waits[id] else { return (nil, []) }
            wait.message = message
            var held = wait.held
            wait.held = []
            state.waits[id] = wait
            if wait.kind == .read { return (wait.lastRead >= message ? .success(nil) : nil, []) }
            guard let index = held.firstIndex(where: { $0.query.messageID == message }) else {
                return (nil, held.map(\.ticket))
            }
            let press = held.remove(at: index)
            return (.success(press), held.map(\.ticket))
        }
        // Whoever ended the wait meanwhile does not know of the press, which goes back too.
        guard let outcome, !settle(id, outcome), case .success(let press?) = outcome else { return rest }
        return [press.ticket] + rest
    }

    /// Takes a press that somebody waits for; never waits.
    func offer(_ query: CallbackQuery, _ ticket: UpdateQueue.Ticket) -> Bool {
        let press = Press(query: query, ticket: ticket)
        let (isTaken, settled) = state.withLock { state -> (Bool, ID?) in
            let kinds: [Kind] = [.press(query.userID), .press(nil)]
            let found = state.waits.first { _, wait in
                kinds.contains(wait.kind) && wait.chat == query.chatID && wait.outcome == nil
            }
            guard let (id, wait) = found else { return (false, nil) }
            guard let message = wait.message else {
                guard wait.held.count < Self.mostHeld else { return (false, nil) }
                state.waits[id]?.held.append(press)
                return (true, nil)
            }
            return message == query.messageID ? (true, id) : (false, nil)
        }
        guard let settled else { return isTaken }
        return settle(settled, .success(press))
    }

    /// Notes what was read.
    func note(_ mark: ReadMark) {
        guard mark.isByOthers, let chat = mark.chatID, let last = mark.lastMessageID else { return }
        let ids = state.withLock { state -> [ID] in
            var ids: [ID] = []
            for (id, wait) in state.waits where wait.kind == .read && wait.chat == chat {
                state.waits[id]?.lastRead = max(wait.lastRead, last)
                if let message = wait.message, message <= last { ids.append(id) }
            }
            return ids
        }
        for id in ids { settle(id, .success(nil)) }
    }

    /// Waits for what a wait is for.
    func outcome(of id: ID, timeout: Duration, _ time: Timekeeper) async throws -> Press? {
        let end = time.now() + timeout
        let timer = Task { [self] in
            guard (try? await time.sleep(end)) != nil else { return }
            settle(id, .failure(ConversationError.timedOut))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ready = state.withLock { state -> Outcome? in
                    guard let wait = state.waits[id] else { return .failure(ConversationError.ended) }
                    if let outcome = wait.outcome { return outcome }
                    state.waits[id]?.continuation = continuation
                    return nil
                }
                if let ready { continuation.resume(with: ready) }
            }
        } onCancel: {
            settle(id, .failure(CancellationError()))
        }
    }

    /// Forgets a wait.
    ///
    /// - Returns: What it kept and is for others.
    func close(_ id: ID) -> [UpdateQueue.Ticket] {
        state.withLock { $0.waits.removeValue(forKey: id)?.held.map(\.ticket) ?? [] }
    }

    @discardableResult
    private func settle(_ id: ID, _ outcome: Outcome) -> Bool {
        let (settles, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Press?, any Error>?) in
            guard state.waits[id] != nil, state.waits[id]?.outcome == nil else { return (false, nil) }
            state.waits[id]?.outcome = outcome
            return (true, state.waits[id]?.continuation.take())
        }
        continuation?.resume(with: outcome)
        return settles
    }
}
