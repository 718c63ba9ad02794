// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    func react(
        to id: Int32, in peer: some PeerConvertible, with reactions: InputReactions
    ) async throws(InvocationError) {
        let limit = account?.isBot == true ? 1 : limits.limits.reactionsPerMessage
        let method = "messages.sendReaction"
        guard reactions.reactions.count <= limit else {
            throw .invalidArgument(
                method: method, "\(reactions.reactions.count) reactions are too many; the account may put \(limit)")
        }
        guard !reactions.reactions.contains(.paid) else {
            throw .invalidArgument(method: method, "Stars are given with sendPaidReaction(_:to:in:privacy:)")
        }
        _ = try await call(peer) {
            TL.messages.SendReaction(
                big: reactions.isBig, addToRecent: reactions.areRemembered, peer: $0, msgID: id,
                reaction: reactions.reactions.map(\.tl))
        }
    }

    func sendPaidReaction(
        _ stars: Int, to id: Int32, in peer: some PeerConvertible, _ privacy: PaidReactionPrivacy?
    ) async throws(InvocationError) {
        let limit = limits.limits.starsPerReaction
        guard (1...limit).contains(stars) else {
            throw .invalidArgument(method: "messages.sendPaidReaction", "\(stars) Stars are not 1 to \(limit)")
        }
        var tlPrivacy: TL.PaidReactionPrivacy?
        if let privacy { tlPrivacy = try await self.privacy(privacy) }
        let target = try peer.peerReference
        // The number begins with the time, and one that is too old is refused.
        do throws(InvocationError) {
            try await sendPaidReaction(stars, to: id, in: target, tlPrivacy)
        } catch {
            guard error.is(.randomIDExpired) else { throw error }
            try await sendPaidReaction(stars, to: id, in: target, tlPrivacy)
        }
    }

    private func sendPaidReaction(
        _ stars: Int, to id: Int32, in peer: PeerReference, _ privacy: TL.PaidReactionPrivacy?
    ) async throws(InvocationError) {
        let number = Int64(wallClock) << 32 | randomID() & 0xFFFF_FFFF
        _ = try await call(peer) {
            TL.messages.SendPaidReaction(
                peer: $0, msgID: id, count: Int32(clamping: stars), randomID: number, private: privacy)
        }
    }

    func privacy(_ privacy: PaidReactionPrivacy) async throws(InvocationError) -> TL.PaidReactionPrivacy {
        switch privacy {
        case .visible: .default
        case .anonymous: .anonymous
        case .channel(let id): .peer(.init(peer: try await resolve(.id(id))))
        }
    }
}

extension Reactor {
    /// A number that tells the reaction of one account from another: an account may put several.
    var number: Int64 {
        var hasher = StableHash()
        hasher.add(peerID.botAPI)
        switch reaction {
        case .emoji(let emoji): for byte in emoji.utf8 { hasher.add(Int64(byte)) }
        case .customEmoji(let id): hasher.add(id)
        case .paid: hasher.add(1)
        }
        return hasher.value
    }
}
