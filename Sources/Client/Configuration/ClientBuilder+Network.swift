// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramConnect
import FerogramMTProto

extension ClientBuilder {
    /// Connects through a proxy, all connections without exception.
    ///
    /// An MTProto proxy decides by its secret what the connection looks like; ``transport(_:)`` and
    /// ``transports(racing:)`` do not count then.
    ///
    /// - Parameter proxy: The proxy; `nil` for none.
    /// - Returns: The builder, with that changed.
    public func proxy(_ proxy: Proxy?) -> Self {
        with {
            $0.proxy = proxy
            $0.proxyLink = nil
        }
    }

    /// Connects through the proxy of a link: `tg://proxy`, `tg://socks`, or the same on `t.me`.
    ///
    /// A link that cannot be read makes ``connect(timeout:)`` fail with ``BuilderError/invalidProxyLink(_:)``.
    ///
    /// - Parameter link: The link as people pass it on; an empty text means no proxy.
    /// - Returns: The builder, with that changed.
    public func proxyLink(_ link: String) -> Self {
        with {
            $0.proxy = nil
            $0.proxyLink = link
        }
    }

    /// Tries several transports beside one another, and uses the first over which the server answers.
    ///
    /// It helps where some transports are blocked. The one that won is tried first from then on.
    ///
    /// - Parameter candidates: The transports in the order of preference; without any there is no race.
    /// - Returns: The builder, with that changed.
    public func transports(racing candidates: [TransportCandidate] = TransportCandidate.usual) -> Self {
        with { $0.transportCandidates = candidates }
    }

    /// Gives the client what another session of the account was given when it signed out.
    ///
    /// With it the next sign-in may need no code. The session remembers its own.
    ///
    /// - Parameter token: The bytes, from ``SessionData/futureAuthTokens``; as secret as a login code.
    /// - Returns: The builder, with that changed.
    public func futureAuthToken(_ token: [UInt8]) -> Self { with { $0.futureAuthTokens.append(token) } }

    /// Connects to IPv6 addresses as well.
    ///
    /// - Parameter isAllowed: Whether it does; the default of the client is that it does not.
    /// - Returns: The builder, with that changed.
    public func ipv6(_ isAllowed: Bool = true) -> Self { with { $0.allowsIPv6 = isAllowed } }

    /// Looks for other ways to the data centres when none that is known works: first for addresses by DNS over HTTPS, then
    /// for those that Telegram signs and publishes elsewhere.
    ///
    /// A way counts only when a server has answered, which costs one round trip more for each connection. It has no effect
    /// with an MTProto proxy, which is the only way then, and with a directory of other servers.
    ///
    /// - Parameter isResilient: Whether it does; the default of the client is that it does not.
    /// - Returns: The builder, with that changed.
    public func resilientConnect(_ isResilient: Bool = true) -> Self { with { $0.isResilient = isResilient } }

    /// Asks for the name of a proxy over HTTPS, and the system only if that does not work.
    ///
    /// - Parameter isOn: Whether it does; the default of the client is that it does not.
    /// - Returns: The builder, with that changed.
    public func dnsOverHTTPS(_ isOn: Bool = true) -> Self { with { $0.resolvesProxiesOverHTTPS = isOn } }

    /// Sets where other ways are looked for, and names.
    package func fallbackServices(_ services: FallbackServices) -> Self { with { $0.fallbackServices = services } }
}
