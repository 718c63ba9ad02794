// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
public import FerogramMTSender
public import FerogramSession
public import FerogramTLTypes

/// A connection to Telegram as one account, a person's or a bot's.
///
/// It stays connected by itself: lost connections are made anew, and calls survive that. When the last reference to it is
/// gone, or after ``disconnect()``, everything that it started ends.
public final class TelegramClient: Sendable {
    let core: ClientCore
    /// Whether the client ends with this object; the handles that objects give out are not owners.
    private let isOwner: Bool

    private init(_ core: ClientCore) {
        self.core = core
        isOwner = true
        // The engine is the client's own: it ends with it, and holds nothing but the core.
        core.start()
    }

    /// A client that ends when its owner does.
    init(handleOf core: ClientCore) {
        self.core = core
        isOwner = false
    }

    deinit {
        if isOwner { core.end() }
    }

    /// Starts a client.
    public static func builder() -> ClientBuilder { ClientBuilder() }

    /// Connects, and makes a key if the session has none; signs nobody in.
    ///
    /// - Parameter configuration: The program's choices.
    /// - Returns: A client that stays connected until ``disconnect()`` is called or the last reference to it is gone.
    /// - Throws: ``BuilderError``.
    public static func connect(_ configuration: ClientConfiguration) async throws(BuilderError) -> TelegramClient {
        try await connect(ResolvedConfiguration(configuration))
    }

    /// Connects with choices that were checked.
    static func connect(_ configuration: ResolvedConfiguration) async throws(BuilderError) -> TelegramClient {
        var session: SessionData
        // First the journal: who has that has the rest, and nobody waits for one with the other in hand.
        do {
            try await configuration.journal?.open()
        } catch {
            throw .session(error)
        }
        do {
            session = try await configuration.storage.open()
        } catch {
            await configuration.journal?.finish()
            throw .session(error)
        }
        guard let adoption = session.adopt(configuration.directory) else {
            await configuration.storage.close()
            await configuration.journal?.finish()
            throw .sessionOfOtherServers
        }
        let core = ClientCore(configuration, session: session)
        core.update { _ in adoption }
        for token in configuration.choices.futureAuthTokens { core.keep(futureAuthToken: token) }
        let client = TelegramClient(core)
        do throws(InvocationError) {
            try await core.initialize()
        } catch {
            await client.disconnect()
            throw .connect(error)
        }
        return client
    }

    /// Ends the connection: pending calls fail with ``InvocationError/disconnected``, the updates end, the session is saved.
    ///
    /// Updates whose handlers are cut short by that come again after the next start; ``shutdown(draining:)`` lets handlers
    /// finish.
    ///
    /// Calling it again, from however many tasks, does nothing more; each call returns when the end has come.
    ///
    /// - Returns: Why the session could not be saved, `nil` if it was; what is missing from the storage then is what changed
    ///   since the log said that the session cannot be saved.
    @discardableResult
    public func disconnect() async -> SessionStorageError? {
        core.stop()
        core.end()
        return await core.outcome()
    }

    /// Lets handlers and calls finish, and disconnects.
    ///
    /// First no update is delivered any more, while the handlers that are at work may go on and make calls. When they are
    /// done, no calls are taken any more, and those that are pending are waited for. What was not delivered comes after the
    /// next start. A handler may call it too: it is not waited for then.
    ///
    /// Calling it again, or after ``disconnect()``, does nothing more.
    ///
    /// - Parameter limit: How long to wait in all; what is pending then fails with ``InvocationError/disconnected``, and the
    ///   updates of handlers that are still at work come again. Cancelling the task ends the wait at once.
    /// - Returns: Why the session could not be saved, `nil` if it was.
    @discardableResult
    public func shutdown(draining limit: Duration = .seconds(30)) async -> SessionStorageError? {
        let time = core.configuration.time
        let end = time.now() + limit.clamped
        core.updates.stopDelivering()
        if let journal = core.journal { await core.leave(journal) }
        await core.updates.waitUntilHandled(until: end, time)
        await core.pool.drain(atMost: max(.zero, end - time.now()))
        return await disconnect()
    }

    /// Ends the wait for the next attempt to connect, because the network is back.
    public func signalNetworkRestored() {
        core.pool.signalNetworkRestored()
    }

    // MARK: Calls

    /// Calls a method, any of core.telegram.org/methods, at the account's data centre.
    ///
    /// The call survives lost connections: it is sent again under the same id, so that it runs once. Where that cannot be
    /// known any more it ends with ``InvocationError/outcomeUnknown(method:)``, unless running it twice does no harm.
    /// Redirections to other data centres are followed. Cancelling the task gives the call up.
    ///
    /// - Parameters:
    ///   - function: The method with its arguments, `TL.help.GetConfig()`.
    ///   - options: A timeout of its own, and the like.
    /// - Returns: What the schema says.
    /// - Throws: ``InvocationError``.
    public func invoke<Function: TLFunction>(
        _ function: Function, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> Function.Response {
        try await core.invoke(function, options: options)
    }

    /// Calls a method at another data centre, as the same account.
    ///
    /// - Parameters:
    ///   - function: The method with its arguments.
    ///   - dataCenter: The data centre, 1 to 5 in production.
    ///   - options: A timeout of its own, and the like.
    /// - Returns: What the schema says.
    /// - Throws: ``InvocationError``.
    public func invoke<Function: TLFunction>(
        _ function: Function, onDC dataCenter: Int, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> Function.Response {
        try await core.invoke(function, on: .dataCenter(dataCenter), options: options)
    }

    /// Calls a method where it is meant to be called: over connections for files, for example.
    ///
    /// - Parameters:
    ///   - function: The method with its arguments.
    ///   - destination: Where to: `.media(4)`.
    ///   - options: A timeout of its own, and the like.
    /// - Returns: What the schema says.
    /// - Throws: ``InvocationError``.
    public func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions = CallOptions()
    ) async throws(InvocationError) -> Function.Response {
        try await core.invoke(function, on: destination, options: options)
    }

    // MARK: Updates

    /// What happens, in order; if several tasks read it, each update goes to one of them.
    public var updates: UpdateSequence { UpdateSequence(queue: core.updates) }

    /// How many ephemeral updates, such as "typing", were dropped because the program did not read them.
    ///
    /// No others ever are.
    public var droppedUpdateCount: Int { core.engine.droppedCount }

    /// Why the client has stopped; `nil` while it has not.
    public var stopReason: StopReason? { core.health.stopReason }

    // MARK: Health

    /// How the client is: the state of now, then each change.
    ///
    /// It ends when the client has stopped.
    ///
    /// Who reads slowly misses states in between, never the last one.
    public var health: HealthSequence { core.health.sequence }

    // MARK: The account

    /// Who is signed in, as far as this client knows; nobody until a sign-in, here or in an earlier run of the session.
    public var account: SessionData.Account? { core.account }
}

extension TelegramClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Who is signed in.
    public var description: String {
        guard let account else { return "TelegramClient(nobody)" }
        return "TelegramClient(\(account.isBot ? "bot" : "user") \(account.userID))"
    }
    /// Who is signed in.
    public var debugDescription: String { description }
    /// A mirror without keys, hashes and names.
    public var customMirror: Mirror { Mirror(self, children: ["account": description]) }
}
