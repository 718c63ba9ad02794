// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// Everything a client remembers between two runs.
///
/// It is plain data: a ``SessionStorage`` gives it once, when it is opened, and from then on the client tells the
/// storage what changes. A value that nothing has been put into is a session that is not logged in.
///
/// Whoever has it has the account. It is `Codable` for storages of one's own; what it encodes to is as secret as the
/// keys in it. It never prints them.
public struct SessionData: Codable, Equatable, Sendable {
    /// The data centre of the account, if one is known.
    public var homeDataCenter: Int?
    /// Whether the data centres are those of the test environment.
    public var isTest: Bool
    /// The fingerprints of the RSA keys of the servers that the keys were made with; empty if they are not known.
    public var serverFingerprints: [Int64]
    /// What is known of each data centre; an id occurs once.
    public var dataCenters: [DataCenterEntry]
    /// Who is logged in, if anybody is.
    public var account: Account?
    /// Whose the state of the updates, the channels and the peers are, also while nobody is logged in.
    public var stateOwner: Int64?
    /// The state of the common updates, if one is known.
    public var updates: UpdateState?
    /// The state (`pts`) of each channel and supergroup, by its id.
    public var channels: [Int64: Int32]
    /// The users, basic groups, channels and supergroups that were seen.
    public var peers: [StoredPeer.ID: StoredPeer]
    /// What logging out gave for later logins, newest last; see core.telegram.org/method/auth.logOut.
    public var futureAuthTokens: [[UInt8]]

    /// Creates a session that holds nothing.
    public init() {
        isTest = false
        serverFingerprints = []
        dataCenters = []
        channels = [:]
        peers = [:]
        futureAuthTokens = []
    }

    private enum CodingKeys: CodingKey {
        case homeDataCenter, isTest, serverFingerprints, dataCenters, account, stateOwner, updates, channels, peers
        case futureAuthTokens
    }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        homeDataCenter = try container.decodeIfPresent(Int.self, forKey: .homeDataCenter)
        isTest = try container.decode(Bool.self, forKey: .isTest)
        // Sessions of earlier versions lack it.
        serverFingerprints = try container.decodeIfPresent([Int64].self, forKey: .serverFingerprints) ?? []
        dataCenters = try container.decode([DataCenterEntry].self, forKey: .dataCenters)
        account = try container.decodeIfPresent(Account.self, forKey: .account)
        stateOwner = try container.decodeIfPresent(Int64.self, forKey: .stateOwner)
        updates = try container.decodeIfPresent(UpdateState.self, forKey: .updates)
        channels = try container.decode([Int64: Int32].self, forKey: .channels)
        peers = try container.decode([StoredPeer.ID: StoredPeer].self, forKey: .peers)
        futureAuthTokens = try container.decode([[UInt8]].self, forKey: .futureAuthTokens)
    }

    /// Whether it holds nothing at all.
    public var isEmpty: Bool { self == Self() }

    /// What is known of one data centre.
    ///
    /// - Parameter id: The number of the data centre.
    /// - Returns: The entry, or `nil` if there is none.
    public func dataCenter(_ id: Int) -> DataCenterEntry? {
        dataCenters.first { $0.id == id }
    }

    /// What is known of the home data centre.
    public var home: DataCenterEntry? { homeDataCenter.flatMap(dataCenter) }
}

extension SessionData {
    /// Who is logged in.
    public struct Account: Codable, Hashable, Sendable {
        /// The user's id.
        public var userID: Int64
        /// Whether the user is a bot.
        public var isBot: Bool

        /// Creates an account.
        ///
        /// - Parameters:
        ///   - userID: The user's id.
        ///   - isBot: Whether the user is a bot.
        public init(userID: Int64, isBot: Bool) {
            self.userID = userID
            self.isBot = isBot
        }
    }
}

extension SessionData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How much there is of what, and nothing secret.
    public var description: String {
        let home = homeDataCenter.map(String.init) ?? "none"
        return "SessionData(home: \(home), data centers: \(dataCenters.count), peers: \(peers.count), "
            + "channels: \(channels.count), \(account == nil ? "logged out" : "logged in"))"
    }

    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
