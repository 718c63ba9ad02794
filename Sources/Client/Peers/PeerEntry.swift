// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSession
import FerogramTLTypes

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
    var seen: UInt64
    private let hash: Int64
    private let details: Details?
    private let traits: StoredPeer.Traits
    private let hasHash: Bool
    let isMin: Bool
    /// In which second of the clock its names were last noted; 0 for never.
    private let named: UInt32

    init(_ peer: StoredPeer, seen: UInt64, named: MonotonicTime? = nil) {
        self.seen = seen
        self.named = named.map(Self.second) ?? 0
        (hash, hasHash) = (peer.accessHash ?? 0, peer.accessHash != nil)
        (traits, isMin) = (peer.traits, peer.isMin)
        let isPlain = peer.usernames.isEmpty && peer.phone == nil && peer.minContext == nil
        details = isPlain ? nil : Details(peer)
    }

    var accessHash: Int64? { hasHash ? hash : nil }
    var usernames: [String] { details?.usernames ?? [] }
    var phone: String? { details?.phone }
    var minContext: StoredPeer.MinContext? { details?.minContext }

    /// Whether nothing is new of a peer, and its names were noted lately.
    func isUpToDate(_ peer: StoredPeer, at now: MonotonicTime, for seconds: Int64) -> Bool {
        isNoted(at: now, for: seconds) && self.peer(peer.id) == peer
    }

    /// The same of a user whom the server shows in full.
    func isUpToDate(_ user: TL.User.User, at now: MonotonicTime, for seconds: Int64) -> Bool {
        guard isNoted(at: now, for: seconds), !isMin, hash == user.accessHash ?? 0, hasHash == (hash != 0),
            traits == (user.bot ? .bot : []), phone == user.phone, minContext == nil
        else { return false }
        var names = usernames[...]
        if let name = user.username, names.popFirst() != name { return false }
        for name in user.usernames ?? [] where name.active {
            if names.popFirst() != name.username { return false }
        }
        return names.isEmpty
    }

    private func isNoted(at now: MonotonicTime, for seconds: Int64) -> Bool {
        named != 0 && Int64(Self.second(now)) - Int64(named) < seconds
    }

    private static func second(_ time: MonotonicTime) -> UInt32 { UInt32(clamping: time.nanoseconds / 1_000_000_000) }

    func peer(_ id: StoredPeer.ID) -> StoredPeer {
        StoredPeer(
            id: id, accessHash: accessHash, traits: traits, usernames: usernames, phone: phone, isMin: isMin,
            minContext: minContext)
    }
}
