// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Update {
    /// The chat that it is about, if it is about one.
    public var chatID: PeerID? {
        switch self {
        case .message(let message), .messageEdited(let message), .scheduledMessage(let message): message.chatID
        case .album(let album): album.chatID
        case .messagesDeleted(let messages): messages.channelID.map(PeerID.channel)
        case .scheduledMessagesDeleted(let messages): messages.chatID
        case .messagesPinned(let change): change.chatID
        case .messagesRead(let mark): mark.chatID
        case .callbackQuery(let query): query.chatID
        case .memberChanged(let change): change.chatID
        case .joinRequest(let request): request.chatID
        case .pendingJoinRequests(let requests): requests.chatID
        case .messageReaction(let change): change.chatID
        case .reactionCounts(let change): change.chatID
        case .poll(let poll): poll.chatID
        case .chatBoost(let boost): boost.chatID
        case .botStopped(let stop): .user(stop.userID)
        case .businessMessage(let message), .businessMessageEdited(let message): message.chatID
        case .businessMessagesDeleted(let messages): messages.chatID
        case .guestChatQuery(let query): query.message.chatID
        case .typing(let typing): typing.chatID
        case .userStatus(let change): .user(change.userID)
        case .userName(let change): .user(change.userID)
        case .peerBlocked(let change): change.peerID
        case .draft(let change): change.chatID
        case .topicsPinned(let change): change.chatID
        case .missed(let missed): missed.channelID.map(PeerID.channel)
        case .inlineQuery, .chosenInlineResult, .pollVote, .shippingQuery, .preCheckoutQuery, .paidMediaPurchased,
            .starsSubscription, .starsBalance, .businessConnection, .managedBot:
            nil
        case .raw(let raw): raw.chatID
        }
    }

    /// The chat that it is about, if that came along.
    public var chat: Chat? {
        switch self {
        case .message(let message), .messageEdited(let message), .scheduledMessage(let message): message.chat
        case .album(let album): album.chat
        case .scheduledMessagesDeleted(let messages): messages.chat
        case .messagesPinned(let change): change.chat
        case .messagesRead(let mark): mark.chat
        case .callbackQuery(let query): query.chat
        case .memberChanged(let change): change.chat
        case .joinRequest(let request): request.chat
        case .pendingJoinRequests(let requests): requests.chat
        case .messageReaction(let change): change.chat
        case .reactionCounts(let change): change.chat
        case .chatBoost(let boost): boost.chat
        case .businessMessage(let message), .businessMessageEdited(let message): message.chat
        case .businessMessagesDeleted(let messages): messages.chat
        case .guestChatQuery(let query): query.message.chat
        case .typing(let typing): typing.chat
        case .draft(let change): change.chat
        case .topicsPinned(let change): change.chat
        case .messagesDeleted, .inlineQuery, .chosenInlineResult, .poll, .pollVote, .botStopped, .shippingQuery,
            .preCheckoutQuery, .paidMediaPurchased, .starsSubscription, .starsBalance, .businessConnection, .managedBot,
            .userStatus, .userName, .peerBlocked, .missed, .raw:
            nil
        }
    }

    /// Who brought it about, if that is a user.
    public var userID: Int64? {
        switch self {
        case .message(let message), .messageEdited(let message), .scheduledMessage(let message):
            message.senderID?.userID
        case .album(let album): album.senderID?.userID
        case .callbackQuery(let query): query.userID
        case .inlineQuery(let query): query.userID
        case .chosenInlineResult(let result): result.userID
        case .memberChanged(let change): change.actorID
        case .joinRequest(let request): request.userID
        case .messageReaction(let change): change.actorID.userID
        case .pollVote(let vote): vote.voterID.userID
        case .botStopped(let stop): stop.userID
        case .chatBoost(let boost): boost.userID
        case .shippingQuery(let query): query.userID
        case .preCheckoutQuery(let query): query.userID
        case .paidMediaPurchased(let purchase): purchase.userID
        case .starsSubscription(let change): change.userID
        case .businessConnection(let connection): connection.userID
        case .businessMessage(let message), .businessMessageEdited(let message): message.message.senderID?.userID
        case .guestChatQuery(let query): query.message.senderID?.userID
        case .managedBot(let change): change.userID
        case .typing(let typing): typing.senderID.userID
        case .userStatus(let change): change.userID
        case .userName(let change): change.userID
        case .messagesDeleted, .scheduledMessagesDeleted, .messagesPinned, .messagesRead, .pendingJoinRequests,
            .reactionCounts, .poll, .starsBalance, .businessMessagesDeleted, .draft, .peerBlocked, .topicsPinned,
            .missed,
            .raw:
            nil
        }
    }

    /// The message that came or was changed, if it is about one.
    public var message: Message? {
        switch self {
        case .message(let message), .messageEdited(let message), .scheduledMessage(let message): message
        case .businessMessage(let message), .businessMessageEdited(let message): message.message
        case .guestChatQuery(let query): query.message
        default: nil
        }
    }
}
