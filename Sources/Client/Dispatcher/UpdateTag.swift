// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What tells kinds of updates apart.
enum UpdateTag: UInt8, Sendable {
    case message
    case messageEdited
    case album
    case messagesDeleted
    case scheduledMessage
    case scheduledMessagesDeleted
    case messagesPinned
    case messagesRead
    case callbackQuery
    case inlineQuery
    case chosenInlineResult
    case memberChanged
    case joinRequest
    case pendingJoinRequests
    case messageReaction
    case reactionCounts
    case poll
    case pollVote
    case botStopped
    case chatBoost
    case shippingQuery
    case preCheckoutQuery
    case paidMediaPurchased
    case starsSubscription
    case starsBalance
    case businessConnection
    case businessMessage
    case businessMessageEdited
    case businessMessagesDeleted
    case guestChatQuery
    case managedBot
    case typing
    case userStatus
    case draft
    case userName
    case peerBlocked
    case topicsPinned
    case missed
    case raw
}

extension Update {
    var tag: UpdateTag {
        switch self {
        case .message: .message
        case .messageEdited: .messageEdited
        case .album: .album
        case .messagesDeleted: .messagesDeleted
        case .scheduledMessage: .scheduledMessage
        case .scheduledMessagesDeleted: .scheduledMessagesDeleted
        case .messagesPinned: .messagesPinned
        case .messagesRead: .messagesRead
        case .callbackQuery: .callbackQuery
        case .inlineQuery: .inlineQuery
        case .chosenInlineResult: .chosenInlineResult
        case .memberChanged: .memberChanged
        case .joinRequest: .joinRequest
        case .pendingJoinRequests: .pendingJoinRequests
        case .messageReaction: .messageReaction
        case .reactionCounts: .reactionCounts
        case .poll: .poll
        case .pollVote: .pollVote
        case .botStopped: .botStopped
        case .chatBoost: .chatBoost
        case .shippingQuery: .shippingQuery
        case .preCheckoutQuery: .preCheckoutQuery
        case .paidMediaPurchased: .paidMediaPurchased
        case .starsSubscription: .starsSubscription
        case .starsBalance: .starsBalance
        case .businessConnection: .businessConnection
        case .businessMessage: .businessMessage
        case .businessMessageEdited: .businessMessageEdited
        case .businessMessagesDeleted: .businessMessagesDeleted
        case .guestChatQuery: .guestChatQuery
        case .managedBot: .managedBot
        case .typing: .typing
        case .userStatus: .userStatus
        case .draft: .draft
        case .userName: .userName
        case .peerBlocked: .peerBlocked
        case .topicsPinned: .topicsPinned
        case .missed: .missed
        case .raw: .raw
        }
    }
}
