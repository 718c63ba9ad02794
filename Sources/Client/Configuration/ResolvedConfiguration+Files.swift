// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

// Where files are, and what the servers that have them are told.
extension ResolvedConfiguration {
    /// Where the files of a data centre are.
    ///
    /// - Parameters:
    ///   - id: The data centre.
    ///   - purpose: Whether it belongs to the content delivery network.
    ///   - addresses: What the server said of the data centre's addresses.
    ///   - usual: The address that is not for files alone.
    /// - Returns: The place; `nil` if none is known.
    func place(
        of id: Int, for purpose: ConnectionPurpose, _ addresses: [DataCenterAddress], usual: () -> Endpoint?
    ) -> ConnectionPlace? {
        let isCDN = purpose == .cdn
        var unfit: DataCenterAddress.Options = isCDN ? [] : .cdn
        if !choices.allowsIPv6 { unfit.insert(.ipv6) }
        // Where a secret is needed, or nothing but the obfuscated transport understood, the other addresses do.
        let fit = addresses.filter { address in
            address.options.contains(isCDN ? .cdn : .mediaOnly) && address.options.isDisjoint(with: unfit)
                && address.secret == nil && !address.options.contains(.tcpObfuscatedOnly)
        }
        var endpoints = usesBuiltInAddresses ? fit.map { Endpoint(host: $0.host, port: $0.port) } : []
        if let known = isCDN ? directory.cdnDataCenters[id] : directory.mediaDataCenters[id], endpoints.isEmpty {
            endpoints = [known]
        }
        // A proxy has addresses of its own, and only has to know what they shall be good for.
        let isProxied = proxy?.secret != nil
        guard let first = endpoints.first else {
            guard !isCDN, let usual = usual() else { return nil }
            let dataCenter = ProxyDataCenter(id: id, isTest: directory.isTest, isMediaOnly: isProxied)
            return ConnectionPlace(
                usual, alternatives: alternatives(to: usual, addresses, dataCenter), isMediaOnly: isProxied)
        }
        guard !isProxied else { return ConnectionPlace(first, isMediaOnly: !isCDN) }
        let dataCenter = ProxyDataCenter(id: id, isTest: directory.isTest, isMediaOnly: !isCDN)
        var routes = endpoints.dropFirst().map { Route($0, transport(to: dataCenter)) }
        routes += alternatives(to: first, fit, dataCenter)
        // The usual place has the files as well, but makes no temporary keys for one that has nothing else.
        if !isCDN, !choices.usesTemporaryKeys, let usual = usual() {
            let dataCenter = ProxyDataCenter(id: id, isTest: directory.isTest)
            routes.append(Route(usual, transport(to: dataCenter), delay: Self.usualPlaceDelay))
        }
        return ConnectionPlace(first, alternatives: routes, isMediaOnly: !isCDN)
    }

    /// How long the places that are for files alone are given before the usual one is tried.
    private static var usualPlaceDelay: Duration { .seconds(3) }

    /// Sessions for files get no updates.
    ///
    /// - Parameter initialization: What stands before the first call, as in other sessions.
    /// - Returns: How they behave.
    func mediaSession(_ initialization: [UInt8]?) -> SessionConfiguration {
        var session = SessionConfiguration()
        session.initialization = initialization
        session.callPrefix = Self.mediaPrefix
        return session
    }

    private static let mediaPrefix = (try? TL.InvokeWithoutUpdates(query: TLRawFunction(bytes: [])).encoded()) ?? []

    /// What stands before the first call to the content delivery network: nothing about the program or who uses it.
    var cdnSession: SessionConfiguration {
        let connection = TL.InitConnection(
            apiID: apiID, deviceModel: "n/a", systemVersion: "n/a", appVersion: "n/a", systemLangCode: "en",
            langPack: "", langCode: "", query: TLRawFunction(bytes: []))
        var session = SessionConfiguration()
        session.initialization = try? TL.InvokeWithLayer(
            layer: Int32(TL.layer), query: TLRawFunction(bytes: connection.encoded())
        ).encoded()
        return session
    }
}
