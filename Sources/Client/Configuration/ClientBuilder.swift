// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramConnect
public import FerogramMTProto
public import FerogramMTSender
public import FerogramSession

/// Collects what a client needs and connects it.
///
///     let client = try await TelegramClient.builder()
///         .apiID(12345).apiHash("0123456789abcdef0123456789abcdef")
///         .session(.file("bot.session"))
///         .connect()
///
/// my.telegram.org gives out the id and the hash.
public struct ClientBuilder: Sendable {
    /// The choices made so far.
    public var configuration: ClientConfiguration
    /// What was said of the journal, also before it was set.
    var journalWaits: Bool?
    var sharesJournal: Bool?

    /// Creates a builder.
    ///
    /// - Parameter configuration: The choices to begin with.
    public init(_ configuration: ClientConfiguration = ClientConfiguration(apiID: 0, apiHash: "")) {
        self.configuration = configuration
    }

    /// Sets the id of the application.
    ///
    /// - Parameter id: The number from my.telegram.org, positive.
    /// - Returns: The builder with that.
    public func apiID(_ id: some BinaryInteger & Sendable) -> Self { with { $0.apiID = Int(clamping: id) } }

    /// Sets the secret of the application.
    ///
    /// - Parameter hash: The 32 hexadecimal digits from my.telegram.org.
    /// - Returns: The builder with that.
    public func apiHash(_ hash: String) -> Self { with { $0.apiHash = hash } }

    /// Sets where keys and state are kept; without it they are gone when the program ends.
    ///
    /// - Parameter storage: The storage; one client uses it at a time.
    /// - Returns: The builder with that.
    public func session(_ storage: some SessionStorage) -> Self { with { $0.session = storage } }

    /// Connects to other servers than Telegram's, for example to an embedded one.
    ///
    /// - Parameter directory: The addresses and the keys of the servers; keys of its own never go with Telegram's addresses.
    /// - Returns: The builder with that.
    public func server(_ directory: ServerDirectory) -> Self { with { $0.server = directory } }

    /// Connects to Telegram's test servers, which have accounts of their own.
    public func testServers(_ isTest: Bool = true) -> Self { with { $0.usesTestServers = isTest } }

    /// Sets how the connection looks on the wire.
    ///
    /// - Parameter transport: The transport; the default is abridged.
    /// - Returns: The builder with that.
    public func transport(_ transport: ClientTransport) -> Self { with { $0.transport = transport } }

    /// Sets how the program introduces itself.
    ///
    /// - Parameter device: What users see in their list of sessions.
    /// - Returns: The builder with that.
    public func device(_ device: DeviceDescription) -> Self { with { $0.device = device } }

    /// Sets how long a call waits for its answer, unless it says otherwise.
    ///
    /// - Parameter timeout: The time, connecting included; `nil` to wait on. The default is 60 seconds.
    /// - Returns: The builder with that.
    public func requestTimeout(_ timeout: Duration?) -> Self { with { $0.requestTimeout = timeout } }

    /// Sets what is done about errors of the server that may pass.
    ///
    /// - Parameter policy: The policy; the default is ``AutoSleep``.
    /// - Returns: The builder with that.
    public func retryPolicy(_ policy: some RetryPolicy) -> Self { with { $0.retryPolicy = policy } }

    /// Sets when a lost connection is made again.
    ///
    /// - Parameter policy: The policy; the default, ``ExponentialRestart``, never gives up.
    /// - Returns: The builder with that.
    public func restartPolicy(_ policy: some ConnectionRestartPolicy) -> Self { with { $0.restartPolicy = policy } }

    /// Speaks under keys that live for a day at most, so that who learns a key later cannot read what was said before.
    ///
    /// The permanent key only vouches for them then, and never stands in for one. See core.telegram.org/api/pfs.
    public func perfectForwardSecrecy(_ isOn: Bool = true) -> Self { with { $0.usesTemporaryKeys = isOn } }

