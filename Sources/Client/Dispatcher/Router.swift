// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// Handlers that belong together, with what runs around them.
///
///     let admin = Router(.first)
///     admin.onCommand("ban") { message in … }
///     dispatcher.include(admin, where: .group)
///
/// Handlers are tried in the order of their registration, and included routers at their place in it. Handlers for a state
/// of a conversation come before all others.
public final class Router: UpdateRouting, Sendable {
    /// Which handlers get an update.
    public enum Matching: Hashable, Sendable {
        /// The first one that matches.
        case first
        /// All that match, one after another.
        case all
    }

    /// Takes an error of a handler.
    typealias ErrorHandler = @Sendable (any Error, Update) async throws -> Void
    /// A handler that is ready to run.
    typealias Run = @Sendable () async throws -> Void

    /// What an update goes through.
    enum Step: Sendable {
        case plain(@Sendable (Update) -> Run?)
        case stateful(@Sendable (Update, HandlerTurn) async throws -> Run?)
        case child(Router, Filter<Update>)
    }

    struct Entry: Sendable {
        let token: HandlerToken
        let tag: UpdateTag?
        /// The command without which the handler does not match.
        let command: String?
        let step: Step
    }

    struct Table: Sendable {
        private(set) var entries: [Entry] = []
        /// The entries that an update of a kind can go to, by the numbers of the tags.
        private var index: [[Entry]?] = []
        private var untagged: [Entry] = []
        /// The routers that are included.
        private(set) var children: [Router] = []
        var outer: [Middleware.Body] = []
        var inner: [Middleware.Body] = []
        var errors: [ErrorHandler] = []
        var hasStates = false

        func entries(for tag: UpdateTag) -> [Entry] {
            let number = Int(tag.rawValue)
            return (number < index.count ? index[number] : nil) ?? untagged
        }

        mutating func append(_ entry: Entry) {
            entries.append(entry)
            order()
        }

        mutating func remove(_ token: HandlerToken) {
            entries.removeAll { $0.token === token }
            order()
        }

        private mutating func order() {
            untagged = entries.filter { $0.tag == nil }
            let tags = Set(entries.compactMap(\.tag))
            index = Array(repeating: nil, count: (tags.map { Int($0.rawValue) }.max() ?? -1) + 1)
            for tag in tags {
                index[Int(tag.rawValue)] = entries.filter { $0.tag == nil || $0.tag == tag }
            }
            children = entries.compactMap { if case .child(let router, _) = $0.step { router } else { nil } }
        }
    }

    /// The handler of a state that takes an update.
    final class Chosen: Sendable {
        let token: HandlerToken
        let run: Run

        init(_ token: HandlerToken, _ run: @escaping Run) {
            (self.token, self.run) = (token, run)
        }
    }

    /// What became of an update.
    enum Routing: Sendable {
        case unhandled
        case handled
        /// No other handler is to get it.
        case stopped
        /// The run ended before it was handled.
        case cut
    }

    let matching: Matching
    private let snapshot = Lock(Snapshot(Table()))

    /// What is registered at a moment; it costs one reference to look at.
    final class Snapshot: Sendable {
        let table: Table

        init(_ table: Table) {
            self.table = table
        }
    }

    /// Creates a router without handlers.
    ///
    /// - Parameter matching: Which handlers get an update.
    public init(_ matching: Matching = .all) {
        self.matching = matching
    }

    /// The router that handlers are registered with.
    public var router: Router { self }

    var contents: Snapshot { snapshot.withLock { $0 } }

    func change(_ body: (inout Table) -> Void) {
        snapshot.withLock { snapshot in
            var table = snapshot.table
            body(&table)
            snapshot = Snapshot(table)
        }
    }

    /// Finds the handler of the conversation's state, in this router and those that it includes.
    func chosen(for update: Update, _ turn: HandlerTurn, tag: UpdateTag) async throws -> Chosen? {
        for entry in contents.table.entries(for: tag) {
            switch entry.step {
            case .plain: continue
            case .stateful(let match):
                if let run = try await match(update, turn) { return Chosen(entry.token, run) }
            case .child(let router, let filter):
                guard router.hasStates, filter.matches(update) else { continue }
                if let chosen = try await router.chosen(for: update, turn, tag: tag) { return chosen }
            }
        }
        return nil
    }

    /// Whether there are handlers of states.
    var hasStates: Bool {
        let contents = contents
        return contents.table.hasStates || contents.table.children.contains { $0.hasStates }
    }

    /// Whether there are handlers of a kind of update.
    func hasHandlers(of tag: UpdateTag) -> Bool {
        contents.table.entries.contains { entry in
            if case .child(let router, _) = entry.step { router.hasHandlers(of: tag) } else { entry.tag == tag }
        }
    }

    /// Whether a handler that is for updates of that kind, and not for all of them, takes an update.
    func takes(_ update: Update) -> Bool {
        contents.table.entries(for: update.tag).contains { entry in
            switch entry.step {
            case .plain(let match): entry.tag != nil && match(update) != nil
            case .stateful: false
            case .child(let router, let filter): filter.matches(update) && router.takes(update)
            }
        }
    }

    func contains(_ token: HandlerToken) -> Bool {
        contents.table.entries.contains { entry in
            if case .child(let router, _) = entry.step { router.contains(token) } else { entry.token === token }
        }
    }

