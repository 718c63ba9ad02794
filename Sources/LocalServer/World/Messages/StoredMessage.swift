// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// One account's copy of a message, or the only one of a message in a channel.
///
/// Each side of a conversation and each member of a basic group has a copy with an id of its own.
struct StoredMessage: Sendable {
    let id: Int32
    /// With whom the conversation is, as the Bot API writes it.
    let peer: Int64
    let sender: Int64
    let isOutgoing: Bool
    let date: Int32
    /// What all copies of the message have in common.
    let sharedID: Int64
    /// What the sender's client called it, in the sender's copy.
    let randomID: Int64?
    let isSilent: Bool
    /// The message that this one answers, by its id in the same account.
    let replyTo: Int32?
    let quote: Quote?
    var content: MessageContent
    var editDate: Int32?
    /// Whether it is pinned in the conversation.
    var isPinned = false
    /// What else is known of what it answers.
    var details = ReplyDetails()

    /// A part of the message that is answered.
    struct Quote: Sendable {
        var text: String
        var entities: [TL.MessageEntity]
        var offset: Int32
    }
}

/// What an answer names beside a message of the same chat.
struct ReplyDetails: Sendable {
    /// A message of another chat, and where it was said first.
    struct Elsewhere: Sendable {
        let peer: Int64
        let message: Int32
        let origin: TL.MessageFwdHeader
    }

    var elsewhere: Elsewhere?
    /// The item of a checklist.
    var checklistItem: Int32?
    /// The answer of a poll.
    var pollOption: [UInt8]?
}

/// What a message says.
struct MessageContent: Sendable {
    var text: String
    var entities: [TL.MessageEntity] = []
    var replyMarkup: TL.ReplyMarkup?
    /// What happened, for messages that tell of it and say nothing else.
    var action: TL.MessageAction?
    /// Where it was said first.
    var forward: TL.MessageFwdHeader?
    /// What is attached.
    var media: StoredMedia?
    /// The album that it belongs to.
    var groupID: Int64?
    /// Whether it cannot be forwarded.
    var isProtected = false
    /// The animation that it comes with.
    var effect: Int64?
    /// Whether the caption is above what is attached, or the preview above the text.
    var isInverted = false
    /// In whose name it is, if not in the sender's: a channel's, or the group's itself.
    var sendAs: Int64?
    /// The bot by whose inline mode it was made.
    var viaBot: Int64?
    /// Who has signed it.
    var signature: String?
    /// What it says in blocks.
    var rich: TL.RichMessage?

    /// Whether a preview of a link is all that is attached.
    var hasPreview: Bool {
        if case .plain(.webPage)? = media { true } else { false }
    }

    /// Whether two contents look the same.
    func isEqual(to other: Self) -> Bool {
        guard text == other.text, entities.count == other.entities.count else { return false }
        guard zip(entities, other.entities).allSatisfy({ $0.isEncodedEqual(to: $1) }) else { return false }
        let hasSameMedia =
            switch (media, other.media) {
            case (nil, nil): true
            case (let left?, let right?): left.isEqual(to: right)
            default: false
            }
        guard hasSameMedia, isInverted == other.isInverted else { return false }
        switch (rich, other.rich) {
        case (nil, nil): break
        case (let left?, let right?): guard left.isEncodedEqual(to: right) else { return false }
        default: return false
        }
        return switch (replyMarkup, other.replyMarkup) {
        case (nil, nil): true
        case (let left?, let right?): left.isEncodedEqual(to: right)
        default: false
        }
    }
}
