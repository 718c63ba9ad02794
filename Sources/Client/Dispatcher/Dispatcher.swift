// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramTLTypes

/// Calls handlers for what happens.
///
///     let dispatcher = Dispatcher()
///     dispatcher.onMessage(.command("start")) { message in
///         try await message.reply("Hi!")
///     }
///     await dispatcher.run(on: client)
///
/// All handlers whose filter matches are called, one after another in the order of their registration. What happens in one
/// chat is handled in order; different chats are handled side by side.
public final class Dispatcher: Sendable {
    private struct Handlers: Sendable {
        var messages: [Handler<Message>] = []
        var edits: [Handler<Message>] = []
        var callbackQueries: [Handler<CallbackQuery>] = []
        var deletions: [Handler<DeletedMessages>] = []
        var holes: [Handler<MissedUpdates>] = []
        var raw: [Handler<TL.Update>] = []
        var failure: @Sendable (any Error, Update) async -> Void = Dispatcher.printFailure
    }

    private struct Handler<Subject: Sendable>: Sendable {
        let filter: Filter<Subject>
        let body: @Sendable (Subject) async throws -> Void
    }

    private let handlers = Lock(Handlers())
    private let concurrency: Int

    /// Creates a dispatcher without handlers.
    ///
    /// - Parameter concurrency: How many updates are handled at once at most, those included that wait for an earlier one of
    ///   their chat; at least 1.
    public init(concurrency: Int = 256) {
        self.concurrency = max(1, concurrency)
    }

    // MARK: Registration

    /// Registers a handler of messages that come in or that other sessions of the account send.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them if nothing is said.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onMessage(
        _ filter: Filter<Message> = .all, _ body: @escaping @Sendable (Message) async throws -> Void
    ) {
        handlers.withLock { $0.messages.append(Handler(filter: filter, body: body)) }
    }

    /// Registers a handler of messages that were changed.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them if nothing is said.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onEdit(
        _ filter: Filter<Message> = .all, _ body: @escaping @Sendable (Message) async throws -> Void
    ) {
        handlers.withLock { $0.edits.append(Handler(filter: filter, body: body)) }
    }

    /// Registers a handler of buttons that are pressed.
    ///
    /// - Parameters:
    ///   - filter: Which buttons; all of them if nothing is said.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onCallbackQuery(
        _ filter: Filter<CallbackQuery> = .all, _ body: @escaping @Sendable (CallbackQuery) async throws -> Void
    ) {
        handlers.withLock { $0.callbackQueries.append(Handler(filter: filter, body: body)) }
    }

    /// Registers a handler of messages that are deleted.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    public func onDeletion(_ body: @escaping @Sendable (DeletedMessages) async throws -> Void) {
        handlers.withLock { $0.deletions.append(Handler(filter: .all, body: body)) }
    }

    /// Registers a handler of holes in what the program is told.
    ///
    /// There is one when so much happened that the server does not tell it any more, and when a channel cannot be seen any
    /// more, though nothing may be missing then; see ``MissedUpdates/isInaccessible``.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    public func onMissedUpdates(_ body: @escaping @Sendable (MissedUpdates) async throws -> Void) {
        handlers.withLock { $0.holes.append(Handler(filter: .all, body: body)) }
    }

    /// Registers a handler of what no other kind of handler is for.
    ///
    /// - Parameters:
    ///   - filter: Which updates; all of them if nothing is said.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onRaw(
        _ filter: Filter<TL.Update> = .all, _ body: @escaping @Sendable (TL.Update) async throws -> Void
    ) {
        handlers.withLock { $0.raw.append(Handler(filter: filter, body: body)) }
    }

    /// Sets what is done with the errors that handlers throw; at first they are written to the standard error.
    ///
    /// - Parameter body: Takes the error and what was handled.
    public func onError(_ body: @escaping @Sendable (any Error, Update) async -> Void) {
        handlers.withLock { $0.failure = body }
    }

    // MARK: Running

    /// Handles what happens until the client is disconnected or the task is cancelled; then it waits for the handlers that
    /// are at work, which are cancelled with it.
    ///
    /// - Parameter client: The client.
    public func run(on client: TelegramClient) async {
        let slots = AsyncSemaphore(concurrency)
        let queues = ConversationQueues()
        await withDiscardingTaskGroup { group in
            let updates = client.core.updates
            while let ticket = await updates.next() {
                do { try await slots.acquire() } catch { break }
                guard let conversation = ticket.update.conversation else {
                    group.addTask {
                        await self.handle(ticket, updates)
                        slots.release()
                    }
                    continue
                }
                guard queues.append(ticket, to: conversation) else { continue }
                group.addTask {
                    while let next = queues.next(of: conversation) {
                        await self.handle(next, updates)
                        slots.release()
                    }
                }
            }
        }
    }

    /// Handles an update, and says so, unless the task was cancelled on the way: then it comes again after the next start.
    private func handle(_ ticket: UpdateQueue.Ticket, _ updates: UpdateQueue) async {
        await dispatch(ticket.update)
        if !Task.isCancelled { updates.finish(ticket) }
    }

    /// Calls the handlers for one update.
    ///
    /// - Parameter update: What happened.
    public func dispatch(_ update: Update) async {
        let handlers = handlers.withLock { $0 }
        switch update {
        case .message(let message): await call(handlers.messages, message, update, handlers)
        case .messageEdited(let message): await call(handlers.edits, message, update, handlers)
        case .callbackQuery(let query): await call(handlers.callbackQueries, query, update, handlers)
        case .messagesDeleted(let messages): await call(handlers.deletions, messages, update, handlers)
        case .missed(let missed): await call(handlers.holes, missed, update, handlers)
        case .raw(let raw): await call(handlers.raw, raw, update, handlers)
        }
    }

    private func call<Subject>(
        _ list: [Handler<Subject>], _ subject: Subject, _ update: Update, _ handlers: Handlers
    ) async {
        for handler in list where handler.filter.matches(subject) {
            do {
                try await handler.body(subject)
            } catch {
                if Task.isCancelled { return }
                await handlers.failure(error, update)
            }
        }
    }

    private static let printFailure: @Sendable (any Error, Update) async -> Void = { error, _ in
        StandardError.write("ferogram: a handler failed: \(error)\n")
    }
}

/// What waits to be handled, chat by chat.
///
/// Its callers bound it.
private final class ConversationQueues: Sendable {
    private let queues = Lock<[PeerID: [UpdateQueue.Ticket]]>([:])

    /// - Returns: Whether nobody is at work on the chat, so that the caller must see to it.
    func append(_ ticket: UpdateQueue.Ticket, to conversation: PeerID) -> Bool {
        queues.withLock { queues in
            let isIdle = queues[conversation] == nil
            queues[conversation, default: []].append(ticket)
            return isIdle
        }
    }

    /// The next one; `nil` if there is none, and then nobody is at work on the chat any more.
    func next(of conversation: PeerID) -> UpdateQueue.Ticket? {
        queues.withLock { queues in
            guard let queue = queues[conversation], !queue.isEmpty else {
                queues[conversation] = nil
                return nil
            }
            queues[conversation]?.removeFirst()
            return queue.first
        }
    }
}