    /// Sets where the client says what it does: connections that come and go, waits for floods.
    ///
    /// Nothing secret is among it.
    ///
    /// - Parameter log: Takes an entry; it is called from any thread and must return quickly.
    /// - Returns: The builder with that.
    public func log(_ log: @escaping @Sendable (LogEntry) -> Void) -> Self { with { $0.log = log } }

    /// Sets what is written to the standard error: `.console` for everything, `.off` for nothing.
    ///
    /// - Parameter logger: Takes the entries; the default is ``ConsoleLogger/warnings``.
    /// - Returns: The builder with that.
    public func log(_ logger: ConsoleLogger) -> Self { log { logger.write($0) } }

    /// Sets what counts what happens: calls with their durations, floods, connections.
    ///
    /// - Parameter metrics: Takes an event; it is called from any thread and must return quickly.
    /// - Returns: The builder with that.
    public func metrics(_ metrics: @escaping @Sendable (ClientMetric) -> Void) -> Self { with { $0.metrics = metrics } }

    /// Sets how many updates may wait for the program.
    ///
    /// What does not fit is fetched later, by `updates.getDifference`; ephemeral updates, such as "typing", are dropped
    /// and counted in ``TelegramClient/droppedUpdateCount``.
    ///
    /// - Parameter capacity: At least 16; the default is 2,048.
    /// - Returns: The builder with that.
    public func updateCapacity(_ capacity: Int) -> Self { with { $0.updateCapacity = capacity } }

    /// Sets how many connections for files there may be to one data centre, see ``CallDestination/media(_:)``.
    ///
    /// - Parameters:
    ///   - count: 1 to 8; the default is 4.
    ///   - idleTime: How long such a connection stays open without use; the default is 30 seconds.
    /// - Returns: The builder with that.
    public func fileConnections(_ count: Int, idleTime: Duration = .seconds(30)) -> Self {
        with {
            $0.fileConnections = count
            $0.fileIdleTime = idleTime
        }
    }

    /// Sets upper bounds of what uploads and downloads use.
    ///
    /// - Parameter limits: The bounds.
    /// - Returns: The builder with that.
    public func transferLimits(_ limits: TransferLimits) -> Self { with { $0.transferLimits = limits } }

    /// Sets whether updates are fetched that came while the client was not there.
    ///
    /// - Parameter catchesUp: The default is that bots do and people do not.
    /// - Returns: The builder with that.
    public func catchUp(_ catchesUp: Bool) -> Self { with { $0.catchesUp = catchesUp } }

    /// Sets what happens to updates that are being handled when the program is killed.
    ///
    /// - Parameter guarantee: The default is ``UpdateGuarantee/atLeastOnce``.
    /// - Returns: The builder with that.
    public func updateGuarantee(_ guarantee: UpdateGuarantee) -> Self { with { $0.updateGuarantee = guarantee } }

    /// Sets how long the client trusts that a user name or a phone number belongs to whom the server said.
    ///
    /// People give names up, and others take them. After that time the server is asked again.
    ///
    /// - Parameter lifetime: 8 hours by default; zero asks each time.
    /// - Returns: The builder with that.
    public func peerNameLifetime(_ lifetime: Duration) -> Self { with { $0.peerNameLifetime = lifetime } }

    /// Sets how many users and chats the client remembers.
    ///
    /// When there are more, those are forgotten that have not been seen for longest; naming them costs a call then.
    ///
    /// - Parameter count: How many, 1,000 at least; 100,000 by default, which is some 15 MB.
    /// - Returns: The builder with that.
    public func peerCacheCapacity(_ count: Int) -> Self { with { $0.peerCacheCapacity = count } }

    /// Sets how much waits before the program's queue.
    package func updateBounds(_ bounds: UpdateBounds) -> Self { with { $0.updateBounds = bounds } }

    /// Sets how the client gets to the servers.
    package func dialer(_ dialer: any Dialer) -> Self { with { $0.dialer = dialer } }

