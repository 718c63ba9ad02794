// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
public import Foundation

/// Messages that were sent together: photos and videos, files, or music.
public struct MessageAlbum: ChatUpdate, Identifiable {
    /// The number that the messages share.
    public let id: Int64
    /// The messages in their order, at least one.
    public let messages: [Message]

    /// How many messages an album has at most.
    static let size = 10

    /// Puts an album together.
    ///
    /// - Parameter messages: Its messages; `nil` is returned if there are none, or they belong to no album.
    init?(_ messages: [Message]) {
        guard let id = messages.first?.albumID else { return nil }
        (self.id, self.messages) = (id, messages.sorted { $0.id < $1.id })
    }

    /// The first message, which an answer to the album answers.
    public var first: Message { messages[0] }
    /// The chat that it is in.
    public var chatID: PeerID { first.chatID }
    /// The chat, if it came along; see ``Message/fetchChat()``.
    public var chat: Chat? { first.chat }
    /// Who sent it; see ``Message/senderID``.
    public var senderID: PeerID? { first.senderID }
    /// When it was sent.
    public var date: Date { first.date }
    /// The text that belongs to it: that of the first message that has one.
    public var caption: FormattedText {
        messages.first { !$0.text.isEmpty }?.formattedText ?? FormattedText()
    }
    /// The attachments in their order.
    public var media: [Media] { messages.compactMap(\.media) }

    /// Answers the album (`messages.sendMessage`, `messages.sendMedia`).
    ///
    /// - Parameter message: The answer.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func reply(_ message: some InputMessageConvertible) async throws(InvocationError) -> Message {
        try await first.reply(message)
    }

    /// Forwards the whole album (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The messages that were sent, in their order.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func forward(
        to peer: some PeerConvertible, options: ForwardOptions = .init()
    ) async throws(InvocationError) -> [Message] {
        try await client.forwardMessages(messages.map(\.id), from: chatID, to: peer, options: options)
    }

    /// Copies the whole album, as if the account had sent it itself (`messages.forwardMessages`).
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - options: How.
    /// - Returns: The messages that were sent, in their order.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func copy(
        to peer: some PeerConvertible, options: ForwardOptions = .init()
    ) async throws(InvocationError) -> [Message] {
        try await client.copyMessages(messages.map(\.id), from: chatID, to: peer, options: options)
    }

    /// Deletes the whole album (`messages.deleteMessages`, `channels.deleteMessages`).
    ///
    /// - Parameter forEveryone: Whether the others lose it too.
    /// - Returns: How many messages are gone.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func delete(forEveryone: Bool = true) async throws(InvocationError) -> Int {
        try await client.deleteMessages(messages.map(\.id), in: chatID, forEveryone: forEveryone)
    }

    /// What came along with the first message.
    public var context: ObjectContext { first.context }
}

extension MessageAlbum: CustomStringConvertible {
    /// A description for people.
    public var description: String { "MessageAlbum(\(messages.map(\.id)) in \(chatID))" }
}
