// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers

/// What a message answers.
public struct InputReply: Sendable, Codable {
    /// What kind of thing is answered.
    @nonexhaustive public enum Target: Sendable, Codable {
        /// A message of the same chat, or of another one.
        case message(Int32, chat: PeerReference?)
        /// A story.
        case story(Int32, peer: PeerReference)
        /// A message that only one member of the group sees.
        case ephemeralMessage(Int32)
        /// A conversation in the direct messages of a channel, of which nothing is answered in particular.
        case directMessages(PeerReference)
    }

    /// A part of the message that is answered.
    public struct Quote: Sendable, Codable {
        /// The part as the message has it, with bold, italic, underline, strikethrough, spoilers and custom emoji; 1 to 1,024
        /// UTF-16 units.
        public var text: FormattedText
        /// Where in the message it is, in UTF-16 units; `nil` for where it is found first.
        public var offset: Int?
        /// Whether the message is sent without the quotation where the message that is answered has no such part any more;
        /// without that, sending ends with `QUOTE_TEXT_INVALID`.
        public var isOptional: Bool

        /// Creates a quotation.
        ///
        /// - Parameters:
        ///   - text: The part as the message has it.
        ///   - offset: Where in the message it is, in UTF-16 units.
        ///   - isOptional: Whether the message is sent without it where the message that is answered has no such part.
        public init(_ text: FormattedText, offset: Int? = nil, isOptional: Bool = false) {
            (self.text, self.offset, self.isOptional) = (text, offset, isOptional)
        }
    }

    /// What is answered.
    public var target: Target
    /// The part of the message that is answered.
    public var quote: Quote?
    /// The item of a checklist that is answered, by its number.
    public var checklistItemID: Int32?
    /// The answer of a poll that is answered, by its identity, see ``Poll/Answer/option``.
    public var pollOption: [UInt8]?
    /// The person whose conversation with a channel it belongs to, for administrators of the channel.
    public var directMessagesPeer: PeerReference?

    /// Creates a reply.
    ///
    /// - Parameter target: What is answered.
    public init(_ target: Target) {
        self.target = target
    }

    /// The number of the message that is answered; `nil` for other things.
    public var messageID: Int32? {
        if case .message(let id, _) = target { return id }
        return nil
    }

    /// A reply to a message of the same chat.
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - quote: The part of it that is answered.
    /// - Returns: The reply.
    public static func message(_ id: Int32, quote: Quote? = nil) -> Self {
        var reply = Self(.message(id, chat: nil))
        reply.quote = quote
        return reply
    }

    /// A reply to a message of another chat.
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - chat: The chat that it is in.
    ///   - quote: The part of it that is answered.
    /// - Returns: The reply.
    /// - Throws: ``InvocationError/invalidPeer(_:)``.
    public static func message(
        _ id: Int32, in chat: some PeerConvertible, quote: Quote? = nil
    ) throws(InvocationError) -> Self {
        var reply = Self(.message(id, chat: try chat.peerReference))
        reply.quote = quote
        return reply
    }

    /// A reply to a story.
    ///
    /// - Parameters:
    ///   - id: The story's number.
    ///   - peer: Whose story it is.
    /// - Returns: The reply.
    /// - Throws: ``InvocationError/invalidPeer(_:)``.
    public static func story(_ id: Int32, of peer: some PeerConvertible) throws(InvocationError) -> Self {
        Self(.story(id, peer: try peer.peerReference))
    }

    /// A reply to an item of a checklist.
    ///
    /// - Parameters:
    ///   - item: The item's number.
    ///   - id: The number of the message with the checklist.
    /// - Returns: The reply.
    public static func checklistItem(_ item: Int32, ofMessage id: Int32) -> Self {
        var reply = Self(.message(id, chat: nil))
        reply.checklistItemID = item
        return reply
    }

    /// A reply to an answer of a poll.
    ///
    /// - Parameters:
    ///   - option: The answer's identity.
    ///   - id: The number of the message with the poll.
    /// - Returns: The reply.
    public static func pollOption(_ option: [UInt8], ofMessage id: Int32) -> Self {
        var reply = Self(.message(id, chat: nil))
        reply.pollOption = option
        return reply
    }
}
