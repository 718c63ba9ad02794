// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A poll was closed or got other results.
public struct PollChange: ReceivedUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.MessagePoll
    /// What came along.
    public let context: ObjectContext

    /// The poll's number.
    public var pollID: Int64 { raw.pollID }
    /// The chat of the message, if the server says it.
    public var chatID: PeerID? { raw.peer.map { PeerID($0) } }
    /// The message with the poll, if the server says it.
    public var messageID: Int32? { raw.msgID }
    /// How many have voted, if the server says it.
    public var voterCount: Int? { raw.results.totalVoters.map { Int($0) } }
    /// Whether the poll is closed; `nil` if the server does not say it.
    public var isClosed: Bool? { raw.poll?.closed }
}

/// Somebody voted in a poll of the bot, or took their vote back.
public struct PollVote: ReceivedUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.MessagePollVote
    /// What came along.
    public let context: ObjectContext

    /// The poll's number.
    public var pollID: Int64 { raw.pollID }
    /// Who voted: a user or a channel.
    public var voterID: PeerID { PeerID(raw.peer) }
    /// The answers that were chosen, by their places among the poll's answers from 0 on; empty for a vote taken back.
    public var answerIndices: [Int] { raw.positions.map { Int($0) } }
    /// The answers that were chosen, as the poll names them.
    public var options: [[UInt8]] { raw.options }
    /// Whether the vote was taken back.
    public var isRetracted: Bool { raw.options.isEmpty }
}