    /// Passes an update through what runs around the router, and to its handlers.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - turn: What its handlers may need.
    ///   - chosen: The handler of a state that takes it.
    ///   - isOutermost: Whether the router is in no other, so that it gives others what that handler passes on.
    ///   - outer: What runs around the handlers of the routers that it is in.
    ///   - parents: What takes the errors that the router does not.
    /// - Returns: What became of it.
    func route(
        _ update: Update, _ turn: HandlerTurn, only chosen: Chosen?, isOutermost: Bool = false,
        around outer: [Middleware.Body] = [],
        errors parents: [ErrorHandler]
    ) async -> Routing {
        let contents = contents
        let errors = contents.table.errors.isEmpty ? parents : contents.table.errors + parents
        let inner = contents.table.inner.isEmpty ? outer : outer + contents.table.inner
        guard contents.table.outer.isEmpty else {
            return await routeThroughMiddleware(
                update, turn, contents, inner, chosen, isOutermost: isOutermost, errors)
        }
        guard isOutermost, chosen != nil else { return await steps(update, turn, contents, inner, chosen, errors) }
        return await pass(update, turn, contents, inner, chosen, isOutermost: isOutermost, errors)
    }

    // What most updates do not need has functions of its own here, so that a handler that waits for a person holds no memory
    // for it.

    @inline(never)
    private func routeThroughMiddleware(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, _ inner: [Middleware.Body], _ chosen: Chosen?,
        isOutermost: Bool, _ errors: [ErrorHandler]
    ) async -> Routing {
        let result = Lock(Routing.unhandled)
        var next: Middleware.Next = { update in
            let routing = await self.pass(
                update, turn, contents, inner, chosen, isOutermost: isOutermost, errors)
            result.withLock { $0 = routing }
        }
        for middleware in contents.table.outer.reversed() {
            let deeper = next
            next = { try await middleware($0, deeper) }
        }
        do {
            try await next(update)
        } catch {
            return await outcome(of: error, update, turn, errors, else: result.withLock { $0 })
        }
        return result.withLock { $0 }
    }

    /// Passes an update to the handlers, and to others what the handler of a state passes on.
    @inline(never)
    private func pass(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, _ inner: [Middleware.Body], _ chosen: Chosen?,
        isOutermost: Bool, _ errors: [ErrorHandler]
    ) async -> Routing {
        let routing = await steps(update, turn, contents, inner, chosen, errors)
        guard isOutermost, let chosen, turn.takePassedOn(), turn.goesOn() else { return routing }
        // The conversation may be in another state now.
        let next = try? await self.chosen(for: update, turn, tag: update.tag)
        return await steps(update, turn, contents, inner, next?.token === chosen.token ? nil : next, errors)
    }

    private func steps(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, _ inner: [Middleware.Body], _ chosen: Chosen?,
        _ errors: [ErrorHandler]
    ) async -> Routing {
        var result = Routing.unhandled
        var index = 0
        while let step = contents.next(&index, update, chosen) {
            let routing: Routing
            switch step {
            case .handler(let run, let isStateful):
                routing = await call(run, update, turn, inner, errors)
                if isStateful, case .unhandled = routing { turn.passOn() }
            case .child(let router):
                routing = await router.route(update, turn, only: chosen, around: inner, errors: errors)
            }
            switch routing {
            case .unhandled: continue
            case .stopped, .cut: return routing
            case .handled:
                result = .handled
                if matching == .first { return result }
            }
        }
        return result
    }

    private func call(
        _ run: @escaping Run, _ update: Update, _ turn: HandlerTurn, _ inner: [Middleware.Body],
        _ errors: [ErrorHandler]
    ) async -> Routing {
        guard turn.goesOn() else { return .cut }
        do {
            if inner.isEmpty { try await run() } else { try await call(run, update, through: inner) }
            return .handled
        } catch {
            return await outcome(of: error, update, turn, errors, else: .handled)
        }
    }

    @inline(never)
    private func call(_ run: @escaping Run, _ update: Update, through inner: [Middleware.Body]) async throws {
        var next: Middleware.Next = { _ in try await run() }
        for middleware in inner.reversed() {
            let deeper = next
            next = { try await middleware($0, deeper) }
        }
        try await next(update)
    }

    @inline(never)
    private func outcome(
        of error: any Error, _ update: Update, _ turn: HandlerTurn, _ errors: [ErrorHandler], else result: Routing
    ) async -> Routing {
        if let propagation = error as? Propagation { return propagation == .stop ? .stopped : .unhandled }
        // What the end of the run brings about is no failure of the handler.
        if !turn.goesOn(), error.isInterruption { return .cut }
        turn.noteFailure()
        await Self.report(error, update, errors)
        return result == .unhandled ? .handled : result
    }

    /// Gives an error to the nearest error handler; what that throws goes to the next one.
    static func report(_ error: any Error, _ update: Update, _ errors: [ErrorHandler]) async {
        var error = error
        for handler in errors {
            do {
                try await handler(error, update)
                return
            } catch let other {
                error = other
            }
        }
    }
}

/// What tells handlers apart.
final class HandlerToken: Sendable {}

/// A handler that was registered, to be removed by ``UpdateRouting/remove(_:)``.
public struct HandlerRegistration: Sendable {
    let token: HandlerToken
}
