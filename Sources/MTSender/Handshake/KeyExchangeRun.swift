// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto

/// Runs a key exchange over a connection.
struct KeyExchangeRun: Sendable {
    let link: SenderLink
    let configuration: SenderConfiguration

    /// Makes a key.
    ///
    /// - Parameter lifetime: How many seconds a temporary key lives, `nil` for a permanent one.
    /// - Throws: Why not.
    /// - Returns: The key.
    func makeKey(lifetime: Int32?) async throws -> KeyExchangeOutcome {
        let request =
            if configuration.isCDN {
                KeyExchangeRequest.cdn(
                    id: configuration.dataCenter.id, isTest: configuration.dataCenter.isTest,
                    listedKeys: configuration.trustedKeys ?? [])
            } else if let lifetime {
                KeyExchangeRequest.temporary(
                    dataCenter: configuration.dataCenter, expiresIn: lifetime, trustedKeys: configuration.trustedKeys)
            } else {
                KeyExchangeRequest.permanent(
                    dataCenter: configuration.dataCenter, trustedKeys: configuration.trustedKeys)
            }
        var exchange = KeyExchangeClient(request)
        var generator = SystemRandomness()
        link.send(exchange.start(now: configuration.time.sinceEpoch(), using: &generator))
        while true {
            let frame = try await link.nextFrame()
            let action: KeyExchangeClient.Action
            (exchange, action) = try await Self.advance(exchange, frame, now: configuration.time.sinceEpoch())
            switch action {
            case .send(let payload): link.send(payload)
            case .wait: continue
            case .finish(let outcome): return outcome
            }
        }
    }

    /// The arithmetic, away from the caller's actor.
    @concurrent
    private static func advance(
        _ exchange: KeyExchangeClient, _ frame: TransportFrame, now: Duration
    ) async throws(KeyExchangeError) -> (KeyExchangeClient, KeyExchangeClient.Action) {
        var exchange = exchange
        var generator = SystemRandomness()
        let action = try exchange.received(frame, now: now, using: &generator)
        return (exchange, action)
    }
}

extension ConnectionError {
    /// Whether another attempt may end better: it will not when a proxy wants other credentials or another secret.
    var isWorthRepeating: Bool {
        tunnel?.isPermanent != true && transport?.code != .serverDigestMismatch
    }
}

extension KeyExchangeError {
    /// Whether another attempt may end better: it will not when the server has none of the trusted keys.
    var isWorthRepeating: Bool {
        switch code {
        case .unknownFingerprints, .unknownCDNFingerprints: false
        default: true
        }
    }
}
