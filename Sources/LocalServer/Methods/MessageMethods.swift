// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Sending and changing messages.
    mutating func addMessages() {
        on(TL.messages.SendMessage.self) { (request, call, engine) throws(RPCFailure) in
            let sender = try call.caller
            let peer = try engine.world.peer(request.peer, for: sender)
            guard request.scheduleDate == nil, request.richMessage == nil, request.quickReplyShortcut == nil else {
                throw Engine.notImplemented
            }
            var draft = Draft(text: request.message, entities: request.entities)
            draft.randomID = request.randomID
            draft.replyMarkup = request.replyMarkup
            draft.isSilent = request.silent
            switch request.replyTo {
            case .message(let reply)?:
                draft.replyTo = reply.replyToMsgID
                draft.quote = reply.quoteText.map { text in
                    .init(text: text, entities: reply.quoteEntities ?? [], offset: reply.quoteOffset ?? 0)
                }
            case nil:
                break
            case .story?, .monoForum?, .ephemeralMessage?:
                throw .bad(.replyMessageIDInvalid)
            }
            let sent = try engine.world.send(draft, from: sender.id, to: peer.id, origin: call.origin)
            return engine.world.confirmation(of: sent.message, sent.change, to: sender.id)
        }
        on(TL.messages.EditMessage.self) { (request, call, engine) throws(RPCFailure) in
            let author = try call.caller
            let peer = try engine.world.peer(request.peer, for: author)
            guard request.media == nil, request.richMessage == nil, request.scheduleDate == nil else {
                throw Engine.notImplemented
            }
            let edited = try engine.world.edit(
                request.id, of: author.id, with: peer.id, text: request.message, entities: request.entities,
                markup: request.replyMarkup, origin: call.origin)
            return engine.world.updates([edited.change], of: author.id)
        }
        on(TL.messages.DeleteMessages.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let change = engine.world.delete(request.id, of: account.id, revoke: request.revoke, origin: call.origin)
            return engine.world.affected(by: change, account.id)
        }
        on(TL.messages.DeleteHistory.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.peer(request.peer, for: account)
            let ids = engine.world.mailbox(of: account.id).history(with: peer.id).filter {
                request.maxID <= 0 || $0 <= request.maxID
            }
            let change = engine.world.delete(ids, of: account.id, revoke: request.revoke, origin: call.origin)
            let affected = engine.world.affected(by: change, account.id)
            return .init(pts: affected.pts, ptsCount: affected.ptsCount, offset: 0)
        }
        on(TL.messages.ReadHistory.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.peer(request.peer, for: account)
            let change = engine.world.read(
                by: account.id, from: peer.id, upTo: request.maxID, origin: call.origin)
            return engine.world.affected(by: change, account.id)
        }
        on(TL.messages.MarkDialogUnread.self, .person) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            guard case .inputDialogPeer(let dialog) = request.peer else { throw .bad(.peerIDInvalid) }
            let peer = try engine.world.peer(dialog.peer, for: account)
            _ = engine.world.changeMailbox(account.id) { $0.markUnread(peer.id, request.unread) }
            return true
        }
        on(TL.messages.SetTyping.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let peer = try engine.world.peer(request.peer, for: account)
            try engine.world.act(request.action, by: account.id, towards: peer.id)
            return true
        }
        on(TL.messages.ReceivedMessages.self, .person) { (_, _, _) in [] }
    }
}

extension World {
    /// What the caller of `messages.sendMessage` hears.
    func confirmation(
        of message: StoredMessage, _ change: Mailbox.Change, to account: Int64
    ) -> TL.Updates {
        let entities = message.content.entities
        let isShort = message.content.replyMarkup == nil && message.replyTo == nil && message.peer != account
        if isShort {
            return .updateShortSentMessage(
                .init(
                    out: true, id: message.id, pts: change.pts, ptsCount: change.count, date: message.date,
                    entities: entities.isEmpty ? nil : entities))
        }
        var list: [TL.Update] = []
        if let randomID = message.randomID { list.append(.messageID(.init(id: message.id, randomID: randomID))) }
        if let update = update(change, in: mailbox(of: account)) { list.append(update) }
        return updates(list, naming: people(in: message).union([account]), for: account)
    }

    /// Changes as the answer to the call that made them.
    func updates(_ changes: [Mailbox.Change], of account: Int64) -> TL.Updates {
        let mailbox = mailbox(of: account)
        var people: Set = [account]
        for change in changes {
            guard case .edited(let id) = change.kind, let message = mailbox[id] else { continue }
            people.formUnion(self.people(in: message))
        }
        return updates(changes.compactMap { update($0, in: mailbox) }, naming: people, for: account)
    }

    /// A change as `messages.affectedMessages`.
    func affected(by change: Mailbox.Change?, _ account: Int64) -> TL.messages.AffectedMessages {
        .init(pts: change?.pts ?? mailbox(of: account).pts, ptsCount: change?.count ?? 0)
    }
}
