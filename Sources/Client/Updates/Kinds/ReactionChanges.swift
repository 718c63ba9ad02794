// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Somebody changed their reactions to a message.
public struct MessageReactionChange: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotMessageReaction
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
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
public struct ReactionCountsChange: ChatUpdate {
    /// The chat.
    public let chatID: PeerID
    /// The message.
    public let messageID: Int32
    /// How often each reaction was given.
    public let counts: [Reaction: Int]
    /// What came along.
    public let context: ObjectContext

    init(_ raw: TL.Update.BotMessageReactions, _ context: ObjectContext) {
        (chatID, messageID, self.context) = (PeerID(raw.peer), raw.msgID, context)
        counts = Self.counts(raw.reactions)
    }

    init(_ raw: TL.Update.MessageReactions, _ context: ObjectContext) {
        (chatID, messageID, self.context) = (PeerID(raw.peer), raw.msgID, context)
        counts = Self.counts(raw.reactions.results)
    }

    private static func counts(_ raw: [TL.ReactionCount]) -> [Reaction: Int] {
        var counts: [Reaction: Int] = [:]
        for entry in raw {
            guard let reaction = Reaction(entry.reaction) else { continue }
            counts[reaction] = Int(entry.count)
        }
        return counts
    }
}
