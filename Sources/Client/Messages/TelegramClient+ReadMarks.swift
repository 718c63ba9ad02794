// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Marks the messages of a chat as read (`messages.readHistory`, `channels.readHistory`).
    ///
    /// Mentions, reactions and votes have marks of their own.
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - id: Up to which message; `nil` for all.
    /// - Throws: ``InvocationError``.
    public func markRead(
        _ peer: some PeerConvertible, upTo id: Int32? = nil
    ) async throws(InvocationError) {
        try await core.markRead(peer, upTo: id ?? 0)
    }

    /// Marks the answers to a message, or the comments on a post, as read (`messages.readDiscussion`).
    ///
    /// - Parameters:
    ///   - id: The number of the message or the post; for a topic of a forum, the topic's.
    ///   - peer: The chat that it is in.
    ///   - newest: Up to which answer.
    /// - Throws: ``InvocationError``.
    public func markDiscussionRead(
        ofMessage id: Int32, in peer: some PeerConvertible, upTo newest: Int32
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.ReadDiscussion(peer: $0, msgID: id, readMaxID: newest) }
    }

    /// Marks voice messages as listened to, and round videos as watched (`messages.readMessageContents`,
    /// `channels.readMessageContents`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The chat that they are in.
    /// - Throws: ``InvocationError``.
    public func markContentsRead(
        ofMessages ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) {
        let reference = try peer.peerReference
        _ = try await core.inParts(ids) { [core] part throws(InvocationError) in
            if try await core.resolve(reference).inputChannel != nil {
                _ = try await core.callChannel(reference) {
                    TL.channels.ReadMessageContents(channel: $0, id: part)
                }
                return part.count
            }
            return Int(try await core.call(reference) { _ in TL.messages.ReadMessageContents(id: part) }.ptsCount)
        }
    }

    /// Marks all mentions of the account as seen (`messages.readMentions`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Throws: ``InvocationError``.
    public func markMentionsRead(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) {
        try await core.affected(peer) { TL.messages.ReadMentions(peer: $0, topMsgID: topic) }
    }

    /// Marks all reactions to messages of the account as seen (`messages.readReactions`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Throws: ``InvocationError``.
    public func markReactionsRead(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) {
        try await core.affected(peer) { TL.messages.ReadReactions(peer: $0, topMsgID: topic) }
    }

    /// Marks all votes in polls of the account as seen (`messages.readPollVotes`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Throws: ``InvocationError``.
    public func markPollVotesRead(
        in peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) {
        try await core.affected(peer) { TL.messages.ReadPollVotes(peer: $0, topMsgID: topic) }
    }
}

extension ClientCore {
    func markRead(_ peer: some PeerConvertible, upTo id: Int32) async throws(InvocationError) {
        let reference = try peer.peerReference
        if try await resolve(reference).inputChannel != nil {
            _ = try await callChannel(reference) { TL.channels.ReadHistory(channel: $0, maxID: id) }
        } else {
            _ = try await call(reference) { TL.messages.ReadHistory(peer: $0, maxID: id) }
        }
    }
}
