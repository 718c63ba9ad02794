// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
public import FerogramTLTypes

/// Something that happened.
///
/// More kinds will follow; what has no case yet arrives as ``raw(_:)``.
@nonexhaustive
public enum Update: Sendable {
    // Cases whose values are larger than messages are indirect: updates are kept and passed on in many places, and most of
    // them are messages.

    /// A message came, or another session of the account sent one.
    case message(Message)
    /// A message was changed.
    case messageEdited(Message)
    /// Messages came that belong together; for dispatchers with a handler of albums, see ``UpdateRouting/onAlbum(_:_:)``.
    case album(MessageAlbum)
    /// Messages were deleted.
    indirect case messagesDeleted(DeletedMessages)
    /// A message that is to be sent later was created or changed.
    case scheduledMessage(Message)
    /// Messages that were to be sent later are sent or deleted.
    indirect case scheduledMessagesDeleted(ScheduledMessagesDeletion)
    /// Messages were pinned or unpinned.
    indirect case messagesPinned(PinnedMessagesChange)
    /// Messages were read, by the account or by the other side.
    indirect case messagesRead(ReadMark)
    /// Somebody pressed a button below a bot's message.
    indirect case callbackQuery(CallbackQuery)
    /// Somebody types the name of the bot and a text into a chat.
    case inlineQuery(InlineQuery)
    /// Somebody chose a result of the bot's inline mode; for bots that ask for it with BotFather's `/setinlinefeedback`.
    case chosenInlineResult(ChosenInlineResult)
    /// Somebody joined, left, or got other rights; for bots.
    case memberChanged(MemberChange)
    /// Somebody asks to join; for bots.
    indirect case joinRequest(JoinRequest)
    /// Join requests wait in a chat; for people.
    indirect case pendingJoinRequests(PendingJoinRequests)
    /// Somebody changed their reactions to a message; for bots.
    indirect case messageReaction(MessageReactionChange)
    /// The reactions to a message changed, without names: for bots where reactions are anonymous, and for people.
    indirect case reactionCounts(ReactionCountsChange)
    /// A poll was closed or got other results.
    indirect case poll(PollChange)
    /// Somebody voted in a poll that is not anonymous; for bots.
    indirect case pollVote(PollVote)
    /// Somebody blocked the bot or started it again.
    indirect case botStopped(BotStopped)
    /// A chat was boosted, or a boost ended; for bots.
    indirect case chatBoost(ChatBoost)
    /// Somebody named a place to ship to; to be answered within 10 seconds.
    indirect case shippingQuery(ShippingQuery)
    /// Somebody is about to pay; to be answered within 10 seconds.
    case preCheckoutQuery(PreCheckoutQuery)
    /// Somebody bought paid media of the bot.
    indirect case paidMediaPurchased(PaidMediaPurchase)
    /// Somebody cancelled or restored a subscription that they pay to the bot, or could not pay it.
    indirect case starsSubscription(StarsSubscriptionChange)
    /// The account's balance of Stars or TON changed.
    case starsBalance(StarsAmount)
    /// Somebody let the bot act for their account, changed what it may do, or ended that.
    indirect case businessConnection(BusinessConnection)
    /// A message came or was sent in a chat of an account that the bot acts for.
    indirect case businessMessage(BusinessMessage)
    /// A message was changed in a chat of an account that the bot acts for.
    indirect case businessMessageEdited(BusinessMessage)
    /// Messages were deleted in a chat of an account that the bot acts for.
    indirect case businessMessagesDeleted(DeletedBusinessMessages)
    /// Somebody called the bot into a chat that it is no member of.
    indirect case guestChatQuery(GuestChatQuery)
    /// A bot that this bot manages was created, or got another token.
    indirect case managedBot(ManagedBotChange)
    /// Somebody types, records or uploads.
    indirect case typing(Typing)
    /// Somebody came online or went away.
    indirect case userStatus(UserStatusChange)
    /// The draft in a chat changed, in another session of the account.
    indirect case draft(DraftChange)
    /// Somebody has another name.
    indirect case userName(UserNameChange)
    /// The account blocked or unblocked somebody, in another session.
    indirect case peerBlocked(PeerBlockedChange)
    /// Topics of a forum were pinned or unpinned.
    indirect case topicsPinned(PinnedTopicsChange)
    /// So much happened, while the client was away or could not follow, that the server does not tell it any more, or a
    /// channel cannot be seen any more, so that nobody knows whether something is missing.
    indirect case missed(MissedUpdates)
    /// Anything else, as the schema has it.
    indirect case raw(TL.Update)
}

/// A gap in the updates.
///
/// Everything before it that the program was told is in order and without repetitions, and so is everything after it. What
/// lies in between can be seen in the history of the chats. See core.telegram.org/api/updates.
public struct MissedUpdates: Sendable {
    /// The channel or supergroup; `nil` if it is about private chats and basic groups.
    public let channelID: Int64?
    /// The newest messages of the channel, as the server has sent them, of which some may have come before.
    public let newestMessages: [Message]
    /// Whether the channel cannot be seen any more, since the account has left it; if it comes back, the channel begins anew
    /// with the next update.
    public let isInaccessible: Bool
    /// The number of the last event that may be lost.
    package let pts: Int32
}

