// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How a client's connection looks on the wire.
public struct TransportConfiguration: Sendable, Equatable {
    enum Disguise: Sendable, Equatable {
        case none
        case obfuscated(secret: ProxySecret?)
        case fakeTLS(secret: ProxySecret, profile: FakeTLSProfile)
    }

    /// The framing, inside of any disguise.
    public let framing: Framing
    let disguise: Disguise
    let dataCenter: ProxyDataCenter?
    /// The longest payload to accept, in bytes.
    public var maximumFrameLength = TransportLimits.defaultFrameLength
    /// How much goes into one TLS record at most, in bytes; see ``TransportLimits/recordPayloads``.
    public var recordPayload = TransportLimits.defaultRecordPayload

    private init(framing: Framing, disguise: Disguise, dataCenter: ProxyDataCenter? = nil) {
        self.framing = framing
        self.disguise = disguise
        self.dataCenter = dataCenter
    }

    /// A framing without disguise.
    ///
    /// - Parameter framing: Any.
    /// - Returns: The configuration.
    public static func plain(_ framing: Framing) -> TransportConfiguration {
        TransportConfiguration(framing: framing, disguise: .none)
    }

    /// A framing inside a key stream, which has no pattern.
    ///
    /// - Parameters:
    ///   - framing: Any but the full one.
    ///   - dataCenter: The data centre meant, which a proxy needs.
    /// - Returns: The configuration.
    public static func obfuscated(_ framing: Framing, dataCenter: ProxyDataCenter? = nil) -> TransportConfiguration {
        precondition(framing.obfuscationTag != nil, "the full framing cannot be obfuscated")
        return TransportConfiguration(framing: framing, disguise: .obfuscated(secret: nil), dataCenter: dataCenter)
    }

    /// The way a proxy's secret demands.
    ///
    /// Connections to an address that Telegram gave with a secret look the same.
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - dataCenter: The data centre meant.
    ///   - framing: The framing under a ``ProxySecret/Kind/plain`` secret, any but the full one; other secrets demand the
    ///     padded intermediate framing.
    ///   - profile: The browser to resemble if the secret wants TLS.
    /// - Returns: The configuration.
    public static func proxy(
        _ secret: ProxySecret, dataCenter: ProxyDataCenter?, framing: Framing = .paddedIntermediate,
        profile: FakeTLSProfile = .classic
    ) -> TransportConfiguration {
        precondition(framing.obfuscationTag != nil, "the full framing cannot be obfuscated")
        return switch secret.kind {
        case .plain:
            TransportConfiguration(framing: framing, disguise: .obfuscated(secret: secret), dataCenter: dataCenter)
        case .padded:
            TransportConfiguration(
                framing: .paddedIntermediate, disguise: .obfuscated(secret: secret), dataCenter: dataCenter)
        case .fakeTLS:
            TransportConfiguration(
                framing: .paddedIntermediate, disguise: .fakeTLS(secret: secret, profile: profile),
                dataCenter: dataCenter)
        }
    }
}
