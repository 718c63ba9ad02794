// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Somebody bought paid media of the bot.
public struct PaidMediaPurchase: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotPurchasedPaidMedia
    /// What came along.
    public let context: ObjectContext

    /// Who.
    public var userID: Int64 { raw.userID }
    /// What names the media, as the bot gave it.
    public var payload: String { raw.payload }
}

/// Somebody cancelled or restored a subscription that they pay to the bot, or could not pay it.
public struct StarsSubscriptionChange: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotStarsSubscription
    /// What came along.
    public let context: ObjectContext

    /// Who.
    public var userID: Int64 { raw.userID }
    /// What names the invoice, as the bot gave it.
    public var payload: [UInt8] { raw.payload }
    /// Whether it was cancelled.
    public var isCanceled: Bool { raw.canceled }
    /// Whether it could not be paid.
    public var hasFailed: Bool { raw.paymentFailed }
    /// Whether it goes on after all.
    public var isRestored: Bool { raw.restored }
}

/// An amount of Stars or of TON.
public struct StarsAmount: Hashable, Sendable, Comparable {
    /// The currency.
    @nonexhaustive
    public enum Currency: Hashable, Sendable {
        /// Telegram's Stars.
        case stars
        /// Toncoin.
        case ton
    }

    /// The currency.
    public let currency: Currency
    /// Billionths of a Star or of a Toncoin.
    public let nanos: Int64

    /// Creates an amount of Stars.
    ///
    /// - Parameter stars: How many; beyond 9 billion they count as so many.
    public init(stars: Int64) {
        self.init(.stars, stars, 0)
    }

    init(_ raw: TL.StarsAmount) {
        switch raw {
        case .starsAmount(let amount): self.init(.stars, amount.amount, Int64(amount.nanos))
        case .ton(let amount): self.init(.ton, amount.amount / 1_000_000_000, amount.amount % 1_000_000_000)
        }
    }

    private init(_ currency: Currency, _ whole: Int64, _ nanos: Int64) {
        let limit = Int64.max / 1_000_000_000 - 1
        self.currency = currency
        self.nanos = min(max(whole, -limit), limit) * 1_000_000_000 + min(max(nanos, -999_999_999), 999_999_999)
    }

    /// Whole Stars or Toncoin; what is left over is in ``nanos``.
    public var whole: Int64 { nanos / 1_000_000_000 }

    var tl: TL.StarsAmount {
        switch currency {
        case .stars: .starsAmount(.init(amount: whole, nanos: Int32(truncatingIfNeeded: nanos % 1_000_000_000)))
        case .ton: .ton(.init(amount: nanos))
        }
    }

    /// Compares two amounts; between currencies there is no rate, and all amounts of Stars come first.
    public static func < (left: Self, right: Self) -> Bool {
        guard left.currency == right.currency else { return left.currency == .stars }
        return left.nanos < right.nanos
    }
}
