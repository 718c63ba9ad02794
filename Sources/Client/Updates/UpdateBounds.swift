// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox

/// How much waits between the connection and the program's queue.
package struct UpdateBounds: Hashable, Sendable {
    /// How many updates wait for their turn; the server tells those again that find no room.
    package var ordered: Int
    /// How many queries wait before the program's queue; those that find no room are not acknowledged.
    package var queries: Int
    /// How many queries wait for the program; more of them wait in their lane, and then at the server.
    package var queuedQueries: Int

    package init(ordered: Int = 10_000, queries: Int = 10_000, queuedQueries: Int = 10_000) {
        self.ordered = ordered
        self.queries = queries
        self.queuedQueries = queuedQueries
    }

    var lanes: UpdateInbox.Limits {
        var limits = UpdateInbox.Limits()
        limits.ordered = ordered
        limits.queries = queries
        return limits
    }
}
