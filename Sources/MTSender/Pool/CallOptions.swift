// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What can be said about a single call.
public struct CallOptions: Sendable {
    /// How long to wait for the answer, retries included; `nil` for what the client's builder set.
    public var timeout: Duration?
    /// What to do about errors that may pass; `nil` for what the client's builder set.
    public var retryPolicy: (any RetryPolicy)?
    /// The calls after which this one runs.
    public var order: CallOrder?
    /// Whether the server shall not send updates over the connection because of the call (`invokeWithoutUpdates`).
    public var withoutUpdates = false
    /// The takeout that the call belongs to (`invokeWithTakeout`), from `account.initTakeoutSession`.
    public var takeoutID: Int64?
    /// The business connection that a bot acts for (`invokeWithBusinessConnection`).
    public var businessConnectionID: String?
    /// Whom the call is about: floods are remembered for each method and scope.
    package var floodScope: UInt64?

    /// The usual options.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait for the answer, retries included; `nil` for what the client's builder set.
    ///   - retryPolicy: What to do about errors that may pass; `nil` for what the client's builder set.
    ///   - order: The calls after which this one runs.
    public init(timeout: Duration? = nil, retryPolicy: (any RetryPolicy)? = nil, order: CallOrder? = nil) {
        self.timeout = timeout
        self.retryPolicy = retryPolicy
        self.order = order
    }
}
