// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Changes a message on both sides; the answer is the change of the author's mailbox.
    ///
    /// Without a new text the old one stays with its entities. Without a new keyboard the old one is taken away, as
    /// Telegram does.
    mutating func edit(
        _ id: Int32, of author: Int64, with peer: Int64, text: String?, entities: [TL.MessageEntity]?,
        markup: TL.ReplyMarkup?, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> (message: StoredMessage, change: Mailbox.Change) {
        guard let account = accounts[author], let message = mailbox(of: account.id)[id], message.peer == peer else {
            throw .bad(.messageIDInvalid)
        }
        guard message.isOutgoing else { throw RPCFailure(403, .messageAuthorRequired) }
        guard let receiver = accounts[peer] else { throw .bad(.peerIDInvalid) }
        let content = try content(
            text ?? message.content.text, text == nil && entities == nil ? message.content.entities : entities, markup,
            author: account, findsCommands: account.isBot || receiver.isBot)
        guard !content.isEqual(to: message.content) else { throw .bad(.messageNotModified) }
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

    /// Deletes messages, with `revoke` on the other side too.
    ///
    /// - Returns: The change of the account's mailbox, `nil` if there was nothing to delete.
    mutating func delete(
        _ ids: [Int32], of id: Int64, revoke: Bool, origin: CallOrigin? = nil
    ) -> Mailbox.Change? {
        guard let account = accounts[id] else { return nil }
        var copies: [Int64: [Int32]] = [:]
        // Bots cannot delete for themselves alone.
        if revoke || account.isBot {
            for message in ids.compactMap({ mailbox(of: account.id)[$0] }) where message.peer != id {
                if let copy = copy(of: message) { copies[message.peer, default: []].append(copy.id) }
            }
        }
        let date = date
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
        let date = date
        guard let change = changeMailbox(id, { $0.readInbox(peer, upTo: limit, date: date) }) ?? nil else {
            return nil
        }
        announce([change], to: id, except: origin)
        guard peer != id, case .readInbox(_, let reached, _) = change.kind, let mailbox = mailboxes[id] else {
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

    /// Tells a peer what somebody is doing; nobody remembers it.
    mutating func act(_ action: TL.SendMessageAction, by id: Int64, towards peer: Int64) throws(RPCFailure) {
        try check(action)
        guard peer != id, let receiver = accounts[peer], !receiver.isBot else { return }
        let update = TL.Update.userTyping(.init(userID: id, action: action))
        push(.updateShort(.init(update: update, date: date)), to: peer)
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

    /// Tells a bot that a button under one of its messages was pressed.
    ///
    /// - Returns: The id of the query, by which the bot answers, and that of one which must be given up for it.
    mutating func press(
        data: [UInt8], message id: Int32, by user: Int64, with bot: Int64
    ) throws(RPCFailure) -> (query: Int64, givenUp: Int64?) {
        guard let account = accounts[user], let target = accounts[bot], target.isBot else { throw .bad(.botInvalid) }
        guard let message = mailbox(of: account.id)[id], message.peer == bot, !message.isOutgoing,
            let copy = copy(of: message)
        else { throw .bad(.messageIDInvalid) }
        guard message.content.callbackData.contains(data) else { throw .bad(.dataInvalid) }
        let query = Int64(bitPattern: randomness.next())
        let entry = CallbackQueries.Entry(bot: bot, user: user, expires: now + CallbackQueries.lifetime)
        let givenUp = callbackQueries.add(entry, id: query, limit: limits.callbackQueries)
        let update = TL.Update.botCallbackQuery(
            .init(
                queryID: query, userID: user, peer: Self.peer(user), msgID: copy.id,
                chatInstance: accessHash(of: bot, for: user), data: data))
        push(updates([update], naming: [user, bot], for: bot), to: bot)
        return (query, givenUp)
    }

    /// Takes a bot's answer to a press; a press can be answered once.
    mutating func takeQuery(
        _ query: Int64, for bot: Int64, _ answer: TL.messages.BotCallbackAnswer
    ) throws(RPCFailure) {
        guard let entry = callbackQueries.entries[query], entry.bot == bot, entry.expires > now else {
            throw .bad(.queryIDInvalid)
        }
        try check(answer)
        callbackQueries.answer(query, answer)
    }
}

extension MessageContent {
    /// The data of the callback buttons under the message.
    var callbackData: [[UInt8]] {
        guard case .replyInlineMarkup(let markup) = replyMarkup else { return [] }
        return markup.rows.flatMap(\.buttons).compactMap { button in
            if case .callback(let callback) = button.type { callback.data } else { nil }
        }
    }
}
