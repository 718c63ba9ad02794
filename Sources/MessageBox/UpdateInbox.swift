// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramTLTypes

/// Three bounded queues between the connection and a ``MessageBox``.
///
/// A slow consumer must not stop the connection, and must not lose anything that matters either:
///
/// - Updates that have their place in an order wait in front of the box. When there are too many, the newest are
///   dropped, which the box is told as a gap: the server gives them again in a difference.
/// - Queries, whose senders wait for an answer and which no difference has, have room of their own that nothing else
///   can take. If even that is full, nothing of their message is taken, and it must not be confirmed to the server.
/// - What says who is typing or online may go, oldest first, and is counted.
public struct UpdateInbox: Sendable {
    /// How much the lanes hold.
    public struct Limits: Hashable, Sendable {
        /// How many updates wait for their turn.
        public var ordered = 10_000
        /// How many queries wait.
        public var queries = 10_000
        /// How many updates of the moment wait.
        public var ephemeral = 1_000
        /// How many numbers of queries are remembered, so that none is delivered twice.
        public var rememberedQueries = 4_096

        /// Creates the standard limits.
        public init() {}
    }

    /// An update with the peers that came with it.
    public struct Item: Sendable {
        /// The update.
        public let update: TL.Update
        /// The users that came with it.
        public let users: [TL.User]
        /// The chats that came with it.
        public let chats: [TL.Chat]
    }

    /// What was dropped, so that the box must ask for it.
    public struct Overflow: Equatable, Sendable {
        /// Whether updates beside channels are missing.
        public internal(set) var account = false
        /// The channels whose updates are missing.
        public internal(set) var channels: Set<Int64> = []

        /// Describes what is missing.
        ///
        /// - Parameters:
        ///   - account: Whether updates beside channels are missing.
        ///   - channels: The channels whose updates are missing.
        public init(account: Bool = false, channels: Set<Int64> = []) {
            self.account = account
            self.channels = channels
        }

        /// Whether nothing is missing.
        public var isEmpty: Bool { !account && channels.isEmpty }
    }

    /// How much the lanes hold.
    public let limits: Limits
    /// How many updates of the moment were dropped.
    public private(set) var droppedEphemeralCount = 0
    /// How many ordered updates were dropped for the server to tell again.
    public private(set) var overflowCount = 0

    private var ordered = FIFO<TL.Updates>()
    private var orderedCount = 0
    private var queries = FIFO<Item>()
    private var ephemeral = FIFO<Item>()
    private var overflow = Overflow()
    private var remembered = FIFO<Int64>()
    private var rememberedSet: Set<Int64> = []

    /// Creates empty lanes.
    ///
    /// - Parameter limits: How much they hold.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many updates wait in a lane.
    ///
    /// - Parameter lane: The lane.
    /// - Returns: The number of updates.
    public func count(in lane: UpdateClass) -> Int {
        switch lane {
        case .ordered: orderedCount
        case .queries: queries.count
        case .ephemeral: ephemeral.count
        }
    }

    /// Takes in what the server sent.
    ///
    /// - Parameter updates: The object.
    /// - Returns: Whether it was taken. If not, a query in it found no room: the message that brought it must not be
    ///   confirmed, and is to be offered again when a query was taken out.
    public mutating func accept(_ updates: TL.Updates) -> Bool {
        switch updates {
        case .updates(let container):
            accept(container.updates, container.users, container.chats) { rest in
                if rest.isEmpty, container.seq == 0 { return nil }
                return .updates(
                    .init(
                        updates: rest, users: container.users, chats: container.chats, date: container.date,
                        seq: container.seq))
            } unchanged: {
                updates
            }
        case .combined(let container):
            accept(container.updates, container.users, container.chats) { rest in
                .combined(
                    .init(
                        updates: rest, users: container.users, chats: container.chats, date: container.date,
                        seqStart: container.seqStart, seq: container.seq))
            } unchanged: {
                updates
            }
        case .updateShort(let short):
            accept([short.update], [], []) { _ in
                nil
            } unchanged: {
                updates
            }
        case .updateShortMessage, .updateShortChatMessage, .updateShortSentMessage, .tooLong:
            accept([], [], []) { _ in
                updates
            } unchanged: {
                updates
            }
        }
    }

