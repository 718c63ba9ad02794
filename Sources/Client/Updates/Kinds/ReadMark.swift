// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Messages were read, by the account or by the other side.
public struct ReadMark: ReceivedUpdate {
    /// The chat; `nil` for single messages of private chats and basic groups, whose chat the server does not say.
    public let chatID: PeerID?
    /// The topic of a forum or the thread of comments.
    public let topicID: Int32?
    /// All messages up to this one are read; `nil` if ``messageIDs`` says which ones.
    public let lastMessageID: Int32?
    /// The messages whose contents were seen: mentions, voice messages, reactions.
    public let messageIDs: [Int32]
    /// Whether the other side read what the account sent; if not, the account read what others sent.
    public let isByOthers: Bool
    /// How many messages are still unread, if the server says it.
    public let unreadCount: Int?
    /// What came along.
    public let context: ObjectContext

    init?(_ raw: TL.Update, _ context: ObjectContext) {
        self.context = context
        var (topic, last, messages, unread): (Int32?, Int32?, [Int32], Int?) = (nil, nil, [], nil)
        switch raw {
        case .readHistoryInbox(let update):
            (chatID, isByOthers, last) = (PeerID(update.peer), false, update.maxID)
            (topic, unread) = (update.topMsgID, Int(update.stillUnreadCount))
        case .readHistoryOutbox(let update):
            (chatID, isByOthers, last) = (PeerID(update.peer), true, update.maxID)
        case .readChannelInbox(let update):
            (chatID, isByOthers, last) = (.channel(update.channelID), false, update.maxID)
            unread = Int(update.stillUnreadCount)
        case .readChannelOutbox(let update):
            (chatID, isByOthers, last) = (.channel(update.channelID), true, update.maxID)
        case .readChannelDiscussionInbox(let update):
            (chatID, isByOthers, last) = (.channel(update.channelID), false, update.readMaxID)
            topic = update.topMsgID
        case .readChannelDiscussionOutbox(let update):
            (chatID, isByOthers, last) = (.channel(update.channelID), true, update.readMaxID)
            topic = update.topMsgID
        case .readMessagesContents(let update):
            (chatID, isByOthers, messages) = (nil, false, update.messages)
        case .channelReadMessagesContents(let update):
            (chatID, isByOthers, messages) = (.channel(update.channelID), false, update.messages)
            topic = update.topMsgID
        default: return nil
        }
        (topicID, lastMessageID, messageIDs, unreadCount) = (topic, last, messages, unread)
    }

    /// The chat, if it came along.
    public var chat: Chat? { chatID.flatMap { context.chat($0) } }
}
