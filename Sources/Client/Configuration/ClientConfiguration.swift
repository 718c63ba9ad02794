// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

/// How the program introduces itself to the server; users see it in their list of sessions.
public struct DeviceDescription: Hashable, Sendable {
    /// The device.
    public var model = "Ferogram"
    /// The operating system.
    public var systemVersion: String
    /// The program's version.
    public var appVersion = "1.0"
    /// The language of the system, as ISO 639-1.
    public var systemLanguage = "en"
    /// The language of the program, as ISO 639-1.
    public var language = "en"

    /// Creates a description of this machine.
    public init() {
        #if os(Linux)
        systemVersion = "Linux"
        #elseif os(macOS)
        systemVersion = "macOS"
        #else
        systemVersion = "Unknown"
        #endif
    }
}

/// How the connection looks on the wire.
public enum ClientTransport: Hashable, Sendable, CaseIterable {
    /// The shortest framing; the usual one.
    case abridged
    /// Four bytes of length before each packet.
    case intermediate
    /// Like ``intermediate``, with random padding.
    case paddedIntermediate
    /// Numbered packets with checksums.
    case full
    /// ``abridged`` behind a key stream that hides what protocol it is.
    case obfuscated
}

/// A transport that takes part in a race.
public struct TransportCandidate: Hashable, Sendable {
    /// The transport.
    public var transport: ClientTransport
    /// How long after the candidate before it this one begins at the latest; a candidate that fails makes way at once.
    public var delay: Duration

    /// Describes a candidate.
    ///
    /// - Parameters:
    ///   - transport: The transport.
    ///   - delay: How long after the candidate before it this one begins at the latest.
    public init(_ transport: ClientTransport, delay: Duration = .milliseconds(200)) {
        self.transport = transport
        self.delay = delay
    }

    /// The shortest framing first, the one that looks like noise 200 ms later.
    public static let usual = [TransportCandidate(.abridged, delay: .zero), TransportCandidate(.obfuscated)]
}

/// What a client is made of; ``ClientBuilder`` fills it.
struct ClientConfiguration: Sendable {
    var apiID: Int32
    var apiHash: String
    var storage: any SessionStorage
    var directory: ServerDirectory
    var usesBuiltInAddresses: Bool
    var transport: ClientTransport
    var dialer: any Dialer
    var proxy: Proxy?
    var transportCandidates: [TransportCandidate] = []
    var allowsIPv6 = false
    var routeSources: [RouteSource] = []
    var fileConnections = 4
    var fileIdleTime = Duration.seconds(30)
    var device: DeviceDescription
    var requestTimeout: Duration?
    var retryPolicy: any RetryPolicy
    var restartPolicy: any ConnectionRestartPolicy
    var usesTemporaryKeys: Bool
    var log: (@Sendable (LogEntry) -> Void)?
    var metrics: (@Sendable (ClientMetric) -> Void)?
    var updateCapacity: Int
    var updateBounds = UpdateBounds()
    /// How long a user name or a phone number counts as that of whom the server named last.
    var nameLifetime = Duration.seconds(8 * 3600)
    var catchesUp: Bool?
    var updateGuarantee: UpdateGuarantee
    var time: Timekeeper
}

extension ClientTransport {
    /// The transport for a connection to a data centre.
    func configuration(dataCenter: ProxyDataCenter) -> TransportConfiguration {
        switch self {
        case .abridged: .plain(.abridged)
        case .intermediate: .plain(.intermediate)
        case .paddedIntermediate: .plain(.paddedIntermediate)
        case .full: .plain(.full)
        case .obfuscated: .obfuscated(.abridged, dataCenter: dataCenter)
        }
    }
}

extension ClientConfiguration {
    /// What stands before the first calls of a session: who we are, and which layer of the schema we speak.
    var initialization: [UInt8]? {
        let connection = TL.InitConnection(
            apiID: apiID, deviceModel: device.model, systemVersion: device.systemVersion, appVersion: device.appVersion,
            systemLangCode: device.systemLanguage, langPack: "", langCode: device.language, proxy: clientProxy,
            query: TLRawFunction(bytes: []))
        return try? TL.InvokeWithLayer(
            layer: Int32(TL.layer), query: TLRawFunction(bytes: connection.encoded())
        ).encoded()
    }

