// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Changes a message for everybody; the answer is the change of the author's mailbox, or of the channel.
    mutating func edit(
        _ id: Int32, of author: Int64, with peer: Int64, _ change: ContentChange, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent {
        switch PeerNumber(peer) {
        case .user:
            break
        case .group(let group):
            return try edit(id, of: author, inGroup: group, change, origin: origin)
        case .channel(let channel):
            return try edit(id, by: author, inChannel: channel, change, origin: origin)
        }
        guard let account = accounts[author], let message = mailbox(of: account.id)[id], message.peer == peer else {
            throw .bad(.messageIDInvalid)
        }
        guard message.isOutgoing else { throw RPCFailure(403, .messageAuthorRequired) }
        guard let receiver = accounts[peer] else { throw .bad(.peerIDInvalid) }
        let content = try content(
            of: message, change, author: account, findsCommands: account.isBot || receiver.isBot)
        let date = date
        guard let edited = changeMailbox(author, { $0.edit(id, date: date, content) }) ?? nil else {
            throw .bad(.messageIDInvalid)
        }
        announce([edited.change], to: author, except: origin)
        if peer != author, let copy = copy(of: message),
            let other = changeMailbox(peer, { $0.edit(copy.id, date: date, content) }) ?? nil
        {
            announce([other.change], to: peer, except: nil)
        }
        return edited
    }

    /// Deletes private messages and those of basic groups, with `revoke` for everybody else too.
    ///
    /// - Returns: The change of the account's mailbox, `nil` if there was nothing to delete.
    mutating func delete(
        _ ids: [Int32], of id: Int64, revoke: Bool, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Mailbox.Change? {
        guard let account = accounts[id] else { return nil }
        var copies: [Int64: [Int32]] = [:]
        // Bots cannot delete for themselves alone.
        if revoke || account.isBot {
            let messages = ids.compactMap { mailbox(of: account.id)[$0] }
            copies = try revoked(messages, by: id)
            for message in messages where message.peer != id {
                if let copy = copy(of: message) { copies[message.peer, default: []].append(copy.id) }
            }
        }
        let date = date
        let gone = ids.compactMap { mailbox(of: id)[$0] }
        defer {
            for message in gone where self.copies(of: message, seenBy: id).isEmpty {
                messageState.forget(message.sharedID)
            }
        }
        let change = changeMailbox(id) { $0.delete(ids, date: date) } ?? nil
        if let change { announce([change], to: id, except: origin) }
        for (peer, ids) in copies.sorted(by: { $0.key < $1.key }) {
            if let change = changeMailbox(peer, { $0.delete(ids, date: date) }) ?? nil {
                announce([change], to: peer, except: nil)
            }
        }
        return change
    }

    /// Notes that an account has read what came from a peer, and tells the peer.
    ///
    /// - Returns: The change of the account's mailbox, `nil` if everything was read already.
    mutating func read(
        by id: Int64, from peer: Int64, upTo limit: Int32, origin: CallOrigin? = nil
    ) -> Mailbox.Change? {
        let (date, start) = (date, mailboxes[id]?.dialogs[peer]?.readInboxUpTo ?? 0)
        guard let change = changeMailbox(id, { $0.readInbox(peer, upTo: limit, date: date) }) ?? nil else {
            return nil
        }
        announce([change], to: id, except: origin)
        guard peer != id, case .readInbox(_, let reached, _) = change.kind, let mailbox = mailboxes[id] else {
            return change
        }
        for message in mailbox.history(with: peer).drop(while: { $0 > reached }).prefix(while: { $0 > start }) {
            guard let message = mailbox[message], !message.isOutgoing else { continue }
            messageState.readDates[id, default: [:]][message.sharedID] = date
        }
        if case .group(let group) = PeerNumber(peer) {
            readInGroup(group, by: id, after: start, upTo: reached)
            return change
        }
        let newest = mailbox.history(with: peer).lazy.compactMap { mailbox[$0] }
            .first { $0.id <= reached && !$0.isOutgoing }
        if let copy = newest.flatMap({ copy(of: $0) }),
            let other = changeMailbox(peer, { $0.readOutbox(id, upTo: copy.id, date: date) }) ?? nil
        {
            announce([other], to: peer, except: nil)
        }
        return change
    }

    /// Tells others what somebody is doing; nobody remembers it.
    mutating func act(_ action: TL.SendMessageAction, by id: Int64, towards peer: Int64) throws(RPCFailure) {
        try check(action)
        let update: TL.Update
        let receivers: [Int64]
        switch PeerNumber(peer) {
        case .user:
            update = .userTyping(.init(userID: id, action: action))
            receivers = [peer]
        case .group(let group):
            guard let members = groups[group]?.members, members[id] != nil else {
                throw RPCFailure(403, .chatWriteForbidden)
            }
            update = .chatUserTyping(.init(chatID: group, fromID: Self.peer(id), action: action))
            receivers = Array(members.keys)
        case .channel(let channel):
            guard let found = channels[channel], found.members[id] != nil else {
                throw RPCFailure(403, .chatWriteForbidden)
            }
            guard !found.isBroadcast else { return }
            update = .channelUserTyping(.init(channelID: channel, fromID: Self.peer(id), action: action))
            receivers = Array(found.members.keys)
        }
        // Bots hear alone that a text which grows is to end.
        var isForBots = false
        if case .stopDraft = action { isForBots = true }
        for receiver in receivers.sorted() where receiver != id && accounts[receiver]?.isBot == isForBots {
            push(.updateShort(.init(update: update, date: date)), to: receiver)
        }
    }

    /// Notes that a person is there or has gone, and tells those who have talked with them.
    mutating func setPresence(of id: Int64, isOnline: Bool) {
        let now = now
        update(id) { account in
            account.lastSeen = now
            account.onlineUntil = isOnline ? now + Self.onlinePeriod : nil
        }
        guard let account = accounts[id], let status = status(of: account) else { return }
        let update = TL.Update.userStatus(.init(userID: id, status: status))
        for peer in mailbox(of: id).dialogs.keys.sorted() where peer != id && accounts[peer]?.isBot == false {
            push(.updateShort(.init(update: update, date: date)), to: peer)
        }
    }

    /// How long somebody counts as present, in seconds.
    static let onlinePeriod: Int64 = 300

    // MARK: Buttons

    /// Tells a bot that a button under one of its messages, in any conversation, was pressed.
    ///
    /// - Returns: The id of the query, by which the bot answers, and that of one which must be given up for it.
    mutating func press(
        data: [UInt8], message id: Int32, by user: Int64, in peer: Int64
    ) throws(RPCFailure) -> (query: Int64, givenUp: Int64?) {
        guard accounts[user] != nil else { throw .bad(.userIDInvalid) }
        if let inline = inlineMessage(id, for: user, in: peer) {
            return try press(data, under: inline.content, inline.id, of: inline.bot, by: user)
        }
        let (message, bot, copy) = try button(id, for: user, in: peer)
        guard message.content.callbackData.contains(data) else { throw .bad(.dataInvalid) }
        let query = Int64(bitPattern: randomness.next())
        let entry = CallbackQueries.Entry(bot: bot, user: user, expires: now + CallbackQueries.lifetime)
        let givenUp = bots.callbackQueries.add(entry, id: query, limit: limits.callbackQueries)
        let place = PeerNumber(peer) == .user(bot) ? user : peer
        let update = TL.Update.botCallbackQuery(
            .init(
                queryID: query, userID: user, peer: Self.peer(place), msgID: copy,
                chatInstance: accessHash(of: bot, for: place), data: data))
        push(updates([update], naming: [user, bot, place], for: bot), to: bot)
        return (query, givenUp)
    }

    private mutating func press(
        _ data: [UInt8], under content: MessageContent, _ id: TL.InputBotInlineMessageID, of bot: Int64, by user: Int64
    ) throws(RPCFailure) -> (query: Int64, givenUp: Int64?) {
        guard content.callbackData.contains(data) else { throw .bad(.dataInvalid) }
        let query = Int64(bitPattern: randomness.next())
        let entry = CallbackQueries.Entry(bot: bot, user: user, expires: now + CallbackQueries.lifetime)
        let givenUp = bots.callbackQueries.add(entry, id: query, limit: limits.callbackQueries)
        let update = TL.Update.inlineBotCallbackQuery(
            .init(queryID: query, userID: user, msgID: id, chatInstance: accessHash(of: bot, for: user), data: data))
        push(updates([update], naming: [user], for: bot), to: bot)
        return (query, givenUp)
    }

    /// Finds a bot's message as somebody sees it.
    ///
    /// - Returns: The message, the bot, and the message's id in the bot's copy.
    func button(
        _ id: Int32, for user: Int64, in peer: Int64
    ) throws(RPCFailure) -> (message: StoredMessage, bot: Int64, copy: Int32) {
        if case .channel(let channel) = PeerNumber(peer) {
            guard let message = channels[channel]?.mailbox[id], accounts[message.sender]?.isBot == true else {
                throw .bad(.messageIDInvalid)
            }
            return (message, message.sender, id)
        }
        guard PeerNumber(peer) != .user(peer) || accounts[peer]?.isBot == true else { throw .bad(.botInvalid) }
        guard let message = mailbox(of: user)[id], message.peer == peer, accounts[message.sender]?.isBot == true,
            let copy = mailboxes[message.sender]?.message(withSharedID: message.sharedID)
        else { throw .bad(.messageIDInvalid) }
        return (message, message.sender, copy.id)
    }

    /// Takes a bot's answer to a press; a press can be answered once.
    mutating func takeQuery(
        _ query: Int64, for bot: Int64, _ answer: TL.messages.BotCallbackAnswer
    ) throws(RPCFailure) {
        guard let entry = bots.callbackQueries.entries[query], entry.bot == bot, entry.expires > now else {
            throw .bad(.queryIDInvalid)
        }
        try check(answer)
        bots.callbackQueries.answer(query, answer)
    }
}

extension MessageContent {
    /// The data of the callback buttons under the message.
    var callbackData: [[UInt8]] {
        guard case .inline(let markup) = replyMarkup else { return [] }
        return markup.rows.flatMap(\.buttons).compactMap { button in
            if case .callback(let callback) = button.type { callback.data } else { nil }
        }
    }
}
