// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Shows the others in a chat what the account is doing, for six seconds (`messages.setTyping`).
    ///
    /// - Parameters:
    ///   - action: What it is doing.
    ///   - peer: The chat.
    ///   - topic: The topic of a forum.
    /// - Throws: ``InvocationError``.
    public func sendChatAction(
        _ action: ChatAction, to peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) {
        try await core.sendChatAction(action.tl, to: peer.peerReference, topic: topic)
    }

    /// Shows the others in a chat what the account is doing, as long as a closure runs (`messages.setTyping`).
    ///
    /// It is shown again every few seconds, and ended when the closure returns or throws, or the task is cancelled. That it
    /// cannot be shown is no error.
    ///
    ///     try await client.withChatAction(.uploadingPhoto(), in: chat) { … }
    ///
    /// - Parameters:
    ///   - action: What it is doing.
    ///   - peer: The chat.
    ///   - topic: The topic of a forum.
    ///   - isolation: The caller's actor.
    ///   - body: What takes time.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func withChatAction<Value, Failure: Error>(
        _ action: ChatAction, in peer: some PeerConvertible, topic: Int32? = nil,
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let reference = try? peer.peerReference
        // Unstructured so that the closure stays on the caller's actor; it is cancelled and awaited below.
        let shower = Task { [core] in
            guard let reference else { return }
            await core.repeatChatAction(action.tl, in: reference, topic: topic)
        }
        let result: Result<Value, Failure>
        do throws(Failure) { result = .success(try await body()) } catch { result = .failure(error) }
        shower.cancel()
        await shower.value
        return try result.get()
    }

    /// Shows a text that grows while it is written, in a chat with a bot's user (`messages.setTyping`).
    ///
    /// The closure gets a value that shows a longer text; the text disappears some seconds after the last one, so the closure
    /// ends with sending the real message. The server wants no more than about one text a second: texts that come faster are
    /// passed over, except for the last one.
    ///
    ///     try await client.withStreamingDraft(in: chat) { draft in
    ///         for await text in answer { try await draft.show(FormattedText(text)) }
    ///     }
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic.
    ///   - canStop: Whether the person can end it; the update is ``ChatAction/stopWriting(id:)``.
    ///   - isolation: The caller's actor.
    ///   - body: Writes the text.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    public func withStreamingDraft<Value, Failure: Error>(
        in peer: some PeerConvertible, topic: Int32? = nil, canStop: Bool = false,
        isolation: isolated (any Actor)? = #isolation, _ body: (StreamingDraft) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await body(StreamingDraft(core, try? peer.peerReference, topic: topic, canStop: canStop))
    }
}

/// A text that grows while it is written.
public final class StreamingDraft: Sendable {
    /// The draft's number, which ``ChatAction/stopWriting(id:)`` names.
    public let id: Int64
    private let core: ClientCore
    private let peer: PeerReference?
    private let topic: Int32?
    private let canStop: Bool
    private let pace: DraftPace

    init(_ core: ClientCore, _ peer: PeerReference?, topic: Int32?, canStop: Bool) {
        (self.core, self.peer, self.topic, self.canStop) = (core, peer, topic, canStop)
        id = core.randomID()
        pace = DraftPace()
    }

    /// Shows the text as it is now.
    ///
    /// - Parameters:
    ///   - text: The whole text so far; 1 to 4,096 UTF-16 units.
    ///   - isLast: Whether it is shown even if the one before was shown just now.
    /// - Throws: ``InvocationError``.
    public func show(_ text: some InputMessageConvertible, isLast: Bool = false) async throws(InvocationError) {
        guard let peer else { throw .invalidPeer("the chat of the draft names no peer") }
        let message = text.inputMessage
        try message.checkLength(core.limits.limits, method: "messages.setTyping")
        guard pace.begin(at: core.configuration.time.now(), isLast: isLast) else { return }
        let action: TL.SendMessageAction
        if let rich = message.rich {
            action = .inputSendMessageRichMessageDraftAction(
                .init(canStop: canStop, randomID: id, richMessage: core.richMessage(rich)))
        } else {
            action = .textDraft(.init(canStop: canStop, randomID: id, text: message.text.tl(core.mentionedUser)))
        }
        try await core.sendChatAction(action, to: peer, topic: topic)
    }
}
