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
        await DispatcherRun(of: self, on: core, concurrency: concurrency, albums, states).run()
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
        let setting = HandlerTurn.Setting(states: states) { life.goesOn }
        await life.run { _ = await self.handle(HandlerTurn(update, setting)) }
    }

    // A handler that waits for a person holds the memory of all functions between its task and the wait: what most updates do
    // not need is in functions of its own.

    /// The way of an update to its handlers, if nothing but handlers is on it, as with most; others are for ``handle(_:)``.
    @inline(never)
    func walk(_ turn: HandlerTurn) -> RouterWalk? {
        switch turn.update {
        case .album: return nil
        case .callbackQuery where answersCallbackQueries: return nil
        default: break
        }
        let contents = router.contents
        guard contents.table.outer.isEmpty, !mayBeInState(turn) else { return nil }
        return router.walk(turn.update, turn, contents, errors: Self.printsFailure)
    }

    private func mayBeInState(_ turn: HandlerTurn) -> Bool {
        router.hasStates && turn.states?.key(of: turn.update) != nil
    }

    /// Calls the handlers for an update whose turn it is.
    @inline(never)
    func handle(_ turn: HandlerTurn) async -> HandlingOutcome {
        if case .album(let album) = turn.update { return await handle(album, turn) }
        return await handleOne(turn)
    }

    @inline(never)
    private func handle(_ album: MessageAlbum, _ turn: HandlerTurn) async -> HandlingOutcome {
        let isTaken = router.takes(turn.update)
        if isTaken, !(await isTakenByState(HandlerTurn(.message(album.first), partOf: turn))) {
            return await handleOne(turn)
        }
        var outcome = HandlingOutcome.handled
        for message in album.messages {
            switch await handleOne(HandlerTurn(.message(message), partOf: turn)) {
            case .handled: continue
            case .failed: outcome = .failed
            case .interrupted: return .interrupted
            }
        }
        return outcome
    }

    private func isTakenByState(_ turn: HandlerTurn) async -> Bool {
        guard mayBeInState(turn) else { return false }
        return (try? await router.chosen(for: turn.update, turn, tag: turn.update.tag)) ?? nil != nil
    }

    private func handleOne(_ turn: HandlerTurn) async -> HandlingOutcome {
        let routing = await HandlerTurn.$current.withValue(turn) { await route(turn) }
        if case .cut = routing { return .interrupted }
        guard turn.goesOn else { return .interrupted }
        if answersCallbackQueries, case .callbackQuery = turn.update { await answerQuery(turn.update) }
        guard turn.goesOn else { return .interrupted }
        return turn.hasFailed ? .failed : .handled
    }

    private func route(_ turn: HandlerTurn) async -> Router.Routing {
        let contents = router.contents
        let chosen = mayBeInState(turn) ? await chosen(for: turn) : nil
        guard contents.table.outer.isEmpty else { return await routeThroughMiddleware(turn, contents, chosen) }
        var walk = router.walk(turn.update, turn, contents, only: chosen, errors: Self.printsFailure)
        let routing = await walk.run()
        guard let chosen, turn.takePassedOn(), turn.goesOn else { return routing }
        return await router.routePassedOn(turn.update, turn, contents, by: chosen, errors: Self.printsFailure)
    }

    @inline(never)
    private func routeThroughMiddleware(
        _ turn: HandlerTurn, _ contents: Router.Snapshot, _ chosen: Router.Chosen?
    ) async -> Router.Routing {
        await router.routeThroughMiddleware(
            turn.update, turn, contents, chosen, isOutermost: true, errors: Self.printsFailure)
    }

    @inline(never)
    private func chosen(for turn: HandlerTurn) async -> Router.Chosen? {
        do {
            return try await router.chosen(for: turn.update, turn, tag: turn.update.tag)
        } catch {
            // What cannot be read is taken for no state.
            await Router.report(error, turn.update, router.contents.table.errors + Self.printsFailure)
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
