// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What may become of an update when there are too many.
public enum UpdateClass: Hashable, Sendable, CaseIterable {
    /// It has its place in an order, or the server tells it again in a difference.
    case ordered
    /// Somebody waits for the answer to it, and the server does not tell it again.
    case queries
    /// It says what somebody does at this moment; nobody misses it later.
    case ephemeral

    /// The lane of an update.
    ///
    /// - Parameter update: The update.
    public init(_ update: TL.Update) {
        switch update {
        case .botCallbackQuery, .inlineBotCallbackQuery, .businessBotCallbackQuery, .ephemeralBotCallbackQuery,
            .botInlineQuery, .botInlineSend, .botShippingQuery, .botPrecheckoutQuery, .botWebhookJSONQuery:
            self = .queries
        case .userStatus, .userTyping, .chatUserTyping, .channelUserTyping, .encryptedChatTyping:
            self = .ephemeral
        default:
            self = .ordered
        }
    }
}

extension TL.Update {
    /// The number of a query that waits for an answer.
    var queryID: Int64? {
        switch self {
        case .botCallbackQuery(let update): update.queryID
        case .inlineBotCallbackQuery(let update): update.queryID
        case .businessBotCallbackQuery(let update): update.queryID
        case .ephemeralBotCallbackQuery(let update): update.queryID
        case .botInlineQuery(let update): update.queryID
        case .botShippingQuery(let update): update.queryID
        case .botPrecheckoutQuery(let update): update.queryID
        case .botWebhookJSONQuery(let update): update.queryID
        default: nil
        }
    }
}
