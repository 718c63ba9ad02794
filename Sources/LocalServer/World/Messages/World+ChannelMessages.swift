// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// What is said in channels and supergroups: all members share the messages and their numbers.
extension World {
    // MARK: Writing

    /// Looks whether somebody can send a message to a channel or a supergroup.
    func check(_ newMessage: NewMessage, from sender: Int64, toChannel id: Int64) throws(RPCFailure) -> CheckedMessage {
        guard let author = accounts[sender], let channel = channels[id] else { throw .bad(.channelInvalid) }
        guard channel.members[sender] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        if newMessage.action == nil {
            try checkSending(sender, in: channel.number)
            try checkTopic(of: newMessage, from: sender, in: channel)
        }
        let content = try permitted(
            content(of: newMessage, author: author, findsCommands: !channel.isBroadcast), from: sender,
            in: channel.number)
        if let answered = newMessage.replyTo, channel.mailbox[answered] == nil { throw .bad(.replyMessageIDInvalid) }
        return CheckedMessage(newMessage: newMessage, content: content)
    }

    /// Puts a message into a channel and tells all members.
    mutating func put(
        _ content: MessageContent, in id: Int64, from sender: Int64, _ newMessage: NewMessage, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        let sharedID = nextSharedID()
        let (date, number) = (date, PeerNumber.channel(id).number)
        var content = content
        if chats[number].hasSignatures, content.action == nil, channels[id]?.isBroadcast == true {
            content.signature = accounts[sender].map {
                [$0.firstName, $0.lastName].compactMap(\.self).joined(separator: " ")
            }
        }
        if let channel = channels[id], !channel.isBroadcast {
            let answered = newMessage.replyTo.flatMap { channel.mailbox[$0] }
            noteMentions(in: content, sharedID, answering: answered, from: sender, among: channel.members.keys)
            if let answered { noteReply(to: answered, in: channel) }
        }
        let sent = changeChannel(id) { channel in
            channel.lastChange = date
            let sent = channel.mailbox.add { message in
                StoredMessage(
                    id: message, peer: number, sender: sender, isOutgoing: false, date: date, sharedID: sharedID,
                    randomID: newMessage.randomID, isSilent: newMessage.isSilent, replyTo: newMessage.replyTo,
                    quote: newMessage.replyTo == nil && newMessage.details.elsewhere == nil ? nil : newMessage.quote,
                    content: content, details: newMessage.details)
            }
            channel.members[sender]?.readUpTo = sent.message.id
            return sent
        }
        guard let sent else { throw .bad(.channelInvalid) }
        if let randomID = newMessage.randomID {
            _ = changeMailbox(sender) { $0.remember(randomID, sent.message.id) }
        }
        if content.action == nil { noteSending(sender, in: number) }
        announce(sent.change, inChannel: id, by: sender, origin: origin)
        try passOn(sent.message, from: id)
        return sent
    }

    /// Changes a message in a channel: its author may, and in channels every admin.
    mutating func edit(
        _ id: Int32, by editor: Int64, inChannel channelID: Int64, _ change: ContentChange, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        guard let account = accounts[editor], let channel = channels[channelID] else { throw .bad(.channelInvalid) }
        guard channel.members[editor] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        guard let message = channel.mailbox[id], message.content.action == nil else { throw .bad(.messageIDInvalid) }
        if channel.isBroadcast {
            guard channel.may(\.editMessages, editor) || message.sender == editor else {
                throw .bad(.chatAdminRequired)
            }
        } else {
            guard message.sender == editor else { throw RPCFailure(403, .messageAuthorRequired) }
        }
        let content = try content(of: message, change, author: account, findsCommands: !channel.isBroadcast)
        let date = date
        let edited = changeChannel(channelID) { channel in
            channel.lastChange = date
            return channel.mailbox.edit(id, date: date, content)
        }
        guard let edited = edited ?? nil else { throw .bad(.messageIDInvalid) }
        announce(edited.change, inChannel: channelID, by: editor, origin: origin)
        return edited
    }

