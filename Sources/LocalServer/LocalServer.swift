// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramConnect
public import FerogramCrypto
import FerogramMTProto

/// A small Telegram on this machine, for tests, demonstrations and development.
///
/// It speaks the real protocol with any client that knows its key and its address, and with nobody outside: it listens on
/// 127.0.0.1 alone, and nothing can change that. People and bots are made by a script, by clients that sign up, or both:
///
/// ```swift
/// let server = try await LocalServer.start()
/// let ann = try server.addPerson("Ann")
/// let bot = try server.addBot(username: "echo_bot")
/// // Let the bot under test log in at server.dataCenters with bot.token, then:
/// try await ann.send("/start", to: bot)
/// let answer = try await ann.expect(.text("Hi"))
/// ```
///
/// It is no place for secrets: login codes are known to everybody, and nothing is kept when it stops.
public final class LocalServer: Sendable {
    /// The data centres, the first one first.
    public let dataCenters: [LocalDataCenter]
    /// The MTProto proxy in front of the data centres, once for each of its secrets.
    public let proxies: [Proxy]
    /// The key by which clients know the server; it is in no client's list.
    public let publicKey: RSAPublicKey

    let core: ServerCore
    private let listeners: Lock<[Listener]>
    private let isStopped = Lock(false)
    private let memory: (network: MemoryNetwork, endpoints: [Endpoint])?

    private init(
        _ core: ServerCore, _ publicKey: RSAPublicKey, ports: [UInt16], proxies: [Proxy], listeners: [Listener],
        memory: (MemoryNetwork, [Endpoint])? = nil
    ) {
        self.proxies = proxies
        self.core = core
        self.publicKey = publicKey
        self.listeners = Lock(listeners)
        self.memory = memory.map { (network: $0.0, endpoints: $0.1) }
        dataCenters = ports.enumerated().map { index, port in
            LocalDataCenter(id: index + 1, host: Self.host, port: port)
        }
    }

    deinit {
        stop()
    }

    private static let host = "127.0.0.1"
    /// Beyond the numbers of data centres.
    private static let memoryProxyPort: UInt16 = 10

    /// Starts a server.
    ///
    /// - Parameter configuration: What it is like.
    /// - Returns: The server, which runs until it is stopped or dropped.
    /// - Throws: ``LocalServerError/cannotListen(port:reason:)``, or `CryptoError` if no key can be made.
    public static func start(_ configuration: LocalServerConfiguration = .init()) async throws -> LocalServer {
        let (core, key) = try await prepare(configuration)
        let front = ProxyFront(secrets: configuration.proxySecrets, port: configuration.proxyPort)
        let listeners = try listen(on: configuration.ports, front, core)
        let ports = Array(listeners.map(\.port).prefix(configuration.ports.count))
        let proxies = listeners.last.flatMap { front?.proxies(at: Endpoint(host: host, port: $0.port)) } ?? []
        core.perform { $0.ports = ports.map { Int($0) } }
        return LocalServer(core, key, ports: ports, proxies: proxies, listeners: listeners)
    }

    /// Makes a server that takes no connections before ``listenAgain()``, so that it can be put into a state first.
    ///
    /// - Parameter configuration: What it is like; each of its ports must be named, and it has no proxy.
    /// - Returns: The server.
    /// - Throws: `CryptoError` if no key can be made.
    package static func makeSilent(_ configuration: LocalServerConfiguration) async throws -> LocalServer {
        let (core, key) = try await prepare(configuration)
        core.perform { $0.ports = configuration.ports.map { Int($0) } }
        return LocalServer(core, key, ports: configuration.ports, proxies: [], listeners: [])
    }

    /// Starts a server in memory, on ports that are the numbers of its data centres.
    package static func start(
        _ configuration: LocalServerConfiguration, in network: MemoryNetwork
    ) async throws -> LocalServer {
        let (core, key) = try await prepare(configuration)
        let ports = (1...configuration.ports.count).map { UInt16($0) }
        core.perform { $0.ports = ports.map { Int($0) } }
        let front = ProxyFront(secrets: configuration.proxySecrets, port: memoryProxyPort)
        let place = Endpoint(host: host, port: memoryProxyPort)
        let endpoints = ports.map { Endpoint(host: host, port: $0) } + (front == nil ? [] : [place])
        listen(on: endpoints, in: network, front, core)
        return LocalServer(
            core, key, ports: ports, proxies: front?.proxies(at: place) ?? [], listeners: [],
            memory: (network, endpoints))
    }

    /// Listens on the ports of the data centres, and at last on that of the proxy.
    private static func listen(
        on ports: [UInt16], _ front: ProxyFront?, _ core: ServerCore
    ) throws(LocalServerError) -> [Listener] {
        var listeners: [Listener] = []
        var limits = Listener.Configuration()
        limits.maximumConnections = core.perform { $0.bounds.connections }
        var port: UInt16 = 0
        do throws(ConnectionError) {
            for index in ports.indices {
                port = ports[index]
                let listener = try Listener(host: host, port: port, configuration: limits) { connection in
                    core.admit(connection, dataCenter: index + 1)
                }
                listeners.append(listener)
            }
            if let front {
                port = front.port
                listeners.append(try front.listen(host: host, limits: limits, core))
            }
            return listeners
        } catch {
            for listener in listeners { listener.close() }
            throw LocalServerError.cannotListen(port: port, reason: "\(error)")
        }
    }

