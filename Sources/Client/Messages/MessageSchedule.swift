// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
public import Foundation

/// When a message is sent.
public enum MessageSchedule: Hashable, Sendable, Codable {
    /// At a time, within the next 365 days.
    case at(Date)
    /// When the other side of a private chat comes online.
    case whenOnline

    /// What calls say for ``whenOnline``.
    private static let online: Int32 = 0x7FFF_FFFE

    /// Takes a time as the schema has it.
    init(_ unixTime: Int32) {
        self = unixTime == Self.online ? .whenOnline : .at(Date(unixTime: unixTime))
    }

    /// The time as the schema has it.
    var unixTime: Int32 {
        switch self {
        case .at(let date): min(date.unixTime, Self.online - 1)
        case .whenOnline: Self.online
        }
    }
}

/// A quick reply of a business account.
public enum QuickReplyReference: Hashable, Sendable, Codable {
    /// By its number.
    case id(Int32)
    /// By its name; it is created if there is none.
    case name(String)

    var tl: TL.InputQuickReplyShortcut {
        switch self {
        case .id(let id): .id(.init(shortcutID: id))
        case .name(let name): .inputQuickReplyShortcut(.init(shortcut: name))
        }
    }
}

/// What is proposed to a channel with a message in its direct messages.
public struct InputSuggestedPost: Hashable, Sendable, Codable {
    /// What the author pays or wants.
    public enum Price: Hashable, Sendable, Codable {
        /// Telegram Stars.
        case stars(Int64)
        /// Toncoin, in billionths.
        case nanotons(Int64)
    }

    /// What the author pays; `nil` for nothing.
    public var price: Price?
    /// When it is to be published; `nil` for any time.
    public var date: Date?

    /// Creates a proposal.
    ///
    /// - Parameters:
    ///   - price: What the author pays.
    ///   - date: When it is to be published.
    public init(price: Price? = nil, date: Date? = nil) {
        (self.price, self.date) = (price, date)
    }

    var tl: TL.SuggestedPost {
        let price: TL.StarsAmount? =
            switch price {
            case .stars(let amount): .starsAmount(.init(amount: amount, nanos: 0))
            case .nanotons(let amount): .ton(.init(amount: amount))
            case nil: nil
            }
        return TL.SuggestedPost(price: price, scheduleDate: date?.unixTime)
    }
}