    private mutating func accept(
        _ updates: [TL.Update], _ users: [TL.User], _ chats: [TL.Chat], stripped: ([TL.Update]) -> TL.Updates?,
        unchanged: () -> TL.Updates
    ) -> Bool {
        // Most objects have nothing for the other lanes.
        if !updates.isEmpty, updates.allSatisfy({ UpdateClass($0) == .ordered }) {
            push(unchanged(), updates)
            return true
        }
        var rest: [TL.Update] = []
        var newQueries: [Item] = []
        var moments: [Item] = []
        for update in updates {
            let item = Item(update: update, users: users, chats: chats)
            switch UpdateClass(update) {
            case .ordered: rest.append(update)
            case .queries: newQueries.append(item)
            case .ephemeral: moments.append(item)
            }
        }
        if !newQueries.isEmpty {
            newQueries.removeAll { item in item.update.queryID.map(rememberedSet.contains) ?? false }
            // What no room could hold is taken when there is nothing else, or it would be refused for ever.
            guard queries.isEmpty || queries.count + newQueries.count <= limits.queries else { return false }
            for item in newQueries {
                if let id = item.update.queryID { remember(id) }
                queries.append(item)
            }
        }
        for item in moments { push(moment: item) }
        let isWhole = rest.count == updates.count
        if let object = isWhole ? unchanged() : stripped(rest) { push(object, rest) }
        return true
    }

    private mutating func push(moment: Item) {
        if ephemeral.count >= limits.ephemeral, ephemeral.popFirst() != nil { droppedEphemeralCount += 1 }
        guard limits.ephemeral > 0 else {
            droppedEphemeralCount += 1
            return
        }
        ephemeral.append(moment)
    }

    private mutating func push(_ object: TL.Updates, _ updates: [TL.Update]) {
        let count = max(1, updates.count)
        if orderedCount + count <= limits.ordered || (ordered.isEmpty && overflow.isEmpty) {
            ordered.append(object)
            orderedCount += count
            return
        }
        overflowCount += count
        // What has no place of its own may be told by the date and the number of the object alone.
        if updates.isEmpty { overflow.account = true }
        for update in updates {
            if case .channel(let id) = update.mark?.domain {
                overflow.channels.insert(id)
            } else if case .channelTooLong(let tooLong) = update {
                overflow.channels.insert(tooLong.channelID)
            } else {
                overflow.account = true
            }
        }
        if object.hasSequence { overflow.account = true }
    }

    /// Takes the next object for the box.
    ///
    /// - Returns: The oldest object, without the updates of the other lanes, or `nil` if there is none.
    public mutating func nextOrdered() -> TL.Updates? {
        guard let object = ordered.popFirst() else { return nil }
        orderedCount -= object.orderedCount
        return object
    }

    /// Takes the next query.
    ///
    /// - Returns: The oldest query, or `nil` if there is none.
    public mutating func nextQuery() -> Item? { queries.popFirst() }

    /// Takes the next update of the moment.
    ///
    /// - Returns: The oldest update, or `nil` if there is none.
    public mutating func nextEphemeral() -> Item? { ephemeral.popFirst() }

    /// Takes the news of what was dropped.
    ///
    /// Ask for it when ``nextOrdered()`` has nothing more, and let the box ask for the differences.
    ///
    /// - Returns: What is missing since the last call, or `nil` if nothing is.
    public mutating func takeOverflow() -> Overflow? {
        guard !overflow.isEmpty else { return nil }
        defer { overflow = Overflow() }
        return overflow
    }

    /// Whether a query was seen before, as one may be that a difference brings; from now on it was.
    ///
    /// - Parameter update: Any update; one that is no query is never repeated.
    /// - Returns: Whether it was seen.
    public mutating func isRepeated(_ update: TL.Update) -> Bool {
        guard let id = update.queryID else { return false }
        if rememberedSet.contains(id) { return true }
        remember(id)
        return false
    }

    private mutating func remember(_ id: Int64) {
        guard rememberedSet.insert(id).inserted else { return }
        remembered.append(id)
        if remembered.count > limits.rememberedQueries, let oldest = remembered.popFirst() {
            rememberedSet.remove(oldest)
        }
    }
}

extension TL.Updates {
    fileprivate var orderedCount: Int {
        switch self {
        case .updates(let container): max(1, container.updates.count)
        case .combined(let container): max(1, container.updates.count)
        default: 1
        }
    }

    fileprivate var hasSequence: Bool {
        switch self {
        case .updates(let container): container.seq != 0
        case .combined: true
        case .updateShort: false
        default: true
        }
    }
}