    /// Deletes messages in a channel: authors may delete their own, admins all.
    ///
    /// - Returns: The change, `nil` if there was nothing to delete.
    mutating func delete(
        _ ids: [Int32], by deleter: Int64, inChannel id: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Mailbox.Change? {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        guard channel.members[deleter] != nil else { throw .bad(.channelPrivate) }
        if !channel.may(\.deleteMessages, deleter) {
            let isOwn = ids.allSatisfy { channel.mailbox[$0].map { $0.sender == deleter } ?? true }
            guard isOwn, !channel.isBroadcast else { throw RPCFailure(403, .messageDeleteForbidden) }
        }
        for id in ids {
            guard let message = channel.mailbox[id], message.sender != deleter else { continue }
            log(.deleteMessage(.init(message: self.message(message, for: deleter))), by: deleter, in: channel.number)
        }
        let date = date
        for id in ids { channel.mailbox[id]?.replyTo.map { takeBackReply(to: $0, in: channel) } }
        let change = changeChannel(id) { channel in
            channel.lastChange = date
            return channel.mailbox.delete(ids, date: date)
        }
        guard let change = change ?? nil else { return nil }
        for id in ids { if let message = channel.mailbox[id] { messageState.forget(message.sharedID) } }
        announce(change, inChannel: id, by: deleter, origin: origin)
        return change
    }

    // MARK: Reading

    /// Notes that a member has read a channel, and tells the member's other sessions and, in supergroups, the authors.
    ///
    /// It has no number of its own: it says what holds.
    mutating func readChannel(_ id: Int64, by reader: Int64, upTo limit: Int32, origin: CallOrigin?) {
        guard let channel = channels[id], let member = channel.members[reader] else { return }
        let newest = channel.topMessage
        let reached = limit <= 0 ? newest : min(limit, newest)
        guard reached > member.readUpTo else { return }
        changeChannel(id) { $0.members[reader]?.readUpTo = reached }
        guard let update = readMark(in: id, of: reader) else { return }
        push(channelUpdates([update], naming: [], in: id, for: reader), to: reader, except: origin)
        guard !channel.isBroadcast else { return }
        let authors = channel.mailbox.history(with: channel.number).drop { $0 > reached }
            .prefix { $0 > member.readUpTo }.compactMap { channel.mailbox[$0]?.sender }
        for author in Set(authors).subtracting([reader]).sorted() where channel.members[author] != nil {
            let update = TL.Update.readChannelOutbox(.init(channelID: id, maxID: reached))
            push(.updateShort(.init(update: update, date: date)), to: author)
        }
    }

    /// How far an account has read a channel.
    func readMark(in id: Int64, of account: Int64) -> TL.Update? {
        guard let channel = channels[id], let member = channel.members[account] else { return nil }
        return .readChannelInbox(
            .init(
                channelID: id, maxID: member.readUpTo,
                stillUnreadCount: Int32(clamping: channel.unreadCount(of: account)), pts: channel.mailbox.pts))
    }

    // MARK: Telling

    /// Tells all members of a change.
    mutating func announce(
        _ change: Mailbox.Change, inChannel id: Int64, by actor: Int64, origin: CallOrigin?
    ) {
        guard let channel = channels[id] else { return }
        note(change, in: channel, madeBy: origin)
        for account in channel.members.keys.sorted() {
            let except = account == actor ? origin : nil
            guard let update = update(change, in: channel, for: account) else { continue }
            push(
                channelUpdates([update], naming: people(in: change, channel), in: id, for: account), to: account,
                except: except, channel: id, pts: channel.mailbox.pts)
        }
    }

    private mutating func note(_ change: Mailbox.Change, in channel: Channel, madeBy origin: CallOrigin?) {
        guard record.isOn else { return }
        let entry = RecordedUpdate(change, in: channel.mailbox, channel: channel.id, madeBy: origin)
        record.add(entry, for: channel.number)
        for account in channel.members.keys { record.add(entry, for: account) }
    }

    func people(in change: Mailbox.Change, _ channel: Channel) -> Set<Int64> {
        switch change.kind {
        case .newMessage(let id), .edited(let id): channel.mailbox[id].map { people(in: $0) } ?? []
        case .deleted, .readInbox, .readOutbox, .pinned, .readContents: []
        }
    }

    /// A change of a channel as an update.
    ///
    /// - Returns: The update, or `nil` if what it is about is gone or is not for the viewer.
    func update(_ change: Mailbox.Change, in channel: Channel, for viewer: Int64) -> TL.Update? {
        switch change.kind {
        case .newMessage(let id):
            guard let message = visible(id, in: channel, for: viewer) else { return nil }
            return .newChannelMessage(.init(message: message, pts: change.pts, ptsCount: change.count))
        case .edited(let id):
            guard let message = visible(id, in: channel, for: viewer) else { return nil }
            return .editChannelMessage(.init(message: message, pts: change.pts, ptsCount: change.count))
        case .deleted(let ids):
            return .deleteChannelMessages(
                .init(channelID: channel.id, messages: ids, pts: change.pts, ptsCount: change.count))
        case .pinned(let ids, let isPinned, _):
            return .pinnedChannelMessages(
                .init(
                    pinned: isPinned, channelID: channel.id, messages: ids, pts: change.pts, ptsCount: change.count))
        case .readInbox, .readOutbox, .readContents:
            return nil
        }
    }

    /// Bots do not see what other bots say in supergroups.
    private func visible(_ id: Int32, in channel: Channel, for viewer: Int64) -> TL.Message? {
        guard let message = channel.mailbox[id] else { return nil }
        let isHidden =
            !channel.isBroadcast && message.sender != viewer && message.content.action == nil
            && accounts[viewer]?.isBot == true && accounts[message.sender]?.isBot == true
        return isHidden ? nil : self.message(message, for: viewer)
    }

    func channelUpdates(
        _ updates: [TL.Update], naming people: Set<Int64>, in id: Int64, for viewer: Int64
    ) -> TL.Updates {
        let (users, chats) = peersOfChannel(people.union([PeerNumber.channel(id).number]), for: viewer)
        return .updates(.init(updates: updates, users: users, chats: chats, date: date, seq: 0))
    }

    // MARK: Catching up

    /// What happened in a channel since a client's `pts`.
    func channelDifference(
        _ channel: Channel, since pts: Int32, limit: Int32, for viewer: Int64
    ) -> TL.updates.ChannelDifference {
        let timeout = Self.pollingPeriod
        switch channel.mailbox.difference(since: pts, limit: max(1, Int(limit)), totalLimit: nil) {
        case .empty:
            return .empty(.init(final: true, pts: channel.mailbox.pts, timeout: timeout))
        case .tooLong:
            let newest = channel.mailbox.history(with: channel.number).prefix(Self.newestMessages)
                .compactMap { channel.mailbox[$0] }
            let people = newest.reduce(into: Set([channel.number])) { $0.formUnion(self.people(in: $1)) }
            let (users, chats) = peersOfChannel(people, for: viewer)
            return .tooLong(
                .init(
                    final: true, timeout: timeout, dialog: dialog(of: channel, for: viewer),
                    messages: newest.map { message($0, for: viewer) }, chats: chats, users: users))
        case .changes(let changes, let isLast):
            var people: Set = [channel.number]
            var messages: [TL.Message] = []
            var others: [TL.Update] = []
            for change in changes {
                people.formUnion(self.people(in: change, channel))
                switch update(change, in: channel, for: viewer) {
                case .newChannelMessage(let update)?: messages.append(update.message)
                case let update?: others.append(update)
                case nil: continue
                }
            }
            let (users, chats) = peersOfChannel(people, for: viewer)
            return .channelDifference(
                .init(
                    final: isLast, pts: changes.last?.pts ?? pts, timeout: isLast ? timeout : nil,
                    newMessages: messages,
                    otherUpdates: others, chats: chats, users: users))
        }
    }

    /// After how many seconds an application looks again at a channel on its screen.
    private static let pollingPeriod: Int32 = 30
    /// How many messages show where a channel is now when too much has happened.
    private static let newestMessages = 20

    /// A channel as a list of conversations shows it.
    func dialog(of channel: Channel, for viewer: Int64) -> TL.Dialog {
        .dialog(
            .init(
                pinned: isPinned(channel.number, of: viewer),
                unreadMark: dialogs[viewer].unreadMarks.contains(channel.number), peer: Self.peer(channel.number),
                topMessage: channel.topMessage,
                readInboxMaxID: channel.members[viewer]?.readUpTo ?? 0, readOutboxMaxID: 0,
                unreadCount: Int32(clamping: channel.unreadCount(of: viewer)),
                unreadMentionsCount: unread(.mentions, in: channel.number, of: viewer),
                unreadReactionsCount: unread(.reactions, in: channel.number, of: viewer),
                unreadPollVotesCount: unread(.votes, in: channel.number, of: viewer),
                notifySettings: dialogs[viewer].notifySettings[channel.number] ?? .init(), pts: channel.mailbox.pts,
                folderID: dialogs[viewer].archived.contains(channel.number) ? 1 : nil))
    }

    /// The word about the channels of an account in which something has happened since a time.
    func changedChannels(of account: Int64, since date: Int32) -> [(update: TL.Update, number: Int64)] {
        (channelsOfAccounts[account] ?? []).sorted().compactMap { id in
            guard let channel = channels[id], channel.lastChange >= date else { return nil }
            return (.channelTooLong(.init(channelID: id, pts: channel.mailbox.pts)), channel.number)
        }
    }
}
