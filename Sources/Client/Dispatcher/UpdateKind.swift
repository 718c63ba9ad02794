// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A kind of update, by what its handlers get.
///
///     dispatcher.on(.joinRequest) { request in try await request.approve() }
public struct UpdateKind<Subject: Sendable>: Sendable {
    let tag: UpdateTag?
    let read: @Sendable (Update) -> Subject?

    fileprivate init(_ tag: UpdateTag?, _ read: @escaping @Sendable (Update) -> Subject?) {
        (self.tag, self.read) = (tag, read)
    }
}

extension UpdateKind where Subject == Message {
    /// Messages that come in or that other sessions of the account send.
    public static var message: Self {
        Self(.message) { if case .message(let it) = $0 { it } else { nil } }
    }

    /// Messages that are changed.
    public static var messageEdited: Self {
        Self(.messageEdited) { if case .messageEdited(let it) = $0 { it } else { nil } }
    }

    /// Messages that are to be sent later.
    public static var scheduledMessage: Self {
        Self(.scheduledMessage) { if case .scheduledMessage(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == Update {
    /// All updates.
    public static var any: Self { Self(nil) { $0 } }
}

extension UpdateKind where Subject == MessageAlbum {
    /// Messages that come in or that other sessions of the account send, where they belong together.
    public static var album: Self {
        Self(.album) { if case .album(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == DeletedMessages {
    /// Deleted messages.
    public static var messagesDeleted: Self {
        Self(.messagesDeleted) { if case .messagesDeleted(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ScheduledMessagesDeletion {
    /// Scheduled messages that are sent or deleted.
    public static var scheduledMessagesDeleted: Self {
        Self(.scheduledMessagesDeleted) { if case .scheduledMessagesDeleted(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PinnedMessagesChange {
    /// Messages that are pinned or unpinned.
    public static var messagesPinned: Self {
        Self(.messagesPinned) { if case .messagesPinned(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ReadMark {
    /// Messages that are read.
    public static var messagesRead: Self {
        Self(.messagesRead) { if case .messagesRead(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == CallbackQuery {
    /// Buttons that are pressed.
    public static var callbackQuery: Self {
        Self(.callbackQuery) { if case .callbackQuery(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == InlineQuery {
    /// Queries of the inline mode.
    public static var inlineQuery: Self {
        Self(.inlineQuery) { if case .inlineQuery(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ChosenInlineResult {
    /// Results of the inline mode that are chosen.
    public static var chosenInlineResult: Self {
        Self(.chosenInlineResult) { if case .chosenInlineResult(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == MemberChange {
    /// Members who join, leave or get other rights.
    public static var memberChanged: Self {
        Self(.memberChanged) { if case .memberChanged(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == JoinRequest {
    /// People who ask to join.
    public static var joinRequest: Self {
        Self(.joinRequest) { if case .joinRequest(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PendingJoinRequests {
    /// Chats where join requests wait.
    public static var pendingJoinRequests: Self {
        Self(.pendingJoinRequests) { if case .pendingJoinRequests(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == MessageReactionChange {
    /// Reactions of single people.
    public static var messageReaction: Self {
        Self(.messageReaction) { if case .messageReaction(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ReactionCountsChange {
    /// Counts of reactions.
    public static var reactionCounts: Self {
        Self(.reactionCounts) { if case .reactionCounts(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PollChange {
    /// Results of polls.
    public static var poll: Self {
        Self(.poll) { if case .poll(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PollVote {
    /// Votes in polls that are not anonymous.
    public static var pollVote: Self {
        Self(.pollVote) { if case .pollVote(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == BotStopped {
    /// People who block the bot or start it again.
    public static var botStopped: Self {
        Self(.botStopped) { if case .botStopped(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ChatBoost {
    /// Boosts of chats.
    public static var chatBoost: Self {
        Self(.chatBoost) { if case .chatBoost(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ShippingQuery {
    /// Queries about shipping.
    public static var shippingQuery: Self {
        Self(.shippingQuery) { if case .shippingQuery(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PreCheckoutQuery {
    /// People who are about to pay.
    public static var preCheckoutQuery: Self {
        Self(.preCheckoutQuery) { if case .preCheckoutQuery(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PaidMediaPurchase {
    /// Paid media that are bought.
    public static var paidMediaPurchased: Self {
        Self(.paidMediaPurchased) { if case .paidMediaPurchased(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == StarsSubscriptionChange {
    /// Subscriptions in Stars.
    public static var starsSubscription: Self {
        Self(.starsSubscription) { if case .starsSubscription(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == StarsAmount {
    /// The balance of the account.
    public static var starsBalance: Self {
        Self(.starsBalance) { if case .starsBalance(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == BusinessConnection {
    /// Connections to business accounts.
    public static var businessConnection: Self {
        Self(.businessConnection) { if case .businessConnection(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == BusinessMessage {
    /// Messages in chats of business accounts.
    public static var businessMessage: Self {
        Self(.businessMessage) { if case .businessMessage(let it) = $0 { it } else { nil } }
    }

    /// Changed messages in chats of business accounts.
    public static var businessMessageEdited: Self {
        Self(.businessMessageEdited) { if case .businessMessageEdited(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == DeletedBusinessMessages {
    /// Deleted messages in chats of business accounts.
    public static var businessMessagesDeleted: Self {
        Self(.businessMessagesDeleted) { if case .businessMessagesDeleted(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == GuestChatQuery {
    /// Calls into chats that the bot is no member of.
    public static var guestChatQuery: Self {
        Self(.guestChatQuery) { if case .guestChatQuery(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == ManagedBotChange {
    /// Bots that this bot manages.
    public static var managedBot: Self {
        Self(.managedBot) { if case .managedBot(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == Typing {
    /// People who type, record or upload.
    public static var typing: Self {
        Self(.typing) { if case .typing(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == UserStatusChange {
    /// People who come online or go away.
    public static var userStatus: Self {
        Self(.userStatus) { if case .userStatus(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == DraftChange {
    /// Drafts.
    public static var draft: Self {
        Self(.draft) { if case .draft(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == UserNameChange {
    /// Names of people.
    public static var userName: Self {
        Self(.userName) { if case .userName(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PeerBlockedChange {
    /// People who are blocked or unblocked.
    public static var peerBlocked: Self {
        Self(.peerBlocked) { if case .peerBlocked(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == PinnedTopicsChange {
    /// Topics that are pinned or unpinned.
    public static var topicsPinned: Self {
        Self(.topicsPinned) { if case .topicsPinned(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == MissedUpdates {
    /// Gaps in the updates.
    public static var missed: Self {
        Self(.missed) { if case .missed(let it) = $0 { it } else { nil } }
    }
}

extension UpdateKind where Subject == TL.Update {
    /// What no other kind is for, as the schema has it.
    public static var raw: Self {
        Self(.raw) { if case .raw(let it) = $0 { it } else { nil } }
    }
}