    /// The MTProto proxy, as the server wants to know it: its owner may have a channel to show.
    private var clientProxy: TL.InputClientProxy? {
        guard case .mtproto(let endpoint, _) = proxy else { return nil }
        return TL.InputClientProxy(address: endpoint.host, port: Int32(endpoint.port))
    }

    /// How a connection to a data centre looks on the wire, unless there is a race.
    func transport(to dataCenter: ProxyDataCenter) -> TransportConfiguration {
        if let secret = proxy?.secret { return .proxy(secret, dataCenter: dataCenter) }
        return (transportCandidates.first?.transport ?? transport).configuration(dataCenter: dataCenter)
    }

    /// The ways to a data centre beside the first one.
    ///
    /// - Parameters:
    ///   - endpoint: The address of the first one.
    ///   - addresses: What the server said of the data centre's addresses.
    ///   - dataCenter: The data centre.
    /// - Returns: The ways in order.
    func alternatives(
        to endpoint: Endpoint, _ addresses: [DataCenterAddress], _ dataCenter: ProxyDataCenter
    ) -> [Route] {
        // An MTProto proxy is the only way.
        guard proxy?.secret == nil else { return [] }
        var routes = transportCandidates.dropFirst().map {
            Route(endpoint, $0.transport.configuration(dataCenter: dataCenter), delay: $0.delay)
        }
        guard usesBuiltInAddresses else { return routes }
        var unfit: DataCenterAddress.Options = [.mediaOnly, .cdn]
        if !allowsIPv6 { unfit.insert(.ipv6) }
        for address in addresses where address.options.isDisjoint(with: unfit) {
            let place = Endpoint(host: address.host, port: address.port)
            if let secret = address.secret {
                // What cannot be read is of no use, and no reason to do without the other addresses.
                guard let secret = try? ProxySecret(bytes: secret) else { continue }
                routes.append(Route(place, .proxy(secret, dataCenter: dataCenter)))
            } else if address.options.contains(.tcpObfuscatedOnly) {
                routes.append(Route(place, .obfuscated(.paddedIntermediate, dataCenter: dataCenter)))
            } else if place != endpoint {
                routes.append(Route(place, transport(to: dataCenter)))
            }
        }
        // Some networks let through nothing but the ports of web servers, others all but those.
        let onlyPort = addresses.first { $0.host == endpoint.host }?.options.contains(.thisPortOnly) ?? false
        for port in [443, 80, 5222] as [UInt16] where port != endpoint.port && !onlyPort {
            routes.append(Route(Endpoint(host: endpoint.host, port: port), transport(to: dataCenter)))
        }
        return routes
    }

    /// Puts the proxy before the dialer, and looks for names and ways where that is wanted.
    mutating func look(
        for services: FallbackServices, namesOfProxies resolvesNames: Bool, waysToServers isResilient: Bool
    ) throws {
        if let proxy {
            let resolved: any Dialer =
                resolvesNames
                ? HTTPSResolvingDialer(
                    try services.resolver(through: dialer), includesIPv6: allowsIPv6, through: dialer)
                : dialer
            dialer = proxy.dialer(through: resolved)
        }
        guard isResilient, proxy?.secret == nil else { return }
        routeSources = try services.routeSources(
            through: dialer, includesIPv6: allowsIPv6, sinceEpoch: time.sinceEpoch)
    }

    var pool: PoolConfiguration {
        let configuration = self
        var pool = PoolConfiguration(isTest: directory.isTest, dialer: dialer) { dataCenter in
            configuration.transport(to: dataCenter)
        }
        pool.routeSources = routeSources
        pool.trustedKeys = usesBuiltInAddresses ? nil : directory.publicKeys
        pool.session.initialization = initialization
        pool.session.holdsAcknowledgementsOfUpdates = true
        pool.transferConnections = fileConnections
        pool.transferIdle = fileIdleTime
        pool.mediaSession = mediaSession
        pool.cdnSession = cdnSession
        pool.restartPolicy = restartPolicy
        pool.retryPolicy = retryPolicy
        pool.timeout = requestTimeout
        pool.temporaryKeyLifetime = usesTemporaryKeys ? KeyExchangeRequest.maximumLifetime : nil
        pool.time = time
        return pool
    }
}
