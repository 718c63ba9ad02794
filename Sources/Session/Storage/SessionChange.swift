// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase
public import FerogramCrypto

/// One part of a session that is not as it was.
public enum SessionChange: Equatable, Sendable {
    /// The account lives in another data centre, or in none.
    case homeDataCenter(Int?)
    /// Whether the data centres are those of the test environment.
    case isTest(Bool)
    /// The fingerprints of the RSA keys of the servers that the session is used with.
    case serverFingerprints([Int64])
    /// All that is known of a data centre; it replaces what was known.
    case dataCenter(DataCenterEntry)
    /// Where a data centre listens.
    case addresses([DataCenterAddress], dataCenter: Int)
    /// A data centre has a new permanent key, or none. Its salts and its authorization went with the old one.
    case authKey(AuthKey?, dataCenter: Int)
    /// The permanent keys of a data centre that were rejected.
    case rejectedKeys([AuthKey], dataCenter: Int)
    /// The salts of a data centre.
    case salts([ServerSalt], dataCenter: Int)
    /// Whether the key of a data centre belongs to the account.
    case isAuthorized(Bool, dataCenter: Int)
    /// Somebody logged in, or out.
    case account(SessionData.Account?)
    /// Whose the state of the updates, the channels and the peers are.
    case stateOwner(Int64?)
    /// The state of the common updates.
    case updates(UpdateState?)
    /// The state of a channel, or `nil` to forget it.
    case channel(Int64, pts: Int32?)
    /// A peer was seen; see ``StoredPeer/merge(_:)``.
    case peer(StoredPeer)
    /// A peer is to be forgotten.
    case peerRemoved(StoredPeer.ID)
    /// What was given for later logins.
    case futureAuthTokens([[UInt8]])
    /// Everything, in place of what was there.
    case everything(SessionData)

    /// Whether losing the change would lose the account or a key.
    ///
    /// A storage writes such a change to the disk before ``SessionStorage/save(_:)`` returns. The others may be lost by
    /// a power failure, never by the end of the process: the server tells them again.
    public var isDurable: Bool {
        switch self {
        case .homeDataCenter, .isTest, .serverFingerprints, .dataCenter, .authKey, .rejectedKeys, .isAuthorized,
            .account, .stateOwner, .futureAuthTokens, .everything:
            true
        case .addresses, .salts, .updates, .channel, .peer, .peerRemoved: false
        }
    }
}

extension SessionData {
    /// Changes one part.
    ///
    /// All storages that hold a session in memory use it, so that a change means the same to each.
    ///
    /// - Parameter change: What changed.
    public mutating func apply(_ change: SessionChange) {
        switch change {
        case .homeDataCenter(let id): homeDataCenter = id
        case .isTest(let flag): isTest = flag
        case .serverFingerprints(let fingerprints): serverFingerprints = fingerprints
        case .dataCenter(let entry): changeDataCenter(entry.id) { $0 = entry }
        case .addresses(let addresses, let id): changeDataCenter(id) { $0.addresses = addresses }
        case .authKey(let key, let id):
            changeDataCenter(id) { entry in
                let rejected = entry.rejectedKeys
                entry = DataCenterEntry(id: id, addresses: entry.addresses, authKey: key)
                entry.rejectedKeys = rejected
            }
        case .rejectedKeys(let keys, let id): changeDataCenter(id) { $0.rejectedKeys = keys }
        case .salts(let salts, let id): changeDataCenter(id) { $0.salts = salts }
        case .isAuthorized(let flag, let id): changeDataCenter(id) { $0.isAuthorized = flag }
        case .account(let account): self.account = account
        case .stateOwner(let id): stateOwner = id
        case .updates(let state): updates = state
        case .channel(let id, let pts): channels[id] = pts
        case .peer(let peer):
            if let index = peers.index(forKey: peer.id) {
                peers.values[index].merge(peer)
            } else {
                peers[peer.id] = peer
            }
        case .peerRemoved(let id): peers[id] = nil
        case .futureAuthTokens(let tokens): futureAuthTokens = tokens
        case .everything(let data): self = data
        }
    }

    private mutating func changeDataCenter(_ id: Int, _ body: (inout DataCenterEntry) -> Void) {
        if let index = dataCenters.firstIndex(where: { $0.id == id }) {
            body(&dataCenters[index])
        } else {
            var entry = DataCenterEntry(id: id)
            body(&entry)
            dataCenters.append(entry)
        }
    }
}

extension SessionChange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which part changed, and nothing secret.
    public var description: String {
        switch self {
        case .homeDataCenter(let id): "homeDataCenter(\(id.map(String.init) ?? "none"))"
        case .isTest(let flag): "isTest(\(flag))"
        case .serverFingerprints(let fingerprints): "serverFingerprints(\(fingerprints.count))"
        case .dataCenter(let entry): "dataCenter(\(entry.id))"
        case .addresses(_, let id): "addresses(\(id))"
        case .authKey(_, let id): "authKey(\(id))"
        case .rejectedKeys(let keys, let id): "rejectedKeys(\(keys.count), \(id))"
        case .salts(_, let id): "salts(\(id))"
        case .isAuthorized(let flag, let id): "isAuthorized(\(flag), \(id))"
        case .account(let account): account == nil ? "account(none)" : "account"
        case .stateOwner(let id): "stateOwner(\(id.map(String.init) ?? "none"))"
        case .updates: "updates"
        case .channel(let id, _): "channel(\(id))"
        case .peer(let peer): "peer(\(peer.id.kind) \(peer.id.value))"
        case .peerRemoved(let id): "peerRemoved(\(id.kind) \(id.value))"
        case .futureAuthTokens(let tokens): "futureAuthTokens(\(tokens.count))"
        case .everything: "everything"
        }
    }

    /// The same as the description.
    public var debugDescription: String { "SessionChange.\(description)" }
    /// A mirror without children, so that `dump` shows nothing secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
