// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A kind of update, by what its handlers get.
///
///     dispatcher.on(.joinRequest) { request in try await request.approve() }
public struct UpdateKind<Subject: Sendable>: Sendable {
    let tag: UpdateTag?
    let read: @Sendable (Update) -> Subject?
}

extension UpdateKind where Subject == Update {
    /// All updates.
    public static var any: Self { Self(tag: nil) { $0 } }
}

extension UpdateKind where Subject == Message {
    /// Messages that come in or that other sessions of the account send.
    public static var message: Self {
        Self(tag: .message) { if case .message(let subject) = $0 { subject } else { nil } }
    }

    /// Messages that are changed.
    public static var messageEdited: Self {
        Self(tag: .messageEdited) { if case .messageEdited(let subject) = $0 { subject } else { nil } }
    }

    /// Messages that are to be sent later.
    public static var scheduledMessage: Self {
        Self(tag: .scheduledMessage) { if case .scheduledMessage(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == MessageAlbum {
    /// Messages that come in or that other sessions of the account send, where they belong together.
    public static var album: Self {
        Self(tag: .album) { if case .album(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == DeletedMessages {
    /// Deleted messages.
    public static var messagesDeleted: Self {
        Self(tag: .messagesDeleted) { if case .messagesDeleted(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ScheduledMessagesDeletion {
    /// Scheduled messages that are sent or deleted.
    public static var scheduledMessagesDeleted: Self {
        Self(tag: .scheduledMessagesDeleted) {
            if case .scheduledMessagesDeleted(let subject) = $0 { subject } else { nil }
        }
    }
}

extension UpdateKind where Subject == PinnedMessagesChange {
    /// Messages that are pinned or unpinned.
    public static var messagesPinned: Self {
        Self(tag: .messagesPinned) { if case .messagesPinned(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ReadMark {
    /// Messages that are read.
    public static var messagesRead: Self {
        Self(tag: .messagesRead) { if case .messagesRead(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == CallbackQuery {
    /// Buttons that are pressed.
    public static var callbackQuery: Self {
        Self(tag: .callbackQuery) { if case .callbackQuery(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == InlineQuery {
    /// Queries of the inline mode.
    public static var inlineQuery: Self {
        Self(tag: .inlineQuery) { if case .inlineQuery(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ChosenInlineResult {
    /// Results of the inline mode that are chosen.
    public static var chosenInlineResult: Self {
        Self(tag: .chosenInlineResult) { if case .chosenInlineResult(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == MemberChange {
    /// Members who join, leave or get other rights.
    public static var memberChanged: Self {
        Self(tag: .memberChanged) { if case .memberChanged(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == JoinRequest {
    /// People who ask to join.
    public static var joinRequest: Self {
        Self(tag: .joinRequest) { if case .joinRequest(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PendingJoinRequests {
    /// Chats where join requests wait.
    public static var pendingJoinRequests: Self {
        Self(tag: .pendingJoinRequests) { if case .pendingJoinRequests(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == MessageReactionChange {
    /// Reactions of single people.
    public static var messageReaction: Self {
        Self(tag: .messageReaction) { if case .messageReaction(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ReactionCountsChange {
    /// Counts of reactions.
    public static var reactionCounts: Self {
        Self(tag: .reactionCounts) { if case .reactionCounts(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PollChange {
    /// Results of polls.
    public static var poll: Self {
        Self(tag: .poll) { if case .poll(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PollVote {
    /// Votes in polls that are not anonymous.
    public static var pollVote: Self {
        Self(tag: .pollVote) { if case .pollVote(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == BotStopped {
    /// People who block the bot or start it again.
    public static var botStopped: Self {
        Self(tag: .botStopped) { if case .botStopped(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ChatBoost {
    /// Boosts of chats.
    public static var chatBoost: Self {
        Self(tag: .chatBoost) { if case .chatBoost(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ShippingQuery {
    /// Queries about shipping.
    public static var shippingQuery: Self {
        Self(tag: .shippingQuery) { if case .shippingQuery(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PreCheckoutQuery {
    /// People who are about to pay.
    public static var preCheckoutQuery: Self {
        Self(tag: .preCheckoutQuery) { if case .preCheckoutQuery(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PaidMediaPurchase {
    /// Paid media that are bought.
    public static var paidMediaPurchased: Self {
        Self(tag: .paidMediaPurchased) { if case .paidMediaPurchased(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == StarsSubscriptionChange {
    /// Subscriptions in Stars.
    public static var starsSubscription: Self {
        Self(tag: .starsSubscription) { if case .starsSubscription(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == StarsAmount {
    /// The balance of the account.
    public static var starsBalance: Self {
        Self(tag: .starsBalance) { if case .starsBalance(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == BusinessConnection {
    /// Connections to business accounts.
    public static var businessConnection: Self {
        Self(tag: .businessConnection) { if case .businessConnection(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == BusinessMessage {
    /// Messages in chats of business accounts.
    public static var businessMessage: Self {
        Self(tag: .businessMessage) { if case .businessMessage(let subject) = $0 { subject } else { nil } }
    }

    /// Changed messages in chats of business accounts.
    public static var businessMessageEdited: Self {
        Self(tag: .businessMessageEdited) { if case .businessMessageEdited(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == DeletedBusinessMessages {
    /// Deleted messages in chats of business accounts.
    public static var businessMessagesDeleted: Self {
        Self(tag: .businessMessagesDeleted) {
            if case .businessMessagesDeleted(let subject) = $0 { subject } else { nil }
        }
    }
}

extension UpdateKind where Subject == GuestChatQuery {
    /// Calls into chats that the bot is no member of.
    public static var guestChatQuery: Self {
        Self(tag: .guestChatQuery) { if case .guestChatQuery(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == ManagedBotChange {
    /// Bots that this bot manages.
    public static var managedBot: Self {
        Self(tag: .managedBot) { if case .managedBot(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == Typing {
    /// People who type, record or upload.
    public static var typing: Self {
        Self(tag: .typing) { if case .typing(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == UserStatusChange {
    /// People who come online or go away.
    public static var userStatus: Self {
        Self(tag: .userStatus) { if case .userStatus(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == DraftChange {
    /// Drafts.
    public static var draft: Self {
        Self(tag: .draft) { if case .draft(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == UserNameChange {
    /// Names of people.
    public static var userName: Self {
        Self(tag: .userName) { if case .userName(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PeerBlockedChange {
    /// People who are blocked or unblocked.
    public static var peerBlocked: Self {
        Self(tag: .peerBlocked) { if case .peerBlocked(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == PinnedTopicsChange {
    /// Topics that are pinned or unpinned.
    public static var topicsPinned: Self {
        Self(tag: .topicsPinned) { if case .topicsPinned(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == MissedUpdates {
    /// Gaps in the updates.
    public static var missed: Self {
        Self(tag: .missed) { if case .missed(let subject) = $0 { subject } else { nil } }
    }
}

extension UpdateKind where Subject == TL.Update {
    /// What no other kind is for, as the schema has it.
    public static var raw: Self {
        Self(tag: .raw) { if case .raw(let subject) = $0 { subject } else { nil } }
    }
}
