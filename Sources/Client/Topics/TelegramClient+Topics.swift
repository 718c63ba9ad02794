// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Lists the topics of a forum, or of the private chat with a bot (`messages.getForumTopics`).
    ///
    /// - Parameters:
    ///   - chat: The forum or the bot.
    ///   - query: A text that names have in them; `nil` for all.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The topics, pinned ones first.
    public func topics(
        in chat: some PeerConvertible, matching query: String? = nil, after cursor: TopicCursor? = nil
    ) -> Paged<Topic, TopicCursor> {
        let core = core
        return Paged(after: cursor, identity: .number { Int64($0.id) }) { cursor, limit async throws(InvocationError) in
            let peer = try await core.resolve(chat.peerReference)
            let answer = try await core.call(peer) {
                TL.messages.GetForumTopics(
                    peer: $0, q: query, offsetDate: cursor?.date ?? 0, offsetID: cursor?.messageID ?? 0,
                    offsetTopic: cursor?.topicID ?? 0, limit: Int32(clamping: limit))
            }
            let topics = core.topics(answer, in: peer)
            var next: TopicCursor?
            if let last = topics.last {
                let date = answer.orderByCreateDate ? last.raw.date : (last.lastMessage?.date.unixTime ?? last.raw.date)
                next = TopicCursor(date: date, messageID: last.raw.topMessage, topicID: last.id)
            }
            return Page(topics, next: next == cursor ? nil : next, total: Int(answer.count))
        }
    }

    /// Gets topics by their numbers (`messages.getForumTopicsByID`).
    ///
    /// - Parameters:
    ///   - ids: The numbers.
    ///   - chat: The forum or the bot.
    /// - Returns: The topics in the order of the numbers; `nil` for those that do not exist any more.
    /// - Throws: ``InvocationError``.
    public func topics(
        _ ids: [Int32], in chat: some PeerConvertible
    ) async throws(InvocationError) -> [Topic?] {
        let peer = try await core.resolve(chat.peerReference)
        let answer = try await core.call(peer) { TL.messages.GetForumTopicsByID(peer: $0, topics: ids) }
        let found = core.topics(answer, in: peer)
        return ids.map { id in found.first { $0.id == id } }
    }

    /// Creates a topic (`messages.createForumTopic`).
    ///
    /// - Parameters:
    ///   - title: The name, 1 to 128 characters.
    ///   - chat: The forum or the bot.
    ///   - color: The colour of the icon.
    ///   - emojiID: The custom emoji that is the icon; those besides the default ones need Telegram Premium.
    ///   - sender: As whom; `nil` for the account itself.
    /// - Returns: The topic's number.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createTopic(
        titled title: String, in chat: some PeerConvertible, iconColor color: Topic.IconColor? = nil,
        iconEmojiID emojiID: Int64? = nil, as sender: (any PeerConvertible)? = nil
    ) async throws(InvocationError) -> Int32 {
        try ClientCore.check(title: title, method: "messages.createForumTopic")
        var author: TL.InputPeer?
        if let sender { author = try await core.resolve(try sender.peerReference) }
        let number = try await core.randomIDs(to: try chat.peerReference) {
            Array("messages.createForumTopic \(title)".utf8)
        }[0]
        let updates = try await core.call(chat) {
            TL.messages.CreateForumTopic(
                peer: $0, title: title, iconColor: color?.rawValue, iconEmojiID: emojiID, randomID: number,
                sendAs: author)
        }
        // A topic has the number of the message that tells of it.
        guard let id = core.sentMessages(in: updates, randomIDs: [number]).first.flatMap({ $0?.id }) else {
            throw .invalidResponse(method: "messages.createForumTopic", nil)
        }
        return id
    }

    /// Renames a topic, or changes its icon (`messages.editForumTopic`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum or the bot.
    ///   - title: The name, 1 to 128 characters; `nil` to leave that.
    ///   - emojiID: The custom emoji that is the icon; `nil` to leave that, 0 for none.
    /// - Throws: ``InvocationError``.
    public func editTopic(
        _ id: Int32, in chat: some PeerConvertible, title: String? = nil, iconEmojiID emojiID: Int64? = nil
    ) async throws(InvocationError) {
        if let title { try ClientCore.check(title: title, method: "messages.editForumTopic") }
        try await core.editTopic(id, in: chat, title: title, iconEmojiID: emojiID)
    }

    /// Closes a topic: administrators alone write in it (`messages.editForumTopic`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum.
    /// - Throws: ``InvocationError``.
    public func closeTopic(_ id: Int32, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.editTopic(id, in: chat, closed: true)
    }

    /// Opens a topic again (`messages.editForumTopic`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum.
    /// - Throws: ``InvocationError``.
    public func reopenTopic(_ id: Int32, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.editTopic(id, in: chat, closed: false)
    }

    /// Hides the general topic, or shows it (`messages.editForumTopic`).
    ///
    /// - Parameters:
    ///   - isHidden: Whether it is hidden.
    ///   - chat: The forum.
    /// - Throws: ``InvocationError``.
    public func setGeneralTopicHidden(
        _ isHidden: Bool, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.editTopic(1, in: chat, hidden: isHidden)
    }

    /// Pins a topic, or unpins it (`messages.updatePinnedForumTopic`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum.
    ///   - isPinned: Whether it is pinned.
    /// - Throws: ``InvocationError``.
    public func pinTopic(
        _ id: Int32, in chat: some PeerConvertible, _ isPinned: Bool = true
    ) async throws(InvocationError) {
        _ = try await core.call(chat) {
            TL.messages.UpdatePinnedForumTopic(peer: $0, topicID: id, pinned: isPinned)
        }
    }

    /// Puts the pinned topics in an order (`messages.reorderPinnedForumTopics`).
    ///
    /// - Parameters:
    ///   - ids: The numbers of the pinned topics, the uppermost first.
    ///   - chat: The forum.
    ///   - replacing: Whether pinned topics that are not named are unpinned.
    /// - Throws: ``InvocationError``.
    public func reorderPinnedTopics(
        _ ids: [Int32], in chat: some PeerConvertible, replacing: Bool = true
    ) async throws(InvocationError) {
        let limit = core.limits.limits.pinnedTopics
        if ids.count > limit {
            throw .invalidArgument(
                method: "messages.reorderPinnedForumTopics", "\(limit) topics may be pinned, not \(ids.count)")
        }
        _ = try await core.call(chat) {
            TL.messages.ReorderPinnedForumTopics(force: replacing, peer: $0, order: ids)
        }
    }

    /// Deletes a topic with its messages (`messages.deleteTopicHistory`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum or the bot.
    /// - Throws: ``InvocationError``.
    public func deleteTopic(_ id: Int32, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.affected(chat) { TL.messages.DeleteTopicHistory(peer: $0, topMsgID: id) }
    }

    /// Marks a topic as read (`messages.readDiscussion`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum.
    ///   - messageID: The newest message that was read; `nil` for all.
    /// - Throws: ``InvocationError``.
    public func markTopicRead(
        _ id: Int32, in chat: some PeerConvertible, upTo messageID: Int32? = nil
    ) async throws(InvocationError) {
        _ = try await core.call(chat) {
            TL.messages.ReadDiscussion(peer: $0, msgID: id, readMaxID: messageID ?? .max)
        }
    }

    /// Lists the messages of a topic, the newest first (`messages.getReplies`).
    ///
    /// - Parameters:
    ///   - id: The topic's number.
    ///   - chat: The forum.
    ///   - cursor: The message after which to go on, from ``Page/next``.
    /// - Returns: The messages.
    public func topicHistory(
        _ id: Int32, in chat: some PeerConvertible, after cursor: Int32? = nil
    ) -> Paged<Message, Int32> {
        let core = core
        return Paged(after: cursor, identity: .falling { Int64($0.id) }) {
            cursor, limit async throws(InvocationError) in
            core.messagePage(
                try await core.call(chat) {
                    TL.messages.GetReplies(
                        peer: $0, msgID: id, offsetID: cursor ?? 0, offsetDate: 0, addOffset: 0,
                        limit: Int32(clamping: limit), maxID: 0, minID: 0, hash: 0)
                })
        }
    }
}

extension ClientCore {
    func editTopic(
        _ id: Int32, in chat: some PeerConvertible, title: String? = nil, iconEmojiID: Int64? = nil,
        closed: Bool? = nil, hidden: Bool? = nil
    ) async throws(InvocationError) {
        do {
            _ = try await call(chat) {
                TL.messages.EditForumTopic(
                    peer: $0, topicID: id, title: title, iconEmojiID: iconEmojiID, closed: closed, hidden: hidden)
            }
        } catch {
            guard error.is(.topicNotModified) else { throw error }
        }
    }

    func topics(_ answer: TL.messages.ForumTopics, in chat: TL.InputPeer) -> [Topic] {
        let context = taking(answer.users, answer.chats)
        let newest = TopMessages(answer.messages, context)
        return answer.topics.compactMap { topic in
            guard case .forumTopic(let topic) = topic else { return nil }
            return Topic(
                raw: topic, lastMessage: newest[PeerID(topic.peer), topic.topMessage], chat: chat, context: context)
        }
    }
}
