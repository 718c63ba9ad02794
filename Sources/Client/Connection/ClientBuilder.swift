// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

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
    private var apiID: Int32 = 0
    private var apiHash = ""
    private var storage: (any SessionStorage)?
    private var directory: ServerDirectory?
    private var isTest = false
    private var transport = ClientTransport.abridged
    private var device = DeviceDescription()
    private var requestTimeout: Duration? = .seconds(60)
    private var retryPolicy: any RetryPolicy = .autoSleep()
    private var restartPolicy: any ConnectionRestartPolicy = .exponential()
    private var log: (@Sendable (String) -> Void)?
    private var updateCapacity = 2_048
    private var proxy: Proxy?
    private var proxyError: ProxyError?
    private var raceLegs: [TransportLeg] = []
    private var allowsIPv6 = false
    private var isResilient = false
    private var resolvesOverHTTPS = false
    private var rescue: RescueServices?
    private var dialer: any Dialer = SocketDialer()
    private var time = Timekeeper.system

    init() {}

    /// Sets the id of the application.
    ///
    /// - Parameter id: The number from my.telegram.org, positive.
    public func apiID(_ id: Int32) -> Self { with { $0.apiID = id } }

    /// Sets the secret of the application.
    ///
    /// - Parameter hash: The 32 hexadecimal digits from my.telegram.org.
    public func apiHash(_ hash: String) -> Self { with { $0.apiHash = hash } }

    /// Sets where keys and state are kept; without it they are gone when the program ends.
    ///
    /// - Parameter storage: The storage; one client uses it at a time.
    public func session(_ storage: some SessionStorage) -> Self { with { $0.storage = storage } }

    /// Connects to other servers than Telegram's, for example to an embedded one.
    ///
    /// - Parameter directory: The addresses and the keys of the servers; keys of its own never go with Telegram's addresses.
    public func server(_ directory: ServerDirectory) -> Self { with { $0.directory = directory } }

    /// Connects to Telegram's test servers, which have accounts of their own.
    public func testServers(_ isTest: Bool = true) -> Self { with { $0.isTest = isTest } }

    /// Sets how the connection looks on the wire.
    ///
    /// - Parameter transport: The transport; abridged if nothing is said.
    public func transport(_ transport: ClientTransport) -> Self { with { $0.transport = transport } }

    /// Sets how the program introduces itself.
    ///
    /// - Parameter device: What users see in their list of sessions.
    public func device(_ device: DeviceDescription) -> Self { with { $0.device = device } }

    /// Sets how long a call waits for its answer, unless it says otherwise.
    ///
    /// - Parameter timeout: The time, connecting included; `nil` to wait on. 60 seconds if nothing is said.
    public func requestTimeout(_ timeout: Duration?) -> Self { with { $0.requestTimeout = timeout } }

    /// Sets what is done about errors of the server that may pass.
    ///
    /// - Parameter policy: The policy; ``AutoSleep`` if nothing is said.
    public func retryPolicy(_ policy: some RetryPolicy) -> Self { with { $0.retryPolicy = policy } }

    /// Sets when a lost connection is made again.
    ///
    /// - Parameter policy: The policy; ``ExponentialRestart``, which never gives up, if nothing is said.
    public func restartPolicy(_ policy: some ConnectionRestartPolicy) -> Self { with { $0.restartPolicy = policy } }

    /// Sets where the client says what it does: connections that come and go, waits for floods. Nothing secret is among it.
    ///
    /// - Parameter log: Takes one line; it is called from any thread and must return quickly.
    public func log(_ log: @escaping @Sendable (String) -> Void) -> Self { with { $0.log = log } }

    /// Sets how many updates may wait for the program.
    ///
    /// - Parameter capacity: At least 16; 2,048 if nothing is said. What does not fit is counted in
    ///   ``TelegramClient/droppedUpdateCount``.
    public func updateCapacity(_ capacity: Int) -> Self { with { $0.updateCapacity = max(16, capacity) } }

    /// Connects through a proxy, all connections without exception.
    ///
    /// An MTProto proxy decides by its secret what the connection looks like; ``transport(_:)`` and
    /// ``transportRace(_:)`` do not count then.
    ///
    /// - Parameter proxy: The proxy; `nil` for none.
    /// - Returns: The builder, with that changed.
    public func proxy(_ proxy: Proxy?) -> Self {
        with {
            $0.proxy = proxy
            $0.proxyError = nil
        }
    }

    /// Connects through the proxy of a link: `tg://proxy`, `tg://socks`, or the same on `t.me`.
    ///
    /// A link that cannot be read makes ``connect()`` fail with ``BuilderError/invalidProxyLink(_:)``.
    ///
    /// - Parameter link: The link as people pass it on; an empty text means no proxy.
    /// - Returns: The builder, with that changed.
    public func proxyLink(_ link: String) -> Self {
        if link.isEmpty { return proxy(nil) }
        do throws(ProxyError) {
            return proxy(try Proxy(link: link))
        } catch {
            return with { $0.proxyError = error }
        }
    }

    /// Tries several transports beside one another, and uses the first over which the server answers.
    ///
    /// It helps where some transports are blocked. The one that won is tried first from then on.
    ///
    /// - Parameter legs: The transports in the order of preference; without any there is no race.
    /// - Returns: The builder, with that changed.
    public func transportRace(_ legs: [TransportLeg] = TransportLeg.usual) -> Self { with { $0.raceLegs = legs } }

    /// Connects to IPv6 addresses as well.
    ///
    /// - Parameter isAllowed: Whether it does; it does not if nothing is said.
    /// - Returns: The builder, with that changed.
    public func ipv6(_ isAllowed: Bool = true) -> Self { with { $0.allowsIPv6 = isAllowed } }

    /// Looks for other ways to the data centres when none that is known works: first for addresses by DNS over HTTPS, then for
    /// those that Telegram signs and publishes elsewhere.
    ///
    /// A way counts only when a server has answered, which costs one round trip more for each connection. It has no effect
    /// with an MTProto proxy, which is the only way then, and with a directory of other servers.
    ///
    /// - Parameter isResilient: Whether it does; it does not if nothing is said.
    /// - Returns: The builder, with that changed.
    public func resilientConnect(_ isResilient: Bool = true) -> Self { with { $0.isResilient = isResilient } }

    /// Asks for the name of a proxy over HTTPS, and the system only if that does not work.
    ///
    /// - Parameter isOn: Whether it does; it does not if nothing is said.
    /// - Returns: The builder, with that changed.
    public func dnsOverHTTPS(_ isOn: Bool = true) -> Self { with { $0.resolvesOverHTTPS = isOn } }

    /// Sets where other ways are looked for, and names.
    package func rescueServices(_ services: RescueServices) -> Self { with { $0.rescue = services } }

    /// Sets how the client gets to the servers.
    package func dialer(_ dialer: any Dialer) -> Self { with { $0.dialer = dialer } }

    /// Sets where the client takes the time from.
    package func time(_ time: Timekeeper) -> Self { with { $0.time = time } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    /// Connects, and makes a key if the session has none; signs nobody in.
    ///
    /// - Returns: A client that stays connected until ``TelegramClient/disconnect()`` is called or the last reference to it
    ///   is gone.
    /// - Throws: ``BuilderError``.
    public func connect() async throws(BuilderError) -> TelegramClient {
        guard apiID > 0 else { throw .missingAPIID }
        guard !apiHash.isEmpty else { throw .missingAPIHash }
        if let proxyError { throw .invalidProxyLink(proxyError) }
        var configuration = ClientConfiguration(
            apiID: apiID, apiHash: apiHash, storage: storage ?? MemorySessionStorage(),
            directory: directory ?? .telegram(isTest: isTest), usesBuiltInAddresses: directory == nil,
            transport: transport, dialer: dialer, device: device, requestTimeout: requestTimeout,
            retryPolicy: retryPolicy,
            restartPolicy: restartPolicy, log: log, updateCapacity: updateCapacity,
            time: time)
        configuration.proxy = proxy
        configuration.raceLegs = raceLegs
        configuration.allowsIPv6 = allowsIPv6
        let services = rescue ?? (directory == nil ? .telegram(isTest: isTest) : RescueServices())
        do {
            try configuration.look(
                for: services, namesOfProxies: resolvesOverHTTPS, waysToServers: isResilient)
        } catch {
            throw .rescueServices(error)
        }
        guard !configuration.directory.dataCenters.isEmpty else { throw .noDataCenters }
        return try await TelegramClient.connect(configuration)
    }

    /// Connects, runs a closure, and disconnects when it returns or throws.
    ///
    /// - Parameter body: Uses the client.
    /// - Returns: What the closure returns.
    /// - Throws: ``BuilderError``, or what the closure throws.
    public func withClient<Value>(
        _ body: (TelegramClient) async throws -> Value
    ) async throws -> Value {
        let client = try await connect()
        do {
            let value = try await body(client)
            await client.disconnect()
            return value
        } catch {
            await client.disconnect()
            throw error
        }
    }
}

/// Why a client could not be made.
public enum BuilderError: Error, Sendable {
    /// ``ClientBuilder/apiID(_:)`` was not called, or with a number that is not positive.
    case missingAPIID
    /// ``ClientBuilder/apiHash(_:)`` was not called, or with an empty text.
    case missingAPIHash
    /// The directory given to ``ClientBuilder/server(_:)`` names no data centre.
    case noDataCenters
    /// The link given to ``ClientBuilder/proxyLink(_:)`` cannot be read.
    case invalidProxyLink(ProxyError)
    /// The certificates that web servers are checked with cannot be read; see ``ClientBuilder/resilientConnect(_:)``.
    case rescueServices(any Error)
    /// The session's storage could not be opened.
    case session(any Error)
    /// The first call failed.
    case connect(InvocationError)
}

extension BuilderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingAPIID: "an API id is needed; my.telegram.org gives them out"
        case .missingAPIHash: "an API hash is needed; my.telegram.org gives them out"
        case .noDataCenters: "the directory names no data centre"
        case .invalidProxyLink(let error): "\(error)"
        case .rescueServices(let error): "\(error)"
        case .session(let error): "the session cannot be opened: \(error)"
        case .connect(let error): "cannot connect: \(error)"
        }
    }
}
