// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Scheduled messages.
    mutating func addScheduled() {
        on(TL.messages.GetScheduledHistory.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return world.answer(world.scheduled(of: caller.id, in: peer), of: caller.id, in: peer)
        }
        on(TL.messages.GetScheduledMessages.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let found = world.scheduled(of: caller.id, in: peer).filter { request.id.contains($0.id) }
            return world.answer(found, of: caller.id, in: peer)
        }
        on(TL.messages.SendScheduledMessages.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try world.sendScheduled(request.id, of: caller.id, in: peer, origin: caller.origin)
        }
        on(TL.messages.DeleteScheduledMessages.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return world.deleteScheduled(request.id, of: caller.id, in: peer, origin: caller.origin)
        }
    }
}

extension World {
    /// Scheduled messages as an answer.
    fileprivate func answer(
        _ scheduled: [MessagesState.Scheduled], of account: Int64, in peer: Int64
    ) -> TL.messages.Messages {
        let (users, chats) = peers([account, peer], for: account)
        return .messages(
            .init(messages: scheduled.map { rendered($0, of: account) }, topics: [], chats: chats, users: users))
    }
}
