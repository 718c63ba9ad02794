// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A numbered change of which an account's sessions were to hear, for whoever checks what they heard.
package struct RecordedUpdate: Sendable {
    /// What happened.
    package enum Content: Hashable, Sendable {
        case newMessage(Int32)
        case edited(Int32)
        case deleted([Int32])
        /// A peer is named as the Bot API names it.
        case readInbox(peer: Int64, upTo: Int32)
        case readOutbox(peer: Int64, upTo: Int32)
        case pinned([Int32], Bool)
        /// What is attached to messages was listened to or watched, or their mentions were seen.
        case readContents([Int32])
    }

    /// The channel whose numbers these are, `nil` for the account's own.
    package let channel: Int64?
    /// The number of the last event.
    package let pts: Int32
    /// How many events there were.
    package let count: Int32
    package let content: Content
    /// The text of a message that is new or was edited.
    package let text: String?
    /// The key of the client whose call made the change, and in whose answer it was told.
    package let madeBy: Int64?
}

/// What all accounts were to hear, in order, and what happened in each channel.
struct UpdateRecord: Sendable {
    private let capacity: Int
    private(set) var entries: [Int64: [RecordedUpdate]] = [:]

    /// Creates an empty record.
    ///
    /// - Parameter capacity: How much is remembered of each account and each channel, from the beginning on.
    init(capacity: Int) {
        self.capacity = capacity
    }

    var isOn: Bool { capacity > 0 }

    /// How often each kind of answer was given to clients that catch up.
    private(set) var answers: [String: Int] = [:]

    mutating func count(_ answer: String) {
        if isOn { answers[answer, default: 0] += 1 }
    }

    mutating func add(_ update: RecordedUpdate, for number: Int64) {
        guard entries[number]?.count ?? 0 < capacity else { return }
        entries[number, default: []].append(update)
    }
}

extension RecordedUpdate {
    init(_ change: Mailbox.Change, in mailbox: Mailbox, channel: Int64?, madeBy origin: CallOrigin?) {
        self.channel = channel
        pts = change.pts
        count = change.count
        madeBy = origin?.authKeyID
        switch change.kind {
        case .newMessage(let id): (content, text) = (.newMessage(id), mailbox[id]?.content.text)
        case .edited(let id): (content, text) = (.edited(id), mailbox[id]?.content.text)
        case .deleted(let ids): (content, text) = (.deleted(ids), nil)
        case .readInbox(let peer, let limit, _): (content, text) = (.readInbox(peer: peer, upTo: limit), nil)
        case .readOutbox(let peer, let limit): (content, text) = (.readOutbox(peer: peer, upTo: limit), nil)
        case .pinned(let ids, let isPinned, _): (content, text) = (.pinned(ids, isPinned), nil)
        case .readContents(let ids): (content, text) = (.readContents(ids), nil)
        }
    }
}
