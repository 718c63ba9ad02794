// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How many updates wait, and where.
package struct UpdateBacklog: Hashable, Sendable {
    /// In the three lanes before the updates are put into order.
    package var ordered = 0
    package var queries = 0
    package var ephemeral = 0
    /// Until those before them come.
    package var held = 0
    /// Events of the client's own calls, to be counted.
    package var own = 0
    /// For the program.
    package var queued = 0
    package var queuedQueries = 0
    /// States that are stored when the program has handled what came before them.
    package var marks = 0
    /// How often what was missing came by itself while the client waited for it.
    package var healedGaps = 0
    /// How many ordered updates found no room, so that the server told them again.
    package var overflow = 0
    /// How often a query found no room, so that its message was not acknowledged.
    package var refusals = 0

    package init(
        ordered: Int = 0, queries: Int = 0, ephemeral: Int = 0, held: Int = 0, own: Int = 0, healedGaps: Int = 0,
        overflow: Int = 0, refusals: Int = 0
    ) {
        self.ordered = ordered
        self.queries = queries
        self.ephemeral = ephemeral
        self.held = held
        self.own = own
        self.healedGaps = healedGaps
        self.overflow = overflow
        self.refusals = refusals
    }
}

extension TelegramClient {
    /// How many updates wait, and where.
    package var updateBacklog: UpdateBacklog {
        var backlog = core.engine.backlog
        backlog.queued = core.updates.waitingCount
        backlog.queuedQueries = core.updates.queryCount
        backlog.marks = core.updates.markCount
        return backlog
    }
}
