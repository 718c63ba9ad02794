// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// What happened, as a service message tells it.
///
/// ``raw`` has everything; kinds that are new in the schema appear there first.
public struct ServiceAction: Sendable {
    /// The action as the schema has it.
    public let raw: TL.MessageAction
    /// What happened.
    public let kind: Kind

    /// What happened.
    @nonexhaustive public enum Kind: Sendable {
        // Chats
        /// A basic group was created, with these members.
        case groupCreated(title: String, memberIDs: [Int64])
        /// A channel or a supergroup was created.
        case channelCreated(title: String)
        /// The title was changed.
        case titleChanged(String)
        /// The photo was changed.
        case photoChanged(TL.Photo)
        /// The photo was removed.
        case photoRemoved
        /// Members were added, or came by themselves.
        case membersAdded([Int64])
        /// A member left or was removed.
        case memberLeft(Int64)
        /// Somebody joined by an invitation of this person.
        case joinedByLink(inviterID: Int64)
        /// Somebody joined after asking.
        case joinedByRequest
        /// Somebody joined by way of a community.
        case joinedByCommunity(Int64)
        /// The basic group became a supergroup.
        case migratedTo(channelID: Int64)
        /// The supergroup was a basic group.
        case migratedFrom(groupID: Int64, title: String)
        /// Somebody else owns the chat now.
        case ownerChanged(Int64)
        /// Somebody else will own the chat.
        case ownerPending(Int64)
        /// The chat belongs to another community, or to none.
        case communityChanged(Int64?)
        /// The theme was changed.
        case themeChanged(TL.ChatTheme)
        /// The background was changed.
        case wallpaperChanged(TL.WallPaper, isSame: Bool, isForBoth: Bool)
        /// Messages are deleted after this time from now on, or not any more.
        case autoDeletionChanged(Duration?, setBy: Int64?)
        /// Whether messages may be forwarded was changed.
        case protectionChanged(isProtected: Bool)
        /// Somebody asks to change whether messages may be forwarded.
        case protectionRequested(isProtected: Bool, isExpired: Bool)
        /// The price of a message was changed, in Stars.
        case messagePriceChanged(stars: Int64, allowsDirectMessages: Bool)
        /// Stars for messages were given back.
        case messagePaymentsRefunded(messages: Int, stars: Int64)
        /// The chat was boosted so often.
        case boosted(Int)

        // Messages
        /// A message was pinned; the service message answers it.
        case pinned
        /// The history was cleared.
        case historyCleared
        /// A screenshot was taken.
        case screenshotTaken
        /// A text of Telegram's own.
        case custom(String)
        /// Items of a checklist were marked as done, others as not done.
        case checklistMarked(completed: [Int32], uncompleted: [Int32])
        /// Items were added to a checklist.
        case checklistExtended([Checklist.Item])
        /// An answer was added to a poll.
        case pollAnswerAdded(FormattedText, option: [UInt8])
        /// An answer was removed from a poll.
        case pollAnswerRemoved(FormattedText, option: [UInt8])
        /// A suggested post was accepted or rejected.
        case suggestedPostDecided(isRejected: Bool, lacksFunds: Bool, comment: String?, date: Date?)
        /// A suggested post was paid.
        case suggestedPostPaid(TL.StarsAmount)
        /// The payment of a suggested post was given back.
        case suggestedPostRefunded(byPayer: Bool)

        // Topics
        /// A topic was created.
        case topicCreated(title: String, color: Int32, iconID: Int64?)
        /// A topic was changed; `nil` for what stays.
        case topicEdited(title: String?, iconID: Int64?, isClosed: Bool?, isHidden: Bool?)

        // People
        /// A contact has joined Telegram.
        case contactJoined
        /// Somebody came near somebody else.
        case proximityReached(PeerID, to: PeerID, distance: Int)
        /// A profile photo was proposed.
        case profilePhotoSuggested(TL.Photo)
        /// A birthday was proposed.
        case birthdaySuggested(TL.Birthday)

        // Calls
        /// A call.
        case call(id: Int64, duration: Duration?, reason: TL.PhoneCallDiscardReason?, isVideo: Bool)
        /// A call of several people without a group.
        case conferenceCall(id: Int64, duration: Duration?, isMissed: Bool, isActive: Bool, isVideo: Bool)
        /// A group call began, or ended after this time.
        case groupCall(TL.InputGroupCall, duration: Duration?)
        /// A group call was scheduled.
        case groupCallScheduled(TL.InputGroupCall, Date)
        /// People were invited to a group call.
        case groupCallInvitation(TL.InputGroupCall, userIDs: [Int64])

        // Bots
        /// A bot may write to the person.
        case botAllowed(domain: String?, fromAttachmentMenu: Bool, fromRequest: Bool)
        /// The bot that the person made on request was created.
        case managedBotCreated(Int64)
        /// The person chose whom a button asked for.
        case peersShared(buttonID: Int32, [SharedPeer])
        /// A mini app sent data; the bot alone gets them.
        case webAppData(buttonText: String, data: String?)
        /// Passport data were sent.
        case passportData(TL.MessageAction)
        /// Somebody has a score in a game.
        case gameScore(gameID: Int64, score: Int)

        // Payments
        /// Something was paid.
        case paymentSent(currency: String, amount: Int64, invoiceName: String?)
        /// Something was paid to the bot.
        case paymentReceived(TL.MessageAction.PaymentSentMe)
        /// A payment was given back.
        case paymentRefunded(TL.MessageAction.PaymentRefunded)
        /// Telegram Premium was given for so many days.
        case premiumGifted(days: Int, currency: String, amount: Int64, message: FormattedText?)
        /// A code for Telegram Premium was given or won.
        case giftCode(TL.MessageAction.GiftCode)
        /// Stars were given.
        case starsGifted(Int64, currency: String, amount: Int64)
        /// Toncoin were given, in billionths.
        case tonGifted(nanotons: Int64, currency: String, amount: Int64)
        /// Stars were won.
        case starsWon(TL.MessageAction.PrizeStars)
        /// A gift was given.
        case gift(TL.MessageAction.StarGift)
        /// A gift that there is once was given.
        case uniqueGift(TL.MessageAction.StarGiftUnique)
        /// Somebody wants to buy a gift.
        case giftOffer(TL.MessageAction.StarGiftPurchaseOffer)
        /// Somebody does not sell a gift.
        case giftOfferDeclined(TL.MessageAction.StarGiftPurchaseOfferDeclined)
        /// A giveaway began.
        case giveawayStarted(stars: Int64?)
        /// A giveaway ended.
        case giveawayEnded(winners: Int, unclaimed: Int, isStars: Bool)
        /// Money went to a wallet.
        case walletTransfer(TL.MessageAction.GramTransfer)
        /// A program wants to use a wallet.
        case walletRequest(TL.MessageAction.WalletTonConnectRequest)

        /// What has no case here; it moves out of it when it gets one.
        case other
    }

    init(_ raw: TL.MessageAction) {
        self.raw = raw
        kind = Kind(raw)
    }
}

/// Somebody, or a chat, that a person chose for a bot.
public struct SharedPeer: Hashable, Sendable {
    /// Who.
    public let id: PeerID
    /// The name or the title, if the bot asked for it.
    public let name: String?
    /// The public name, if the bot asked for it.
    public let username: String?
}
