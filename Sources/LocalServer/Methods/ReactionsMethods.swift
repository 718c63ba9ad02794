// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Reactions and effects.
    mutating func addReactions() {
        on(TL.messages.SendReaction.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try world.react(
                to: request.msgID, in: peer, by: caller.id, with: request.reaction ?? [], isBig: request.big,
                origin: caller.origin)
        }
        on(TL.messages.GetMessagesReactions.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let updates = request.id.prefix(100).compactMap { id -> TL.Update? in
                guard let message = try? world.message(id, in: peer, of: caller.id) else { return nil }
                return .messageReactions(
                    .init(
                        peer: World.peer(peer), msgID: id,
                        reactions: world.reactions(to: message, for: caller.id) ?? .init(results: [])))
            }
            return world.updates(updates, naming: [caller.id], for: caller.id)
        }
        on(TL.messages.GetMessageReactionsList.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.id, in: peer, of: caller.id)
            if case .channel(let id) = PeerNumber(peer), world.channels[id]?.isBroadcast == true {
                throw RPCFailure(403, .broadcastForbidden)
            }
            let wanted = try request.reaction.map { try ReactionKind($0) }
            let all = world.reactors(of: message, wanted, for: caller.id)
            let start = min(max(0, request.offset.flatMap(Int.init) ?? 0), all.count)
            let end = min(start + min(max(1, Int(request.limit)), 100), all.count)
            let page = Array(all[start..<end])
            let people = page.compactMap { reaction -> Int64? in
                if case .user(let user) = reaction.peerID { return user.userID }
                return nil
            }
            let (users, chats) = world.peers(people, for: caller.id)
            return .init(
                count: Int32(clamping: all.count), reactions: page, chats: chats, users: users,
                nextOffset: end < all.count ? "\(end)" : nil)
        }
        on(TL.messages.SendPaidReaction.self, .person) { request, caller, world in
            // The number begins with the time.
            guard abs((request.randomID >> 32) - world.now) < 300 else {
                throw RPCFailure.bad(.randomIDExpired)
            }
            let peer = try world.target(request.peer, for: caller.account)
            var isAnonymous = false
            if case .anonymous? = request.private { isAnonymous = true }
            return try world.give(
                request.count, for: request.msgID, in: peer, by: caller.id, isAnonymous: isAnonymous,
                origin: caller.origin)
        }
        on(TL.messages.DeleteParticipantReaction.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard case .channel(let id) = PeerNumber(peer), world.channels[id]?.may(\.deleteMessages, caller.id) == true
            else { throw RPCFailure.bad(.chatAdminRequired) }
            let participant = try world.peer(request.participant, for: caller.account).id
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            world.messageState.reactions[message.sharedID]?.removeAll { $0.account == participant }
            return world.tellOfReactions(to: message, by: caller.id, caller.origin)
        }
        on(TL.messages.DeleteParticipantReactions.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard case .channel(let id) = PeerNumber(peer), let channel = world.channels[id],
                channel.may(\.deleteMessages, caller.id)
            else { throw RPCFailure.bad(.chatAdminRequired) }
            let participant = try world.peer(request.participant, for: caller.account).id
            for message in world.messages(of: caller.account, with: peer) {
                guard
                    world.messageState.reactions[message.sharedID]?.contains(where: { $0.account == participant })
                        == true
                else { continue }
                world.messageState.reactions[message.sharedID]?.removeAll { $0.account == participant }
                _ = world.tellOfReactions(to: message, by: caller.id, caller.origin)
            }
            return true
        }
        on(TL.messages.ReportReaction.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.id, in: peer, of: caller.id)
            let reactor = try world.peer(request.reactionPeer, for: caller.account).id
            guard world.messageState.reactions[message.sharedID]?.contains(where: { $0.account == reactor }) == true
            else {
                throw RPCFailure.bad(.messageIDInvalid)
            }
            world.messageState.note(
                .init(reporter: caller.id, messages: [message.sharedID], reason: "reaction", comment: ""))
            return true
        }
        on(TL.messages.SetDefaultReaction.self, .person) { request, caller, world in
            world.messageState.defaultReactions[caller.id] = try ReactionKind(request.reaction)
            return true
        }
        on(TL.messages.ClearRecentReactions.self, .person) { _, caller, world in
            world.messageState.recentReactions[caller.id] = nil
            return true
        }
        on(TL.messages.GetDefaultTagReactions.self, .person) { _, _, _ in
            .reactions(
                .init(hash: 0, reactions: World.availableReactions.prefix(6).map { .emoji(.init(emoticon: $0)) }))
        }
        on(TL.messages.GetSavedReactionTags.self, .person) { _, caller, world in
            .savedReactionTags(.init(tags: world.tags(of: caller.account), hash: 0))
        }
        on(TL.messages.UpdateSavedReactionTag.self, .person) { request, caller, world in
            let tag = try ReactionKind(request.reaction)
            guard world.tags(of: caller.account).contains(where: { (try? ReactionKind($0.reaction)) == tag }) else {
                throw RPCFailure.bad(.reactionInvalid)
            }
            world.messageState.tagTitles[caller.id, default: [:]][tag] = request.title
            world.push(
                world.updates([.savedReactionTags], naming: [caller.id], for: caller.id), to: caller.id,
                except: caller.origin)
            return true
        }
        on(TL.messages.TogglePaidReactionPrivacy.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            guard let index = world.messageState.stars[message.sharedID]?.firstIndex(where: { $0.account == caller.id })
            else { throw RPCFailure.bad(.messageIDInvalid) }
            let isAnonymous = if case .anonymous = request.private { true } else { false }
            world.messageState.stars[message.sharedID]?[index].isAnonymous = isAnonymous
            world.messageState.paidPrivacy[caller.id] = request.private
            _ = world.tellOfReactions(to: message, by: caller.id, caller.origin)
            return true
        }
        on(TL.messages.GetPaidReactionPrivacy.self, .person) { _, caller, world in
            let privacy = world.messageState.paidPrivacy[caller.id] ?? .default
            return world.updates(
                [.paidReactionPrivacy(.init(private: privacy))], naming: [caller.id], for: caller.id)
        }
        on(TL.messages.GetAvailableReactions.self) { request, caller, world in
            if request.hash == Self.reactionsHash { return .notModified }
            let reactions = try World.availableReactions.map { emoji in
                let picture = world.document(try world.icon(of: emoji, isAnimated: false), for: caller.id)
                let animation = world.document(try world.icon(of: emoji, isAnimated: true), for: caller.id)
                return TL.AvailableReaction(
                    reaction: emoji, title: World.name(of: emoji), staticIcon: picture, appearAnimation: animation,
                    selectAnimation: animation, activateAnimation: animation, effectAnimation: animation,
                    aroundAnimation: animation, centerIcon: animation)
            }
            return .availableReactions(.init(hash: Self.reactionsHash, reactions: reactions))
        }
        on(TL.messages.GetAvailableEffects.self, .person) { request, caller, world in
            if request.hash == Self.reactionsHash { return .notModified }
            var (effects, documents): ([TL.AvailableEffect], [TL.Document]) = ([], [])
            for (id, emoji) in World.effects {
                let animation = try world.icon(of: emoji, isAnimated: true)
                effects.append(.init(id: id, emoticon: emoji, effectStickerID: animation))
                documents.append(world.document(animation, for: caller.id))
            }
            return .availableEffects(.init(hash: Self.reactionsHash, effects: effects, documents: documents))
        }
        // Nobody has Toncoin here.
        on(TL.messages.GetEmojiGameInfo.self, .person) { _, _, _ in .unavailable }
        on(TL.messages.GetTopReactions.self, .person) { request, _, _ in
            let top = World.availableReactions.prefix(max(0, Int(request.limit)))
            return .reactions(.init(hash: 0, reactions: top.map { .emoji(.init(emoticon: $0)) }))
        }
        on(TL.messages.GetRecentReactions.self, .person) { request, caller, world in
            let recent = (world.messageState.recentReactions[caller.id] ?? []).prefix(max(0, Int(request.limit)))
            return .reactions(.init(hash: 0, reactions: recent.map(\.tl)))
        }
    }

    /// Reactions and effects are always the same; a hash of zero would say that a client has none.
    private static let reactionsHash: Int32 = 1
}

extension World {
    /// The animations that messages can come with.
    static let effects: [(id: Int64, emoji: String)] = [(5, "🎉"), (6, "❤"), (7, "👍")]

    /// The animation that a message can come with: one that there is, in a private chat.
    func effect(_ id: Int64?, in peer: Int64) throws(RPCFailure) -> Int64? {
        guard let id else { return nil }
        guard case .user = PeerNumber(peer) else { throw .bad(.effectChatInvalid) }
        guard Self.effects.contains(where: { $0.id == id }) else { throw .bad(.effectIDInvalid) }
        return id
    }

    /// The reactions that an account has put on messages to itself, with what they are called.
    fileprivate func tags(of account: Account) -> [TL.SavedReactionTag] {
        var counts: [ReactionKind: Int32] = [:]
        var order: [ReactionKind] = []
        for message in messages(of: account, with: account.id) {
            for reaction in messageState.reactions[message.sharedID]?.flatMap(\.reactions) ?? [] {
                if counts[reaction] == nil { order.append(reaction) }
                counts[reaction, default: 0] += 1
            }
        }
        return order.map {
            .init(reaction: $0.tl, title: messageState.tagTitles[account.id]?[$0], count: counts[$0] ?? 0)
        }
    }
}
