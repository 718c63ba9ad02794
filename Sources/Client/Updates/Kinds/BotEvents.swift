// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Somebody blocked the bot or started it again.
public struct BotStopped: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotStopped
    /// What came along.
    public let context: ObjectContext

    /// Who.
    public var userID: Int64 { raw.userID }
    /// When.
    public var date: Date { Date(unixTime: raw.date) }
    /// Whether the bot is blocked now; messages to the user fail then.
    public var isStopped: Bool { raw.stopped }
}

/// A chat was boosted, or a boost ended.
public struct ChatBoost: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotChatBoost
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The boost's number.
    public var boostID: String { raw.boost.id }
    /// Who boosts; `nil` for boosts of giveaways that nobody has claimed.
    public var userID: Int64? { raw.boost.userID }
    /// When the boost began.
    public var date: Date { Date(unixTime: raw.boost.date) }
    /// When it ends; in the past for a boost that was taken away.
    public var expirationDate: Date { Date(unixTime: raw.boost.expires) }
    /// For how many boosts it counts.
    public var multiplier: Int { raw.boost.multiplier.map { Int($0) } ?? 1 }
}

/// A bot that this bot manages was created, or got another token.
public struct ManagedBotChange: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.ManagedBot
    /// What came along.
    public let context: ObjectContext

    /// The managed bot.
    public var botID: Int64 { raw.botID }
    /// The managed bot, if that came along.
    public var bot: User? { context.user(raw.botID) }
    /// Whose bot it is.
    public var userID: Int64 { raw.userID }
}
