// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// A message of a chat that was begun and not sent.
public struct MessageDraft: Sendable {
    /// The draft as the schema has it.
    public let raw: TL.DraftMessage.DraftMessage
    /// The chat.
    public let chatID: PeerID
    /// The topic of a forum.
    public let topicID: Int32?
    let context: ObjectContext

    /// Takes a draft out of an update; empty ones are none.
    init?(_ update: TL.Update.DraftMessage, _ context: ObjectContext) {
        guard case .draftMessage(let raw) = update.draft else { return nil }
        (self.raw, chatID, topicID) = (raw, PeerID(update.peer), update.topMsgID)
        self.context = context
    }

    /// The text with its entities.
    public var text: FormattedText { FormattedText(raw.message, tlEntities: raw.entities ?? []) }
    /// When it was changed last.
    public var date: Date { Date(unixTime: raw.date) }
    /// The chat, if it came along.
    public var chat: Chat? { context.chat(chatID) }
    /// The message that it answers.
    public var replyToMessageID: Int32? {
        if case .message(let reply) = raw.replyTo { return reply.replyToMsgID }
        return nil
    }
}
