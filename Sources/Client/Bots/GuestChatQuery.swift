// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Somebody called the bot into a chat that it is no member of.
public struct GuestChatQuery: ReceivedUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotGuestChatQuery
    /// The message that calls the bot.
    public let message: Message
    /// What came along.
    public let context: ObjectContext

    init?(_ raw: TL.Update.BotGuestChatQuery, _ context: ObjectContext) {
        guard let message = Message(raw.message, context) else { return nil }
        (self.raw, self.message, self.context) = (raw, message, context)
    }

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// The text of the message.
    public var text: String { message.text }
    /// The messages that it speaks of.
    public var referenceMessages: [Message] { (raw.referenceMessages ?? []).compactMap { Message($0, context) } }

    /// Answers; it can be done once (`messages.setBotGuestChatResult`).
    ///
    /// - Parameter result: The message.
    /// - Returns: The message, which the bot can edit.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func answer(_ result: InlineResult) async throws(InvocationError) -> InlineMessageID {
        try await client.answerGuestChatQuery(id, with: result)
    }
}
