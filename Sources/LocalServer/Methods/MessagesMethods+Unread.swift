// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What is unread beside messages.
    mutating func addUnread() {
        on(TL.messages.GetUnreadMentions.self, .person) { request, caller, world in
            try world.unread(
                .mentions, in: request.peer, topic: request.topMsgID,
                HistoryWindow(
                    offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit,
                    maxID: request.maxID, minID: request.minID), for: caller.account)
        }
        on(TL.messages.GetUnreadReactions.self, .person) { request, caller, world in
            try world.unread(
                .reactions, in: request.peer, topic: request.topMsgID,
                HistoryWindow(
                    offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit,
                    maxID: request.maxID, minID: request.minID), for: caller.account)
        }
        on(TL.messages.GetUnreadPollVotes.self, .person) { request, caller, world in
            try world.unread(
                .votes, in: request.peer, topic: request.topMsgID,
                HistoryWindow(
                    offsetID: request.offsetID, addOffset: request.addOffset, limit: request.limit,
                    maxID: request.maxID, minID: request.minID), for: caller.account)
        }
        on(TL.messages.ReadMentions.self, .person) { request, caller, world in
            try world.see(.mentions, in: request.peer, topic: request.topMsgID, caller)
        }
        on(TL.messages.ReadReactions.self, .person) { request, caller, world in
            try world.see(.reactions, in: request.peer, topic: request.topMsgID, caller)
        }
        on(TL.messages.ReadPollVotes.self, .person) { request, caller, world in
            try world.see(.votes, in: request.peer, topic: request.topMsgID, caller)
        }
        on(TL.messages.ReadMessageContents.self, .person) { request, caller, world in
            let mailbox = world.mailbox(of: caller.id)
            let change = world.readContents(
                request.id.compactMap { mailbox[$0] }, by: caller.id, in: nil, origin: caller.origin)
            return world.affected(by: change, caller.id)
        }
        on(TL.channels.ReadMessageContents.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            _ = world.readContents(
                request.id.compactMap { channel.mailbox[$0] }, by: caller.id, in: channel.number,
                origin: caller.origin)
            return true
        }
    }
}

extension World {
    fileprivate func unread(
        _ kind: MessagesState.UnreadKind, in input: TL.InputPeer, topic: Int32?, _ window: HistoryWindow,
        for account: Account
    ) throws(RPCFailure) -> TL.messages.Messages {
        let peer = try target(input, for: account)
        var all = unread(kind, of: account, in: peer)
        if let topic, case .channel(let id) = PeerNumber(peer), let channel = channels[id] {
            all = all.filter { self.topic(of: $0.id, in: channel) == topic }
        }
        return page(of: all, window, for: account.id, in: peer)
    }

    fileprivate mutating func see(
        _ kind: MessagesState.UnreadKind, in input: TL.InputPeer, topic: Int32?, _ caller: Caller
    ) throws(RPCFailure) -> TL.messages.AffectedHistory {
        let peer = try target(input, for: caller.account)
        let change = see(kind, in: peer, topic: topic, by: caller.account, origin: caller.origin)
        let affected = affected(by: change, caller.id)
        return .init(pts: affected.pts, ptsCount: affected.ptsCount, offset: 0)
    }
}
