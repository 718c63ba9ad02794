// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Somebody changed their reactions to a message.
public struct MessageReactionChange: Sendable {
    /// The update as the schema has it.
    public let raw: TL.Update.BotMessageReaction
    let context: ObjectContext

    init(_ raw: TL.Update.BotMessageReaction, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// The client that received it; it does not keep the client alive.
    public var client: TelegramClient { TelegramClient(handleOf: context.core) }
    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The chat, if it came along.
    public var chat: Chat? { context.chat(chatID) }
    /// The message.
    public var messageID: Int32 { raw.msgID }
    /// Who changed them: a user, or a chat in whose name an anonymous administrator reacts.
    public var actorID: PeerID { PeerID(raw.actor) }
    /// When they changed.
    public var date: Date { Date(unixTime: raw.date) }
    /// The reactions before.
    public var oldReactions: [Reaction] { raw.oldReactions.compactMap { Reaction($0) } }
    /// The reactions now.
    public var newReactions: [Reaction] { raw.newReactions.compactMap { Reaction($0) } }
}

/// The reactions to a message changed.
public struct ReactionCountsChange: Sendable {
    /// The chat.
    public let chatID: PeerID
    /// The message.
    public let messageID: Int32
    /// How often each reaction was given.
    public let counts: [Reaction: Int]
    let context: ObjectContext

    init(_ raw: TL.Update.BotMessageReactions, _ context: ObjectContext) {
        (chatID, messageID, self.context) = (PeerID(raw.peer), raw.msgID, context)
        counts = Self.counts(raw.reactions)
    }

    init(_ raw: TL.Update.MessageReactions, _ context: ObjectContext) {
        (chatID, messageID, self.context) = (PeerID(raw.peer), raw.msgID, context)
        counts = Self.counts(raw.reactions.results)
    }

    /// The client that received it; it does not keep the client alive.
    public var client: TelegramClient { TelegramClient(handleOf: context.core) }
    /// The chat, if it came along.
    public var chat: Chat? { context.chat(chatID) }

    private static func counts(_ raw: [TL.ReactionCount]) -> [Reaction: Int] {
        var counts: [Reaction: Int] = [:]
        for entry in raw {
            guard let reaction = Reaction(entry.reaction) else { continue }
            counts[reaction] = Int(entry.count)
        }
        return counts
    }
}
