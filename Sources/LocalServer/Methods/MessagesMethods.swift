// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Sending and changing messages.
    mutating func addMessages() {
        addHistory()
        addPins()
        addScheduled()
        addDrafts()
        addReading()
        addTexts()
        addThreads()
        addUnread()
        addSearches()
        addReports()
        addPolls()
        addChecklists()
        on(TL.messages.SendMessage.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            guard request.quickReplyShortcut == nil else { throw Engine.notImplemented }
            var newMessage = NewMessage(text: request.message, entities: request.entities)
            newMessage.randomID = request.randomID
            newMessage.replyMarkup = request.replyMarkup
            newMessage.isSilent = request.silent
            newMessage.isProtected = request.noforwards
            newMessage.effect = try world.effect(request.effect, in: peer)
            newMessage.isInverted = request.invertMedia
            newMessage.hidesPreview = request.noWebpage
            newMessage.rich = try request.richMessage.map { rich in try world.rich(rich, of: caller.account) }
            newMessage.sendAs = try world.sender(request.sendAs, in: peer, for: caller.account)
            try world.answer(&newMessage, request.replyTo, in: peer, for: caller.account)
            if let date = request.scheduleDate, world.isLater(date) {
                return try world.schedule(
                    newMessage, from: caller.id, to: peer, at: date, every: request.scheduleRepeatPeriod,
                    origin: caller.origin)
            }
            let sent = try world.send(newMessage, from: caller.id, to: peer, origin: caller.origin)
            if request.clearDraft {
                world.setDraft(nil, in: .init(peer: peer, topic: nil), of: caller.id, origin: caller.origin)
            }
            return world.confirmation(of: [sent], to: caller.id)
        }
        on(TL.messages.EditMessage.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            var change = ContentChange(
                text: request.message, entities: request.entities, markup: request.replyMarkup,
                isInverted: request.invertMedia, hidesPreview: request.noWebpage)
            change.rich = try request.richMessage.map { rich in try world.rich(rich, of: caller.account) }
            if case .poll(let poll)? = request.media, poll.poll.closed {
                let message = try world.message(request.id, in: peer, of: caller.id)
                return try world.closePoll(in: message, by: caller.id, origin: caller.origin)
            }
            if let media = request.media { change.media = try world.store(media, of: caller.account).orNothing }
            if let date = request.scheduleDate {
                return try world.editScheduled(
                    request.id, of: caller.id, in: peer, change, date: date, origin: caller.origin)
            }
            let edited = try world.edit(request.id, of: caller.id, with: peer, change, origin: caller.origin)
            return world.updates([edited.change], of: caller.id, in: peer)
        }
        on(TL.messages.DeleteMessages.self) { request, caller, world in
            let change = try world.delete(
                request.id, of: caller.id, revoke: request.revoke, origin: caller.origin)
            return world.affected(by: change, caller.id)
        }
        on(TL.messages.DeleteHistory.self, .person) { request, caller, world in
            let peer = try world.conversation(request.peer, for: caller.account)
            let ids = world.mailbox(of: caller.id).history(with: peer).filter {
                request.maxID <= 0 || $0 <= request.maxID
            }
            let change = try world.delete(
                ids, of: caller.id, revoke: request.revoke, origin: caller.origin)
            let affected = world.affected(by: change, caller.id)
            return .init(pts: affected.pts, ptsCount: affected.ptsCount, offset: 0)
        }
        on(TL.messages.ReadHistory.self, .person) { request, caller, world in
            let peer = try world.conversation(request.peer, for: caller.account)
            let change = world.read(
                by: caller.id, from: peer, upTo: request.maxID, origin: caller.origin)
            return world.affected(by: change, caller.id)
        }
        on(TL.messages.SetTyping.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            try world.act(request.action, by: caller.id, towards: peer)
            return true
        }
        on(TL.messages.ForwardMessages.self) { request, caller, world in
            let from = try world.target(request.fromPeer, for: caller.account)
            let to = try world.target(request.toPeer, for: caller.account)
            guard request.quickReplyShortcut == nil else { throw Engine.notImplemented }
            guard (1...100).contains(request.id.count) else { throw RPCFailure.bad(.messageIDsEmpty) }
            guard request.id.count == request.randomID.count else { throw RPCFailure.bad(.randomIDInvalid) }
            let newMessages = try zip(request.id, request.randomID).map { id, randomID in
                var newMessage = try world.forward(
                    of: id, in: from, for: caller.account, dropsAuthor: request.dropAuthor, isSaved: to == caller.id)
                newMessage.randomID = randomID
                newMessage.isSilent = request.silent
                newMessage.isProtected = request.noforwards
                newMessage.effect = try world.effect(request.effect, in: to)
                newMessage.sendAs = try world.sender(request.sendAs, in: to, for: caller.account)
                try world.answer(&newMessage, request.replyTo, in: to, for: caller.account)
                if let topic = request.topMsgID, topic != 1, newMessage.replyTo == nil { newMessage.replyTo = topic }
                if request.dropMediaCaptions, newMessage.media != nil {
                    (newMessage.text, newMessage.entities) = ("", nil)
                }
                return newMessage
            }
            if let date = request.scheduleDate, world.isLater(date) {
                return try world.schedule(
                    newMessages, from: caller.id, to: to, at: date, every: request.scheduleRepeatPeriod,
                    origin: caller.origin)
            }
            let sent = try world.send(newMessages, from: caller.id, to: to, origin: caller.origin)
            for id in request.id { world.countForward(of: id, in: from) }
            return world.confirmation(of: sent, to: caller.id, mayBeShort: false)
        }
        on(TL.messages.ReceivedMessages.self, .person) { _, _, _ in [] }
    }
}

