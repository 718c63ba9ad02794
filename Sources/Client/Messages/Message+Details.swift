// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

// What the schema says of a message beside its text and its sender.
extension Message {
    // MARK: Times and marks

    /// When the text was changed last; `nil` if it never was, or the change is not shown.
    public var editDate: Date? {
        guard let content, !content.editHide else { return nil }
        return content.editDate.map { Date(unixTime: $0) }
    }
    /// Whether it mentions the account, or answers one of its messages.
    public var isMention: Bool { flags(\.mentioned, \.mentioned) }
    /// Whether it made no sound.
    public var isSilent: Bool { flags(\.silent, \.silent) }
    /// Whether its voice message or video was not listened to or watched yet, or its mention not seen.
    public var hasUnreadContents: Bool { flags(\.mediaUnread, \.mediaUnread) }
    /// Whether it is pinned.
    public var isPinned: Bool { content?.pinned ?? false }
    /// Whether it cannot be forwarded or saved.
    public var isProtected: Bool { content?.noforwards ?? false }
    /// Whether it was scheduled.
    public var wasScheduled: Bool { content?.fromScheduled ?? false }
    /// Whether a bot sent it for a business account, on its own.
    public var isAutomatic: Bool { content?.offline ?? false }
    /// Whether the caption is above the attachment, or the link preview above the text.
    public var isInverted: Bool { content?.invertMedia ?? false }
    /// Whether the schema has a newer form of it that cannot be shown.
    public var isLegacy: Bool { flags(\.legacy, \.legacy) }
    /// After what time a scheduled message is sent again.
    public var repeatPeriod: Duration? { content?.scheduleRepeatPeriod.map { .seconds($0) } }
    /// After what time it is deleted.
    public var autoDeletionPeriod: Duration? {
        switch raw {
        case .message(let message): message.ttlPeriod.map { .seconds($0) }
        case .service(let message): message.ttlPeriod.map { .seconds($0) }
        case .empty: nil
        }
    }
    /// Whether it is a service message.
    public var isService: Bool { if case .service = raw { true } else { false } }

    private func flags(
        _ message: KeyPath<TL.Message.Message, Bool>, _ service: KeyPath<TL.Message.Service, Bool>
    ) -> Bool {
        switch raw {
        case .message(let content): content[keyPath: message]
        case .service(let content): content[keyPath: service]
        case .empty: false
        }
    }

    // MARK: Counts

    /// How often it was seen.
    public var viewCount: Int? { content?.views.map(Int.init) }
    /// How often it was forwarded.
    public var forwardCount: Int? { content?.forwards.map(Int.init) }
    /// How many answers it has in its thread, or how many comments.
    public var replyCount: Int? { content?.replies.map { Int($0.replies) } }
    /// The group in which its comments are.
    public var commentsChannelID: Int64? { content?.replies.flatMap { $0.comments ? $0.channelID : nil } }
    /// The reactions that it has.
    public var reactions: MessageReactions? {
        let raw: TL.MessageReactions? =
            switch raw {
            case .message(let message): message.reactions
            case .service(let message): message.reactions
            case .empty: nil
            }
        return raw.map { MessageReactions($0, context) }
    }

    // MARK: What it answers

    private var replyHeader: TL.MessageReplyHeader? {
        switch raw {
        case .message(let message): message.replyTo
        case .service(let message): message.replyTo
        case .empty: nil
        }
    }

    var messageReply: TL.MessageReplyHeader.MessageReplyHeader? {
        guard case .messageReplyHeader(let header) = replyHeader else { return nil }
        return header
    }

    /// The number of the message that it answers; `nil` too for a message that belongs to a topic and answers nothing.
    public var replyToMessageID: Int32? { isReply ? messageReply?.replyToMsgID : nil }
    /// The chat of the message that it answers, if that is another one.
    public var replyToChatID: PeerID? { messageReply?.replyToPeerID.map { PeerID($0) } }
    /// Whether it answers a message.
    ///
    /// In a topic all messages name the topic's first one; those that name no other answer nothing.
    public var isReply: Bool {
        guard let header = messageReply, header.replyToMsgID != nil || header.replyFrom != nil else { return false }
        return !header.forumTopic || header.replyToTopID != nil
    }
    /// The part of the message that it answers.
    public var quote: FormattedText? {
        guard let header = messageReply, header.quote else { return nil }
        return header.quoteText.map { FormattedText($0, tlEntities: header.quoteEntities ?? []) }
    }
    /// Where in the message that it answers the quotation is, in UTF-16 units.
    public var quoteOffset: Int? { messageReply?.quoteOffset.map(Int.init) }
    /// The item of a checklist that it answers.
    public var repliedChecklistItemID: Int32? { messageReply?.todoItemID }
    /// The answer of a poll that it answers.
    public var repliedPollOption: [UInt8]? { messageReply?.pollOption }
    /// The topic of a forum, by the number of its first message; `nil` outside topics and in the general one.
    public var topicID: Int32? {
        guard let header = messageReply, header.forumTopic else { return nil }
        return header.replyToTopID ?? header.replyToMsgID
    }
    /// The first message of the thread that it belongs to.
    public var threadID: Int32? { messageReply.flatMap { $0.replyToTopID ?? $0.replyToMsgID } }
    /// The story that it answers, and whose.
    public var repliedStory: (id: Int32, peerID: PeerID)? {
        guard case .story(let header) = replyHeader else { return nil }
        return (header.storyID, PeerID(header.peer))
    }

