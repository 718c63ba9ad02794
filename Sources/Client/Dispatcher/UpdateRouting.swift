// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM
import FerogramTLTypes

/// What handlers can be registered with: a ``Router``, or a ``Dispatcher``, which has one.
///
/// Handlers can be added and removed at any time; updates that are being handled do not notice.
public protocol UpdateRouting: Sendable {
    /// The router that keeps the handlers.
    var router: Router { get }
}

/// What handlers of a kind of update are: they get what happened.
public typealias UpdateHandler<Subject> = @Sendable (Subject) async throws -> Void

extension UpdateRouting {
    /// Registers a handler of a kind of update.
    ///
    /// - Parameters:
    ///   - kind: The kind.
    ///   - filter: Which updates; all of the kind by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func on<Subject>(
        _ kind: UpdateKind<Subject>, where filter: Filter<Subject> = .all,
        _ body: @escaping UpdateHandler<Subject>
    ) -> HandlerRegistration {
        on(kind, command: nil, where: filter, body)
    }

    /// Registers a handler that is not asked about messages without a command.
    func on<Subject>(
        _ kind: UpdateKind<Subject>, command: String?, where filter: Filter<Subject>,
        _ body: @escaping UpdateHandler<Subject>
    ) -> HandlerRegistration {
        append(
            kind.tag,
            .plain { update in
                guard let subject = kind.read(update), filter.matches(subject) else { return nil }
                return { try await body(subject) }
            }, command: command)
    }

    /// Registers a handler of messages: most handlers are, and generic code and closures would put functions between.
    func on(
        _ kind: UpdateKind<Message>, command: String?, where filter: Filter<Message>,
        _ body: @escaping UpdateHandler<Message>
    ) -> HandlerRegistration {
        append(kind.tag, .message(kind, filter, body), command: command)
    }

    /// Registers a handler of a kind of update that gets a value read from it.
    ///
    /// - Parameters:
    ///   - kind: The kind.
    ///   - extractor: Reads the value; updates without one do not match.
    ///   - filter: Which updates; all of the kind by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func on<Subject, Value>(
        _ kind: UpdateKind<Subject>, reading extractor: Extractor<Subject, Value>, where filter: Filter<Subject> = .all,
        _ body: @escaping @Sendable (Subject, Value) async throws -> Void
    ) -> HandlerRegistration {
        on(kind, command: nil, reading: extractor, where: filter, body)
    }

    /// Registers a handler with a value that is not asked about messages without a command.
    func on<Subject, Value>(
        _ kind: UpdateKind<Subject>, command: String?, reading extractor: Extractor<Subject, Value>,
        where filter: Filter<Subject>, _ body: @escaping @Sendable (Subject, Value) async throws -> Void
    ) -> HandlerRegistration {
        append(
            kind.tag,
            .plain { update in
                guard let subject = kind.read(update), filter.matches(subject), let value = extractor.extract(subject)
                else { return nil }
                return { try await body(subject, value) }
            }, command: command)
    }

    /// Includes the handlers of a router at this place.
    ///
    /// - Parameters:
    ///   - child: The router.
    ///   - filter: Which updates it gets; all by default.
    /// - Returns: What it can be removed by.
    @discardableResult
    public func include(_ child: Router, where filter: Filter<Update> = .all) -> HandlerRegistration {
        append(nil, .child(child, filter))
    }

    /// Removes a handler or an included router.
    ///
    /// - Parameter registration: What its registration returned.
    public func remove(_ registration: HandlerRegistration) {
        router.change { table in
            table.remove(registration.token)
        }
    }

    /// Runs something around the router, before filters are looked at, or around each of its handlers.
    ///
    /// - Parameters:
    ///   - place: Where.
    ///   - body: What; it calls its second parameter once, or not at all to keep the update from the handlers.
    public func use(around place: Middleware.Place = .router, _ body: @escaping Middleware.Body) {
        use(Middleware(around: place, body))
    }

    /// Runs a middleware, for example ``Middleware/rateLimit(_:per:)``.
    ///
    /// - Parameter middleware: The middleware; the first one is the outermost.
    public func use(_ middleware: Middleware) {
        router.change { table in
            switch middleware.place {
            case .router: table.outer.append(middleware.body)
            case .handlers: table.inner.append(middleware.body)
            }
        }
    }

    /// Sets what is done with the errors that handlers throw.
    ///
    /// An error goes to the nearest router that has an error handler, and what that throws to the next one outwards. Those
    /// that nobody takes are written to the standard error.
    ///
    /// - Parameter body: Takes the error and what was handled.
    public func onError(_ body: @escaping @Sendable (any Error, Update) async throws -> Void) {
        router.change { $0.errors = [body] }
    }

    func append(_ tag: UpdateTag?, _ step: Router.Step, command: String? = nil) -> HandlerRegistration {
        let token = HandlerToken()
        router.change { table in
            table.append(.init(token: token, tag: tag, command: command, step: step))
            if case .stateful = step { table.hasStates = true }
        }
        return HandlerRegistration(token: token)
    }
}
