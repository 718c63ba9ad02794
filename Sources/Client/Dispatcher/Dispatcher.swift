// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramFSM

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
/// that is stuck holds up its own chat alone. Handlers of states of a conversation come first, and a message that one of them
/// takes goes to no other. Queries, whose senders wait for an answer, are handled as soon as they come.
///
/// An update counts as handled when its handlers have returned or thrown. One whose handlers are cut short, because the run
/// is cancelled or the client disconnected, goes back to the front of the queue, and comes again in the next run or after
/// the next start. ``TelegramClient/shutdown(draining:)`` lets handlers finish.
public final class Dispatcher: UpdateRouting, Sendable {
    /// The router that handlers are registered with.
    public let router: Router
    private let concurrency: Int
    private let answersCallbackQueries: Bool
    private let states: ConversationStates
    private let albumGap: Duration

    /// Creates a dispatcher without handlers.
    ///
    /// - Parameters:
    ///   - matching: Which handlers get an update.
    ///   - concurrency: How many updates are handled at once at most, and besides them how many queries; at least 1.
    ///   - states: Where the states of conversations are kept.
    ///   - scope: Who shares a conversation.
    ///   - answersCallbackQueries: Whether queries of buttons that no handler has answered are answered with nothing, so that
    ///     the buttons stop showing progress.
    ///   - albumGap: After what time without another message an album is complete, where there are handlers of albums.
    public init(
        _ matching: Router.Matching = .all, concurrency: Int = 256, states: StateSource = .memory,
        scope: ConversationScope = .perUserInChat, answersCallbackQueries: Bool = true,
        albumGap: Duration = .milliseconds(500)
    ) {
        router = Router(matching)
        self.albumGap = albumGap
        self.concurrency = max(1, concurrency)
        self.answersCallbackQueries = answersCallbackQueries
        self.states = ConversationStates(store: ConversationStore(storage: states.storage), scope: scope)
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
        let albums = AlbumCollector(gap: albumGap, core.configuration.time) { [router] in router.hasHandlers(of: .album)
        }
        let run = DispatcherRun(on: core, concurrency: concurrency, albums) { update, place, goesOn in
            await self.handle(update, at: place, while: goesOn)
        }
        await run.run()
        switch client.stopReason {
        case .sessionEnded(let end): throw .clientStopped(.sessionEnded(end))
        case .failed(let error): throw .clientStopped(error)
        case .disconnected, nil: return
        }
    }

    /// Calls the handlers for one update.
    ///
    /// - Parameter update: What happened.
    public func dispatch(_ update: Update) async {
        let life = DispatcherLife()
        await life.run { _ = await self.handle(update, at: nil) { life.goesOn } }
    }

    private func handle(
        _ update: Update, at place: (any HandlerTurn.Place)?, while goesOn: @escaping @Sendable () -> Bool
    ) async -> HandlingOutcome {
        if case .album(let album) = update { return await handle(album, update, at: place, while: goesOn) }
        return await handleOne(update, at: place, while: goesOn)
    }

    // A handler that waits for a person holds the memory of all functions between its task and the wait: what most updates do
    // not need is in functions of its own.

    @inline(never)
    private func handle(
        _ album: MessageAlbum, _ update: Update, at place: (any HandlerTurn.Place)?,
        while goesOn: @escaping @Sendable () -> Bool
    ) async -> HandlingOutcome {
        let isTaken = router.takes(update)
        if isTaken, !(await isTakenByState(.message(album.first), while: goesOn)) {
            return await handleOne(update, at: place, while: goesOn)
        }
        var outcome = HandlingOutcome.handled
        for message in album.messages {
            switch await handleOne(.message(message), at: place, while: goesOn) {
            case .handled: continue
            case .failed: outcome = .failed
            case .interrupted: return .interrupted
            }
        }
        return outcome
    }

    private func isTakenByState(_ update: Update, while goesOn: @escaping @Sendable () -> Bool) async -> Bool {
        let turn = HandlerTurn(update, states: states, place: nil, while: goesOn)
        guard router.hasStates, turn.states?.key(of: update) != nil else { return false }
        return (try? await router.chosen(for: update, turn, tag: update.tag)) ?? nil != nil
    }

    private func handleOne(
        _ update: Update, at place: (any HandlerTurn.Place)?, while goesOn: @escaping @Sendable () -> Bool
    ) async -> HandlingOutcome {
        let turn = HandlerTurn(update, states: states, place: place, while: goesOn)
        let routing = await HandlerTurn.$current.withValue(turn) { await route(update, turn) }
        if case .cut = routing { return .interrupted }
        guard goesOn() else { return .interrupted }
        if answersCallbackQueries, case .callbackQuery = update { await answerQuery(update) }
        guard goesOn() else { return .interrupted }
        return turn.hasFailed ? .failed : .handled
    }

    private func route(_ update: Update, _ turn: HandlerTurn) async -> Router.Routing {
        var chosen: Router.Chosen?
        if router.hasStates, turn.states?.key(of: update) != nil { chosen = await self.chosen(for: update, turn) }
        return await router.route(update, turn, only: chosen, isOutermost: true, errors: Self.printsFailure)
    }

    @inline(never)
    private func chosen(for update: Update, _ turn: HandlerTurn) async -> Router.Chosen? {
        do {
            return try await router.chosen(for: update, turn, tag: update.tag)
        } catch {
            // What cannot be read is taken for no state.
            await Router.report(error, update, router.contents.table.errors + Self.printsFailure)
            return nil
        }
    }

    @inline(never)
    private func answerQuery(_ update: Update) async {
        guard case .callbackQuery(let query) = update else { return }
        // It does nothing if a handler has answered; a query that is too old to be answered harms nobody.
        try? await query.answer()
    }

    private static let printsFailure: [Router.ErrorHandler] = [
        { error, update in
            StandardError.write("ferogram: a handler failed at \(update.summary): \(error)\n")
        }
    ]
}
