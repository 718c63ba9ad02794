// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Which messages our last containers held, in case that the server names one.
struct SentContainers: Sendable {
    /// Oldest first, which is by their ids.
    private var sent: [(id: MessageID, children: [MessageID])] = []
    private(set) var childCount = 0

    /// How many containers are remembered.
    var count: Int { sent.count }

    subscript(container: MessageID) -> [MessageID]? {
        var low = 0
        var high = sent.count
        while low < high {
            let middle = (low + high) / 2
            if sent[middle].id < container { low = middle + 1 } else { high = middle }
        }
        return low < sent.count && sent[low].id == container ? sent[low].children : nil
    }

    mutating func insert(_ container: MessageID, children ids: [MessageID]) {
        sent.append((container, ids))
        childCount += ids.count
        let hasTooMany = childCount > SessionLimits.rememberedContainedIDs
        guard hasTooMany || sent.count > SessionLimits.rememberedContainers else { return }
        // Several at a time, since the others are moved.
        var dropped = 0
        while dropped < sent.count,
            dropped < sent.count / 8 || childCount > SessionLimits.rememberedContainedIDs
        {
            childCount -= sent[dropped].children.count
            dropped += 1
        }
        sent.removeFirst(dropped)
    }

    mutating func removeAll() {
        self = Self()
    }
}
