// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A delivery in the making.
struct Batch {
    var updates: [TL.Update] = []
    private(set) var users: [TL.User] = []
    private(set) var chats: [TL.Chat] = []
    /// The objects whose peers are there, the latest one apart, since it is nearly always the only one.
    private var latestObject: UInt64?
    private var objects: Set<UInt64> = []
    var gap: UpdateDelivery.Gap?
    /// Whether the state beside the channels changed.
    var account = false
    /// Which channels' states changed, each once.
    var channels: [Int64] = []

    init() {}

    /// Begins with the peers of an object.
    init(_ peers: ObjectPeers) {
        add(peers)
    }

    /// Adds an update that is next.
    mutating func add(_ held: PostponedUpdate) {
        guard let update = held.update else { return }
        updates.append(update)
        add(held.peers)
    }

    /// Adds the peers of an object, unless they are there.
    mutating func add(_ peers: ObjectPeers) {
        guard peers.object != latestObject else { return }
        if let latestObject { objects.insert(latestObject) }
        latestObject = peers.object
        guard !objects.contains(peers.object) else { return }
        if users.isEmpty { users = peers.users } else { users += peers.users }
        if chats.isEmpty { chats = peers.chats } else { chats += peers.chats }
    }

    mutating func touch(_ channel: Int64) {
        if channels.last != channel, !channels.contains(channel) { channels.append(channel) }
    }
}

extension MessageBox {
    /// Puts a batch into the queue, unless there is nothing in it.
    mutating func deliver(_ batch: Batch) {
        var delivery = UpdateDelivery(updates: batch.updates, users: batch.users, chats: batch.chats, gap: batch.gap)
        if batch.account, account.isKnown { delivery.changes.append(.account(account.state)) }
        for id in batch.channels { delivery.changes.append(.channel(id, pts: channels[id]?.counter.pts)) }
        guard !delivery.updates.isEmpty || !delivery.changes.isEmpty || delivery.gap != nil else { return }
        backlog += max(1, delivery.updates.count)
        deliveries.append(delivery)
    }
}