extension StoredMedia {
    /// `nil` for what stands for nothing.
    var orNothing: StoredMedia? {
        if case .plain(.empty) = self { nil } else { self }
    }
}

extension World {
    /// Makes a message an answer to another one, or to a part of one.
    func answer(
        _ newMessage: inout NewMessage, _ reply: TL.InputReplyTo?, in peer: Int64, for account: Account
    ) throws(RPCFailure) {
        switch reply {
        case .message(let reply)?:
            newMessage.quote = reply.quoteText.map { text in
                .init(text: text, entities: reply.quoteEntities ?? [], offset: reply.quoteOffset ?? 0)
            }
            newMessage.details.checklistItem = reply.todoItemID
            newMessage.details.pollOption = reply.pollOption
            let other = try reply.replyToPeerID.map { id throws(RPCFailure) in try target(id, for: account) }
            guard let other, other != peer else {
                newMessage.replyTo = reply.replyToMsgID
                let answered =
                    if case .channel(let id) = PeerNumber(peer) {
                        channels[id]?.mailbox[reply.replyToMsgID]
                    } else {
                        mailboxes[account.id]?[reply.replyToMsgID]
                    }
                if let quote = newMessage.quote, let answered, !answered.content.text.contains(quote.text) {
                    throw .bad(.quoteTextInvalid)
                }
                return
            }
            guard
                let header = try forward(
                    of: reply.replyToMsgID, in: other, for: account, dropsAuthor: false, isSaved: false
                ).forward
            else { throw .bad(.replyMessageIDInvalid) }
            newMessage.details.elsewhere = .init(peer: other, message: reply.replyToMsgID, origin: header)
            if let topic = reply.topMsgID, topic != 1 { newMessage.replyTo = topic }
        case nil: break
        case .story?, .monoForum?, .ephemeralMessage?: throw .bad(.replyMessageIDInvalid)
        }
    }

    /// In whose name somebody sends something; `nil` for their own.
    func sender(_ input: TL.InputPeer?, in peer: Int64, for account: Account) throws(RPCFailure) -> Int64? {
        guard let input else { return nil }
        let sender = try target(input, for: account)
        guard sender != account.id else { return nil }
        guard case .channel(let id) = PeerNumber(peer), let group = channels[id], !group.isBroadcast,
            case .channel(let other) = PeerNumber(sender), let channel = channels[other]
        else { throw .bad(.sendAsPeerInvalid) }
        // The group itself for its administrators, and channels for those whose they are.
        guard sender == peer ? channel.isAdmin(account.id) : channel.isBroadcast && channel.creator == account.id else {
            throw .bad(.sendAsPeerInvalid)
        }
        return sender
    }

    /// Counts that a post was forwarded.
    mutating func countForward(of id: Int32, in peer: Int64) {
        guard case .channel(let channel) = PeerNumber(peer), let message = channels[channel]?.mailbox[id] else {
            return
        }
        messageState.forwards[message.sharedID, default: 0] += 1
    }

    /// Schedules several messages.
    ///
    /// - Returns: The answer to the call.
    mutating func schedule(
        _ newMessages: [NewMessage], from account: Int64, to peer: Int64, at date: Int32, every period: Int32? = nil,
        origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        var list: [TL.Update] = []
        for newMessage in newMessages {
            let answer = try schedule(newMessage, from: account, to: peer, at: date, every: period, origin: origin)
            if case .updates(let batch) = answer { list += batch.updates }
        }
        return updates(list, naming: [account, peer], for: account)
    }

    /// Finds a private conversation or a basic group that a client names; channels have methods of their own.
    fileprivate func conversation(_ peer: TL.InputPeer, for account: Account) throws(RPCFailure) -> Int64 {
        let number = try target(peer, for: account)
        if case .channel = PeerNumber(number) { throw RPCFailure.bad(.peerIDInvalid) }
        return number
    }

