// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
public import Foundation

/// In which order messages are listed.
public enum MessageOrder: Hashable, Sendable {
    /// The newest one first, as the server lists them.
    case newestFirst
    /// The oldest one first.
    case oldestFirst
}

/// Where a list of messages begins.
public enum MessageStart: Hashable, Sendable {
    /// Beside a message, which itself is left out.
    case message(Int32)
    /// At a time: the messages before it, or with the oldest first from it on.
    case date(Date)
}

extension TelegramClient {
    /// Lists the messages of a chat (`messages.getHistory`).
    ///
    /// Messages that come or go while it is read make no hole and come no second time. Bots cannot call it.
    ///
    ///     for try await message in client.history(of: chat) { … }
    ///     let first = try await client.history(of: chat, order: .oldestFirst).first(10)
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - order: Whether the newest or the oldest one comes first.
    ///   - start: Where it begins; `nil` for the newest or the oldest one.
    /// - Returns: The list.
    public func history(
        of peer: some PeerConvertible, order: MessageOrder = .newestFirst, from start: MessageStart? = nil
    ) -> Paged<Message, MessageCursor> {
        core.messageList(order, from: start) { [core] offset, limit throws(InvocationError) in
            try await core.call(peer) {
                TL.messages.GetHistory(
                    peer: $0, offsetID: offset.id, offsetDate: offset.date, addOffset: offset.add, limit: limit,
                    maxID: 0, minID: 0, hash: 0)
            }
        }
    }

    /// Lists the answers to a message, or the comments on a post of a channel (`messages.getReplies`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in; for comments, the channel.
    ///   - order: Whether the newest or the oldest one comes first.
    ///   - start: Where it begins; `nil` for the newest or the oldest one.
    /// - Returns: The list; comments are in the channel's group.
    public func replies(
        to id: Int32, in peer: some PeerConvertible, order: MessageOrder = .newestFirst, from start: MessageStart? = nil
    ) -> Paged<Message, MessageCursor> {
        core.messageList(order, from: start) { [core] offset, limit throws(InvocationError) in
            try await core.call(peer) {
                TL.messages.GetReplies(
                    peer: $0, msgID: id, offsetID: offset.id, offsetDate: offset.date, addOffset: offset.add,
                    limit: limit, maxID: 0, minID: 0, hash: 0)
            }
        }
    }

    /// Asks for the message in a channel's group under which the comments on a post stand (`messages.getDiscussionMessage`).
    ///
    /// - Parameters:
    ///   - id: The post's number, or that of a message of the group.
    ///   - peer: The chat that it is in.
    /// - Returns: The message, and what was read of the comments.
    /// - Throws: ``InvocationError``.
    public func discussion(
        ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> Discussion {
        let raw = try await core.call(peer) { TL.messages.GetDiscussionMessage(peer: $0, msgID: id) }
        core.learn(users: raw.users, chats: raw.chats)
        return Discussion(raw, core.context(raw.users, raw.chats))
    }

    /// Lists messages that mention the account and were not seen yet, newest first (`messages.getUnreadMentions`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: The list.
    public func unreadMentions(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) -> Paged<Message, MessageCursor> {
        core.messageList { [core] offset, limit throws(InvocationError) in
            try await core.call(peer) {
                TL.messages.GetUnreadMentions(
                    peer: $0, topMsgID: topic, offsetID: offset.id, addOffset: offset.add, limit: limit, maxID: 0,
                    minID: 0)
            }
        }
    }

    /// Lists messages of the account with reactions that were not seen yet, newest first (`messages.getUnreadReactions`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: The list.
    public func unreadReactions(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) -> Paged<Message, MessageCursor> {
        core.messageList { [core] offset, limit throws(InvocationError) in
            try await core.call(peer) {
                TL.messages.GetUnreadReactions(
                    peer: $0, topMsgID: topic, offsetID: offset.id, addOffset: offset.add, limit: limit, maxID: 0,
                    minID: 0)
            }
        }
    }

    /// Lists polls of the account with votes that were not seen yet, newest first (`messages.getUnreadPollVotes`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: The list.
    public func unreadPollVotes(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) -> Paged<Message, MessageCursor> {
        core.messageList { [core] offset, limit throws(InvocationError) in
            try await core.call(peer) {
                TL.messages.GetUnreadPollVotes(
                    peer: $0, topMsgID: topic, offsetID: offset.id, addOffset: offset.add, limit: limit, maxID: 0,
                    minID: 0)
            }
        }
    }
}

/// The comments on a post of a channel.
public struct Discussion: Sendable {
    /// The answer as the schema has it.
    public let raw: TL.messages.DiscussionMessage
    let context: ObjectContext

    init(_ raw: TL.messages.DiscussionMessage, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// The messages under which the comments stand: several for an album.
    public var messages: [Message] { raw.messages.compactMap { Message($0, context) } }
    /// The message to answer, to comment.
    public var root: Message? { messages.min { $0.id < $1.id } }
    /// The number of the newest comment.
    public var newestID: Int32? { raw.maxID }
    /// Up to where the account has read.
    public var readInboxID: Int32? { raw.readInboxMaxID }
    /// Up to where the others have read the account's comments.
    public var readOutboxID: Int32? { raw.readOutboxMaxID }
    /// How many comments the account has not read.
    public var unreadCount: Int { Int(raw.unreadCount) }
}
