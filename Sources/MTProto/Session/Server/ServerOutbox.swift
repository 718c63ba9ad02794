// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a server has to say to a client, and what the client has not acknowledged yet.
struct ServerOutbox: Sendable {
    struct Message: Sendable {
        let id: MessageID
        let sequenceNumber: Int32
        let body: ServerBody

        var isContentRelated: Bool { sequenceNumber & 1 == 1 }
    }

    struct Draft: Sendable {
        let body: ServerBody
        let origin: MessageID.Origin
        let isContentRelated: Bool
        /// The call that this answers.
        var request: MessageID?

        /// Whether it answers nothing.
        var isUpdate: Bool { origin == .server && isContentRelated }
    }

    private(set) var drafts: [Draft] = []
    /// Those that go out again under their ids.
    private var again: [MessageID] = []
    private(set) var unacknowledged: [MessageID: Message] = [:]

    var isEmpty: Bool { drafts.isEmpty && again.isEmpty }

    mutating func append(_ draft: Draft) {
        drafts.append(draft)
    }

    /// Drops the oldest updates that never went out.
    ///
    /// - Parameter limit: How many may stay.
    /// - Returns: Whether any was dropped.
    mutating func dropOldUpdates(limit: Int) -> Bool {
        // Each call adds one at most, so there is one too many at most.
        guard drafts.count > limit else { return false }
        let updates = drafts.indices.filter { drafts[$0].isUpdate }
        guard updates.count > limit, let oldest = updates.first else { return false }
        drafts.remove(at: oldest)
        return true
    }

    /// Puts a draft before all others.
    mutating func prepend(_ draft: Draft) {
        drafts.insert(draft, at: 0)
    }

    /// Takes what goes out next.
    ///
    /// - Parameters:
    ///   - limit: How much at most.
    ///   - updates: Whether updates may go.
    /// - Returns: The drafts, in order.
    mutating func takeDrafts(limit: Int, updates: Bool) -> [Draft] {
        guard updates else {
            var taken: [Draft] = []
            var rest: [Draft] = []
            for draft in drafts {
                if draft.isUpdate || taken.count == limit { rest.append(draft) } else { taken.append(draft) }
            }
            drafts = rest
            return taken
        }
        let taken = Array(drafts.prefix(limit))
        drafts.removeFirst(taken.count)
        return taken
    }

    mutating func sent(_ message: Message) {
        guard message.isContentRelated else { return }
        unacknowledged[message.id] = message
        // The oldest are given up; the client asks again for an answer that it misses.
        if unacknowledged.count > SessionLimits.rememberedIDs, let oldest = unacknowledged.keys.min() {
            unacknowledged[oldest] = nil
        }
    }

    /// - Returns: The message, if it is the first time.
    mutating func acknowledge(_ id: MessageID) -> Message? {
        unacknowledged.removeValue(forKey: id)
    }

    mutating func sendAgain(_ id: MessageID) {
        if !again.contains(id) { again.append(id) }
    }

    mutating func sendAllAgain() {
        again = unacknowledged.keys.sorted()
    }

    mutating func takeAgain(limit: Int) -> [Message] {
        let taken = again.prefix(limit)
        again.removeFirst(taken.count)
        return taken.compactMap { unacknowledged[$0] }
    }

    mutating func dropDraft(answering request: MessageID) {
        drafts.removeAll { $0.request == request }
    }
}
