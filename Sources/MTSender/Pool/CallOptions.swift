// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What can be said about a single call.
public struct CallOptions: Sendable {
    /// How long to wait for the answer, retries included; `nil` for what the client's builder set.
    public var timeout: Duration?
    /// What to do about errors that may pass; `nil` for what the client's builder set.
    public var retryPolicy: (any RetryPolicy)?
    /// What this call runs in the order of: after all calls that were made with any of these before.
    public var orders: [CallOrder]
    /// Whether the server shall not send updates over the connection because of the call (`invokeWithoutUpdates`).
    public var withoutUpdates = false
    /// The takeout that the call belongs to (`invokeWithTakeout`), from `account.initTakeoutSession`.
    public var takeoutID: Int64?
    /// The business connection that a bot acts for (`invokeWithBusinessConnection`).
    public var businessConnectionID: String?
    /// Whether a person's method is refused for bots, and a bot's for people, before it is sent
    /// (``InvocationError/wrongAccount(method:_:)``); without it the server decides.
    public var checksAccountKind = true
    /// Whom the call is about: floods are remembered for each method and scope.
    package var floodScope: UInt64?
    /// Whether the call follows a file to another data centre by itself.
    package var followsFiles = true

    /// The usual options.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait for the answer, retries included; `nil` for what the client's builder set.
    ///   - retryPolicy: What to do about errors that may pass; `nil` for what the client's builder set.
    ///   - order: What the call runs in the order of: after all calls that were made with it before.
    public init(timeout: Duration? = nil, retryPolicy: (any RetryPolicy)? = nil, order: CallOrder? = nil) {
        self.timeout = timeout
        self.retryPolicy = retryPolicy
        orders = order.map { [$0] } ?? []
    }
}