    /// Makes messages wait so that no more are sent than the limits allow; without it they are sent at once.
    ///
    /// - Parameter limits: How many messages in which time, ``OutgoingLimits/bot`` for what Telegram asks of bots.
    /// - Returns: A changed builder.
    public func outgoingLimits(_ limits: OutgoingLimits) -> Self { with { $0.outgoingLimits = limits } }

    /// Sets where the client takes the time from.
    package func time(_ time: Timekeeper) -> Self { with { $0.time = time } }

    func with(_ change: (inout ClientConfiguration) -> Void) -> Self {
        var copy = self
        change(&copy.configuration)
        return copy
    }

    /// Connects, and makes a key if the session has none; signs nobody in.
    ///
    /// - Returns: A client that stays connected until ``TelegramClient/disconnect()`` is called or the last reference to it
    ///   is gone.
    /// - Throws: ``BuilderError``.
    ///
    /// - Parameter timeout: How long it tries to reach the server; `nil`, the default, for ``requestTimeout(_:)``.
    public func connect(timeout: Duration? = nil) async throws(BuilderError) -> TelegramClient {
        var configuration = configuration
        configuration.connectTimeout = timeout ?? configuration.connectTimeout
        return try await TelegramClient.connect(configuration)
    }

    /// Connects, runs a closure, and disconnects when it returns or throws.
    ///
    /// - Parameter body: Uses the client.
    /// - Returns: What the closure returns.
    /// - Throws: ``BuilderError``, also if the session could not be saved at the end, or what the closure throws.
    @discardableResult
    public func withClient<Value>(
        _ body: (TelegramClient) async throws -> Value
    ) async throws -> Value {
        let client = try await connect()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        let unsaved = await client.disconnect()
        let value = try result.get()
        if let unsaved { throw BuilderError.session(unsaved) }
        return value
    }
}

extension ClientBuilder: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The application's id; no secret.
    public var description: String { "ClientBuilder(apiID: \(configuration.apiID))" }
    /// The application's id; no secret.
    public var debugDescription: String { description }
    /// A mirror without the application's secret.
    public var customMirror: Mirror { Mirror(self, children: ["apiID": configuration.apiID]) }
}

/// Why a client could not be made.
public enum BuilderError: Error, Sendable {
    /// ``ClientBuilder/apiID(_:)`` was not called.
    case missingAPIID
    /// The application's id is negative or too large.
    case invalidAPIID(Int)
    /// ``ClientBuilder/apiHash(_:)`` was not called, or with an empty text.
    case missingAPIHash
    /// The directory given to ``ClientBuilder/server(_:)`` names no data centre.
    case noDataCenters
    /// The link given to ``ClientBuilder/proxyLink(_:)`` cannot be read.
    case invalidProxyLink(ProxyError)
    /// The certificates that web servers are checked with cannot be read; see ``ClientBuilder/resilientConnect(_:)``.
    case fallbackServices(any Error)
    /// The session's storage could not be opened, or could not be written at the end.
    case session(any Error)
    /// The session's keys were made with other servers, for example with Telegram's test servers or a local server; nothing
    /// was sent.
    case sessionOfOtherServers
    /// The first call failed.
    case connect(InvocationError)
}

extension BuilderError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .missingAPIID: "an API id other than 0 is needed: apiID(_:); my.telegram.org gives them out"
        case .invalidAPIID(let id): "\(id) is no API id: it is the positive number that my.telegram.org gives out"
        case .missingAPIHash: "an API hash is needed: apiHash(_:); my.telegram.org gives them out"
        case .noDataCenters: "the directory names no data centre"
        case .invalidProxyLink(let error): "\(error)"
        case .fallbackServices(let error): "\(error)"
        case .session(let error): "\(error)"
        case .sessionOfOtherServers:
            "the session belongs to other servers than those that the builder names; use another session for these"
        case .connect(let error): "cannot connect: \(error)"
        }
    }
}
