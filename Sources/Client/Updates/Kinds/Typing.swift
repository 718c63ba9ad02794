// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Somebody types, records or uploads in a chat, or has stopped.
public struct Typing: ChatUpdate {
    /// The chat.
    public let chatID: PeerID
    /// Who: a user, or a chat in whose name somebody writes.
    public let senderID: PeerID
    /// The topic of a forum or the thread of comments.
    public let topicID: Int32?
    /// What they do.
    public let action: TL.SendMessageAction
    /// What came along.
    public let context: ObjectContext

    init?(_ raw: TL.Update, _ context: ObjectContext) {
        self.context = context
        switch raw {
        case .userTyping(let update):
            (chatID, senderID) = (.user(update.userID), .user(update.userID))
            (topicID, action) = (update.topMsgID, update.action)
        case .chatUserTyping(let update):
            (chatID, senderID) = (.chat(update.chatID), PeerID(update.fromID))
            (topicID, action) = (nil, update.action)
        case .channelUserTyping(let update):
            (chatID, senderID) = (.channel(update.channelID), PeerID(update.fromID))
            (topicID, action) = (update.topMsgID, update.action)
        default: return nil
        }
    }

    /// Whether they have stopped.
    public var hasStopped: Bool {
        if case .cancel = action { true } else { false }
    }
}
