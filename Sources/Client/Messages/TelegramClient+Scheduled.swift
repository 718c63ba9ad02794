// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

// Scheduled messages have numbers of their own; a message gets another one when it is sent.
extension TelegramClient {
    /// Asks for the scheduled messages of a chat (`messages.getScheduledHistory`).
    ///
    /// - Parameter peer: The chat.
    /// - Returns: All of them, the last one first; there are a hundred at most.
    /// - Throws: ``InvocationError``.
    public func scheduledMessages(in peer: some PeerConvertible) async throws(InvocationError) -> [Message] {
        core.found(try await core.call(peer) { TL.messages.GetScheduledHistory(peer: $0, hash: 0) }).messages
    }

    /// Asks for scheduled messages by their numbers (`messages.getScheduledMessages`).
    ///
    /// - Parameters:
    ///   - ids: The numbers of the scheduled messages.
    ///   - peer: The chat that they are in.
    /// - Returns: As many as there are numbers, in their order; `nil` where there is no such message.
    /// - Throws: ``InvocationError``.
    public func scheduledMessages(
        _ ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [Message?] {
        let found = core.found(
            try await core.call(peer) { TL.messages.GetScheduledMessages(peer: $0, id: ids) }
        ).messages
        return ids.map { id in found.first { $0.id == id } }
    }

    /// Sends scheduled messages at once (`messages.sendScheduledMessages`).
    ///
    /// - Parameters:
    ///   - ids: The numbers of the scheduled messages.
    ///   - peer: The chat that they are in.
    /// - Returns: The messages that were sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendScheduledMessagesNow(
        _ ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [Message] {
        core.messages(in: try await core.call(peer) { TL.messages.SendScheduledMessages(peer: $0, id: ids) })
    }

    /// Deletes scheduled messages (`messages.deleteScheduledMessages`).
    ///
    /// - Parameters:
    ///   - ids: The numbers of the scheduled messages.
    ///   - peer: The chat that they are in.
    /// - Throws: ``InvocationError``.
    public func deleteScheduledMessages(_ ids: [Int32], in peer: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.DeleteScheduledMessages(peer: $0, id: ids) }
    }
}
