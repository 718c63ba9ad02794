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
///     try await dispatcher.run(on: client)
///
/// All handlers whose filter matches are called, one after another in the order of their registration. What happens in one
/// chat is handled in order, and what belongs to no chat as well; different chats are handled side by side, and a handler
/// that is stuck holds up its own chat alone. Queries, whose senders wait for an answer, are handled as soon as they come.
///
/// An update counts as handled when its handlers have returned or thrown. One whose handlers are cut short, because the run
/// is cancelled or the client disconnected, goes back to the front of the queue, and comes again in the next run or after
/// the next start. ``TelegramClient/shutdown(draining:)`` lets handlers finish.
public final class Dispatcher: Sendable {
    private let handlers = Lock(HandlerTable(failure: Dispatcher.printFailure))
    private let concurrency: Int

    /// Creates a dispatcher without handlers.
    ///
    /// - Parameter concurrency: How many updates are handled at once at most, and besides them how many queries; at least 1.
    public init(concurrency: Int = 256) {
        self.concurrency = max(1, concurrency)
    }

    // MARK: Registration

    /// Registers a handler of messages that come in or that other sessions of the account send.
    ///
    /// - Parameters:
    ///   - filter: Which messages; the default is all of them.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onMessage(
        _ filter: Filter<Message> = .all, _ body: @escaping @Sendable (Message) async throws -> Void
    ) {
        handlers.withLock { $0.messages.append(.init(filter: filter, body: body)) }
    }

    /// Registers a handler of messages that were changed.
    ///
    /// - Parameters:
    ///   - filter: Which messages; the default is all of them.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onEdit(
        _ filter: Filter<Message> = .all, _ body: @escaping @Sendable (Message) async throws -> Void
    ) {
        handlers.withLock { $0.edits.append(.init(filter: filter, body: body)) }
    }

    /// Registers a handler of buttons that are pressed.
    ///
    /// - Parameters:
    ///   - filter: Which buttons; the default is all of them.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onCallbackQuery(
        _ filter: Filter<CallbackQuery> = .all, _ body: @escaping @Sendable (CallbackQuery) async throws -> Void
    ) {
        handlers.withLock { $0.callbackQueries.append(.init(filter: filter, body: body)) }
    }

    /// Registers a handler of messages that are deleted.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    public func onDeletion(_ body: @escaping @Sendable (DeletedMessages) async throws -> Void) {
        handlers.withLock { $0.deletions.append(.init(filter: .all, body: body)) }
    }

    /// Registers a handler of gaps in the updates.
    ///
    /// There is one when so much happened that the server does not tell it any more, and when a channel cannot be seen any
    /// more, though nothing may be missing then; see ``MissedUpdates/isInaccessible``.
    ///
    /// - Parameter body: What to do. What it throws goes to ``onError(_:)``.
    public func onMissedUpdates(_ body: @escaping @Sendable (MissedUpdates) async throws -> Void) {
        handlers.withLock { $0.gaps.append(.init(filter: .all, body: body)) }
    }

    /// Registers a handler of what no other kind of handler is for.
    ///
    /// - Parameters:
    ///   - filter: Which updates; the default is all of them.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    public func onRaw(
        _ filter: Filter<TL.Update> = .all, _ body: @escaping @Sendable (TL.Update) async throws -> Void
    ) {
        handlers.withLock { $0.raw.append(.init(filter: filter, body: body)) }
    }

    /// Sets what is done with the errors that handlers throw; at first they are written to the standard error.
    ///
    /// - Parameter body: Takes the error and what was handled.
    public func onError(_ body: @escaping @Sendable (any Error, Update) async -> Void) {
        handlers.withLock { $0.failure = body }
    }

    // MARK: Running

    /// Handles what happens until the client is disconnected or shut down, or the task is cancelled.
    ///
    /// When the task is cancelled, so are the handlers that are at work, and no other begins; their updates, and those that
    /// were waiting, are left for the next run.
    ///
    /// - Parameter client: The client; one dispatcher at a time runs on it.
    /// - Throws: ``DispatcherError/alreadyRunning``, or ``DispatcherError/clientStopped(_:)`` if the client came to its end
    ///   for another reason than the program's will.
    public func run(on client: TelegramClient) async throws(DispatcherError) {
        let core = client.core
        if let reason = client.stopReason {
            core.configuration.log?(
                LogEntry(level: .warning, text: "a dispatcher was run on a client that has stopped (\(reason))"))
        }
        guard core.updates.claim() else { throw .alreadyRunning }
        defer { core.updates.release() }
        let run = DispatcherRun(on: core, concurrency: concurrency) { [handlers = self] update, goesOn in
            await handlers.table.handle(update, while: goesOn)
        }
        await run.run()
        switch client.stopReason {
        case .sessionEnded(let end): throw .clientStopped(.sessionEnded(end))
        case .failed(let error): throw .clientStopped(error)
        case .disconnected, nil: return
        }
    }

    private var table: HandlerTable { handlers.withLock { $0 } }

    /// Calls the handlers for one update.
    ///
    /// - Parameter update: What happened.
    public func dispatch(_ update: Update) async {
        _ = await table.handle(update) { !Task.isCancelled }
    }

    private static let printFailure: @Sendable (any Error, Update) async -> Void = { error, update in
        StandardError.write("ferogram: a handler failed at \(update.summary): \(error)\n")
    }
}
