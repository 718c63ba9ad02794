// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
package import FerogramConnect
package import FerogramCrypto
package import FerogramMTProto

/// Where a sender connects to, and how.
package struct SenderConfiguration: Sendable {
    /// The data centre, with its marks for test servers and for addresses that serve media alone.
    package var dataCenter: ProxyDataCenter
    /// The address.
    package var endpoint: Endpoint
    /// How the connection looks on the wire.
    package var transport: TransportConfiguration
    /// How to get there.
    package var dialer: any Dialer
    /// Other ways to the same data centre, raced with the first.
    package var alternatives: [Route] = []
    /// Asked one after the other for further ways when none of those works.
    package var routeSources: [RouteSource] = []
    /// The keys by which the server may prove itself; `nil` for Telegram's own.
    package var trustedKeys: [RSAPublicKey]?
    /// How the session behaves.
    package var session = SessionConfiguration()
    /// When a lost connection is made again.
    package var restartPolicy: any ConnectionRestartPolicy = .exponential()
    /// How long connecting may take.
    package var connectTimeout: Duration = .seconds(10)
    /// How long the key exchange may take, its arithmetic included.
    package var exchangeTimeout: Duration = .seconds(30)
    /// How long temporary keys live in seconds, 1 to 86,400; `nil` to speak under the permanent key.
    package var temporaryKeyLifetime: Int32?
    /// How long to wait before another temporary key is offered, after the server refused one.
    package var bindingPause: Duration = .seconds(60)
    /// Where the key comes from, if it is another sender's: it is never made here then.
    ///
    /// Without temporary keys of its own the sender speaks under it, whatever kind of key it is. It is told the id of the key that the server does not seem to have any more.
    package var keySource: (@Sendable (_ lost: Int64?) async throws -> KeyMaterial)?
    /// Whether the data centre belongs to the content delivery network, which has keys of its own.
    package var isCDN = false
    /// Whether the permanent key may be replaced when the server has lost it, because no account is lost with it.
    package var mayReplaceKey: @Sendable () -> Bool = { true }
    /// Asked before anything is written; while it says no, everything waits.
    ///
    /// `nil` for always.
    package var mayWrite: (@Sendable () -> Bool)?
    /// Where the time comes from.
    package var time = Timekeeper.system

    /// How long a temporary key lives that only asks whether the server has the permanent one, in seconds.
    static let probeLifetime: Int32 = 300

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - dataCenter: The data centre.
    ///   - endpoint: Its address.
    ///   - transport: How the connection looks on the wire.
    ///   - dialer: How to get there.
    package init(
        dataCenter: ProxyDataCenter, endpoint: Endpoint, transport: TransportConfiguration, dialer: any Dialer
    ) {
        self.dialer = dialer
        self.dataCenter = dataCenter
        self.endpoint = endpoint
        self.transport = transport
    }
}

extension SenderConfiguration {
    /// Whether a way counts only when a server has answered: where a connection alone says little.
    var provesRoutes: Bool {
        !routeSources.isEmpty || alternatives.contains { $0.transport != transport }
    }
}

/// An authorization key with what belongs to it.
package struct KeyMaterial: Sendable {
    /// The key.
    package let authKey: AuthKey
    /// Its salts, as far as they are known.
    package var salts: SaltSchedule
    /// How many seconds the server's clock is ahead of the system's.
    package var timeOffset: Int64

    /// Creates key material.
    ///
    /// - Parameters:
    ///   - authKey: The key.
    ///   - salts: Its salts, as far as they are known.
    ///   - timeOffset: How many seconds the server's clock is ahead of the system's.
    package init(authKey: AuthKey, salts: SaltSchedule = .init(), timeOffset: Int64 = 0) {
        self.authKey = authKey
        self.salts = salts
        self.timeOffset = timeOffset
    }
}

/// Updates, as a TL object, and the message that brought them.
package struct ReceivedUpdates: Sendable {
    package let message: MessageID
    package let bytes: ArraySlice<UInt8>
}

/// What a sender has to tell.
package enum SenderEvent: Sendable {
    /// A connection is up, and calls go out.
    case connected
    /// The connection is gone; another attempt follows, unless the sender was closed.
    case disconnected(any Error)
    /// There will be no connection any more, and all calls are about to end like this. It comes last, outside of all locks.
    case gaveUp(InvocationError)
    /// The permanent key is gone from the server, and is to be forgotten; another one follows.
    case keyLost
    /// A key was made and should be stored.
    case keyCreated(KeyMaterial)
    /// A temporary key was bound, and is in use; those that share it are to take it.
    case temporaryKeyBound(KeyMaterial)
    /// The salts of the key changed and should be stored.
    case saltsChanged(SaltSchedule)
    /// The server sent updates: all that came in one packet, or up to where something else is to be told.
    case updates([ReceivedUpdates])
    /// Updates may have been lost.
    case updatesLost
}
