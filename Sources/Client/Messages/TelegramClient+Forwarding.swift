// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Forwards messages (`messages.forwardMessages`).
    ///
    /// Albums stay albums if all of their messages are named.
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers; any number of them, a hundred are sent at a time.
    ///   - source: The chat that they are in.
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The messages that came of it, in the order of the numbers, without those that the server left out.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func forwardMessages(
        _ ids: [Int32], from source: some PeerConvertible, to peer: some PeerConvertible,
        options: ForwardOptions = ForwardOptions()
    ) async throws(InvocationError) -> [Message] {
        try await core.forwardMessages(ids, from: source, to: peer, options)
    }

    /// Forwards a message (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - source: The chat that it is in.
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The message that came of it.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func forwardMessage(
        _ id: Int32, from source: some PeerConvertible, to peer: some PeerConvertible,
        options: ForwardOptions = ForwardOptions()
    ) async throws(InvocationError) -> Message {
        let sent = try await core.forwardMessages([id], from: source, to: peer, options)
        guard let message = sent.first else { throw .invalidResponse(method: "messages.forwardMessages", nil) }
        return message
    }

    /// Sends copies of messages, which do not show where they come from (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - source: The chat that they are in.
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The messages that came of it, in the order of the numbers.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func copyMessages(
        _ ids: [Int32], from source: some PeerConvertible, to peer: some PeerConvertible,
        options: ForwardOptions = ForwardOptions()
    ) async throws(InvocationError) -> [Message] {
        var options = options
        options.hidesSource = true
        return try await core.forwardMessages(ids, from: source, to: peer, options)
    }

    /// Sends a copy of a message with another text or caption (`messages.getMessages`, `messages.sendMessage`,
    /// `messages.sendMedia`).
    ///
    /// Files are not uploaded again.
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - source: The chat that it is in.
    ///   - peer: Where to.
    ///   - caption: The new text or caption, with options of its own; an attachment of it goes before the old one.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``; ``InvocationError/invalidArgument(method:_:)`` for what cannot be copied.
    @discardableResult
    public func copyMessage(
        _ id: Int32, from source: some PeerConvertible, to peer: some PeerConvertible,
        caption: some InputMessageConvertible
    ) async throws(InvocationError) -> Message {
        let caption = caption.inputMessage
        return try await core.resend(id, from: source, to: peer) { message in
            let original = message
            message = caption
            message.media = caption.media ?? original.media
            message.keyboard = caption.keyboard ?? original.keyboard
            message.hasCaptionAbove = caption.hasCaptionAbove || original.hasCaptionAbove
        }
    }
}
