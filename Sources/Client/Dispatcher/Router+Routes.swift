// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension Router {
    /// What became of an update.
    enum Routing: Sendable {
        case unhandled
        case handled
        /// No other handler is to get it.
        case stopped
        /// The run ended before it was handled.
        case cut
    }

    /// Passes an update through what runs around the router, which is in another one, and to its handlers.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - turn: What its handlers may need.
    ///   - chosen: The handler of a state that takes it.
    ///   - outer: What runs around the handlers of the routers that it is in.
    ///   - parents: What takes the errors that the router does not.
    /// - Returns: What became of it.
    @inline(never)
    func route(
        _ update: Update, _ turn: HandlerTurn, only chosen: Chosen?, around outer: [Middleware.Body],
        errors parents: [ErrorHandler]
    ) async -> Routing {
        await routeThroughMiddleware(
            update, turn, contents, chosen, isOutermost: false, around: outer, errors: parents)
    }

    /// The way of an update to the router's handlers, without what runs around the router.
    @inline(never)
    func walk(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, only chosen: Chosen? = nil,
        around outer: [Middleware.Body] = [], errors parents: [ErrorHandler]
    ) -> RouterWalk {
        RouterWalk(update, turn, only: chosen, RouterWalk.Level(self, contents, around: outer, errors: parents))
    }

    /// Passes an update through what runs around the router, and to its handlers.
    ///
    /// - Parameters:
    ///   - update: The update.
    ///   - turn: What its handlers may need.
    ///   - contents: What is registered.
    ///   - chosen: The handler of a state that takes it.
    ///   - isOutermost: Whether the router is in no other, so that it gives others what that handler passes on.
    ///   - outer: What runs around the handlers of the routers that it is in.
    ///   - parents: What takes the errors that the router does not.
    /// - Returns: What became of it.
    func routeThroughMiddleware(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, _ chosen: Chosen?, isOutermost: Bool,
        around outer: [Middleware.Body] = [], errors parents: [ErrorHandler]
    ) async -> Routing {
        let result = Lock(Routing.unhandled)
        var next: Middleware.Next = { update in
            let routing = await self.pass(
                update, turn, contents, chosen, isOutermost: isOutermost, around: outer, errors: parents)
            result.withLock { $0 = routing }
        }
        for middleware in contents.table.outer.reversed() {
            let deeper = next
            next = { try await middleware($0, deeper) }
        }
        do {
            try await next(update)
        } catch {
            let errors = contents.table.errors + parents
            return await Self.outcome(of: error, update, turn, errors, else: result.withLock { $0 })
        }
        return result.withLock { $0 }
    }

    /// Passes an update to the handlers, and to others what the handler of a state passes on.
    @inline(never)
    private func pass(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, _ chosen: Chosen?, isOutermost: Bool,
        around outer: [Middleware.Body], errors parents: [ErrorHandler]
    ) async -> Routing {
        var walk = walk(update, turn, contents, only: chosen, around: outer, errors: parents)
        let routing = await walk.run()
        guard isOutermost, let chosen, turn.takePassedOn(), turn.goesOn else { return routing }
        return await routePassedOn(update, turn, contents, by: chosen, around: outer, errors: parents)
    }

    /// Gives others what the handler of a state has passed on.
    @inline(never)
    func routePassedOn(
        _ update: Update, _ turn: HandlerTurn, _ contents: Snapshot, by chosen: Chosen,
        around outer: [Middleware.Body] = [], errors parents: [ErrorHandler]
    ) async -> Routing {
        // The conversation may be in another state now.
        let next = try? await self.chosen(for: update, turn, tag: update.tag)
        let other = next?.token === chosen.token ? nil : next
        var walk = walk(update, turn, contents, only: other, around: outer, errors: parents)
        return await walk.run()
    }

    /// What an error of a handler, or of what runs around it, makes of an update.
    @inline(never)
    static func outcome(
        of error: any Error, _ update: Update, _ turn: HandlerTurn, _ errors: [ErrorHandler], else result: Routing
    ) async -> Routing {
        if let propagation = error as? Propagation { return propagation == .stop ? .stopped : .unhandled }
        // What the end of the run brings about is no failure of the handler.
        if !turn.goesOn, error.isInterruption { return .cut }
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
