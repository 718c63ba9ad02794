// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramConnect
import FerogramMTProto
public import FerogramMTSender
public import FerogramSession

/// All choices that a program makes for a client, with their defaults.
///
/// ``ClientBuilder`` sets them one by one; a configuration can also be filled in, kept, and used for several clients:
///
///     var configuration = ClientConfiguration(apiID: 12345, apiHash: "0123456789abcdef0123456789abcdef")
///     configuration.session = .file("bot.session")
///     let client = try await TelegramClient.connect(configuration)
public struct ClientConfiguration: Sendable {
    /// The id of the application, the number from my.telegram.org.
    public var apiID: Int
    /// The secret of the application, the 32 hexadecimal digits from my.telegram.org.
    public var apiHash: String
    /// Where keys and state are kept; `nil` for memory, which is gone when the program ends.
    public var session: (any SessionStorage)?
    /// Where updates are kept until they are handled; `nil`, the default, for no such place.
    public var journal: JournalConfiguration?
    /// Other servers than Telegram's, an embedded one for example.
    public var server: ServerDirectory?
    /// Whether the client connects to Telegram's test servers, which have accounts of their own.
    public var usesTestServers = false
    /// How the connection looks on the wire; abridged by default.
    public var transport = ClientTransport.abridged
    /// The transports that are tried beside one another, in the order of preference; without any there is no race.
    public var transportCandidates: [TransportCandidate] = []
    /// How the program introduces itself; users see it in their list of sessions.
    public var device = DeviceDescription()
    /// How long a call waits for its answer, connecting included; `nil` for no limit.
    ///
    /// The default is 60 seconds.
    public var requestTimeout: Duration? = .seconds(60)
    /// How long ``TelegramClient/connect(_:)`` tries to reach the server; `nil`, the default, for ``requestTimeout``.
    public var connectTimeout: Duration?
    /// What is done about errors of the server that may pass; ``AutoSleep`` by default.
    public var retryPolicy: any RetryPolicy = .autoSleep()
    /// When a lost connection is made again; ``ExponentialRestart``, which never gives up, by default.
    public var restartPolicy: any ConnectionRestartPolicy = .exponential()
    /// Whether the client speaks under keys that live for a day at most (core.telegram.org/api/pfs).
    public var usesTemporaryKeys = false
    /// Takes what the client has to say, from any thread; it must return quickly.
    ///
    /// The default writes warnings and errors to the standard error; `nil` switches that off.
    public var log: (@Sendable (LogEntry) -> Void)? = { ConsoleLogger.warnings.write($0) }
    /// Takes what can be counted, from any thread; it must return quickly.
    public var metrics: (@Sendable (ClientMetric) -> Void)?
    /// How many updates may wait for the program, at least 16; the default is 2,048.
    public var updateCapacity = 2_048
    /// Whether updates are fetched that came while the client was not there; `nil`, the default, for bots alone.
    public var catchesUp: Bool?
    /// What happens to updates that are being handled when the program is killed.
    public var updateGuarantee = UpdateGuarantee.atLeastOnce
    /// How many messages may be sent in which time; `nil`, the default, for as many as the program likes.
    public var outgoingLimits: OutgoingLimits?
    /// How long the client trusts that a user name or a phone number belongs to whom the server said; zero asks each time,
    /// the default is 8 hours.
    public var peerNameLifetime = Duration.seconds(8 * 3600)
    /// How many users and chats the client remembers, 1,000 at least; the default is 100,000.
    public var peerCacheCapacity = 100_000
    /// How many connections for files there may be to one data centre, 1 to 8; the default is 4.
    public var fileConnections = 4
    /// Upper bounds of what uploads and downloads use.
    public var transferLimits = TransferLimits()
    /// How long a connection for files stays open without use; the default is 30 seconds.
    public var fileIdleTime = Duration.seconds(30)
    /// The proxy of all connections; `nil` for none.
    public var proxy: Proxy?
    /// The proxy of all connections as a link, `tg://proxy…` or `tg://socks…`; it goes before ``proxy``.
    public var proxyLink: String?
    /// Whether the client connects to IPv6 addresses as well.
    public var allowsIPv6 = false
    /// What other sessions of the account were given when they signed out.
    ///
    /// With it the next sign-in may need no code. ``SessionData/futureAuthTokens`` of such a session has it; the
    /// session remembers its own.
    public var futureAuthTokens: [[UInt8]] = []
    /// Whether the client looks for other ways to the data centres when none that is known works.
    public var isResilient = false
    /// Whether the name of a proxy is asked for over HTTPS first.
    public var resolvesProxiesOverHTTPS = false

    // What tests put in the place of the system.
    package var dialer: any Dialer = SocketDialer()
    package var time = Timekeeper.system
    package var updateBounds = UpdateBounds()
    package var fallbackServices: FallbackServices?

    /// Creates a configuration with the defaults.
    ///
    /// - Parameters:
    ///   - apiID: The id of the application, the number from my.telegram.org.
    ///   - apiHash: The secret of the application from my.telegram.org.
    public init(apiID: Int, apiHash: String) {
        self.apiID = apiID
        self.apiHash = apiHash
    }
}

extension ClientConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The application's id; no secret.
    public var description: String { "ClientConfiguration(apiID: \(apiID))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without the application's secret.
    public var customMirror: Mirror { Mirror(self, children: ["apiID": apiID]) }
}
