// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Puts reactions on a message, in the place of those that the account has there (`messages.sendReaction`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - reactions: `"👍"`, several, `.none`, `.big("🎉")`, `.customEmoji(1)`.
    /// - Throws: ``InvocationError``.
    public func react(
        to id: Int32, in peer: some PeerConvertible, with reactions: InputReactions
    ) async throws(InvocationError) {
        try await core.react(to: id, in: peer, with: reactions)
    }

    /// Asks for the reactions of messages (`messages.getMessagesReactions`).
    ///
    /// - Parameters:
    ///   - ids: The messages' numbers.
    ///   - peer: The chat that they are in.
    /// - Returns: The reactions of each, in the order of the numbers; `nil` where the server says nothing.
    /// - Throws: ``InvocationError``.
    public func reactions(
        ofMessages ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [MessageReactions?] {
        let (updates, context) = core.parts(
            of: try await core.call(peer) { TL.messages.GetMessagesReactions(peer: $0, id: ids) })
        var found: [Int32: MessageReactions] = [:]
        for case .messageReactions(let update) in updates {
            found[update.msgID] = MessageReactions(update.reactions, context)
        }
        return ids.map { found[$0] }
    }

    /// Lists who reacted to a message (`messages.getMessageReactionsList`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - reaction: Who reacted so; `nil` for all.
    /// - Returns: The list, newest first.
    public func reactors(
        ofMessage id: Int32, in peer: some PeerConvertible, reaction: Reaction? = nil
    ) -> Paged<Reactor, String> {
        Paged(identity: .number { $0.number }) { [core] cursor, limit throws(InvocationError) in
            let answer = try await core.call(peer) {
                TL.messages.GetMessageReactionsList(
                    peer: $0, id: id, reaction: reaction?.tl, offset: cursor, limit: Int32(clamping: limit))
            }
            let context = core.context(answer.users, answer.chats)
            return Page(
                answer.reactions.compactMap { Reactor($0, context) }, next: answer.nextOffset,
                total: Int(answer.count))
        }
    }

    /// Gives Stars for a message of a channel (`messages.sendPaidReaction`).
    ///
    /// - Parameters:
    ///   - stars: How many.
    ///   - id: The message's number.
    ///   - peer: The channel.
    ///   - privacy: In whose name; `nil` for what was chosen last.
    /// - Throws: ``InvocationError``.
    public func sendPaidReaction(
        _ stars: Int, to id: Int32, in peer: some PeerConvertible, privacy: PaidReactionPrivacy? = nil
    ) async throws(InvocationError) {
        try await core.sendPaidReaction(stars, to: id, in: peer, privacy)
    }

    /// Sets in whose name the Stars were given for a message (`messages.togglePaidReactionPrivacy`).
    ///
    /// - Parameters:
    ///   - privacy: In whose name.
    ///   - id: The message's number.
    ///   - peer: The channel.
    /// - Throws: ``InvocationError``.
    public func setPaidReactionPrivacy(
        _ privacy: PaidReactionPrivacy, ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        let privacy = try await core.privacy(privacy)
        _ = try await core.call(peer) {
            TL.messages.TogglePaidReactionPrivacy(peer: $0, msgID: id, private: privacy)
        }
    }

    /// Asks in whose name Stars are given (`messages.getPaidReactionPrivacy`).
    ///
    /// - Returns: In whose name.
    /// - Throws: ``InvocationError``.
    public func paidReactionPrivacy() async throws(InvocationError) -> PaidReactionPrivacy {
        let (updates, _) = core.parts(of: try await core.invoke(TL.messages.GetPaidReactionPrivacy()))
        for case .paidReactionPrivacy(let update) in updates {
            switch update.private {
            case .anonymous: return .anonymous
            case .peer(let privacy): return core.peerID(of: privacy.peer).map { .channel($0) } ?? .visible
            case .default: return .visible
            }
        }
        return .visible
    }

    /// Removes a reaction of somebody else, as an administrator (`messages.deleteParticipantReaction`).
    ///
    /// - Parameters:
    ///   - participant: Whose reaction.
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func deleteReaction(
        of participant: some PeerConvertible, onMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        let participant = try await core.resolve(participant.peerReference)
        _ = try await core.call(peer) {
            TL.messages.DeleteParticipantReaction(peer: $0, msgID: id, participant: participant)
        }
    }

    /// Removes all reactions of somebody else in a chat, as an administrator (`messages.deleteParticipantReactions`).
    ///
    /// - Parameters:
    ///   - participant: Whose reactions.
    ///   - peer: The chat.
    /// - Throws: ``InvocationError``.
    public func deleteAllReactions(
        of participant: some PeerConvertible, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        let participant = try await core.resolve(participant.peerReference)
        _ = try await core.call(peer) {
            TL.messages.DeleteParticipantReactions(peer: $0, participant: participant)
        }
    }

    /// Reports a reaction of somebody else to Telegram (`messages.reportReaction`).
    ///
    /// - Parameters:
    ///   - participant: Whose reaction.
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func reportReaction(
        of participant: some PeerConvertible, onMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        let participant = try await core.resolve(participant.peerReference)
        _ = try await core.call(peer) {
            TL.messages.ReportReaction(peer: $0, id: id, reactionPeer: participant)
        }
    }
}
