// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Drafts.
    mutating func addDrafts() {
        on(TL.messages.SaveDraft.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            var topic: Int32?
            if case .message(let reply) = request.replyTo { topic = reply.topMsgID }
            let place = MessagesState.DraftPlace(peer: peer, topic: topic)
            guard request.message.utf16.count <= world.limits.messageLength else {
                throw RPCFailure.bad(.messageTooLong)
            }
            // An answer alone is a draft as well; a topic alone is none.
            var answers = false
            if case .message(let reply) = request.replyTo { answers = reply.replyToMsgID != reply.topMsgID }
            let isEmpty = request.message.isEmpty && !answers && request.media == nil
            let draft = TL.DraftMessage.DraftMessage(
                noWebpage: request.noWebpage, invertMedia: request.invertMedia, replyTo: request.replyTo,
                message: request.message, entities: request.entities, media: request.media, date: world.date,
                effect: request.effect, suggestedPost: request.suggestedPost)
            world.setDraft(isEmpty ? nil : draft, in: place, of: caller.id, origin: caller.origin)
            return true
        }
        on(TL.messages.GetAllDrafts.self, .person) { _, caller, world in
            let places = (world.messageState.drafts[caller.id] ?? [:]).keys.sorted {
                ($0.peer, $0.topic ?? 0) < ($1.peer, $1.topic ?? 0)
            }
            return world.updates(
                places.map { world.draftUpdate(in: $0, of: caller.id) }, naming: places.map(\.peer) + [caller.id],
                for: caller.id)
        }
        on(TL.messages.ClearAllDrafts.self, .person) { _, caller, world in
            for place in (world.messageState.drafts[caller.id] ?? [:]).keys.sorted(by: { $0.peer < $1.peer }) {
                world.setDraft(nil, in: place, of: caller.id, origin: caller.origin)
            }
            return true
        }
    }
}
