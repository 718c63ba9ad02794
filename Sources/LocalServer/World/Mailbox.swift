// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What one account has: its messages, its conversations, and the numbered changes of both.
///
/// `pts` grows by one for each message that comes, goes or is edited, by one for each message that is deleted, and by
/// one when something is read. See core.telegram.org/api/updates.
struct Mailbox: Sendable {
    /// A change, as `updates.getDifference` tells it again.
    struct Change: Sendable {
        enum Kind: Sendable {
            case newMessage(Int32)
            case edited(Int32)
            case deleted([Int32])
            case readInbox(peer: Int64, upTo: Int32, unread: Int)
            case readOutbox(peer: Int64, upTo: Int32)
            case pinned([Int32], Bool, peer: Int64)
            case readContents([Int32])
        }

        let kind: Kind
        /// `pts` after the change.
        let pts: Int32
        /// By how much it grew.
        let count: Int32
        let date: Int32
    }

    /// What happened since a client's `pts`.
    enum Difference {
        case empty
        case changes(ArraySlice<Change>, isLast: Bool)
        /// It is not remembered that far back, or is more than the client wants.
        case tooLong
    }

    /// One conversation.
    struct Dialog: Sendable {
        let peer: Int64
        /// Ids, ascending.
        fileprivate(set) var messages: [Int32] = []
        fileprivate(set) var readInboxUpTo: Int32 = 0
        fileprivate(set) var readOutboxUpTo: Int32 = 0
        var isMarkedUnread = false
    }

    /// How many ids of deleted messages may stand in the order of a mailbox that is almost empty.
    private static let orderSlack = 64

    let limits: WorldLimits
    private(set) var pts: Int32 = 1
    private(set) var dialogs: [Int64: Dialog] = [:]
    private var messages: [Int32: StoredMessage] = [:]
    /// Ids in the order of their making, those of deleted messages too until they come to the front.
    private(set) var order: ArraySlice<Int32> = []
    private var changes: ArraySlice<Change> = []
    /// The newest numbers that no event has.
    private var skipped: ArraySlice<Int32> = []
    private var lastID: Int32 = 0
    private var bySharedID: [Int64: Int32] = [:]
    private var byRandomID: [Int64: Int32] = [:]
    private var randomIDs: ArraySlice<Int64> = []

    init(limits: WorldLimits) {
        self.limits = limits
    }

    // MARK: Looking

    subscript(id: Int32) -> StoredMessage? { messages[id] }

    /// The message that the client called by this number.
    func message(withRandomID id: Int64) -> Int32? { byRandomID[id] }

    /// This account's copy of a message of which another account has a copy too.
    func message(withSharedID id: Int64) -> StoredMessage? {
        bySharedID[id].flatMap { messages[$0] }
    }

    func unreadCount(with peer: Int64) -> Int {
        guard let dialog = dialogs[peer] else { return 0 }
        return dialog.messages.reversed().prefix { $0 > dialog.readInboxUpTo }.count { isIncoming($0) }
    }

    private func isIncoming(_ id: Int32) -> Bool {
        messages[id].map { !$0.isOutgoing } ?? false
    }

    /// The number of unread messages of all conversations.
    var unreadCount: Int { dialogs.keys.reduce(0) { $0 + unreadCount(with: $1) } }

    /// The messages with a peer, newest first.
    func history(with peer: Int64) -> ReversedCollection<[Int32]> {
        (dialogs[peer]?.messages ?? []).reversed()
    }

    /// All messages, newest first.
    var newestFirst: some Sequence<StoredMessage> {
        order.reversed().lazy.compactMap { messages[$0] }
    }

    /// Finds what happened after a client's `pts`.
    ///
    /// - Parameters:
    ///   - start: The client's `pts`.
    ///   - limit: How many changes the client takes at once.
    ///   - totalLimit: How many it wants altogether.
    /// - Returns: The changes, or that there are none, or that there are too many.
    func difference(since start: Int32, limit: Int?, totalLimit: Int?) -> Difference {
        // A server that skips numbers does not know that anything is behind them.
        guard start < pts, !skipped.contains(start + 1) else { return .empty }
        if let totalLimit, Int(pts) - Int(start) > totalLimit { return .tooLong }
        // A change that the client has in part is told again.
        guard let first = changes.first, first.pts - first.count <= start else { return .tooLong }
        let index = changes.partitioningIndex { $0.pts > start }
        let rest = changes[index...]
        let taken = rest.prefix(max(1, min(limit ?? limits.differenceSlice, limits.differenceSlice)))
        return .changes(taken, isLast: taken.count == rest.count)
    }

    /// The edits of messages that are still there, oldest first, each with its `pts`.
    ///
    /// - Parameter start: Only those after this `pts`.
    /// - Returns: The messages as they are now.
    func edits(since start: Int32) -> [(message: StoredMessage, pts: Int32)] {
        changes[changes.partitioningIndex { $0.pts > start }...].compactMap { change in
            guard case .edited(let id) = change.kind else { return nil }
            return messages[id].map { ($0, change.pts) }
        }
    }

    // MARK: Changing

