// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

/// What a client is made of: the program's choices, checked and put together.
struct ResolvedConfiguration: Sendable {
    /// The program's choices, which many clients may share.
    final class Choices: Sendable {
        let value: ClientConfiguration

        init(_ value: ClientConfiguration) {
            self.value = value
        }
    }

    let sharedChoices: Choices
    let apiID: Int32
    let storage: any SessionStorage
    let directory: ServerDirectory
    let usesBuiltInAddresses: Bool
    var dialer: any Dialer
    let proxy: Proxy?
    var routeSources: [RouteSource] = []
    let updateCapacity: Int
    let fileConnections: Int
    let journal: Journal?

    /// The program's choices; the session is ``storage``.
    var choices: ClientConfiguration { sharedChoices.value }
    var apiHash: String { choices.apiHash }
    var device: DeviceDescription { choices.device }
    var log: (@Sendable (LogEntry) -> Void)? { choices.log }
    var metrics: (@Sendable (ClientMetric) -> Void)? { choices.metrics }
    var time: Timekeeper { choices.time }

    /// Checks a program's choices.
    ///
    /// - Throws: What is missing or cannot be.
    init(_ choices: ClientConfiguration) throws(BuilderError) {
        try self.init(Choices(choices), session: choices.session)
    }

    /// Checks choices that many clients share.
    ///
    /// - Parameters:
    ///   - shared: The choices; their session is not used.
    ///   - session: The client's session, `nil` for one in memory.
    /// - Throws: What is missing or cannot be.
    init(_ shared: Choices, session: (any SessionStorage)?) throws(BuilderError) {
        let choices = shared.value
        guard choices.apiID != 0 else { throw .missingAPIID }
        guard choices.apiID > 0, let apiID = Int32(exactly: choices.apiID) else { throw .invalidAPIID(choices.apiID) }
        guard !choices.apiHash.isEmpty else { throw .missingAPIHash }
        sharedChoices = shared
        self.apiID = apiID
        storage = session ?? MemorySessionStorage()
        journal = choices.journal.map { [log = choices.log] journal in
            Journal(journal, choices.time) { level, text in log?(LogEntry(level: level, text: text)) }
        }
        directory = choices.server ?? .telegram(isTest: choices.usesTestServers)
        usesBuiltInAddresses = choices.server == nil
        dialer = choices.dialer
        updateCapacity = max(16, choices.updateCapacity)
        fileConnections = min(max(1, choices.fileConnections), 8)
        if let link = choices.proxyLink, !link.isEmpty {
            do throws(ProxyError) {
                proxy = try Proxy(link: link)
            } catch {
                throw .invalidProxyLink(error)
            }
        } else {
            proxy = choices.proxy
        }
        let services =
            choices.fallbackServices
            ?? (usesBuiltInAddresses ? .telegram(isTest: choices.usesTestServers) : FallbackServices())
        do {
            try look(
                for: services, namesOfProxies: choices.resolvesProxiesOverHTTPS, waysToServers: choices.isResilient)
        } catch {
            throw .fallbackServices(error)
        }
        guard !directory.dataCenters.isEmpty else { throw .noDataCenters }
    }
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

extension ResolvedConfiguration {
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
    func transport(to dataCenter: ProxyDataCenter) -> TransportConfiguration { transports(dataCenter) }

    /// The same for any data centre, without the rest of the configuration, which is large.
    private var transports: @Sendable (ProxyDataCenter) -> TransportConfiguration {
        if let secret = proxy?.secret { return { .proxy(secret, dataCenter: $0) } }
        let transport = choices.transportCandidates.first?.transport ?? choices.transport
        return { transport.configuration(dataCenter: $0) }
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
        var routes = choices.transportCandidates.dropFirst().map {
            Route(endpoint, $0.transport.configuration(dataCenter: dataCenter), delay: $0.delay)
        }
        guard usesBuiltInAddresses else { return routes }
        var unfit: DataCenterAddress.Options = [.mediaOnly, .cdn]
        if !choices.allowsIPv6 { unfit.insert(.ipv6) }
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
                    try services.resolver(through: dialer), includesIPv6: choices.allowsIPv6, through: dialer)
                : dialer
            dialer = proxy.dialer(through: resolved)
        }
        guard isResilient, proxy?.secret == nil else { return }
        routeSources = try services.routeSources(
            through: dialer, includesIPv6: choices.allowsIPv6, sinceEpoch: time.sinceEpoch)
    }

    var pool: PoolConfiguration {
        var pool = PoolConfiguration(isTest: directory.isTest, dialer: dialer, transport: transports)
        pool.routeSources = routeSources
        pool.trustedKeys = usesBuiltInAddresses ? nil : directory.publicKeys
        pool.session.initialization = initialization
        pool.session.holdsAcknowledgementsOfUpdates = true
        pool.transferConnections = fileConnections
        pool.transferIdle = choices.fileIdleTime
        pool.mediaSession = mediaSession(pool.session.initialization)
        pool.cdnSession = cdnSession
        pool.restartPolicy = choices.restartPolicy
        pool.retryPolicy = choices.retryPolicy
        pool.timeout = choices.requestTimeout
        pool.temporaryKeyLifetime = choices.usesTemporaryKeys ? KeyExchangeRequest.maximumLifetime : nil
        // An old holder of the journal that comes back must not act beside the new one.
        if let journal { pool.mayWrite = { journal.isHeld } }
        pool.time = time
        return pool
    }
}
