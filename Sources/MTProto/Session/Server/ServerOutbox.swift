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

    /// What one packet still takes: clients refuse frames that are too long, and could never get the answers in them.
    struct Room {
        /// From how many bytes on a message is long.
        private static let longCount = 32 << 10

        private var messages = SessionLimits.containerMessages
        private var bytes = SessionLimits.containerBytes
        private var hasLong = false
        private(set) var isFull = false

        /// - Returns: Whether there was room; the first message goes whatever its length.
        mutating func take(_ body: ServerBody) -> Bool {
            // One long one is enough: it is sealed with that of the next packet, and the client has it while others are sealed.
            let isLong = body.byteCount >= Self.longCount
            let count = MessageContainer.messageHeaderCount + body.byteCount
            guard !isFull, messages > 0, !(isLong && hasLong),
                count <= bytes || messages == SessionLimits.containerMessages
            else {
                isFull = true
                return false
            }
            hasLong = hasLong || isLong
            messages -= 1
            bytes -= count
            return true
        }
    }

    /// Takes what goes out next.
    ///
    /// - Parameters:
    ///   - room: The room that there is.
    ///   - updates: Whether updates may go.
    /// - Returns: The drafts, in order.
    mutating func takeDrafts(into room: inout Room, updates: Bool) -> [Draft] {
        guard updates else {
            var taken: [Draft] = []
            var rest: [Draft] = []
            for draft in drafts {
                if draft.isUpdate || !room.take(draft.body) { rest.append(draft) } else { taken.append(draft) }
            }
            drafts = rest
            return taken
        }
        let taken = Array(drafts.prefix { room.take($0.body) })
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

    mutating func takeAgain(into room: inout Room) -> [Message] {
        var taken: [Message] = []
        var count = 0
        for id in again {
            if let message = unacknowledged[id] {
                guard room.take(message.body) else { break }
                taken.append(message)
            }
            count += 1
        }
        again.removeFirst(count)
        return taken
    }

    /// Drops all that answers nothing, whether it went out or not.
    mutating func dropUpdates() {
        drafts.removeAll(where: \.isUpdate)
        unacknowledged = unacknowledged.filter { $0.key.origin != .server }
    }

    mutating func dropDraft(answering request: MessageID) {
        drafts.removeAll { $0.request == request }
    }
}
