// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Sends a message (`messages.sendMessage`, `messages.sendMedia`).
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

    /// Sends a text that may be too long for one message as several (`messages.sendMessage`).
    ///
    /// It is cut at line ends and spaces, and the entities go on in the next message. The first message answers what the text
    /// answers, the last one has the buttons.
    ///
    /// - Parameters:
    ///   - peer: Where to.
    ///   - message: A text with options.
    ///   - splitting: Whether it is cut; without that, one message is sent or the text is refused.
    /// - Returns: The messages that were sent, in their order.
    /// - Throws: ``InvocationError``; the messages before the one that failed have been sent.
    @discardableResult
    public func sendMessage(
        to peer: some PeerConvertible, _ message: some InputMessageConvertible, splitting: Bool
    ) async throws(InvocationError) -> [Message] {
        guard splitting else { return [try await core.sendMessage(to: peer, message.inputMessage)] }
        return try await core.sendParts(of: message.inputMessage, to: peer)
    }

    /// Sends a message to the account itself (`messages.sendMessage`).
    ///
    /// - Parameter message: A text, or a message with options.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendToSavedMessages(
        _ message: some InputMessageConvertible
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: PeerReference.me, message.inputMessage)
    }

    /// Sends an animation whose outcome the server draws (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - emoji: Which one.
    ///   - peer: Where to.
    /// - Returns: The message that was sent; ``Message/dice`` has the outcome.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendDice(
        _ emoji: DiceEmoji = .dice, to peer: some PeerConvertible
    ) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, InputMessage(.dice(emoji)))
    }

    /// Notifies the other side of a private chat that a screenshot was taken (`messages.sendScreenshotNotification`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - messageID: The message that was photographed; 0 for none in particular.
    /// - Throws: ``InvocationError``.
    public func sendScreenshotNotification(
        to peer: some PeerConvertible, about messageID: Int32 = 0
    ) async throws(InvocationError) {
        let randomID = try await core.randomIDs(to: try peer.peerReference) {
            Array("messages.sendScreenshotNotification \(messageID)".utf8)
        }[0]
        try await core.once { () throws(InvocationError) in
            _ = try await core.call(peer) {
                TL.messages.SendScreenshotNotification(
                    peer: $0, replyTo: .message(.init(replyToMsgID: messageID)), randomID: randomID)
            }
        }
    }

    /// Deletes messages (`messages.deleteMessages`, `channels.deleteMessages`).
    ///
    /// The server passes over messages that the account may not delete.
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers; any number of them.
    ///   - peer: The chat that they are in.
    ///   - forEveryone: Whether they go away for the other side too; in channels and supergroups they always do.
    /// - Returns: How many were deleted.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func deleteMessages(
        _ ids: [Int32], in peer: some PeerConvertible, forEveryone: Bool = true
    ) async throws(InvocationError) -> Int {
        try await core.deleteMessages(ids, in: peer, forEveryone: forEveryone)
    }

    /// Reports messages to Telegram (`messages.report`).
    ///
    /// The server asks questions: the first call names no option, the answer has those that there are.
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The chat that they are in.
    ///   - option: The option of the last answer that was chosen; empty at first.
    ///   - comment: What is wrong, in words, where the server asks for it.
    /// - Returns: What is asked next, or that the report is complete.
    /// - Throws: ``InvocationError``.
    public func reportMessages(
        _ ids: [Int32], in peer: some PeerConvertible, option: [UInt8] = [], comment: String = ""
    ) async throws(InvocationError) -> ReportStep {
        ReportStep(
            try await core.call(peer) { TL.messages.Report(peer: $0, id: ids, option: option, message: comment) })
    }

    /// Finds out who wrote a post of a channel that is signed or anonymous (`channels.getMessageAuthor`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - channel: The channel or supergroup.
    /// - Returns: The author.
    /// - Throws: ``InvocationError``.
    public func author(
        ofMessage id: Int32, in channel: some PeerConvertible
    ) async throws(InvocationError) -> User {
        let raw = try await core.callChannel(channel) { TL.channels.GetMessageAuthor(channel: $0, id: id) }
        core.learn(users: [raw], chats: [])
        guard let user = User(raw, core.context([raw])) else {
            throw .invalidResponse(method: "channels.getMessageAuthor", nil)
        }
        return user
    }
}

/// What the server asks about a report.
@nonexhaustive public enum ReportStep: Hashable, Sendable {
    /// The report is complete.
    case reported
    /// One of the options has to be chosen.
    case options(title: String, [Option])
    /// The report has to be explained.
    case comment(isOptional: Bool, option: [UInt8])

    /// Something to choose.
    public struct Option: Hashable, Sendable {
        /// What it says.
        public let text: String
        /// What the next call names.
        public let option: [UInt8]
    }

    init(_ raw: TL.ReportResult) {
        switch raw {
        case .reported: self = .reported
        case .chooseOption(let step):
            self = .options(title: step.title, step.options.map { Option(text: $0.text, option: $0.option) })
        case .addComment(let step): self = .comment(isOptional: step.optional, option: step.option)
        }
    }
}
