// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramConnect
package import FerogramCrypto
import FerogramMTProto
import FerogramMTSender

/// Where ways to the data centres are looked for when the usual ones are blocked.
package struct FallbackServices: Sendable {
    /// Whose certificates web servers may have.
    package var trust = TLSContext.Trust.system
    /// The services that know names, by their URLs.
    package var resolvers = DNSOverHTTPS.publicServices
    /// A name of each data centre for which the services are asked.
    package var names: [Int: String] = [:]
    /// The port to go to at the addresses of those names.
    package var port: UInt16 = 443
    /// Where signed addresses are published.
    package var sources: [EmergencySources.Source] = []
    /// Who signs them.
    package var key = RSAPublicKey.telegramSpecialConfig

    /// No service at all.
    package init() {}

    /// What is there for Telegram's own servers.
    ///
    /// - Parameter isTest: Whether the test servers are meant.
    /// - Returns: The services.
    package static func telegram(isTest: Bool) -> FallbackServices {
        var services = FallbackServices()
        // The names of the web client; see core.telegram.org/mtproto/transports#uri-format.
        if !isTest {
            services.names = ["pluto", "venus", "aurora", "vesta", "flora"].enumerated().reduce(into: [:]) {
                names, host in
                names[host.offset + 1] = host.element + ".web.telegram.org"
            }
        }
        services.sources = EmergencySources.telegram(isTest: isTest)
        return services
    }

    /// Asks for names.
    ///
    /// - Parameter dialer: How to get to the services.
    /// - Returns: What asks.
    /// - Throws: `HTTPError` if the trusted certificates cannot be read.
    func resolver(through dialer: any Dialer) throws -> DNSOverHTTPS {
        DNSOverHTTPS(HTTPClient(through: dialer, context: try TLSContext(trusting: trust)), services: resolvers)
    }

    /// The sources of ways, in the order in which they are asked.
    ///
    /// - Parameters:
    ///   - dialer: How to get to the services.
    ///   - includesIPv6: Whether IPv6 addresses are wanted.
    ///   - sinceEpoch: The time since 1970.
    /// - Returns: The addresses of names first, the signed addresses last.
    /// - Throws: `HTTPError` if the trusted certificates cannot be read.
    func routeSources(
        through dialer: any Dialer, includesIPv6: Bool, sinceEpoch: @escaping @Sendable () -> Duration
    ) throws -> [RouteSource] {
        var limits = HTTPLimits()
        limits.timeout = .seconds(15)
        let client = HTTPClient(through: dialer, context: try TLSContext(trusting: trust), limits: limits)
        let resolver = DNSOverHTTPS(client, services: resolvers)
        let emergency = EmergencySources(client, resolver, sources: sources, key: key)
        let (names, port) = (names, port)
        return [
            { dataCenter in
                guard let name = names[dataCenter.id] else { return [] }
                return try await resolver.addresses(of: name, includesIPv6: includesIPv6).map { host in
                    Route(Endpoint(host: host, port: port), .obfuscated(.paddedIntermediate, dataCenter: dataCenter))
                }
            },
            { dataCenter in
                let found = try await emergency.addresses(unixTime: sinceEpoch().components.seconds)
                return found.addresses(of: dataCenter.id).compactMap { address in
                    guard let bytes = address.secret else {
                        return Route(address.endpoint, .obfuscated(.paddedIntermediate, dataCenter: dataCenter))
                    }
                    guard let secret = try? ProxySecret(bytes: bytes) else { return nil }
                    return Route(address.endpoint, .proxy(secret, dataCenter: dataCenter))
                }
            },
        ]
    }
}
