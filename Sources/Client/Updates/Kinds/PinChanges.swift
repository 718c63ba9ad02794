// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Messages were pinned or unpinned.
public struct PinnedMessagesChange: ChatUpdate {
    /// The chat.
    public let chatID: PeerID
    /// The messages.
    public let messageIDs: [Int32]
    /// Whether they are pinned now.
    public let arePinned: Bool
    /// What came along.
    public let context: ObjectContext

    init?(_ raw: TL.Update, _ context: ObjectContext) {
        self.context = context
        switch raw {
        case .pinnedMessages(let update):
            (chatID, messageIDs, arePinned) = (PeerID(update.peer), update.messages, update.pinned)
        case .pinnedChannelMessages(let update):
            (chatID, messageIDs, arePinned) = (.channel(update.channelID), update.messages, update.pinned)
        default: return nil
        }
    }
}

/// Topics of a forum were pinned or unpinned.
public struct PinnedTopicsChange: ChatUpdate {
    /// What happened.
    @nonexhaustive
    public enum Change: Hashable, Sendable {
        /// A topic was pinned.
        case pinned(Int32)
        /// A topic was unpinned.
        case unpinned(Int32)
        /// These topics are pinned, in this order; `nil` if the server does not say which.
        case reordered([Int32]?)
    }

    /// The forum.
    public let chatID: PeerID
    /// What happened.
    public let change: Change
    /// What came along.
    public let context: ObjectContext

    init?(_ raw: TL.Update, _ context: ObjectContext) {
        self.context = context
        switch raw {
        case .pinnedForumTopic(let update):
            (chatID, change) = (
                PeerID(update.peer), update.pinned ? .pinned(update.topicID) : .unpinned(update.topicID)
            )
        case .pinnedForumTopics(let update):
            (chatID, change) = (PeerID(update.peer), .reordered(update.order))
        default: return nil
        }
    }
}
