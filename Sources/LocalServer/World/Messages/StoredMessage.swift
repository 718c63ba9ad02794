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

    /// A part of the message that is answered.
    struct Quote: Sendable {
        var text: String
        var entities: [TL.MessageEntity]
        var offset: Int32
    }
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
        guard hasSameMedia else { return false }
        return switch (replyMarkup, other.replyMarkup) {
        case (nil, nil): true
        case (let left?, let right?): left.isEncodedEqual(to: right)
        default: false
        }
    }
}
