// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// The emoji that can be reactions.
    static let availableReactions = ["👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🎉", "🤩"]

    /// Puts reactions on a message, in the place of those that an account has there.
    ///
    /// - Returns: The answer to the call.
    mutating func react(
        to id: Int32, in peer: Int64, by account: Int64, with raw: [TL.Reaction], isBig: Bool,
        origin: CallOrigin? = nil
    ) throws(RPCFailure) -> TL.Updates {
        let message = try message(id, in: peer, of: account)
        guard message.content.action == nil else { throw .bad(.messageIDInvalid) }
        switch PeerNumber(peer) {
        case .user: break
        case .group(let group):
            guard groups[group]?.members[account] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        case .channel(let channel):
            guard channels[channel]?.members[account] != nil else { throw .bad(.channelPrivate) }
        }
        if peer < 0, forbids(\.sendReactions, account, in: peer) { throw RPCFailure(403, .chatWriteForbidden) }
        guard raw.count <= (accounts[account]?.isBot == true ? 1 : 3) else { throw .bad(.reactionsTooMany) }
        let reactions = try raw.map { reaction throws(RPCFailure) in try ReactionKind(reaction) }
        for case .emoji(let emoji) in reactions where !Self.availableReactions.contains(emoji) {
            throw .bad(.reactionInvalid)
        }
        let old = messageState.reactions[message.sharedID]?.first { $0.account == account }?.reactions ?? []
        guard old != reactions else { throw .bad(.messageNotModified) }
        messageState.reactions[message.sharedID, default: []].removeAll { $0.account == account }
        if !reactions.isEmpty {
            messageState.reactions[message.sharedID, default: []].append(
                .init(account: account, reactions: reactions, isBig: isBig, date: date))
            let used = messageState.recentReactions[account] ?? []
            let recent = reactions + used.filter { !reactions.contains($0) }
            messageState.recentReactions[account] = Array(recent.prefix(100))
        }
        if message.sender != account, accounts[message.sender]?.isBot == false {
            if reactions.isEmpty {
                messageState.unread[.reactions]?[message.sender]?.remove(message.sharedID)
            } else {
                messageState.unread[.reactions, default: [:]][message.sender, default: []].insert(message.sharedID)
            }
        }
        return tellOfReactions(to: message, by: account, origin)
    }

    /// Gives Stars for a message of a channel.
    mutating func give(
        _ stars: Int32, for id: Int32, in peer: Int64, by account: Int64, isAnonymous: Bool, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard case .channel(let channel) = PeerNumber(peer), channels[channel]?.isBroadcast == true else {
            throw .bad(.peerIDInvalid)
        }
        guard (1...2_500).contains(stars) else { throw .bad(.reactionsCountInvalid) }
        let message = try message(id, in: peer, of: account)
        var given = messageState.stars[message.sharedID] ?? []
        if let index = given.firstIndex(where: { $0.account == account }) {
            given[index].count += stars
            given[index].isAnonymous = isAnonymous
        } else {
            given.append((account, stars, isAnonymous))
        }
        messageState.stars[message.sharedID] = given
        return tellOfReactions(to: message, by: account, origin)
    }

    mutating func tellOfReactions(
        to message: StoredMessage, by account: Int64, _ origin: CallOrigin?
    ) -> TL.Updates {
        tell(of: message, seenBy: account, except: origin) { world, viewer, copy in
            .messageReactions(
                .init(
                    peer: Self.peer(copy.peer), msgID: copy.id,
                    reactions: world.reactions(to: copy, for: viewer) ?? .init(results: [])))
        }
    }

    /// The reactions to a message as an account sees them; `nil` if there are none.
    func reactions(to message: StoredMessage, for viewer: Int64) -> TL.MessageReactions? {
        let all = messageState.reactions[message.sharedID] ?? []
        let stars = messageState.stars[message.sharedID] ?? []
        guard !all.isEmpty || !stars.isEmpty else { return nil }
        var order: [ReactionKind] = []
        var counts: [ReactionKind: Int32] = [:]
        for reaction in all.flatMap(\.reactions) {
            if counts[reaction] == nil { order.append(reaction) }
            counts[reaction, default: 0] += 1
        }
        let own = all.first { $0.account == viewer }?.reactions ?? []
        var results = order.map { reaction in
            TL.ReactionCount(
                chosenOrder: own.firstIndex(of: reaction).map(Int32.init(clamping:)), reaction: reaction.tl,
                count: counts[reaction] ?? 0)
        }
        results.sort { $0.count > $1.count }
        if !stars.isEmpty {
            let mine = stars.contains { $0.account == viewer }
            results.insert(
                .init(
                    chosenOrder: mine ? -1 : nil, reaction: .paid, count: stars.reduce(0) { $0 + $1.count }), at: 0)
        }
        // In channels nobody sees who it was.
        var isListed = true
        if case .channel(let id) = PeerNumber(message.peer) { isListed = channels[id]?.isBroadcast == false }
        let top = stars.sorted { $0.count > $1.count }.prefix(3).map { entry in
            TL.MessageReactor(
                top: true, my: entry.account == viewer, anonymous: entry.isAnonymous,
                peerID: entry.isAnonymous && entry.account != viewer ? nil : Self.peer(entry.account),
                count: entry.count)
        }
        return TL.MessageReactions(
            canSeeList: isListed, reactionsAsTags: message.peer == viewer && message.sender == viewer, results: results,
            recentReactions: isListed && !all.isEmpty ? reactors(of: message, nil, for: viewer) : nil,
            topReactors: top.isEmpty ? nil : Array(top))
    }

    /// Who reacted to a message, newest first.
    func reactors(
        of message: StoredMessage, _ reaction: ReactionKind?, for viewer: Int64
    ) -> [TL.MessagePeerReaction] {
        let isUnread =
            message.sender == viewer
            && messageState.unread[.reactions]?[viewer]?.contains(message.sharedID) == true
        return (messageState.reactions[message.sharedID] ?? []).reversed().flatMap { entry in
            entry.reactions.filter { reaction == nil || $0 == reaction }.map { kept in
                TL.MessagePeerReaction(
                    big: entry.isBig, unread: isUnread && entry.account != viewer, my: entry.account == viewer,
                    peerID: Self.peer(entry.account),
                    date: entry.date, reaction: kept.tl)
            }
        }
    }
}
