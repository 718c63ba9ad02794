// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A reaction, to compare and to count.
enum ReactionKind: Hashable, Sendable {
    case emoji(String)
    case customEmoji(Int64)

    /// Takes a reaction that somebody wants to put on a message.
    ///
    /// - Throws: `REACTION_INVALID` for one that cannot be put there.
    init(_ raw: TL.Reaction) throws(RPCFailure) {
        switch raw {
        case .emoji(let reaction): self = .emoji(reaction.emoticon)
        case .customEmoji(let reaction): self = .customEmoji(reaction.documentID)
        case .paid, .empty: throw .bad(.reactionInvalid)
        }
    }

    var tl: TL.Reaction {
        switch self {
        case .emoji(let emoji): .emoji(.init(emoticon: emoji))
        case .customEmoji(let id): .customEmoji(.init(documentID: id))
        }
    }
}