    /// A message as somebody forwards it.
    func forward(
        of id: Int32, in peer: Int64, for sender: Account, dropsAuthor: Bool, isSaved: Bool
    ) throws(RPCFailure) -> NewMessage {
        let message =
            if case .channel(let channel) = PeerNumber(peer) {
                channels[channel]?.mailbox[id]
            } else {
                mailbox(of: sender.id)[id]
            }
        guard let message, message.peer == peer, message.content.action == nil else {
            throw RPCFailure.bad(.messageIDInvalid)
        }
        guard !message.content.isProtected, !chats[peer].isProtected else {
            throw RPCFailure.bad(.chatForwardsRestricted)
        }
        var newMessage = NewMessage(text: message.content.text, entities: message.content.entities)
        newMessage.media = message.content.media
        guard !dropsAuthor else { return newMessage }
        let first = message.content.forward
        var isPost = false
        if case .channel(let channel) = PeerNumber(peer) { isPost = channels[channel]?.isBroadcast ?? false }
        // Who does not want to be found by forwarded messages is named by name alone.
        let author = accounts[message.sender]
        let isHidden = !isPost && author.map { !allows(sender.id, .forwards, of: $0) } ?? false
        let name = author.map { [$0.firstName, $0.lastName].compactMap(\.self).joined(separator: " ") }
        // What is kept among one's own messages says also from where it was taken.
        newMessage.forward = TL.MessageFwdHeader(
            fromID: first == nil ? (isHidden ? nil : Self.peer(isPost ? peer : message.sender)) : first?.fromID,
            fromName: first == nil ? (isHidden ? name : nil) : first?.fromName, date: first?.date ?? message.date,
            channelPost: first == nil ? (isPost ? message.id : nil) : first?.channelPost,
            savedFromPeer: isSaved ? Self.peer(peer) : nil, savedFromMsgID: isSaved ? id : nil)
        return newMessage
    }

    /// What whoever has sent messages hears.
    func confirmation(of sent: [Sent], to account: Int64, mayBeShort: Bool = true) -> TL.Updates {
        if mayBeShort, let (message, change) = sent.first, case .user = PeerNumber(message.peer),
            message.content.replyMarkup == nil, message.replyTo == nil, message.peer != account,
            message.content.media == nil, message.content.rich == nil, message.content.action == nil
        {
            let entities = message.content.entities
            return .updateShortSentMessage(
                .init(
                    out: true, id: message.id, pts: change.pts, ptsCount: change.count, date: message.date,
                    entities: entities.isEmpty ? nil : entities))
        }
        var list: [TL.Update] = []
        for (message, _) in sent {
            if let randomID = message.randomID { list.append(.messageID(.init(id: message.id, randomID: randomID))) }
        }
        return told(of: sent, to: account, after: list)
    }

    /// Messages that a call made, as the answer to it.
    func told(
        of sent: [Sent], to account: Int64, after others: [TL.Update] = [], naming named: Set<Int64> = []
    ) -> TL.Updates {
        var list = others
        var people = named.union([account])
        for (message, change) in sent {
            people.formUnion(self.people(in: message))
            if case .channel(let id) = PeerNumber(message.peer), let channel = channels[id] {
                list += [readMark(in: id, of: account), update(change, in: channel, for: account)]
                    .compactMap(\.self)
            } else {
                list += [update(change, in: mailbox(of: account), for: account)].compactMap(\.self)
            }
        }
        if let message = sent.first?.message, case .channel(let id) = PeerNumber(message.peer) {
            return channelUpdates(list, naming: people, in: id, for: account)
        }
        return updates(list, naming: people, for: account)
    }

    /// Changes as the answer to the call that made them.
    func updates(_ changes: [Mailbox.Change], of account: Int64, in peer: Int64) -> TL.Updates {
        if case .channel(let id) = PeerNumber(peer), let channel = channels[id] {
            let people = changes.reduce(into: Set<Int64>()) { $0.formUnion(self.people(in: $1, channel)) }
            return channelUpdates(
                changes.compactMap { update($0, in: channel, for: account) }, naming: people, in: id, for: account)
        }
        let mailbox = mailbox(of: account)
        var people: Set = [account]
        for change in changes {
            guard case .edited(let id) = change.kind, let message = mailbox[id] else { continue }
            people.formUnion(self.people(in: message))
        }
        return updates(changes.compactMap { update($0, in: mailbox, for: account) }, naming: people, for: account)
    }

    /// A change as `messages.affectedMessages`.
    func affected(by change: Mailbox.Change?, _ account: Int64) -> TL.messages.AffectedMessages {
        .init(pts: change?.pts ?? mailbox(of: account).pts, ptsCount: change?.count ?? 0)
    }
}