    private static func listen(
        on endpoints: [Endpoint], in network: MemoryNetwork, _ front: ProxyFront?, _ core: ServerCore
    ) {
        for endpoint in endpoints {
            if let front, endpoint.port == front.port {
                front.listen(on: endpoint, in: network, core)
            } else {
                network.listen(on: endpoint) { core.admit($0, dataCenter: Int(endpoint.port)) }
            }
        }
    }

    /// Takes no more connections.
    func stopListening() {
        for listener in listeners.withLock({ $0 }) { listener.close() }
        if let memory {
            for endpoint in memory.endpoints { memory.network.stopListening(on: endpoint) }
        }
    }

    /// Takes connections again, where it did before, unless the server was stopped.
    package func listenAgain() async throws {
        let front = ProxyFront(proxies)
        if let memory {
            // With the lock, so that a stop comes before it or undoes it.
            return isStopped.withLock { isStopped in
                if !isStopped { Self.listen(on: memory.endpoints, in: memory.network, front, core) }
            }
        }
        guard !isStopped.withLock({ $0 }) else { return }
        // The I/O thread closes the old descriptors in a moment; until then the ports are taken.
        for attempt in 1... {
            do throws(LocalServerError) {
                let fresh = try Self.listen(on: dataCenters.map(\.port), front, core)
                let old = listeners.withLock { listeners in
                    defer { listeners = fresh }
                    return listeners
                }
                for listener in old { listener.close() }
                break
            } catch {
                guard attempt < Self.mostAttempts else { throw error }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        if isStopped.withLock({ $0 }) { stopListening() }
    }

    /// How often to try to listen on a port that is about to be free.
    private static let mostAttempts = 1_000

    private static func prepare(
        _ configuration: LocalServerConfiguration
    ) async throws -> (ServerCore, RSAPublicKey) {
        precondition((1...9).contains(configuration.ports.count), "a server has 1 to 9 data centres")
        let key = if let key = configuration.rsaKey { key } else { try await makeKey() }
        let world = World(
            seed: configuration.seed, dataCenters: configuration.ports.count, limits: configuration.worldLimits)
        var engine = Engine(
            world: world, ports: configuration.ports.map { Int($0) }, policy: configuration.policy,
            bounds: configuration.sessionBounds)
        engine.log = configuration.log
        let core = ServerCore(
            engine: engine, exchange: KeyExchangeServer.Configuration(keys: [key]), time: configuration.time)
        return (core, key.publicKey)
    }

    /// Makes an RSA key for ``LocalServerConfiguration/rsaKey``, for the servers of one run to share.
    ///
    /// - Returns: A new key.
    /// - Throws: `CryptoError` if the system's random numbers are of no use.
    @concurrent
    public static func makeKey() async throws -> RSAPrivateKey {
        var generator = SystemRandomness()
        return try RSAPrivateKey.generate(using: &generator)
    }

    /// Stops the server for good: closes all connections, takes no more of them, and ends whoever waits.
    ///
    /// What it knows can still be looked at, and is gone with the last reference. Calling it again does nothing.
    public func stop() {
        isStopped.withLock { $0 = true }
        stopListening()
        core.stop()
    }

    /// What clients have called so far, and what the server could not answer.
    ///
    /// - Returns: The counts since the start.
    public func report() -> LocalServerReport {
        core.perform { $0.report }
    }

    /// How many connections of clients there are.
    public var connectionCount: Int { core.connectionCount }

    /// Closes all connections of all clients, as a failing network does; sessions stay.
    public func dropConnections() {
        core.dropConnections()
    }
}

/// Why a local server cannot do what it is asked.
public enum LocalServerError: Error, Hashable, Sendable {
    /// A port cannot be listened on.
    case cannotListen(port: UInt16, reason: String)
    /// Nobody has this name.
    case noSuchAccount(String)
    /// What was expected did not come in time; the messages that came instead.
    case nothingCame(expected: String, messages: [String])
    /// There is no such button under the message.
    case noSuchButton(String)
    /// The bot did not answer the press of a button in time.
    case noAnswer
}

extension LocalServerError: CustomStringConvertible {
    /// What went wrong, in words.
    public var description: String {
        switch self {
        case .cannotListen(let port, let reason): "cannot listen on port \(port): \(reason)"
        case .noSuchAccount(let name): "there is no account \(name)"
        case .nothingCame(let expected, let messages) where messages.isEmpty:
            "expected \(expected), got nothing; expect waits for new messages, expectEdit and expectDeletion for what becomes of them"
        case .nothingCame(let expected, let messages): "expected \(expected), got \(messages)"
        case .noSuchButton(let name): "there is no button \(name)"
        case .noAnswer: "the bot did not answer the press"
        }
    }
}
