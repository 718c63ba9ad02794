// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// An account as another one sees it.
    func user(_ account: Account, for viewer: Int64) -> TL.User {
        let isSelf = account.id == viewer
        return .user(
            TL.User.User(
                isSelf: isSelf, bot: account.isBot, botNochats: account.isBot, id: account.id,
                accessHash: accessHash(of: account.id, for: viewer), firstName: account.firstName,
                lastName: account.lastName, username: account.username, phone: isSelf ? account.phone : nil,
                status: status(of: account), botInfoVersion: account.isBot ? 1 : nil))
    }

    func status(of account: Account) -> TL.UserStatus? {
        guard !account.isBot else { return nil }
        if let until = account.onlineUntil, until > now { return .online(.init(expires: Int32(clamping: until))) }
        return account.lastSeen.map { .offline(.init(wasOnline: Int32(clamping: $0))) } ?? .empty
    }

    func users(_ ids: some Sequence<Int64>, for viewer: Int64) -> [TL.User] {
        Set(ids).sorted().compactMap { accounts[$0] }.map { user($0, for: viewer) }
    }

    static func peer(_ id: Int64) -> TL.Peer { .user(.init(userID: id)) }

    /// A message in the copy of the account that owns it.
    func message(_ message: StoredMessage) -> TL.Message {
        .message(
            TL.Message.Message(
                // Telegram does not mark messages to oneself as outgoing.
                out: message.isOutgoing && message.sender != message.peer, silent: message.isSilent, id: message.id,
                fromID: message.isOutgoing && message.sender != message.peer ? Self.peer(message.sender) : nil,
                peerID: Self.peer(message.peer), replyTo: reply(message), date: message.date,
                message: message.content.text, replyMarkup: message.content.replyMarkup,
                entities: message.content.entities.isEmpty ? nil : message.content.entities,
                editDate: message.editDate))
    }

    func reply(_ message: StoredMessage) -> TL.MessageReplyHeader? {
        guard let id = message.replyTo else { return nil }
        let quote = message.quote
        return .messageReplyHeader(
            .init(
                quote: quote != nil, replyToMsgID: id, quoteText: quote?.text,
                quoteEntities: quote.flatMap { $0.entities.isEmpty ? nil : $0.entities },
                quoteOffset: quote?.offset))
    }

    /// Everybody whom a message names.
    func people(in message: StoredMessage) -> Set<Int64> {
        var ids: Set = [message.peer, message.sender]
        for case .mentionName(let mention) in message.content.entities { ids.insert(mention.userID) }
        return ids
    }

    /// A change as an update.
    ///
    /// - Returns: The update, or `nil` if what it is about is gone.
    func update(_ change: Mailbox.Change, in mailbox: Mailbox) -> TL.Update? {
        switch change.kind {
        case .newMessage(let id):
            guard let message = mailbox[id] else { return nil }
            return .newMessage(.init(message: self.message(message), pts: change.pts, ptsCount: change.count))
        case .edited(let id):
            guard let message = mailbox[id] else { return nil }
            return .editMessage(.init(message: self.message(message), pts: change.pts, ptsCount: change.count))
        case .deleted(let ids):
            return .deleteMessages(.init(messages: ids, pts: change.pts, ptsCount: change.count))
        case .readInbox(let peer, let limit, let unread):
            return .readHistoryInbox(
                .init(
                    peer: Self.peer(peer), maxID: limit, stillUnreadCount: Int32(clamping: unread), pts: change.pts,
                    ptsCount: change.count))
        case .readOutbox(let peer, let limit):
            return .readHistoryOutbox(
                .init(peer: Self.peer(peer), maxID: limit, pts: change.pts, ptsCount: change.count))
        }
    }

    /// Updates of one kind with those whom they name; `seq` is zero, as where `pts` gives the order.
    func updates(_ updates: [TL.Update], naming people: some Sequence<Int64>, for viewer: Int64) -> TL.Updates {
        .updates(.init(updates: updates, users: users(people, for: viewer), chats: [], date: date, seq: 0))
    }

    /// The state of an account's updates.
    func state(of account: Account) -> TL.updates.State {
        let mailbox = mailbox(of: account.id)
        // Nothing is ordered by seq here, so it stays what it is; qts belongs to secret chats.
        return .init(
            pts: mailbox.pts, qts: 0, date: date, seq: 1,
            unreadCount: Int32(clamping: mailbox.unreadCount))
    }

    /// A conversation as a list shows it; one without messages has zero as its newest.
    func dialog(_ dialog: Mailbox.Dialog, of account: Account) -> TL.Dialog {
        .dialog(
            .init(
                unreadMark: dialog.isMarkedUnread, peer: Self.peer(dialog.peer), topMessage: dialog.messages.last ?? 0,
                readInboxMaxID: dialog.readInboxUpTo, readOutboxMaxID: dialog.readOutboxUpTo,
                unreadCount: Int32(clamping: mailbox(of: account.id).unreadCount(with: dialog.peer)),
                unreadMentionsCount: 0,
                unreadReactionsCount: 0, unreadPollVotesCount: 0, notifySettings: .init()))
    }
}