/// Messages that are gone.
public struct DeletedMessages: Hashable, Sendable {
    /// Their numbers.
    public let ids: [Int32]
    /// The channel; private chats and basic groups share one row of numbers, and the server does not say which chat it was.
    public let channelID: Int64?
}

extension Update {
    /// Takes a TL update.
    init(_ raw: TL.Update, _ context: ObjectContext) {
        self = Self.known(raw, context) ?? .raw(raw)
    }

    private static func known(_ raw: TL.Update, _ context: ObjectContext) -> Update? {
        switch raw {
        case .newMessage(let update): Message(update.message, context).map(Update.message)
        case .newChannelMessage(let update): Message(update.message, context).map(Update.message)
        case .editMessage(let update): Message(update.message, context).map(Update.messageEdited)
        case .editChannelMessage(let update): Message(update.message, context).map(Update.messageEdited)
        case .deleteMessages(let update): .messagesDeleted(DeletedMessages(ids: update.messages, channelID: nil))
        case .deleteChannelMessages(let update):
            .messagesDeleted(DeletedMessages(ids: update.messages, channelID: update.channelID))
        case .botCallbackQuery(let update): .callbackQuery(CallbackQuery(.message(update), context))
        case .inlineBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.inlineMessage(update), context))
        case .businessBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.businessMessage(update), context))
        case .ephemeralBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.ephemeralMessage(update), context))
        default: forBots(raw, context) ?? forPeople(raw, context)
        }
    }

    private static func forBots(_ raw: TL.Update, _ context: ObjectContext) -> Update? {
        switch raw {
        case .botInlineQuery(let update): .inlineQuery(.init(raw: update, context: context))
        case .botInlineSend(let update): .chosenInlineResult(.init(raw: update, context: context))
        case .chatParticipant(let update): .memberChanged(.init(raw: .group(update), context: context))
        case .channelParticipant(let update): .memberChanged(.init(raw: .channel(update), context: context))
        case .botChatInviteRequester(let update): .joinRequest(.init(raw: update, context: context))
        case .botMessageReaction(let update): .messageReaction(.init(raw: update, context: context))
        case .botMessageReactions(let update): .reactionCounts(ReactionCountsChange(update, context))
        case .messagePollVote(let update): .pollVote(.init(raw: update, context: context))
        case .botStopped(let update): .botStopped(.init(raw: update, context: context))
        case .botChatBoost(let update): .chatBoost(.init(raw: update, context: context))
        case .botShippingQuery(let update): .shippingQuery(.init(raw: update, context: context))
        case .botPrecheckoutQuery(let update): .preCheckoutQuery(.init(raw: update, context: context))
        case .botPurchasedPaidMedia(let update): .paidMediaPurchased(.init(raw: update, context: context))
        case .botStarsSubscription(let update): .starsSubscription(.init(raw: update, context: context))
        case .botBusinessConnect(let update): .businessConnection(.noted(update.connection, context))
        case .botNewBusinessMessage(let update): BusinessMessage(update, context).map(Update.businessMessage)
        case .botEditBusinessMessage(let update): BusinessMessage(update, context).map(Update.businessMessageEdited)
        case .botDeleteBusinessMessage(let update): .businessMessagesDeleted(.init(raw: update, context: context))
        case .botGuestChatQuery(let update): GuestChatQuery(update, context).map(Update.guestChatQuery)
        case .managedBot(let update): .managedBot(.init(raw: update, context: context))
        default: nil
        }
    }

    private static func forPeople(_ raw: TL.Update, _ context: ObjectContext) -> Update? {
        switch raw {
        case .newScheduledMessage(let update): Message(update.message, context).map(Update.scheduledMessage)
        case .deleteScheduledMessages(let update): .scheduledMessagesDeleted(.init(raw: update, context: context))
        case .messageReactions(let update): .reactionCounts(ReactionCountsChange(update, context))
        case .messagePoll(let update): .poll(.init(raw: update, context: context))
        case .starsBalance(let update): .starsBalance(StarsAmount(update.balance))
        case .pendingJoinRequests(let update): .pendingJoinRequests(.init(raw: update, context: context))
        case .userTyping, .chatUserTyping, .channelUserTyping: Typing(raw, context).map(Update.typing)
        case .userStatus(let update): .userStatus(.init(raw: update, context: context))
        case .userName(let update): .userName(.init(raw: update, context: context))
        case .draftMessage(let update): .draft(.init(raw: update, context: context))
        case .peerBlocked(let update): .peerBlocked(.init(raw: update, context: context))
        case .pinnedMessages, .pinnedChannelMessages: PinnedMessagesChange(raw, context).map(Update.messagesPinned)
        case .pinnedForumTopic, .pinnedForumTopics: PinnedTopicsChange(raw, context).map(Update.topicsPinned)
        default: ReadMark(raw, context).map(Update.messagesRead)
        }
    }
}

extension MissedUpdates {
    /// Takes what the server could not give.
    init(_ gap: UpdateDelivery.Gap, _ context: ObjectContext) {
        channelID = if case .channel(let id) = gap.domain { id } else { nil }
        newestMessages = gap.messages.compactMap { Message($0, context) }
        isInaccessible = gap.isInaccessible
        pts = gap.pts
    }
}
