// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A reaction to a message.
@nonexhaustive public enum Reaction: Hashable, Sendable, Codable {
    /// An emoji.
    case emoji(String)
    /// A custom emoji, by its number.
    case customEmoji(Int64)
    /// Stars.
    case paid

    /// Takes a reaction as the schema has it; `nil` for an empty one.
    ///
    /// - Parameter raw: The reaction.
    public init?(_ raw: TL.Reaction) {
        switch raw {
        case .emoji(let reaction): self = .emoji(reaction.emoticon)
        case .customEmoji(let reaction): self = .customEmoji(reaction.documentID)
        case .paid: self = .paid
        case .empty: return nil
        }
    }

    var tl: TL.Reaction {
        switch self {
        case .emoji(let emoji): .emoji(.init(emoticon: emoji))
        case .customEmoji(let id): .customEmoji(.init(documentID: id))
        case .paid: .paid
        }
    }
}

extension Reaction: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self = .emoji(value)
    }
}

/// The reactions that an account puts on a message; they take the place of those that it has there.
public struct InputReactions: Hashable, Sendable {
    /// The reactions; empty for none any more.
    public var reactions: [Reaction]
    /// Whether they come with a large animation.
    public var isBig = false
    /// Whether they are added to those that were used last.
    public var areRemembered = false

    /// Creates reactions.
    ///
    /// - Parameters:
    ///   - reactions: The reactions; bots and accounts without Telegram Premium may put one.
    ///   - isBig: Whether they come with a large animation.
    ///   - areRemembered: Whether they are added to those that were used last.
    public init(_ reactions: [Reaction], isBig: Bool = false, areRemembered: Bool = false) {
        (self.reactions, self.isBig, self.areRemembered) = (reactions, isBig, areRemembered)
    }

    /// No reactions.
    public static let none = Self([])

    /// An emoji with a large animation.
    ///
    /// - Parameter reaction: The reaction.
    /// - Returns: The reactions.
    public static func big(_ reaction: Reaction) -> Self { Self([reaction], isBig: true) }

    /// A custom emoji.
    ///
    /// - Parameter id: Its number.
    /// - Returns: The reactions.
    public static func customEmoji(_ id: Int64) -> Self { Self([.customEmoji(id)]) }
}

extension InputReactions: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self.init(value.isEmpty ? [] : [.emoji(value)])
    }

    /// Creates the value from a literal.
    public init(arrayLiteral reactions: Reaction...) {
        self.init(reactions)
    }
}