    // MARK: Where it comes from

    /// Where it was said first, if it was forwarded.
    public var forwardOrigin: ForwardOrigin? { content?.fwdFrom.map { ForwardOrigin($0) } }
    /// Whether it was forwarded.
    public var isForwarded: Bool { content?.fwdFrom != nil }
    /// Whether it is a post that came from the channel by itself into its group.
    public var isAutomaticForward: Bool {
        guard let header = content?.fwdFrom, header.savedFromMsgID != nil, case .channel = chatID, !isPost else {
            return false
        }
        return header.savedFromPeer != nil && header.savedFromPeer == header.fromID
    }
    /// The bot by way of which it was sent, in its inline mode.
    public var viaBotID: Int64? { content?.viaBotID }
    /// The bot that sent it for a business account.
    public var viaBusinessBotID: Int64? { content?.viaBusinessBotID }
    /// The author's name, under a post of a channel or an anonymous administrator.
    public var authorSignature: String? { content?.postAuthor }
    /// The title that the sender has in the group.
    public var senderTitle: String? { content?.fromRank }
    /// How often the sender has boosted the group.
    public var senderBoosts: Int? { content?.fromBoostsApplied.map(Int.init) }
    /// Whose conversation it belongs to, in Saved Messages and in the direct messages of a channel.
    public var savedPeerID: PeerID? { content?.savedPeerID.map { PeerID($0) } }

    // MARK: What belongs to it

    /// The album that it is a part of, a number that its messages share.
    public var albumID: Int64? { content?.groupedID }
    /// The buttons below it.
    public var inlineKeyboard: InlineKeyboard? {
        guard case .inline(let markup) = content?.replyMarkup else { return nil }
        return InlineKeyboard(markup)
    }
    /// The buttons as the schema has them.
    public var replyMarkup: TL.ReplyMarkup? { content?.replyMarkup }
    /// The poll that it has.
    public var poll: Poll? {
        guard case .poll(let media) = content?.media else { return nil }
        return Poll(media.poll, media.results)
    }
    /// The list of things to do that it has.
    public var checklist: Checklist? {
        guard case .toDo(let media) = content?.media else { return nil }
        return Checklist(media)
    }
    /// The outcome of an animation, and its emoji; 0 while the outcome is not known.
    public var dice: (emoji: String, value: Int)? {
        guard case .dice(let media) = content?.media else { return nil }
        return (media.emoticon, Int(media.value))
    }
    /// The web page that it shows.
    public var webPage: TL.WebPage? {
        guard case .webPage(let media) = content?.media else { return nil }
        return media.webpage
    }
    /// The rich message, as far as it came along; see ``TelegramClient/richMessage(_:in:)`` for long ones.
    public var richText: RichDocument? { content?.richMessage.map { RichDocument($0.blocks) } }
    /// Whether more belongs to the rich message than came along.
    public var isRichTextPartial: Bool { content?.richMessage?.part ?? false }
    /// The animation that it comes with.
    public var effectID: Int64? { content?.effect }
    /// What independent people say about it.
    public var factCheck: FactCheck? { content?.factcheck.map { FactCheck($0) } }
    /// How many Stars were paid for it.
    public var paidStars: Int64? { content?.paidMessageStars }
    /// What is proposed to the channel with it.
    public var suggestedPost: TL.SuggestedPost? { content?.suggestedPost }
    /// The quick reply that it is a part of.
    public var quickReplyID: Int32? { content?.quickReplyShortcutID }
    /// Why it is hidden on some platforms.
    public var restrictions: [TL.RestrictionReason] { content?.restrictionReason ?? [] }
    /// Whether it has an attachment; a link preview is none.
    public var hasMedia: Bool {
        switch content?.media {
        case nil, .empty, .webPage: false
        default: true
        }
    }
    /// The text as Markdown.
    public var markdownText: String { formattedText.markup(as: .markdown) }
    /// The text as HTML.
    public var htmlText: String { formattedText.markup(as: .html) }
}
