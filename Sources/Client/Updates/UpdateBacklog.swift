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
    /// What happened because updates had to wait.
    package var events = Events()

    /// How often something happened since the client began.
    package struct Events: Hashable, Sendable {
        /// What was missing came by itself while the client waited for it.
        package var healedGaps = 0
        /// An ordered update found no room, so that the server told it again.
        package var overflow = 0
        /// A query found no room, so that its message was not acknowledged.
        package var refusals = 0
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
