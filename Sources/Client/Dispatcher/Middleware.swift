// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// What runs around handlers: it may do something before and after them, keep an update from them, or pass on another one.
///
///     router.use { update, next in
///         try await next(update)
///         print("done")
///     }
public struct Middleware: Sendable {
    /// Passes an update on to what lies inside.
    public typealias Next = @Sendable (Update) async throws -> Void
    /// Takes an update.
    public typealias Body = @Sendable (Update, Next) async throws -> Void

    /// Where a middleware stands.
    public enum Place: Hashable, Sendable {
        /// Around the whole router, before filters are looked at. What handlers throw does not come here, but to the
        /// error handlers.
        case router
        /// Around each handler whose filter matches, those of included routers too; what it throws comes here first.
        case handlers
    }

    let place: Place
    let body: Body

    /// Creates a middleware.
    ///
    /// - Parameters:
    ///   - place: Where it stands.
    ///   - body: What it does; it calls its second parameter once, or not at all to keep the update.
    public init(around place: Place = .router, _ body: @escaping Body) {
        (self.place, self.body) = (place, body)
    }
}
