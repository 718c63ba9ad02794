// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Basic groups: each member has a copy of each message, numbered with the member's private ones.
// See core.telegram.org/api/channel.
extension World {
    /// A message of a group, with its change in the mailbox of whoever caused it.
    typealias Sent = (message: StoredMessage, change: Mailbox.Change)

    /// How many UTF-16 code units a title may have.
    private static let titleLength = 128

    /// A title as Telegram takes it: it has no error for one that is too long, and cuts it.
    static func title(_ text: String) throws(RPCFailure) -> String {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .bad(.chatTitleEmpty) }
        guard text.utf16.count > titleLength else { return text }
        var (title, length) = (String.UnicodeScalarView(), 0)
        for scalar in text.unicodeScalars {
            length += UTF16.width(scalar)
            guard length <= titleLength else { break }
            title.append(scalar)
        }
        return String(title)
    }

    // MARK: Members

    /// Makes a basic group.
    ///
    /// - Returns: The group, and the message that tells of it in the creator's copy.
    mutating func createGroup(
        _ title: String, by creator: Int64, with people: [Int64], origin: CallOrigin? = nil
    ) throws(RPCFailure) -> (group: BasicGroup, sent: Sent) {
        let title = try Self.title(title)
        guard groups.count < limits.chats else { throw .bad(.channelsTooMuch) }
        let invited = Set(people).subtracting([creator]).sorted()
        guard (invited + [creator]).allSatisfy({ accounts[$0] != nil }) else { throw .bad(.userIDInvalid) }
        guard invited.count < limits.groupMembers else { throw .bad(.usersTooMuch) }
        lastGroupID += 1
        var group = BasicGroup(id: lastGroupID, title: title, creator: creator, date: date)
        group.members[creator] = Member(inviter: creator, date: date, adminRights: Self.allRights)
        for id in invited { group.members[id] = Member(inviter: creator, date: date) }
        groups[group.id] = group
        let action = TL.MessageAction.chatCreate(.init(title: title, users: invited))
        let sent = try tell(action, by: creator, in: group, with: group.members.keys, origin)
        return (group, sent)
    }

    /// Adds somebody to a basic group.
    mutating func add(
        _ person: Int64, to id: Int64, by inviter: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent {
        guard var group = groups[id] else { throw .bad(.chatIDInvalid) }
        guard group.members[inviter] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        try checkLiving(group)
        try demand(.invite, inviter, in: group.number)
        guard accounts[person] != nil else { throw .bad(.userIDInvalid) }
        guard group.members[person] == nil else { throw .bad(.userAlreadyParticipant) }
        guard group.members.count < limits.groupMembers else { throw .bad(.usersTooMuch) }
        group.members[person] = Member(inviter: inviter, date: date)
        group.version += 1
        group.writers = []
        groups[id] = group
        return try tell(
            .chatAddUser(.init(users: [person])), by: inviter, in: group, with: group.members.keys, origin)
    }

    /// Makes somebody an admin or an ordinary member of a basic group, as its creator alone may.
    mutating func setAdmin(
        _ isAdmin: Bool, _ person: Int64, inGroup id: Int64, by promoter: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) {
        guard var group = groups[id] else { throw .bad(.chatIDInvalid) }
        guard promoter == group.creator, group.members[promoter] != nil else { throw .bad(.chatAdminRequired) }
        guard person != group.creator else { throw .bad(.userCreator) }
        guard let member = group.members[person] else { throw .bad(.userNotParticipant) }
        guard member.isAdmin != isAdmin else { return }
        group.members[person]?.adminRights = isAdmin ? Self.allRights : nil
        group.version += 1
        groups[id] = group
        let update = TL.Update.chatParticipantAdmin(
            .init(chatID: id, userID: person, isAdmin: isAdmin, version: group.version))
        for viewer in group.members.keys.sorted() {
            let members = updates([update], naming: [person, group.number], for: viewer)
            push(members, to: viewer, except: viewer == promoter ? origin : nil)
        }
    }

    /// Takes somebody out of a basic group; everybody may go, and admins may put others out.
    mutating func remove(
        _ person: Int64, from id: Int64, by remover: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent {
        guard var group = groups[id] else { throw .bad(.chatIDInvalid) }
        guard let actor = group.members[remover] else { throw RPCFailure(403, .chatWriteForbidden) }
        guard group.members[person] != nil else { throw .bad(.userNotParticipant) }
        guard person == remover || (actor.isAdmin && person != group.creator) else {
            throw .bad(.chatAdminRequired)
        }
        let receivers = Array(group.members.keys)
        group.members[person] = nil
        group.version += 1
        groups[id] = group
        return try tell(.chatDeleteUser(.init(userID: person)), by: remover, in: group, with: receivers, origin)
    }

    /// Tells some accounts what happened in a basic group.
    mutating func tell(
        _ action: TL.MessageAction, by actor: Int64, in group: BasicGroup, with receivers: some Sequence<Int64>,
        _ origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        try put(
            MessageContent(text: "", action: action), in: group, from: actor, to: receivers, NewMessage(text: ""), nil,
            origin
        ) { world, viewer in
            world.membership(of: group, for: viewer)
        }
    }

    /// The word who is in a basic group, with those whom it names.
    func membership(of group: BasicGroup, for viewer: Int64) -> (updates: [TL.Update], people: Set<Int64>) {
        let update = TL.Update.chatParticipants(.init(participants: participants(of: group, for: viewer)))
        return ([update], group.members[viewer] == nil ? [] : Set(group.members.keys))
    }

    /// Refuses what cannot be done in a group that has become a supergroup.
    private func checkLiving(_ group: BasicGroup) throws(RPCFailure) {
        guard chats[group.number].migratedTo == nil else { throw .bad(.peerIDInvalid) }
    }

    // MARK: Messages

    /// Looks whether somebody can send a message to a basic group.
    func check(_ newMessage: NewMessage, from sender: Int64, toGroup id: Int64) throws(RPCFailure) -> CheckedMessage {
        guard let author = accounts[sender], let group = groups[id] else { throw .bad(.chatIDInvalid) }
        guard group.members[sender] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        try checkLiving(group)
        if newMessage.action == nil { try checkSending(sender, in: group.number) }
        let content = try permitted(
            content(of: newMessage, author: author, findsCommands: true), from: sender, in: group.number)
        return CheckedMessage(
            newMessage: newMessage, content: content,
            answered: try answered(by: newMessage, from: sender, in: group.number))
    }

    /// Sends a message to a basic group: each member gets a copy.
    mutating func put(
        _ checked: CheckedMessage, from sender: Int64, toGroup id: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        guard let author = accounts[sender], let group = groups[id] else { throw .bad(.chatIDInvalid) }
        let receivers = group.members.keys.filter { id in
            // Bots do not hear each other.
            id == sender || !author.isBot || accounts[id]?.isBot == false
        }
        let sent = try put(
            checked.content, in: group, from: sender, to: receivers, checked.newMessage, checked.answered, origin
        ) { _, _ in ([], []) }
        groups[id]?.writers.insert(sender)
        return sent
    }

    private mutating func put(
        _ content: MessageContent, in group: BasicGroup, from sender: Int64, to receivers: some Sequence<Int64>,
        _ newMessage: NewMessage, _ answered: StoredMessage?, _ origin: CallOrigin?,
        with others: (World, Int64) -> (updates: [TL.Update], people: Set<Int64>)
    ) throws(RPCFailure) -> Sent {
        let sharedID = nextSharedID()
        let (date, peer) = (date, group.number)
        noteMentions(in: content, sharedID, answering: answered, from: sender, among: group.members.keys)
        var own: Sent?
        for account in Set(receivers).union([sender]).sorted() {
            let reply = answered.flatMap { message in
                account == sender ? message : mailboxes[account]?.message(withSharedID: message.sharedID)
            }
            let put = changeMailbox(account) { mailbox in
                mailbox.add { id in
                    StoredMessage(
                        id: id, peer: peer, sender: sender, isOutgoing: account == sender, date: date,
                        sharedID: sharedID, randomID: account == sender ? newMessage.randomID : nil,
                        isSilent: newMessage.isSilent, replyTo: reply?.id,
                        quote: reply == nil && newMessage.details.elsewhere == nil ? nil : newMessage.quote,
                        content: content, details: newMessage.details)
                }
            }
            guard let put else { continue }
            let isSender = account == sender
            if isSender { own = put }
            announce(
                put.message, put.change, inGroup: group, to: account, except: isSender ? origin : nil,
                with: others(self, account))
        }
        guard let own else { throw .bad(.peerIDInvalid) }
        return own
    }

    /// Tells of a message in the shortest form that carries all of it.
    private mutating func announce(
        _ message: StoredMessage, _ change: Mailbox.Change, inGroup group: BasicGroup, to account: Int64,
        except origin: CallOrigin?, with others: (updates: [TL.Update], people: Set<Int64>)
    ) {
        let isShort =
            others.updates.isEmpty && group.writers.contains(message.sender) && message.content.isPlain
            && accounts[account]?.isBot == false
        guard isShort else {
            return announce([change], to: account, except: origin, with: others.updates, naming: others.people)
        }
        note([change], for: account, madeBy: origin)
        let (isMentioned, isUnread) = marks(of: message, for: account)
        let update = TL.Updates.UpdateShortChatMessage(
            out: message.isOutgoing, mentioned: isMentioned, mediaUnread: isUnread, silent: message.isSilent,
            id: message.id, fromID: message.sender,
            chatID: group.id, message: message.content.text, pts: change.pts, ptsCount: change.count,
            date: message.date, replyTo: reply(message),
            entities: message.content.entities.isEmpty ? nil : message.content.entities)
        push(.updateShortChatMessage(update), to: account, except: origin)
    }

    /// All copies of a message of a basic group but the author's own.
    private func copies(of message: StoredMessage, but account: Int64) -> [(account: Int64, id: Int32)] {
        guard case .group(let id) = PeerNumber(message.peer), let group = groups[id] else { return [] }
        return group.members.keys.sorted().compactMap { member in
            guard member != account, let copy = mailboxes[member]?.message(withSharedID: message.sharedID) else {
                return nil
            }
            return (member, copy.id)
        }
    }

    /// Changes a message in the copies of all members.
    mutating func edit(
        _ id: Int32, of author: Int64, inGroup group: Int64, _ change: ContentChange, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        guard let account = accounts[author], let message = mailbox(of: author)[id],
            message.peer == PeerNumber.group(group).number, message.content.action == nil
        else { throw .bad(.messageIDInvalid) }
        guard groups[group]?.members[author] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        guard message.isOutgoing else { throw RPCFailure(403, .messageAuthorRequired) }
        let content = try content(of: message, change, author: account, findsCommands: true)
        let date = date
        guard let edited = changeMailbox(author, { $0.edit(id, date: date, content) }) ?? nil else {
            throw .bad(.messageIDInvalid)
        }
        announce([edited.change], to: author, except: origin)
        for copy in copies(of: message, but: author) {
            if let other = changeMailbox(copy.account, { $0.edit(copy.id, date: date, content) }) ?? nil {
                announce([other.change], to: copy.account, except: nil)
            }
        }
        return edited
    }

    /// The copies of messages that go with an account's own when it deletes for everybody.
    ///
    /// - Throws: `MESSAGE_DELETE_FORBIDDEN` if one is somebody else's and the account is no admin.
    func revoked(_ messages: [StoredMessage], by account: Int64) throws(RPCFailure) -> [Int64: [Int32]] {
        var result: [Int64: [Int32]] = [:]
        for message in messages {
            guard case .group(let id) = PeerNumber(message.peer) else { continue }
            let isAdmin = groups[id]?.members[account]?.isAdmin ?? false
            guard message.isOutgoing || isAdmin else { throw RPCFailure(403, .messageDeleteForbidden) }
            for copy in copies(of: message, but: account) { result[copy.account, default: []].append(copy.id) }
        }
        return result
    }

    /// Tells the authors in a basic group that a member has read what they wrote.
    mutating func readInGroup(_ group: Int64, by reader: Int64, after start: Int32, upTo limit: Int32) {
        let number = PeerNumber.group(group).number
        guard let mailbox = mailboxes[reader] else { return }
        var newest: [Int64: StoredMessage] = [:]
        for id in mailbox.history(with: number).drop(while: { $0 > limit }).prefix(while: { $0 > start }) {
            guard let message = mailbox[id], !message.isOutgoing, newest[message.sender] == nil else { continue }
            newest[message.sender] = message
        }
        let date = date
        for (author, message) in newest.sorted(by: { $0.key < $1.key }) {
            if let copy = mailboxes[author]?.message(withSharedID: message.sharedID),
                let change = changeMailbox(author, { $0.readOutbox(number, upTo: copy.id, date: date) }) ?? nil
            {
                announce([change], to: author, except: nil)
            }
        }
    }
}

extension MessageContent {
    /// Whether a short form carries all of it.
    var isPlain: Bool {
        action == nil && forward == nil && replyMarkup == nil && media == nil && !isProtected && effect == nil
            && rich == nil && sendAs == nil && !isInverted
            && !entities.contains { if case .mentionName = $0 { true } else { false } }
    }
}
