// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// How often a message was seen and forwarded.
public struct MessageCounts: Hashable, Sendable {
    /// How often it was seen.
    public let views: Int?
    /// How often it was forwarded.
    public let forwards: Int?
    /// How many answers or comments it has.
    public let replies: Int?

    init(_ raw: TL.MessageViews) {
        views = raw.views.map(Int.init)
        forwards = raw.forwards.map(Int.init)
        replies = raw.replies.map { Int($0.replies) }
    }
}

/// Who has read a message, and when.
public struct MessageReader: Hashable, Sendable {
    /// Who.
    public let userID: Int64
    /// When.
    public let date: Date
}

/// An animation that a message can come with.
public struct MessageEffect: Sendable, Identifiable {
    /// The effect as the schema has it.
    public let raw: TL.AvailableEffect

    init(_ raw: TL.AvailableEffect) {
        self.raw = raw
    }

    /// The number to send with a message, see ``InputMessage/effectID``.
    public var id: Int64 { raw.id }
    /// The emoji that stands for it.
    public var emoji: String { raw.emoticon }
    /// Whether accounts with Telegram Premium alone can send it.
    public var requiresPremium: Bool { raw.premiumRequired }
}

/// What independent people say about a message.
public struct FactCheck: Sendable {
    /// The check as the schema has it.
    public let raw: TL.FactCheck

    init(_ raw: TL.FactCheck) {
        self.raw = raw
    }

    /// What they say; `nil` if it has to be asked for, see ``TelegramClient/factChecks(ofMessages:in:)``.
    public var text: FormattedText? { raw.text.map { FormattedText($0) } }
    /// For people of which country it is, as ISO 3166 code.
    public var country: String? { raw.country }
    /// Whether it has to be asked for.
    public var isIncomplete: Bool { raw.needCheck }
}
