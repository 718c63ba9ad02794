// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension ClientSession {
    /// How much the session remembers of each kind, and how much it may.
    package var remembered: [(kind: String, count: Int, limit: Int)] {
        let ids = SessionLimits.pendingCalls * (SessionLimits.resends + 1)
        return [
            ("received ids", receivedIDs.count, SessionLimits.rememberedIDs),
            (
                "acknowledgements", acknowledgements.count,
                SessionLimits.idsPerMessage + SessionLimits.heldAcknowledgements
            ),
            ("calls", outbox.count, SessionLimits.pendingCalls),
            ("message ids of calls", outbox.messageIDCount, ids),
            ("message ids of calls, by calls", outbox.messageIDCount, outbox.count * (SessionLimits.resends + 1)),
            (
                "entries of queues", outbox.queuedCount,
                (SessionLimits.resends + 2) * outbox.count + 3 * SessionLimits.staleEntries
            ),
            ("waiting service messages", service.waitingCount, SessionLimits.waitingServiceMessages),
            ("sent service messages", service.sentCount, SessionLimits.rememberedServiceMessages),
            ("containers", containers.count, SessionLimits.rememberedContainers),
            ("messages in containers", containers.childCount, SessionLimits.rememberedContainedIDs),
            ("session starts", sessionStarts.count, SessionLimits.rememberedSessionStarts),
            ("quick acknowledgements", quickAcks.count, SessionLimits.quickAckTokens),
            ("former sessions", formerIDs.count, SessionLimits.formerSessions),
            ("salts", salts.later.count, SessionLimits.futureSalts),
        ]
    }
}

extension ClientSession {
    /// Gives the session a name that a recorded packet has.
    package mutating func rename(_ id: Int64) {
        self.id = id
    }
}
