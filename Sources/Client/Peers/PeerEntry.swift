// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession

/// A peer as the cache keeps it: small, for there are many of them, and most have neither a name nor a phone number.
struct PeerEntry: Sendable {
    /// What most peers do not have.
    private final class Details: Sendable {
        let usernames: [String]
        let phone: String?
        let minContext: StoredPeer.MinContext?

        init(_ peer: StoredPeer) {
            (usernames, phone, minContext) = (peer.usernames, peer.phone, peer.minContext)
        }
    }

    /// When it was seen last, by the count of the cache.
    let seen: UInt64
    private let hash: Int64
    private let details: Details?
    private let traits: StoredPeer.Traits
    private let hasHash: Bool
    let isMin: Bool

    init(_ peer: StoredPeer, seen: UInt64) {
        self.seen = seen
        (hash, hasHash) = (peer.accessHash ?? 0, peer.accessHash != nil)
        (traits, isMin) = (peer.traits, peer.isMin)
        let isPlain = peer.usernames.isEmpty && peer.phone == nil && peer.minContext == nil
        details = isPlain ? nil : Details(peer)
    }

    var accessHash: Int64? { hasHash ? hash : nil }
    var usernames: [String] { details?.usernames ?? [] }
    var phone: String? { details?.phone }
    var minContext: StoredPeer.MinContext? { details?.minContext }

    func peer(_ id: StoredPeer.ID) -> StoredPeer {
        StoredPeer(
            id: id, accessHash: accessHash, traits: traits, usernames: usernames, phone: phone, isMin: isMin,
            minContext: minContext)
    }
}
