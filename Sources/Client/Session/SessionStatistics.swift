// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramSession

/// How much a session holds, and nothing of it.
public struct SessionStatistics: Hashable, Sendable {
    /// The number of the account; `nil` if nobody is signed in.
    public let userID: Int64?
    /// The account's data centre.
    public let homeDataCenter: Int?
    /// The data centres with which there is a key.
    public let keys: [Int]
    /// The data centres at which the account is signed in.
    public let authorizations: [Int]
    /// How many addresses of data centres are known.
    public let addressCount: Int
    /// How many peers are kept.
    public let peerCount: Int
    /// How many channels have a state of their own.
    public let channelCount: Int
    /// How many tokens there are with which a later sign-in may need no code.
    public let futureAuthTokenCount: Int

    /// Counts what a session holds.
    ///
    /// - Parameter session: The session.
    public init(_ session: SessionData) {
        userID = session.account?.userID
        homeDataCenter = session.homeDataCenter
        keys = session.dataCenters.filter { $0.authKey != nil }.map(\.id).sorted()
        authorizations = session.dataCenters.filter(\.isAuthorized).map(\.id).sorted()
        addressCount = session.dataCenters.map(\.addresses.count).reduce(0, +)
        peerCount = session.peers.count
        channelCount = session.channels.count
        futureAuthTokenCount = session.futureAuthTokens.count
    }
}

/// How many peers a client knows without asking the server.
public struct PeerCacheStatistics: Hashable, Sendable {
    /// Users.
    public internal(set) var users = 0
    /// Basic groups.
    public internal(set) var groups = 0
    /// Supergroups and channels.
    public internal(set) var channels = 0
    /// How many of all of them are known by a message that names them alone.
    public internal(set) var incomplete = 0
    /// How many user names lead to one.
    public internal(set) var usernames = 0
    /// How many peers there may be.
    public let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }
}

extension TelegramClient {
    /// How much the session holds.
    public var sessionStatistics: SessionStatistics { SessionStatistics(core.sessionData) }

    /// How many peers the client knows; they are counted, which takes a moment with many.
    public var peerCacheStatistics: PeerCacheStatistics { core.peers.statistics }

    /// Where a data centre serves files alone, as far as the server has said.
    ///
    /// The client finds such addresses by itself; this is for programs that show them.
    ///
    /// - Parameter id: The data centre; `nil` for the account's own.
    /// - Returns: The address; `nil` if there is none, or only one that the client may not use.
    public func mediaAddress(ofDataCenter id: Int? = nil) -> DataCenterAddress? {
        let session = core.sessionData
        guard let id = id ?? session.homeDataCenter else { return nil }
        var unfit: DataCenterAddress.Options = .cdn
        if !core.configuration.choices.allowsIPv6 { unfit.insert(.ipv6) }
        let known = session.dataCenter(id)?.addresses.first {
            $0.options.contains(.mediaOnly) && $0.options.isDisjoint(with: unfit)
        }
        return known
            ?? core.configuration.directory.mediaDataCenters[id].map {
                DataCenterAddress(host: $0.host, port: $0.port, options: .mediaOnly)
            }
    }

    /// Asks the server soon for what may be missing (`updates.getDifference`), as after a lost connection.
    ///
    /// The client does so by itself when it misses something or the connection comes back. What was missing comes as updates.
    public func syncUpdates() {
        core.engine.signalLoss()
    }
}
