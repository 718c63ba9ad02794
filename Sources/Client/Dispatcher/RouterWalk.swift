// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The way of an update through the handlers of a router and of those that it includes.
///
/// A handler that waits for a person holds the memory of all functions between its task and the wait. So routers in routers
/// are no functions in functions, but levels here, and ``run()`` is a part of the function that calls it.
struct RouterWalk {
    /// A router on the way.
    struct Level {
        fileprivate let contents: Router.Snapshot
        /// What runs around the handlers.
        fileprivate let inner: [Middleware.Body]
        fileprivate let errors: [Router.ErrorHandler]
        fileprivate var index = 0
        fileprivate let takesFirst: Bool
        fileprivate var wasHandled = false

        init(
            _ router: Router, _ contents: Router.Snapshot, around outer: [Middleware.Body],
            errors parents: [Router.ErrorHandler]
        ) {
            let table = contents.table
            self.contents = contents
            inner = table.inner.isEmpty ? outer : outer + table.inner
            errors = table.errors.isEmpty ? parents : table.errors + parents
            takesFirst = router.matching == .first
        }
    }

    /// What comes next.
    private enum Step {
        case handler(Router.Run)
        /// A handler of messages, which most are: without a closure that has both.
        case message(Message, UpdateHandler<Message>)
        /// Something that few updates come to.
        case detour(Detour)
    }

    private enum Detour {
        /// A router with something around it, which is a way of its own.
        case router(Router)
        case error(any Error)
    }

    private let update: Update
    /// Whether the handler is the one of a state.
    private var isStateful = false
    /// Whether a handler was called of which no note was taken yet.
    private var isInHandler = false
    private var result: Router.Routing?
    private let turn: HandlerTurn
    private let chosen: Router.Chosen?
    private var level: Level
    /// The routers that the one of the level is in, the nearest last.
    private var above: [Level] = []
    /// What the handler threw.
    private var failure: (any Error)?

    init(_ update: Update, _ turn: HandlerTurn, only chosen: Router.Chosen?, _ level: Level) {
        (self.update, self.turn, self.chosen, self.level) = (update, turn, chosen, level)
    }

    /// Calls the handlers.
    ///
    /// - Returns: What became of the update.
    @inline(__always)
    mutating func run() async -> Router.Routing {
        while let step = next() {
            switch step {
            case .handler(let run): do { try await run() } catch { failure = error }
            case .message(let message, let body): do { try await body(message) } catch { failure = error }
            case .detour(let detour): await take(detour)
            }
        }
        return result ?? .unhandled
    }

    @inline(never)
    private mutating func next() -> Step? {
        if isInHandler {
            isInHandler = false
            if let error = failure.take() { return .detour(.error(error)) }
            note(.handled)
        }
        while result == nil {
            let contents = level.contents
            switch contents.next(&level.index, update, chosen) {
            case .handler(let run, let isStateful):
                guard begin(isStateful: isStateful) else { continue }
                return .handler(level.inner.isEmpty ? run : around(run, level.inner))
            case .message(let message, let body):
                guard begin(isStateful: false) else { continue }
                guard level.inner.isEmpty else {
                    return .handler(around({ try await body(message) }, level.inner))
                }
                return .message(message, body)
            case .child(let router):
                let contents = router.contents
                guard contents.table.outer.isEmpty else { return .detour(.router(router)) }
                above.append(level)
                level = Level(router, contents, around: level.inner, errors: level.errors)
            case nil: leave(level.wasHandled ? .handled : .unhandled)
            }
        }
        return nil
    }

    /// Takes note that a handler is called now, unless the end has come.
    private mutating func begin(isStateful: Bool) -> Bool {
        guard turn.goesOn else {
            note(.cut)
            return false
        }
        (self.isStateful, isInHandler) = (isStateful, true)
        return true
    }

    /// Takes note of what became of the update in a handler or in a router.
    private mutating func note(_ routing: Router.Routing) {
        if isStateful, case .unhandled = routing { turn.passOn() }
        isStateful = false
        var routing = routing
        while true {
            switch routing {
            case .unhandled: return
            case .stopped, .cut:
                result = routing
                return
            case .handled:
                level.wasHandled = true
                guard level.takesFirst else { return }
                guard let outer = above.popLast() else {
                    result = .handled
                    return
                }
                level = outer
                routing = .handled
            }
        }
    }

    /// Leaves a router at its end.
    private mutating func leave(_ routing: Router.Routing) {
        guard let outer = above.popLast() else {
            result = routing
            return
        }
        level = outer
        note(routing)
    }

    @inline(never)
    private mutating func take(_ detour: Detour) async {
        switch detour {
        case .router(let router):
            note(await router.route(update, turn, only: chosen, around: level.inner, errors: level.errors))
        case .error(let error): note(await Router.outcome(of: error, update, turn, level.errors, else: .handled))
        }
    }

    private func around(_ run: @escaping Router.Run, _ inner: [Middleware.Body]) -> Router.Run {
        var next: Middleware.Next = { _ in try await run() }
        for middleware in inner.reversed() {
            let deeper = next
            next = { try await middleware($0, deeper) }
        }
        return { [next, update] in try await next(update) }
    }
}
