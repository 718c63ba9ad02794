// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto

/// What key a client wants, from which data centre, and whom it trusts there.
public struct KeyExchangeRequest: Hashable, Sendable {
    /// How long the key shall live.
    public enum Kind: Hashable, Sendable {
        /// Until it is destroyed.
        case permanent
        /// For a number of seconds; such a key must be bound to a permanent one before it is of use.
        case temporary(expiresIn: Int32)
    }

    /// The longest life of a temporary key in seconds, which is also the usual one.
    public static let maximumLifetime: Int32 = 86_400

    /// How long the key shall live.
    public let kind: Kind
    /// The data centre, as the server is told it.
    public let dataCenter: ProxyDataCenter
    /// The keys by which the server may prove itself, the preferred one first.
    public let trustedKeys: [RSAPublicKey]
    /// Whether the data centre belongs to the content delivery network.
    public let isCDN: Bool

    private init(_ kind: Kind, _ dataCenter: ProxyDataCenter, _ trustedKeys: [RSAPublicKey]?, isCDN: Bool) {
        if case .temporary(let seconds) = kind {
            precondition((1...Self.maximumLifetime).contains(seconds), "a temporary key lives for 1 to 86,400 seconds")
        }
        self.kind = kind
        self.dataCenter = dataCenter
        self.trustedKeys = trustedKeys ?? [dataCenter.isTest ? .telegramTest : .telegramProduction]
        self.isCDN = isCDN
    }

    /// Asks for a permanent key.
    ///
    /// - Parameters:
    ///   - dataCenter: The data centre, with its marks for test servers and for addresses that serve media alone.
    ///   - trustedKeys: The servers' keys, the preferred one first; `nil` for Telegram's own.
    /// - Returns: The request.
    public static func permanent(dataCenter: ProxyDataCenter, trustedKeys: [RSAPublicKey]? = nil) -> Self {
        Self(.permanent, dataCenter, trustedKeys, isCDN: false)
    }

    /// Asks for a temporary key, for perfect forward secrecy; see core.telegram.org/api/pfs.
    ///
    /// - Parameters:
    ///   - dataCenter: The data centre, with its marks for test servers and for addresses that serve media alone.
    ///   - expiresIn: The key's life in seconds, 1 to 86,400.
    ///   - trustedKeys: The servers' keys, the preferred one first; `nil` for Telegram's own.
    /// - Returns: The request.
    public static func temporary(
        dataCenter: ProxyDataCenter, expiresIn: Int32 = maximumLifetime, trustedKeys: [RSAPublicKey]? = nil
    ) -> Self {
        Self(.temporary(expiresIn: expiresIn), dataCenter, trustedKeys, isCDN: false)
    }

    /// Asks a data centre of the content delivery network for a key; see core.telegram.org/cdn.
    ///
    /// An exchange that fails with ``KeyExchangeError/Code/unknownCDNFingerprints`` means that the list of keys is out of
    /// date: fetch `help.getCdnConfig` again and start over.
    ///
    /// - Parameters:
    ///   - id: The data centre's id.
    ///   - isTest: Whether it belongs to the test servers.
    ///   - listedKeys: The keys that `help.getCdnConfig` lists for this data centre, and no others.
    /// - Returns: The request.
    public static func cdn(id: Int, isTest: Bool = false, listedKeys: [RSAPublicKey]) -> Self {
        Self(.permanent, ProxyDataCenter(id: id, isTest: isTest), listedKeys, isCDN: true)
    }
}
