// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Sends a message (`messages.sendMessage`).
    ///
    /// - Parameters:
    ///   - peer: Where to: `"@name"`, `"me"`, a number, a message's ``Message/chatID``.
    ///   - message: A text, or a message with options: `.markdown("**bold** \(value)")`.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``. The error `RANDOM_ID_DUPLICATE` means that the message was sent, by an attempt whose
    ///   answer got lost, and that nothing says which it is; sending it again would send it twice.
    @discardableResult
    public func sendMessage(
        to peer: some PeerConvertible, _ message: some InputMessageConvertible
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, message.inputMessage)
    }
}
