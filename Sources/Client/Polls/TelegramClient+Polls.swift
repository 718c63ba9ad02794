// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
public import FerogramTLTypes

extension TelegramClient {
    /// Sends a poll or a quiz (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - poll: The poll.
    ///   - peer: Where to.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendPoll(_ poll: InputPoll, to peer: some PeerConvertible) async throws(InvocationError) -> Message {
        try await core.sendMessage(to: peer, InputMessage(.poll(poll)))
    }

    /// Votes in a poll by the places of the answers (`messages.getMessages`, `channels.getMessages`, `messages.sendVote`).
    ///
    /// - Parameters:
    ///   - answers: The places of the answers, from 0 on.
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Returns: The poll with its results.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func vote(
        _ answers: Int..., inMessage id: Int32, of peer: some PeerConvertible
    ) async throws(InvocationError) -> Poll {
        let reference = try peer.peerReference
        guard let poll = try await core.fetchMessages([id], in: reference)[0]?.poll else {
            throw .invalidArgument(method: "messages.sendVote", "message \(id) has no poll")
        }
        return try await core.vote(try core.options(answers, of: poll), in: id, of: reference, poll)
    }

    /// Votes in a poll by the identities of the answers (`messages.sendVote`).
    ///
    /// - Parameters:
    ///   - options: The answers' identities; none to take the vote back.
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Returns: The poll with its results; `nil` if the server gives the results alone.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func vote(
        options: [[UInt8]], inMessage id: Int32, of peer: some PeerConvertible
    ) async throws(InvocationError) -> Poll? {
        core.poll(
            in: try await core.call(peer) { TL.messages.SendVote(peer: $0, msgID: id, options: options) }, known: nil)
    }

    /// Takes a vote back (`messages.sendVote`).
    ///
    /// - Parameters:
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func retractVote(inMessage id: Int32, of peer: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.SendVote(peer: $0, msgID: id, options: []) }
    }

    /// Closes a poll (`messages.getMessages`, `channels.getMessages`, `messages.editMessage`).
    ///
    /// - Parameters:
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func closePoll(
        inMessage id: Int32, of peer: some PeerConvertible
    ) async throws(InvocationError) -> Message {
        let reference = try peer.peerReference
        guard let message = try await core.fetchMessages([id], in: reference)[0], let poll = message.poll else {
            throw .invalidArgument(method: "messages.editMessage", "message \(id) has no poll")
        }
        return try await core.closePoll(poll, in: message)
    }

    /// Asks for the results of a poll (`messages.getPollResults`).
    ///
    /// - Parameters:
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    ///   - known: What is known of the poll; the server may leave out the answers if that is still right.
    /// - Returns: The poll with its results; `nil` if the server gives the results alone and the poll is not known.
    /// - Throws: ``InvocationError``.
    public func pollResults(
        ofMessage id: Int32, in peer: some PeerConvertible, known: Poll? = nil
    ) async throws(InvocationError) -> Poll? {
        core.poll(
            in: try await core.call(peer) {
                TL.messages.GetPollResults(peer: $0, msgID: id, pollHash: known?.raw.hash ?? 0)
            }, known: known)
    }

    /// Lists who voted in a public poll (`messages.getPollVotes`).
    ///
    /// - Parameters:
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    ///   - option: Who chose this answer, by its identity; `nil` for all.
    /// - Returns: The list, newest first.
    public func voters(
        inMessage id: Int32, of peer: some PeerConvertible, option: [UInt8]? = nil
    ) -> Paged<Voter, String> {
        Paged(pageSize: 50, identity: .number { $0.peerID.botAPI }) { [core] cursor, limit throws(InvocationError) in
            let answer = try await core.call(peer) {
                TL.messages.GetPollVotes(
                    peer: $0, id: id, option: option, offset: cursor, limit: Int32(clamping: min(limit, 50)))
            }
            let context = core.context(answer.users, answer.chats)
            core.learn(users: answer.users, chats: answer.chats)
            return Page(answer.votes.map { Voter($0, context) }, next: answer.nextOffset, total: Int(answer.count))
        }
    }

    /// Adds an answer to an open poll (`messages.addPollAnswer`).
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Returns: The poll with the answer; `nil` if the server does not give it.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func addPollAnswer(
        _ answer: InputPoll.Answer, toMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> Poll? {
        let limit = core.limits.limits.pollAnswerLength
        guard (1...limit).contains(answer.text.utf16Length) else {
            throw .invalidArgument(
                method: "messages.addPollAnswer",
                "the answer has \(answer.text.utf16Length) UTF-16 units, 1 to \(limit) are allowed")
        }
        var media: TL.InputMedia?
        if let attached = answer.media { media = try await core.inputMedia(attached) }
        let raw = TL.PollAnswer.inputPollAnswer(.init(text: answer.text.tl(), media: media))
        return core.poll(
            in: try await core.call(peer) { TL.messages.AddPollAnswer(peer: $0, msgID: id, answer: raw) }, known: nil)
    }

    /// Removes an answer that was added to an open poll (`messages.deletePollAnswer`).
    ///
    /// - Parameters:
    ///   - option: The answer's identity.
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func deletePollAnswer(
        _ option: [UInt8], fromMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.messages.DeletePollAnswer(peer: $0, msgID: id, option: option) }
    }

    /// Asks how the votes of a poll came in over time (`stats.getPollStats`).
    ///
    /// - Parameters:
    ///   - id: The number of the message with the poll.
    ///   - peer: The chat that it is in.
    ///   - isDark: Whether the colours are for a dark background.
    /// - Returns: The graph.
    /// - Throws: ``InvocationError``.
    public func pollStatistics(
        ofMessage id: Int32, in peer: some PeerConvertible, isDark: Bool = false
    ) async throws(InvocationError) -> TL.StatsGraph {
        try await core.call(peer) { TL.stats.GetPollStats(dark: isDark, peer: $0, msgID: id) }.votesGraph
    }
}