    /// Adds a message.
    ///
    /// - Parameter make: Makes it with its id.
    /// - Returns: The message and the change.
    mutating func add(_ make: (Int32) -> StoredMessage) -> (message: StoredMessage, change: Change) {
        lastID += 1
        let message = make(lastID)
        messages[message.id] = message
        bySharedID[message.sharedID] = message.id
        order.append(message.id)
        dialogs[message.peer, default: Dialog(peer: message.peer)].messages.append(message.id)
        if let randomID = message.randomID { remember(randomID, message.id) }
        while messages.count > limits.messages, let oldest = order.popFirst() { forget(oldest) }
        return (message, log(.newMessage(message.id), 1, message.date))
    }

    /// Remembers what the client called a message, also one that is somewhere else.
    mutating func remember(_ randomID: Int64, _ id: Int32) {
        byRandomID[randomID] = id
        randomIDs.append(randomID)
        if randomIDs.count > limits.randomIDs, let oldest = randomIDs.popFirst() { byRandomID[oldest] = nil }
    }

    private mutating func forget(_ id: Int32) {
        guard let message = messages.removeValue(forKey: id) else { return }
        bySharedID[message.sharedID] = nil
        dialogs[message.peer]?.remove(id)
    }

    /// Changes what a message says.
    mutating func edit(
        _ id: Int32, date: Int32, _ content: MessageContent
    ) -> (message: StoredMessage, change: Change)? {
        guard var message = messages[id] else { return nil }
        message.content = content
        message.editDate = date
        messages[id] = message
        return (message, log(.edited(id), 1, date))
    }

    /// Pins messages, or takes them off the pinned ones.
    mutating func pin(_ ids: [Int32], _ isPinned: Bool, with peer: Int64, date: Int32) -> Change? {
        let changed = ids.filter { messages[$0].map { $0.isPinned != isPinned } ?? false }
        guard !changed.isEmpty else { return nil }
        for id in changed { messages[id]?.isPinned = isPinned }
        return log(.pinned(changed, isPinned, peer: peer), Int32(clamping: changed.count), date)
    }

    /// Notes that what messages have attached was listened to or watched, or that their mentions were seen.
    mutating func readContents(_ ids: [Int32], date: Int32) -> Change? {
        let present = ids.filter { messages[$0] != nil }
        guard !present.isEmpty else { return nil }
        return log(.readContents(present), Int32(clamping: present.count), date)
    }

    /// Deletes those messages that exist.
    mutating func delete(_ ids: [Int32], date: Int32) -> Change? {
        let present = Set(ids).filter { messages[$0] != nil }.sorted()
        guard !present.isEmpty else { return nil }
        for id in present { forget(id) }
        order = order.drop { messages[$0] == nil }
        // The oldest message may stay while thousands after it go.
        if order.count > 2 * messages.count + Self.orderSlack { order = order.filter { messages[$0] != nil }[...] }
        return log(.deleted(present), Int32(present.count), date)
    }

    /// Notes that the account has read what came up to an id.
    mutating func readInbox(_ peer: Int64, upTo id: Int32, date: Int32) -> Change? {
        guard var dialog = dialogs[peer], let newest = dialog.messages.last else { return nil }
        let limit = id <= 0 ? newest : min(id, newest)
        dialog.isMarkedUnread = false
        guard limit > dialog.readInboxUpTo else {
            dialogs[peer] = dialog
            return nil
        }
        let hadUnread = dialog.messages.contains { $0 > dialog.readInboxUpTo && $0 <= limit && isIncoming($0) }
        dialog.readInboxUpTo = limit
        dialogs[peer] = dialog
        guard hadUnread else { return nil }
        return log(.readInbox(peer: peer, upTo: limit, unread: unreadCount(with: peer)), 1, date)
    }

    /// Notes that the peer has read what went up to an id.
    mutating func readOutbox(_ peer: Int64, upTo id: Int32, date: Int32) -> Change? {
        guard let dialog = dialogs[peer], id > dialog.readOutboxUpTo else { return nil }
        dialogs[peer]?.readOutboxUpTo = id
        return log(.readOutbox(peer: peer, upTo: id), 1, date)
    }

    mutating func markUnread(_ peer: Int64, _ isUnread: Bool) {
        dialogs[peer]?.isMarkedUnread = isUnread
    }

    /// Lets a number pass for which there is no event, as untidy servers do.
    mutating func skipNumber() {
        pts += 1
        skipped.append(pts)
        if skipped.count > limits.loggedChanges { skipped.removeFirst() }
    }

    private mutating func log(_ kind: Change.Kind, _ count: Int32, _ date: Int32) -> Change {
        pts += count
        let change = Change(kind: kind, pts: pts, count: count, date: date)
        changes.append(change)
        if changes.count > limits.loggedChanges { changes.removeFirst() }
        return change
    }
}

extension Mailbox.Dialog {
    fileprivate mutating func remove(_ id: Int32) {
        let index = messages.partitioningIndex { $0 >= id }
        if index < messages.endIndex, messages[index] == id { messages.remove(at: index) }
    }
}

extension RandomAccessCollection {
    /// The first index from which on a condition holds, which must not hold for a time and then for good.
    func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongsToSecond(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
