// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// What is unread beside messages: mentions, reactions, votes, and what is attached. See core.telegram.org/api/mentions.
extension World {
    /// Remembers whom a message names, or whose message it answers.
    mutating func noteMentions(
        in content: MessageContent, _ sharedID: Int64, answering answered: StoredMessage?, from sender: Int64,
        among members: some Sequence<Int64>
    ) {
        guard answered != nil || content.hasMentions else { return }
        for member in members where member != sender {
            guard let account = accounts[member], answered?.sender == member || content.mentions(account) else {
                continue
            }
            messageState.mentions[member, default: []].insert(sharedID)
            messageState.unread[.mentions, default: [:]][member, default: []].insert(sharedID)
        }
    }

    /// Whether a message mentions somebody, and whether what is attached, or the mention, was not seen yet.
    func marks(of message: StoredMessage, for viewer: Int64) -> (isMentioned: Bool, isUnread: Bool) {
        let isMentioned = messageState.mentions[viewer]?.contains(message.sharedID) ?? false
        if isMentioned, messageState.unread[.mentions]?[viewer]?.contains(message.sharedID) == true {
            return (true, true)
        }
        guard isHeard(message.content.media) else { return (isMentioned, false) }
        let listeners = messageState.listeners[message.sharedID] ?? []
        return (isMentioned, message.sender == viewer ? listeners.isEmpty : !listeners.contains(viewer))
    }

    /// Whether it is a voice message or a round video.
    func isHeard(_ media: StoredMedia?) -> Bool {
        guard case .document(let id, _, _, _, _)? = media,
            case .document(let attributes, _)? = self.media.files[id]?.kind
        else { return false }
        return attributes.contains { attribute in
            switch attribute {
            case .audio(let audio): audio.voice
            case .video(let video): video.roundMessage
            default: false
            }
        }
    }

    /// The messages of a chat of which something is unread, newest first.
    func unread(_ kind: MessagesState.UnreadKind, of account: Account, in peer: Int64) -> [StoredMessage] {
        guard let ids = messageState.unread[kind]?[account.id], !ids.isEmpty else { return [] }
        return messages(of: account, with: peer).filter { ids.contains($0.sharedID) }
    }

    /// How many messages of a chat have something unread.
    func unread(_ kind: MessagesState.UnreadKind, in peer: Int64, of account: Int64) -> Int32 {
        guard let ids = messageState.unread[kind]?[account], !ids.isEmpty else { return 0 }
        let mailbox =
            if case .channel(let id) = PeerNumber(peer) { channels[id]?.mailbox } else { mailboxes[account] }
        return Int32(clamping: ids.count { mailbox?.message(withSharedID: $0)?.peer == peer })
    }

    /// Notes that somebody has seen all that was unread of a kind in a chat.
    ///
    /// - Returns: The change of the mailbox, if there is one.
    mutating func see(
        _ kind: MessagesState.UnreadKind, in peer: Int64, topic: Int32?, by account: Account, origin: CallOrigin?
    ) -> Mailbox.Change? {
        var seen = unread(kind, of: account, in: peer)
        if let topic, case .channel(let id) = PeerNumber(peer), let channel = channels[id] {
            seen = seen.filter { self.topic(of: $0.id, in: channel) == topic }
        }
        guard !seen.isEmpty else { return nil }
        if kind == .mentions { return readContents(seen, by: account.id, in: peer, origin: origin) }
        for message in seen {
            messageState.unread[kind]?[account.id]?.remove(message.sharedID)
            if kind == .votes, case .poll(let id)? = message.content.media {
                polls.change(id) { $0.hasUnreadVotes = false }
            }
        }
        return nil
    }

    /// Notes that somebody has listened to or watched what messages have attached, and seen that they mention them.
    ///
    /// - Returns: The change of the mailbox; `nil` in channels, and if there was nothing new.
    mutating func readContents(
        _ messages: [StoredMessage], by account: Int64, in peer: Int64?, origin: CallOrigin?
    ) -> Mailbox.Change? {
        let unread = messages.filter { marks(of: $0, for: account).isUnread && $0.sender != account }
        guard !unread.isEmpty else { return nil }
        for message in unread {
            messageState.unread[.mentions]?[account]?.remove(message.sharedID)
            if isHeard(message.content.media) {
                messageState.listeners[message.sharedID, default: []].insert(account)
            }
        }
        if let peer, case .channel(let id) = PeerNumber(peer) {
            let update = TL.Update.channelReadMessagesContents(.init(channelID: id, messages: unread.map(\.id)))
            push(channelUpdates([update], naming: [], in: id, for: account), to: account, except: origin)
            return nil
        }
        let date = date
        let change = changeMailbox(account) { $0.readContents(unread.map(\.id), date: date) } ?? nil
        if let change { announce([change], to: account, except: origin) }
        // Whoever spoke learns that somebody listened.
        var heard: [Int64: [Int32]] = [:]
        for message in unread where isHeard(message.content.media) {
            guard let copy = mailboxes[message.sender]?.message(withSharedID: message.sharedID) else { continue }
            heard[message.sender, default: []].append(copy.id)
        }
        for (sender, ids) in heard.sorted(by: { $0.key < $1.key }) {
            guard let change = changeMailbox(sender, { $0.readContents(ids, date: date) }) ?? nil else { continue }
            announce([change], to: sender, except: nil)
        }
        return change
    }
}

extension MessageContent {
    /// Whether the text names anybody.
    fileprivate var hasMentions: Bool {
        entities.contains { entity in
            switch entity {
            case .mention, .mentionName: true
            default: false
            }
        }
    }

    /// Whether the text names an account.
    func mentions(_ account: Account) -> Bool {
        let units = Array(text.utf16)
        return entities.contains { entity in
            switch entity {
            case .mentionName(let mention): return mention.userID == account.id
            case .mention:
                guard let range = entity.range, range.upperBound <= units.count else { return false }
                let name = String(decoding: units[range].dropFirst(), as: UTF16.self)
                return name.lowercased() == account.username?.lowercased()
            default: return false
            }
        }
    }
}
