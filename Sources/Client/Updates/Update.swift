// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
public import FerogramTLTypes

/// Something that happened.
public enum Update: Sendable {
    /// A message came, or another session of the account sent one.
    case message(Message)
    /// A message was changed.
    case messageEdited(Message)
    /// Messages were deleted.
    case messagesDeleted(DeletedMessages)
    /// Somebody pressed a button below a bot's message.
    case callbackQuery(CallbackQuery)
    /// So much happened, while the client was away or could not follow, that the server does not tell it any more, or a
    /// channel cannot be seen any more, so that nobody knows whether something is missing.
    case missed(MissedUpdates)
    /// Anything else, as the schema has it.
    case raw(TL.Update)
}

/// A gap in the updates.
///
/// Everything before it that the program was told is in order and without repetitions, and so is everything after it. What
/// lies in between can be seen in the history of the chats. See core.telegram.org/api/updates.
public struct MissedUpdates: Sendable {
    /// The channel or supergroup; `nil` if it is about private chats and basic groups.
    public let channelID: Int64?
    /// The newest messages of the channel, as the server has sent them, of which some may have come before.
    public let newestMessages: [Message]
    /// Whether the channel cannot be seen any more, since the account has left it; if it comes back, the channel begins anew
    /// with the next update.
    public let isInaccessible: Bool
    /// The number of the last event that may be lost.
    package let pts: Int32
}

/// Messages that are gone.
public struct DeletedMessages: Hashable, Sendable {
    /// Their numbers.
    public let ids: [Int32]
    /// The channel; private chats and basic groups share one row of numbers, and the server does not say which chat it was.
    public let channelID: Int64?
}

extension Update {
    /// Takes a TL update.
    init(_ raw: TL.Update, _ context: ObjectContext) {
        self = Self.known(raw, context) ?? .raw(raw)
    }

    private static func known(_ raw: TL.Update, _ context: ObjectContext) -> Update? {
        switch raw {
        case .newMessage(let update): Message(update.message, context).map(Update.message)
        case .newChannelMessage(let update): Message(update.message, context).map(Update.message)
        case .editMessage(let update): Message(update.message, context).map(Update.messageEdited)
        case .editChannelMessage(let update): Message(update.message, context).map(Update.messageEdited)
        case .deleteMessages(let update): .messagesDeleted(DeletedMessages(ids: update.messages, channelID: nil))
        case .deleteChannelMessages(let update):
            .messagesDeleted(DeletedMessages(ids: update.messages, channelID: update.channelID))
        case .botCallbackQuery(let update): .callbackQuery(CallbackQuery(.message(update), context))
        case .inlineBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.inlineMessage(update), context))
        case .businessBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.businessMessage(update), context))
        case .ephemeralBotCallbackQuery(let update): .callbackQuery(CallbackQuery(.ephemeralMessage(update), context))
        default: nil
        }
    }
}

extension MissedUpdates {
    /// Takes what the server could not give.
    init(_ gap: UpdateDelivery.Gap, _ context: ObjectContext) {
        channelID = if case .channel(let id) = gap.domain { id } else { nil }
        newestMessages = gap.messages.compactMap { Message($0, context) }
        isInaccessible = gap.isInaccessible
        pts = gap.pts
    }
}
