// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// What all calls of a task have in common.
struct CallContext: Sendable {
    @TaskLocal static var current = CallContext()

    var businessConnectionID: String?
    var takeoutID: Int64?
    var withoutUpdates = false
    var orders: [CallOrder] = []
    /// The update of the journal that the task handles.
    var journal: JournalScope?

    /// Fills in what the call itself does not say.
    func apply(to options: inout CallOptions) {
        if withoutUpdates { options.withoutUpdates = true }
        options.takeoutID = options.takeoutID ?? takeoutID
        options.businessConnectionID = options.businessConnectionID ?? businessConnectionID
        if !orders.isEmpty { options.orders = orders + options.orders }
    }

    /// Whether there is nothing to fill in.
    var isEmpty: Bool {
        businessConnectionID == nil && takeoutID == nil && !withoutUpdates && orders.isEmpty
    }

    /// Runs a closure in the context of now, changed.
    static func with<Value, Failure: Error>(
        isolation: isolated (any Actor)?, _ change: (inout CallContext) -> Void,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var context = current
        change(&context)
        // `withValue` throws untyped errors: the result carries the typed one past it.
        let result: Result<Value, Failure> = await $current.withValue(
            context,
            operation: {
                do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
            }, isolation: isolation)
        return try result.get()
    }
}

extension ClientCore {
    /// Runs a closure whose calls are the bot's own also while it acts for an account: what it looks up, and its files, which
    /// the data centre of the account does not have.
    func asItself<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws(InvocationError) -> Value
    ) async throws(InvocationError) -> Value {
        guard CallContext.current.businessConnectionID != nil else { return try await body() }
        return try await CallContext.with(isolation: isolation, { $0.businessConnectionID = nil }, body)
    }
}

extension TelegramClient {
    /// Runs a closure whose calls do not make the server send updates over this connection (`invokeWithoutUpdates`).
    ///
    /// Child tasks inherit that, detached tasks do not.
    ///
    /// - Parameters:
    ///   - isolation: The caller's actor.
    ///   - body: Makes the calls.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func withoutUpdates<Value, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await CallContext.with(isolation: isolation, { $0.withoutUpdates = true }, body)
    }

    /// Runs a closure whose calls the server runs one after another, in the order in which they are made
    /// (`invokeAfterMsg`).
    ///
    /// Child tasks inherit that, detached tasks do not.
    ///
    /// - Parameters:
    ///   - order: The order; several closures may share one.
    ///   - isolation: The caller's actor.
    ///   - body: Makes the calls.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func inOrder<Value, Failure: Error>(
        _ order: CallOrder = CallOrder(), isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await CallContext.with(isolation: isolation, { $0.orders.append(order) }, body)
    }
}
