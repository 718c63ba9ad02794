// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A delivery in the making.
struct Batch {
    var updates: [TL.Update] = []
    var users: [TL.User] = []
    var chats: [TL.Chat] = []
    var gap: UpdateDelivery.Gap?
    /// Whether the state beside the channels changed.
    var account = false
    /// Which channels' states changed, each once.
    var channels: [Int64] = []

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
