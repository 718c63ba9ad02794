// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// An account as another one sees it.
    func user(_ account: Account, for viewer: Int64) -> TL.User {
        let isSelf = account.id == viewer
        let contact = contacts.contact(account.id, of: viewer)
        // Without a rule it is shown to the account's contacts.
        let showsPhone =
            contact?.knowsPhone == true
            || allows(
                viewer, .phoneNumber, of: account, unset: contacts.isContact(viewer, of: account.id))
        return .user(
            TL.User.User(
                isSelf: isSelf, contact: contact != nil,
                mutualContact: contact != nil && contacts.isContact(viewer, of: account.id), bot: account.isBot,
                botChatHistory: account.isBot, closeFriend: contacts.closeFriends[viewer]?.contains(account.id) == true,
                id: account.id,
                accessHash: accessHash(of: account.id, for: viewer),
                firstName: contact?.firstName ?? account.firstName,
                lastName: contact.map { $0.lastName.isEmpty ? nil : $0.lastName } ?? account.lastName,
                username: account.username, phone: isSelf || showsPhone ? account.phone : nil,
                photo: profilePhoto(of: account, for: viewer), status: status(of: account, for: viewer),
                botInfoVersion: account.isBot ? 1 : nil, botInlinePlaceholder: account.isBot ? "" : nil,
                emojiStatus: account.settings.emojiStatus,
                color: account.settings.color, profileColor: account.settings.profileColor))
    }

    /// The profile photo, as users have it.
    private func profilePhoto(of account: Account, for viewer: Int64) -> TL.UserProfilePhoto? {
        guard let id = visiblePhoto(of: account, for: viewer), let file = media.files[id] else { return nil }
        let isPersonal = profilePhotos.personal(of: account.id, for: viewer) == id
        return .userProfilePhoto(
            .init(personal: isPersonal, photoID: id, dcID: Int32(clamping: file.dataCenter)))
    }

    /// When an account was online last, as another one sees it.
    func status(of account: Account, for viewer: Int64) -> TL.UserStatus? {
        let status = status(of: account)
        guard !allows(viewer, .statusTimestamp, of: account), status != nil else { return status }
        return .recently(.init())
    }

    func status(of account: Account) -> TL.UserStatus? {
        guard !account.isBot else { return nil }
        if let until = account.onlineUntil, until > now { return .online(.init(expires: Int32(clamping: until))) }
        return account.lastSeen.map { .offline(.init(wasOnline: Int32(clamping: $0))) } ?? .empty
    }

    func users(_ ids: some Sequence<Int64>, for viewer: Int64) -> [TL.User] {
        Set(ids).sorted().compactMap { accounts[$0] }.map { user($0, for: viewer) }
    }

    /// A peer by its number as the Bot API writes it.
    static func peer(_ id: Int64) -> TL.Peer { PeerNumber(id).tl }

    /// A message in the copy of the account that owns it, or of a channel.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - viewer: The account.
    ///   - period: After what time it is sent again, if it is scheduled.
    ///   - isWhole: Whether all of its blocks come along.
    /// - Returns: The message.
    func message(
        _ message: StoredMessage, for viewer: Int64, repeatedAfter period: Int32? = nil, isWhole: Bool = false
    ) -> TL.Message {
        // Telegram does not mark messages to oneself as outgoing.
        var isOutgoing = message.isOutgoing && message.sender != message.peer
        var isPost = false
        var hasAuthor = isOutgoing
        switch PeerNumber(message.peer) {
        case .user: break
        case .group: hasAuthor = true
        case .channel(let id):
            isOutgoing = message.sender == viewer
            isPost = channels[id]?.isBroadcast ?? false
            hasAuthor = !isPost
        }
        let author = hasAuthor ? Self.peer(message.content.sendAs ?? message.sender) : nil
        let (isMentioned, isUnread) = marks(of: message, for: viewer)
        if var action = message.content.action {
            // Each account names files in its own way.
            if case .chatEditPhoto(let edited) = action, case .photo(let photo) = edited.photo {
                action = .chatEditPhoto(.init(photo: self.photo(photo.id, for: viewer)))
            }
            return .service(
                .init(
                    out: isOutgoing, mentioned: isMentioned, mediaUnread: isUnread, silent: message.isSilent,
                    post: isPost, id: message.id, fromID: author, peerID: Self.peer(message.peer),
                    replyTo: reply(message), date: message.date, action: action))
        }
        return .message(
            TL.Message.Message(
                out: isOutgoing, mentioned: isMentioned, mediaUnread: isUnread, silent: message.isSilent, post: isPost,
                fromScheduled: messageState.wereScheduled.contains(message.sharedID), pinned: message.isPinned,
                noforwards: message.content.isProtected, invertMedia: message.content.isInverted, id: message.id,
                fromID: author,
                peerID: Self.peer(message.peer), savedPeerID: savedPeer(of: message), fwdFrom: message.content.forward,
                viaBotID: message.content.viaBot,
                replyTo: reply(message),
                date: message.date, message: message.content.text,
                media: message.content.media.map { render($0, for: viewer) }, replyMarkup: message.content.replyMarkup,
                entities: message.content.entities.isEmpty ? nil : message.content.entities,
                views: isPost ? views(of: message) : nil,
                forwards: isPost ? messageState.forwards[message.sharedID] ?? 0 : nil, replies: replies(to: message),
                editDate: message.editDate, postAuthor: message.content.signature,
                groupedID: message.content.groupID, reactions: reactions(to: message, for: viewer),
                effect: message.content.effect,
                factcheck: messageState.factChecks[message.sharedID].map { _ in
                    .init(needCheck: true, hash: message.sharedID)
                }, scheduleRepeatPeriod: period,
                richMessage: message.content.rich.map { isWhole ? $0 : Self.part(of: $0) }))
    }

    /// Under whose name a message to oneself is kept: that of the chat from which it was forwarded, or one's own.
    func savedPeer(of message: StoredMessage) -> TL.Peer? {
        guard case .user = PeerNumber(message.peer), message.isOutgoing, message.sender == message.peer else {
            return nil
        }
        return message.content.forward?.savedFromPeer ?? message.content.forward?.fromID ?? Self.peer(message.peer)
    }

    func reply(_ message: StoredMessage) -> TL.MessageReplyHeader? {
        let (topic, root) = thread(of: message)
        let (quote, details) = (message.quote, message.details)
        guard let id = message.replyTo ?? topic ?? details.elsewhere?.message else { return nil }
        let entities = quote.flatMap { $0.entities.isEmpty ? nil : $0.entities }
        var (answered, place): (Int32?, TL.Peer?) = (id, nil)
        if let elsewhere = details.elsewhere {
            // Messages of private chats have other numbers for others.
            if case .channel = PeerNumber(elsewhere.peer) {
                (answered, place) = (elsewhere.message, Self.peer(elsewhere.peer))
            } else {
                answered = topic
            }
        }
        return .messageReplyHeader(
            .init(
                forumTopic: topic != nil, quote: quote != nil, replyToMsgID: answered, replyToPeerID: place,
                replyFrom: details.elsewhere?.origin, replyToTopID: root == id ? nil : root, quoteText: quote?.text,
                quoteEntities: entities, quoteOffset: quote?.offset, todoItemID: details.checklistItem,
                pollOption: details.pollOption))
    }

    /// Where a message of a channel belongs: its topic, if it is in one but the general one, and the first message of its
    /// thread.
    private func thread(of message: StoredMessage) -> (topic: Int32?, root: Int32?) {
        guard case .channel(let id) = PeerNumber(message.peer), let channel = channels[id], !channel.isBroadcast else {
            return (nil, nil)
        }
        if chats[message.peer].isForum {
            // The message may not be there yet.
            let topic = message.replyTo.map { self.topic(of: $0, in: channel) } ?? 1
            return topic == 1 ? (nil, nil) : (topic, topic)
        }
        guard let answered = message.replyTo else { return (nil, nil) }
        return (nil, root(of: answered, in: channel))
    }

    /// The first message of the thread that a message of a supergroup belongs to.
    func root(of id: Int32, in channel: Channel) -> Int32 {
        var id = id
        for _ in 0..<64 {
            guard let next = channel.mailbox[id]?.replyTo else { return id }
            id = next
        }
        return id
    }

    /// Everybody whom a message names, groups and channels included.
    func people(in message: StoredMessage) -> Set<Int64> {
        var ids: Set = [message.peer, message.sender]
        if let sendAs = message.content.sendAs { ids.insert(sendAs) }
        if let bot = message.content.viaBot { ids.insert(bot) }
        if let elsewhere = message.details.elsewhere {
            if case .channel = PeerNumber(elsewhere.peer) { ids.insert(elsewhere.peer) }
            if case .user(let user)? = elsewhere.origin.fromID { ids.insert(user.userID) }
        }
        for case .mentionName(let mention) in message.content.entities { ids.insert(mention.userID) }
        switch message.content.forward?.fromID {
        case .user(let user)?: ids.insert(user.userID)
        case .channel(let channel)?: ids.insert(PeerNumber.channel(channel.channelID).number)
        case .chat?, nil: break
        }
        switch message.content.action {
        case .chatAddUser(let action)?: ids.formUnion(action.users)
        case .chatDeleteUser(let action)?: ids.insert(action.userID)
        case .chatCreate(let action)?: ids.formUnion(action.users)
        default: break
        }
        return ids
    }

    /// A change as an update.
    ///
    /// - Returns: The update, or `nil` if what it is about is gone.
    func update(_ change: Mailbox.Change, in mailbox: Mailbox, for viewer: Int64) -> TL.Update? {
        switch change.kind {
        case .newMessage(let id):
            guard let message = mailbox[id] else { return nil }
            return .newMessage(
                .init(message: self.message(message, for: viewer), pts: change.pts, ptsCount: change.count))
        case .edited(let id):
            guard let message = mailbox[id] else { return nil }
            return .editMessage(
                .init(message: self.message(message, for: viewer), pts: change.pts, ptsCount: change.count))
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
        case .readContents(let ids):
            return .readMessagesContents(
                .init(messages: ids, pts: change.pts, ptsCount: change.count, date: change.date))
        case .pinned(let ids, let isPinned, let peer):
            return .pinnedMessages(
                .init(
                    pinned: isPinned, peer: Self.peer(peer), messages: ids, pts: change.pts, ptsCount: change.count))
        }
    }

    /// Updates of one kind with those whom they name; `seq` is zero, as where `pts` gives the order.
    func updates(_ updates: [TL.Update], naming people: some Sequence<Int64>, for viewer: Int64) -> TL.Updates {
        let (users, chats) = peers(people, for: viewer)
        return .updates(.init(updates: updates, users: users, chats: chats, date: date, seq: 0))
    }

    /// The state of an account's updates.
    func state(of account: Account) -> TL.updates.State {
        let mailbox = mailbox(of: account.id)
        // Nothing is ordered by seq here, so it stays what it is.
        return .init(
            pts: mailbox.pts, qts: numbered.qts(of: account.id), date: date, seq: 1,
            unreadCount: Int32(clamping: mailbox.unreadCount))
    }

    /// A conversation as a list shows it; one without messages has zero as its newest.
    func dialog(_ dialog: Mailbox.Dialog, of account: Account) -> TL.Dialog {
        .dialog(
            .init(
                pinned: isPinned(dialog.peer, of: account.id),
                unreadMark: dialog.isMarkedUnread || dialogs[account.id].unreadMarks.contains(dialog.peer),
                peer: Self.peer(dialog.peer), topMessage: dialog.messages.last ?? 0,
                readInboxMaxID: dialog.readInboxUpTo, readOutboxMaxID: dialog.readOutboxUpTo,
                unreadCount: Int32(clamping: mailbox(of: account.id).unreadCount(with: dialog.peer)),
                unreadMentionsCount: unread(.mentions, in: dialog.peer, of: account.id),
                unreadReactionsCount: unread(.reactions, in: dialog.peer, of: account.id),
                unreadPollVotesCount: unread(.votes, in: dialog.peer, of: account.id),
                notifySettings: dialogs[account.id].notifySettings[dialog.peer] ?? .init(),
                folderID: dialogs[account.id].archived.contains(dialog.peer) ? 1 : nil))
    }

    /// Whether an account pinned a conversation in its list.
    func isPinned(_ peer: Int64, of account: Int64) -> Bool {
        dialogs[account].pinned.contains { $0.contains(peer) }
    }
}
