// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Which messages our last containers held, in case that the server names one.
struct SentContainers: Sendable {
    private var children: [MessageID: [MessageID]] = [:]
    /// Oldest first.
    private var order = FIFO<MessageID>()
    private(set) var childCount = 0

    /// How many containers are remembered.
    var count: Int { order.count }

    subscript(container: MessageID) -> [MessageID]? { children[container] }

    mutating func insert(_ container: MessageID, children ids: [MessageID]) {
        children[container] = ids
        order.append(container)
        childCount += ids.count
        while order.count > SessionLimits.rememberedContainers || childCount > SessionLimits.rememberedContainedIDs,
            let oldest = order.popFirst()
        {
            childCount -= children.removeValue(forKey: oldest)?.count ?? 0
        }
    }

    mutating func removeAll() {
        self = Self()
    }
}
