// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A topic of a forum, or of a bot's private chat.
public struct Topic: Sendable, Identifiable {
    /// The colours that icons can have.
    public enum IconColor: Int32, CaseIterable, Sendable {
        case blue = 0x6F_B9F0
        case yellow = 0xFF_D67E
        case violet = 0xCB_86DB
        case green = 0x8E_EE98
        case rose = 0xFF_93B2
        case red = 0xFB_6F5F
    }

    /// The topic as the schema has it.
    public let raw: TL.ForumTopic.ForumTopic
    /// The newest message, if it came along.
    public let lastMessage: Message?
    let chat: TL.InputPeer
    let context: ObjectContext

    /// The topic's number; that of the general one is 1.
    public var id: Int32 { raw.id }
    /// The forum.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The name.
    public var title: String { raw.title }
    /// When it was created.
    public var date: Date { Date(unixTime: raw.date) }
    /// Who created it.
    public var creatorID: PeerID { PeerID(raw.fromID) }
    /// The colour of its icon, as 0xRRGGBB.
    public var iconColor: Int32 { raw.iconColor }
    /// The custom emoji that is its icon.
    public var iconEmojiID: Int64? { raw.iconEmojiID }
    /// Whether it is the one for everything that belongs to no other.
    public var isGeneral: Bool { raw.id == 1 }
    /// Whether the account created it.
    public var isOwn: Bool { raw.my }
    /// Whether administrators alone write in it.
    public var isClosed: Bool { raw.closed }
    /// Whether it is pinned.
    public var isPinned: Bool { raw.pinned }
    /// Whether the general topic is hidden.
    public var isHidden: Bool { raw.hidden }
    /// How many messages are unread.
    public var unreadCount: Int { Int(raw.unreadCount) }
    /// How many unread messages mention the account.
    public var unreadMentionCount: Int { Int(raw.unreadMentionsCount) }
    /// How many messages of the account have reactions that it has not seen.
    public var unreadReactionCount: Int { Int(raw.unreadReactionsCount) }
    /// Up to which message the account has read.
    public var readUpTo: Int32 { raw.readInboxMaxID }
    /// The topic's own notification settings.
    public var notifySettings: TL.PeerNotifySettings { raw.notifySettings }
    /// The text that the account began to write in it and did not send.
    public var draft: TL.DraftMessage.DraftMessage? {
        if case .draftMessage(let draft)? = raw.draft { draft } else { nil }
    }

    /// Closes the topic: administrators alone write in it (`messages.editForumTopic`).
    ///
    /// - Throws: ``InvocationError``.
    public func close() async throws(InvocationError) {
        try await context.core.editTopic(id, in: chat, closed: true)
    }

    /// Opens the topic again (`messages.editForumTopic`).
    ///
    /// - Throws: ``InvocationError``.
    public func reopen() async throws(InvocationError) {
        try await context.core.editTopic(id, in: chat, closed: false)
    }

    /// Deletes the topic with its messages (`messages.deleteTopicHistory`).
    ///
    /// - Throws: ``InvocationError``.
    public func delete() async throws(InvocationError) {
        try await context.core.affected(chat) { TL.messages.DeleteTopicHistory(peer: $0, topMsgID: id) }
    }
}

extension Topic: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Topic(\(id): \(title))" }
}

/// Where a page of topics begins; it can be saved and used in another run of the program.
public struct TopicCursor: Codable, Hashable, Sendable {
    var date: Int32
    var messageID: Int32
    var topicID: Int32
}
