// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession

extension [SessionChange] {
    /// The changes that no later one takes the place of, in their order; they come to the same as all of them.
    func latest() -> [SessionChange] {
        var later: Set<ChangedPart> = []
        var kept: [SessionChange] = []
        for change in reversed() {
            let part = ChangedPart(change)
            // A peer is merged into what is known of it, so that only its removal makes what came before worthless.
            if case .peer(let id) = part, later.contains(.noPeer(id)) { continue }
            if later.insert(part).inserted { kept.append(change) }
        }
        return kept.reversed()
    }
}

/// What a change sets; all but those of peers set it as a whole.
private enum ChangedPart: Hashable {
    case home
    case isTest
    case serverFingerprints
    case dataCenter(Int)
    case addresses(Int)
    case authKey(Int)
    case rejectedKeys(Int)
    case salts(Int)
    case isAuthorized(Int)
    case account
    case stateOwner
    case updates
    case channel(Int64)
    case peer(StoredPeer.ID)
    case noPeer(StoredPeer.ID)
    case futureAuthTokens
    case everything

    init(_ change: SessionChange) {
        self =
            switch change {
            case .homeDataCenter: .home
            case .isTest: .isTest
            case .serverFingerprints: .serverFingerprints
            case .dataCenter(let entry): .dataCenter(entry.id)
            case .addresses(_, let id): .addresses(id)
            case .authKey(_, let id): .authKey(id)
            case .rejectedKeys(_, let id): .rejectedKeys(id)
            case .salts(_, let id): .salts(id)
            case .isAuthorized(_, let id): .isAuthorized(id)
            case .account: .account
            case .stateOwner: .stateOwner
            case .updates: .updates
            case .channel(let id, _): .channel(id)
            // The cache stores a peer with all that it knew of it before.
            case .peer(let peer): .peer(peer.id)
            case .peerRemoved(let id): .noPeer(id)
            case .futureAuthTokens: .futureAuthTokens
            case .everything: .everything
            }
    }
}
