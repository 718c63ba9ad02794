// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// A message in a chat of an account that the bot acts for.
///
/// It is seen as that account sees it: outgoing means that the account or the bot in its name sent it. The numbers of chats
/// and messages are the account's, and may be the same as those of the bot's own chats.
public struct BusinessMessage: ChatUpdate {
    /// What names the connection.
    public let connectionID: String
    /// The message.
    public let message: Message
    /// The message that it answers, if that came along.
    public let replyToMessage: Message?

    init?(_ raw: TL.Update.BotNewBusinessMessage, _ context: ObjectContext) {
        guard let message = Message(raw.message, context) else { return nil }
        (connectionID, self.message) = (raw.connectionID, message)
        replyToMessage = raw.replyToMessage.flatMap { Message($0, context) }
    }

    init?(_ raw: TL.Update.BotEditBusinessMessage, _ context: ObjectContext) {
        guard let message = Message(raw.message, context) else { return nil }
        (connectionID, self.message) = (raw.connectionID, message)
        replyToMessage = raw.replyToMessage.flatMap { Message($0, context) }
    }

    /// What came along.
    public var context: ObjectContext { message.context }
    /// The text or the caption; empty if there is none.
    public var text: String { message.text }
    /// The chat.
    public var chatID: PeerID { message.chatID }

    /// Answers in the name of the account, without quoting the message (`messages.sendMessage`).
    ///
    /// - Parameter answer: The answer.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func respond(_ answer: some InputMessageConvertible) async throws(InvocationError) -> Message {
        let (chat, core) = (chatID, message.context.core)
        return try await client.acting(through: connectionID) { () async throws(InvocationError) in
            try await core.sendMessage(to: chat, answer.inputMessage)
        }
    }

    /// Marks the chat as read up to this message, in the name of the account (`messages.readHistory`).
    ///
    /// - Throws: ``InvocationError``.
    public func markAsRead() async throws(InvocationError) {
        let (chat, id, core) = (chatID, message.id, message.context.core)
        try await client.acting(through: connectionID) { () async throws(InvocationError) in
            _ = try await core.call(chat) { peer in TL.messages.ReadHistory(peer: peer, maxID: id) }
        }
    }
}

/// Messages were deleted in a chat of an account that the bot acts for.
public struct DeletedBusinessMessages: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotDeleteBusinessMessage
    /// What came along.
    public let context: ObjectContext

    /// What names the connection.
    public var connectionID: String { raw.connectionID }
    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The messages.
    public var messageIDs: [Int32] { raw.messages }
}
