// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Which part of a list of messages a client wants.
///
/// See core.telegram.org/api/offsets.
struct HistoryWindow: Sendable {
    var offsetID: Int32 = 0
    var offsetDate: Int32 = 0
    var addOffset: Int32 = 0
    var limit: Int32 = 0
    var maxID: Int32 = 0
    var minID: Int32 = 0

    /// How many messages one answer has at most.
    static let largest = 100

    /// Cuts the window out of messages, newest first.
    ///
    /// - Parameter messages: All messages that fit, newest first.
    /// - Returns: The part, and how many messages precede it.
    func cut(_ messages: [StoredMessage]) -> (part: ArraySlice<StoredMessage>, before: Int) {
        let inside = messages.filter { message in
            (maxID <= 0 || message.id < maxID) && (minID <= 0 || message.id > minID)
        }
        let start =
            if offsetID > 0 {
                inside.partitioningIndex { $0.id < offsetID }
            } else if offsetDate > 0 {
                inside.partitioningIndex { $0.date < offsetDate }
            } else {
                0
            }
        let count = min(max(Int(limit), 0), Self.largest)
        let first = start + Int(addOffset)
        let lower = min(max(first, 0), inside.count)
        let upper = min(max(first + count, lower), inside.count)
        return (inside[lower..<upper], lower)
    }
}

extension World {
    /// The messages with a peer, newest first.
    func messages(of account: Account, with peer: Int64) -> [StoredMessage] {
        guard case .channel(let id) = PeerNumber(peer), let channel = channels[id] else {
            let mailbox = mailbox(of: account.id)
            return mailbox.history(with: peer).compactMap { mailbox[$0] }
        }
        let limit = hiddenUpTo(in: channel, for: account.id)
        return channel.mailbox.history(with: peer).prefix { $0 > limit }.compactMap { channel.mailbox[$0] }
    }

    /// Up to which message a channel has none for an account: those before it came, where the history is hidden, and those
    /// that it cleared away.
    func hiddenUpTo(in channel: Channel, for account: Int64) -> Int32 {
        max(channel.members[account]?.hiddenUpTo ?? 0, dialogs[account].clearedUpTo[channel.number] ?? 0)
    }

    /// Messages as an answer, complete or as a slice.
    func answer(
        _ messages: some Sequence<StoredMessage>, of total: Int, before: Int = 0, for viewer: Int64,
        in peer: Int64? = nil
    ) -> TL.messages.Messages {
        var people: Set = [viewer]
        var rendered: [TL.Message] = []
        for message in messages {
            people.formUnion(self.people(in: message))
            rendered.append(self.message(message, for: viewer))
        }
        if let peer, case .channel(let id) = PeerNumber(peer), let channel = channels[id] {
            let (users, chats) = peersOfChannel(people.union([peer]), for: viewer)
            return .channelMessages(
                .init(
                    pts: channel.mailbox.pts, count: Int32(clamping: total), offsetIDOffset: Int32(clamping: before),
                    messages: rendered, topics: [], chats: chats, users: users))
        }
        let (users, chats) = peers(people, for: viewer)
        if rendered.count == total {
            return .messages(.init(messages: rendered, topics: [], chats: chats, users: users))
        }
        return .slice(
            .init(
                count: Int32(clamping: total), offsetIDOffset: Int32(clamping: before), messages: rendered, topics: [],
                chats: chats, users: users))
    }

    /// What happened to an account since a client's `pts`, and in which channels something happened since its `date`.
    func difference(
        for account: Account, since pts: Int32, qts: Int32 = 0, date since: Int32, limit: Int?, totalLimit: Int?
    ) -> TL.updates.Difference {
        let mailbox = mailbox(of: account.id)
        let numbered = numbered.entries(of: account.id, after: qts)
        switch mailbox.difference(since: pts, limit: limit, totalLimit: totalLimit) {
        case .empty:
            let changed = changedChannels(of: account.id, since: since)
            guard !changed.isEmpty || !numbered.isEmpty else { return .empty(.init(date: date, seq: 1)) }
            let named = numbered.reduce(into: Set(changed.map(\.number))) { $0.formUnion($1.people) }
            let (users, chats) = peers(named, for: account.id)
            return .difference(
                .init(
                    newMessages: [], newEncryptedMessages: [],
                    otherUpdates: changed.map(\.update) + numbered.map(\.update), chats: chats, users: users,
                    state: state(of: account)))
        case .tooLong:
            return .tooLong(.init(pts: mailbox.pts))
        case .changes(let changes, let isLast):
            var people: Set = [account.id]
            var messages: [TL.Message] = []
            var others: [TL.Update] = []
            for change in changes {
                switch change.kind {
                case .newMessage(let id):
                    guard let message = mailbox[id] else { continue }
                    people.formUnion(self.people(in: message))
                    messages.append(self.message(message, for: account.id))
                case .edited(let id):
                    if let message = mailbox[id] { people.formUnion(self.people(in: message)) }
                    fallthrough
                case .deleted, .readInbox, .readOutbox, .pinned, .readContents:
                    if let update = update(change, in: mailbox, for: account.id) { others.append(update) }
                }
            }
            if isLast {
                for (update, number) in changedChannels(of: account.id, since: since) {
                    others.append(update)
                    people.insert(number)
                }
                for entry in numbered {
                    others.append(entry.update)
                    people.formUnion(entry.people)
                }
            }
            let (users, chats) = peers(people, for: account.id)
            if isLast {
                return .difference(
                    .init(
                        newMessages: messages, newEncryptedMessages: [], otherUpdates: others, chats: chats,
                        users: users,
                        state: state(of: account)))
            }
            // The date stays until the channels are told of, with the last slice.
            let state = TL.updates.State(
                pts: changes.last?.pts ?? pts, qts: qts, date: since, seq: 1,
                unreadCount: Int32(clamping: mailbox.unreadCount))
            return .slice(
                .init(
                    newMessages: messages, newEncryptedMessages: [], otherUpdates: others, chats: chats, users: users,
                    intermediateState: state))
        }
    }
}
