// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
package import FerogramConnect
package import FerogramCrypto
package import FerogramMTProto

/// How a pool connects to data centres.
package struct PoolConfiguration: Sendable {
    /// Whether the data centres are test servers.
    package var isTest: Bool
    /// The keys by which the servers may prove themselves; `nil` for Telegram's own.
    package var trustedKeys: [RSAPublicKey]?
    /// How the connection to a data centre looks on the wire.
    package var transport: @Sendable (ProxyDataCenter) -> TransportConfiguration
    /// How to get to the servers.
    package var dialer: any Dialer
    /// Asked one after the other for ways to a data centre when none that is known works.
    package var routeSources: [RouteSource] = []
    /// How the sessions behave.
    package var session = SessionConfiguration()
    /// How the sessions behave that carry files.
    package var mediaSession = SessionConfiguration()
    /// How sessions with the content delivery network behave.
    package var cdnSession = SessionConfiguration()
    /// How many connections for files there are to one data centre, at least 1.
    package var transferConnections = 4
    /// How long such a connection stays open without use.
    package var transferIdle: Duration = .seconds(30)
    /// How long the connection to a data centre that is not the account's stays open without use.
    package var foreignIdle: Duration = .seconds(300)
    /// When lost connections are made again.
    package var restartPolicy: any ConnectionRestartPolicy = .exponential()
    /// What to do about errors that may pass, unless a call says otherwise.
    package var retryPolicy: any RetryPolicy = .autoSleep()
    /// How long a call waits for its answer, unless it says otherwise; `nil` to wait on.
    package var timeout: Duration? = .seconds(60)
    /// How long temporary keys live in seconds, 1 to 86,400; `nil` to speak under the permanent keys.
    package var temporaryKeyLifetime: Int32?
    /// Asked before anything is written; while it says no, everything waits, until ``SenderPool/resumeOutput()``.
    package var mayWrite: (@Sendable () -> Bool)?
    /// Where the time comes from.
    package var time = Timekeeper.system

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - isTest: Whether the data centres are test servers.
    ///   - dialer: How to get to the servers.
    ///   - transport: How the connection to a data centre looks on the wire.
    package init(
        isTest: Bool, dialer: any Dialer, transport: @escaping @Sendable (ProxyDataCenter) -> TransportConfiguration
    ) {
        self.isTest = isTest
        self.dialer = dialer
        self.transport = transport
    }
}

/// What a pool asks of the session's owner, who keeps it.
///
/// It may be asked while the pool's lock is held: it must answer at once, and must not call the pool.
package protocol PoolDelegate: AnyObject, Sendable {
    /// The data centre that the account belongs to.
    var homeDataCenter: Int { get }
    /// Whether somebody is signed in.
    var hasAccount: Bool { get }
    /// The address of a data centre.
    func endpoint(of dataCenter: Int) -> Endpoint?
    /// Further ways to a data centre, raced with its address.
    func alternatives(to dataCenter: ProxyDataCenter) -> [Route]
    /// Where the files of a data centre are.
    func place(of dataCenter: Int, for purpose: ConnectionPurpose) -> ConnectionPlace?
    /// The key of a data centre, if there is one.
    func key(of dataCenter: Int) -> KeyMaterial?
    /// Whether the account was taken to a data centre.
    func isAuthorized(at dataCenter: Int) -> Bool
    /// Takes note of what happened; it must return quickly, and must not call the pool.
    func poolDidReport(_ event: PoolEvent)
}

/// The ways to a data centre, for one purpose.
package struct ConnectionPlace: Sendable {
    /// The address.
    package var endpoint: Endpoint
    /// Further ways, raced with the address.
    package var alternatives: [Route]
    /// Whether there are only files there.
    package var isMediaOnly: Bool

    /// Describes a place.
    ///
    /// - Parameters:
    ///   - endpoint: The address.
    ///   - alternatives: Further ways, raced with the address.
    ///   - isMediaOnly: Whether there are only files there.
    package init(_ endpoint: Endpoint, alternatives: [Route] = [], isMediaOnly: Bool = false) {
        self.endpoint = endpoint
        self.alternatives = alternatives
        self.isMediaOnly = isMediaOnly
    }
}

/// What a pool has to tell.
package enum PoolEvent: Sendable {
    /// What a sender told.
    case sender(SenderEvent, dataCenter: Int)
    /// What a sender told that carries files.
    case transfer(SenderEvent, dataCenter: Int)
    /// The account belongs to another data centre than was thought.
    case homeMoved(to: Int)
    /// The account was taken to another data centre, or has to be taken there again.
    case authorized(Bool, dataCenter: Int)
    /// A data centre does not know yet who is signed in with a key that was made just now; the call waits, and is made again.
    case newKeyRefused(RPCError, wait: Duration)
    /// A call begins to wait until the account's data centre knows a new key, or does so no more.
    case newKeyWait(Bool)
    /// A call has to wait.
    case flood(FloodEvent)
    /// A call that had to wait has done so.
    case floodOver
    /// Everything came to its end, and not because the client wanted it.
    case ended(InvocationError)
}

/// A call has to wait, or is given up, because the server said so.
public struct FloodEvent: Hashable, Sendable {
    /// The method, as the schema spells it.
    public let method: String
    /// The data centre.
    public let dataCenter: Int
    /// How long.
    public let wait: Duration
    /// Whether the call sits it out; otherwise its caller got the error.
    public let isAutomatic: Bool
}
