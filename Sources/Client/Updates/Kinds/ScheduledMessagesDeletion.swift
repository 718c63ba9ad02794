// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Messages that were to be sent later are sent or deleted.
public struct ScheduledMessagesDeletion: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.DeleteScheduledMessages
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// The numbers that they had among the scheduled messages.
    public var messageIDs: [Int32] { raw.messages }
    /// The numbers of the messages that were sent, in the same order; `nil` if they were deleted.
    public var sentMessageIDs: [Int32]? { raw.sentMessages }
}
