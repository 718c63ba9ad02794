// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Messages that were to be sent later are sent or deleted.
public struct ScheduledMessagesDeletion: Sendable {
    /// The update as the schema has it.
    public let raw: TL.Update.DeleteScheduledMessages
    let context: ObjectContext

    init(_ raw: TL.Update.DeleteScheduledMessages, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// The client that received it; it does not keep the client alive.
    public var client: TelegramClient { TelegramClient(handleOf: context.core) }
    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The numbers that they had among the scheduled messages.
    public var messageIDs: [Int32] { raw.messages }
    /// The numbers of the messages that were sent, in the same order; `nil` if they were deleted.
    public var sentMessageIDs: [Int32]? { raw.sentMessages }
}
