// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A message that somebody wants to send.
struct NewMessage: Sendable {
    var text: String
    var entities: [TL.MessageEntity]?
    var replyTo: Int32?
    var quote: StoredMessage.Quote?
    var replyMarkup: TL.ReplyMarkup?
    /// Whether a bot made it, so that its keyboard stays, whoever sends it.
    var isMadeByBot = false
    /// The bot by whose inline mode it was made.
    var viaBot: Int64?
    var randomID: Int64?
    var isSilent = false
    /// Where it was said first, for messages that are forwarded.
    var forward: TL.MessageFwdHeader?
    /// What is attached.
    var media: StoredMedia?
    /// The album that it belongs to.
    var groupID: Int64?
    /// What happened, for messages that tell of it and say nothing else.
    var action: TL.MessageAction?
    /// Whether it cannot be forwarded.
    var isProtected = false
    /// The animation that it comes with.
    var effect: Int64?
    /// Whether it was put aside before.
    var wasScheduled = false
    /// What else is known of what it answers.
    var details = ReplyDetails()
    /// Whether the caption is above what is attached, or the preview above the text.
    var isInverted = false
    /// In whose name it is, if not in the sender's.
    var sendAs: Int64?
    /// What it says in blocks.
    var rich: TL.RichMessage?
    /// Whether links are not shown.
    var hidesPreview = false

    init(text: String, entities: [TL.MessageEntity]? = nil) {
        self.text = text
        self.entities = entities
    }
}

/// A newMessage that nothing stands in the way of.
struct CheckedMessage: Sendable {
    let newMessage: NewMessage
    let content: MessageContent
    /// The message that it answers, in the sender's copy.
    var answered: StoredMessage?
}

/// What a message is to say from now on.
struct ContentChange: Sendable {
    var text: String?
    var entities: [TL.MessageEntity]?
    var markup: TL.ReplyMarkup?
    /// What is attached from now on.
    var media: StoredMedia?
    var isInverted = false
    /// What it says in blocks from now on.
    var rich: TL.RichMessage?
    /// Whether links are not shown.
    var hidesPreview = false
}

extension World {
    /// How long a caption may be, in UTF-16 units.
    static let captionLength = 1_024

    /// Sends a message to a person, a group or a channel; everybody but the caller hears of it.
    ///
    /// - Returns: The sender's copy and the change of the sender's mailbox, or of the channel.
    mutating func send(
        _ newMessage: NewMessage, from sender: Int64, to peer: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Sent {
        try put(try check(newMessage, from: sender, to: peer), from: sender, to: peer, origin: origin)
    }

    /// Sends several messages, all of them or none.
    ///
    /// - Returns: As for one message, in their order.
    mutating func send(
        _ newMessages: [NewMessage], from sender: Int64, to peer: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> [Sent] {
        let ids = newMessages.compactMap(\.randomID)
        let checked = try newMessages.map { newMessage throws(RPCFailure) in
            try check(newMessage, from: sender, to: peer)
        }
        guard Set(ids).count == ids.count else { throw RPCFailure(500, .randomIDDuplicate) }
        var sent: [Sent] = []
        for newMessage in checked { sent.append(try put(newMessage, from: sender, to: peer, origin: origin)) }
        return sent
    }

    /// Looks whether a message can be sent, and changes nothing.
    func check(
        _ newMessage: NewMessage, from sender: Int64, to peer: Int64
    ) throws(RPCFailure) -> CheckedMessage {
        if let id = newMessage.randomID {
            guard id != 0 else { throw .bad(.randomIDEmpty) }
            guard mailboxes[sender]?.message(withRandomID: id) == nil else {
                throw RPCFailure(500, .randomIDDuplicate)
            }
        }
        return switch PeerNumber(peer) {
        case .user: try check(newMessage, from: sender, toPerson: peer)
        case .group(let id): try check(newMessage, from: sender, toGroup: id)
        case .channel(let id): try check(newMessage, from: sender, toChannel: id)
        }
    }

    private mutating func put(
        _ checked: CheckedMessage, from sender: Int64, to peer: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        // The mark has to be there before anybody is told.
        if checked.newMessage.wasScheduled { messageState.wereScheduled.insert(comingSharedID) }
        return switch PeerNumber(peer) {
        case .user: try put(checked, from: sender, toPerson: peer, origin: origin)
        case .group(let id): try put(checked, from: sender, toGroup: id, origin: origin)
        case .channel(let id):
            try put(checked.content, in: id, from: sender, checked.newMessage, origin: origin)
        }
    }

    private func check(
        _ newMessage: NewMessage, from sender: Int64, toPerson peer: Int64
    ) throws(RPCFailure) -> CheckedMessage {
        guard let author = accounts[sender], let receiver = accounts[peer] else { throw .bad(.peerIDInvalid) }
        guard !contacts.hasBlocked(peer, sender) else { throw .bad(.youBlockedUser) }
        guard mayWrite(author, to: receiver) else { throw RPCFailure(403, .privacyPremiumRequired) }
        if isHeard(newMessage.media), !allows(sender, .voiceMessages, of: receiver) {
            throw .bad(.voiceMessagesForbidden)
        }
        if author.isBot {
            guard !contacts.hasBlocked(sender, peer) else { throw RPCFailure(403, .userIsBlocked) }
            // A bot cannot begin a conversation, and bots do not hear each other.
            guard receiver.id != author.id, !receiver.isBot else { throw .bad(.userIsBot) }
            guard mailbox(of: sender).dialogs[peer] != nil else { throw .bad(.peerIDInvalid) }
        }
        let content = try content(of: newMessage, author: author, findsCommands: author.isBot || receiver.isBot)
        return CheckedMessage(
            newMessage: newMessage, content: content, answered: try answered(by: newMessage, from: sender, in: peer))
    }

    /// The message that a newMessage answers, in the sender's copy.
    func answered(by newMessage: NewMessage, from sender: Int64, in peer: Int64) throws(RPCFailure) -> StoredMessage? {
        guard let id = newMessage.replyTo else { return nil }
        guard let message = mailboxes[sender]?[id], message.peer == peer else { throw .bad(.replyMessageIDInvalid) }
        return message
    }

    /// Sends a private message: each side gets a copy.
    private mutating func put(
        _ checked: CheckedMessage, from sender: Int64, toPerson peer: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        guard let receiver = accounts[peer] else { throw .bad(.peerIDInvalid) }
        let (newMessage, content, answered) = (checked.newMessage, checked.content, checked.answered)
        let sharedID = nextSharedID()
        let date = date
        let isKnown = mailbox(of: sender).dialogs[peer] != nil
        let sent = changeMailbox(sender) { mailbox in
            mailbox.add { id in
                StoredMessage(
                    id: id, peer: peer, sender: sender, isOutgoing: true, date: date, sharedID: sharedID,
                    randomID: newMessage.randomID, isSilent: newMessage.isSilent, replyTo: answered?.id,
                    quote: newMessage.quote, content: content, details: newMessage.details)
            }
        }
        guard let sent else { throw .bad(.peerIDInvalid) }
        announce(sent.message, sent.change, to: sender, knowing: isKnown, except: origin)
        // Who is blocked does not learn of it: nothing arrives.
        if peer != sender, !contacts.hasBlocked(sender, peer) {
            let other = answered.flatMap { self.copy(of: $0) }
            let knows = mailbox(of: peer).dialogs[sender] != nil && !receiver.isBot
            let received = changeMailbox(peer) { mailbox in
                mailbox.add { id in
                    StoredMessage(
                        id: id, peer: sender, sender: sender, isOutgoing: false, date: date, sharedID: sharedID,
                        randomID: nil, isSilent: newMessage.isSilent, replyTo: other?.id,
                        quote: other == nil && newMessage.details.elsewhere == nil ? nil : newMessage.quote,
                        content: content, details: newMessage.details)
                }
            }
            if let received { announce(received.message, received.change, to: peer, knowing: knows, except: nil) }
        }
        return sent
    }

    /// Tells of a message in the shortest form that carries all of it.
    private mutating func announce(
        _ message: StoredMessage, _ change: Mailbox.Change, to account: Int64, knowing isKnown: Bool,
        except origin: CallOrigin?
    ) {
        if isKnown, message.content.isPlain, message.peer != account {
            note([change], for: account, madeBy: origin)
            let update = TL.Updates.UpdateShortMessage(
                out: message.isOutgoing, silent: message.isSilent, id: message.id, userID: message.peer,
                message: message.content.text, pts: change.pts, ptsCount: change.count, date: message.date,
                replyTo: reply(message), entities: message.content.entities.isEmpty ? nil : message.content.entities)
            push(.updateShortMessage(update), to: account, except: origin)
        } else {
            announce([change], to: account, except: origin)
        }
    }

    /// Tells of changes of a mailbox, and of other things with them that name people.
    mutating func announce(
        _ changes: [Mailbox.Change], to id: Int64, except origin: CallOrigin?, with others: [TL.Update] = [],
        naming named: Set<Int64> = []
    ) {
        note(changes, for: id, madeBy: origin)
        let mailbox = mailbox(of: id)
        var people = named.union([id])
        var list: [TL.Update] = []
        for change in changes {
            switch change.kind {
            case .newMessage(let message), .edited(let message):
                if let message = mailbox[message] { people.formUnion(self.people(in: message)) }
            case .deleted:
                break
            case .readContents:
                break
            case .readInbox(let peer, _, _), .readOutbox(let peer, _), .pinned(_, _, let peer):
                people.insert(peer)
            }
            if let update = update(change, in: mailbox, for: id) { list.append(update) }
        }
        guard !list.isEmpty else { return }
        push(updates(list + others, naming: people, for: id), to: id, except: origin)
    }

    /// The other side's copy of a message.
    func copy(of message: StoredMessage) -> StoredMessage? {
        mailboxes[message.peer]?.message(withSharedID: message.sharedID)
    }

    // MARK: Content

    /// Checks what a newMessage says and completes it.
    func content(
        of newMessage: NewMessage, author: Account, findsCommands: Bool
    ) throws(RPCFailure) -> MessageContent {
        if let action = newMessage.action { return MessageContent(text: "", action: action) }
        let hasPreview = if case .plain(.webPage)? = newMessage.media { true } else { false }
        var content = try content(
            newMessage.text, newMessage.entities, newMessage.replyMarkup, author: author, findsCommands: findsCommands,
            isCaption: newMessage.media != nil && !hasPreview, mayBeEmpty: hasPreview || newMessage.rich != nil)
        if newMessage.isMadeByBot, let markup = newMessage.replyMarkup {
            try check(markup)
            content.replyMarkup = markup
        }
        content.media = newMessage.media
        if content.media == nil, !newMessage.hidesPreview, newMessage.rich == nil {
            content.media = preview(of: content)
        }
        content.groupID = newMessage.groupID
        content.isInverted = newMessage.isInverted
        content.sendAs = newMessage.sendAs
        content.viaBot = newMessage.viaBot
        content.rich = newMessage.rich
        if let quote = newMessage.quote { try check(quote) }
        content.forward = newMessage.forward
        content.isProtected = newMessage.isProtected
        content.effect = newMessage.effect
        return content
    }

    /// Checks what a message is to say from now on, and completes it.
    ///
    /// Without a new text the old one stays with its entities. Without a new keyboard the old one is taken away, as
    /// Telegram does.
    func content(
        of message: StoredMessage, _ change: ContentChange, author: Account, findsCommands: Bool
    ) throws(RPCFailure) -> MessageContent {
        let isSame = change.text == nil && change.entities == nil
        let hasPreview = change.media == nil && message.content.hasPreview
        var content = try content(
            change.text ?? message.content.text, isSame ? message.content.entities : change.entities, change.markup,
            author: author, findsCommands: findsCommands,
            isCaption: !hasPreview && (change.media ?? message.content.media) != nil,
            mayBeEmpty: (change.rich ?? message.content.rich) != nil)
        if let markup = change.markup, isInline(message) {
            try check(markup)
            content.replyMarkup = markup
        }
        content.media = change.media ?? message.content.media
        if change.media == nil, hasPreview || content.media == nil {
            content.media = change.hidesPreview ? nil : preview(of: content)
        }
        content.isInverted = isSame && change.media == nil ? message.content.isInverted : change.isInverted
        content.sendAs = message.content.sendAs
        content.rich = change.text == nil ? change.rich ?? message.content.rich : change.rich
        content.groupID = message.content.groupID
        content.forward = message.content.forward
        content.isProtected = message.content.isProtected
        content.effect = message.content.effect
        guard !content.isEqual(to: message.content) else { throw .bad(.messageNotModified) }
        return content
    }

    /// Checks what a message says and completes it.
    func content(
        _ given: String, _ entities: [TL.MessageEntity]?, _ markup: TL.ReplyMarkup?, author: Account,
        findsCommands: Bool, isCaption: Bool = false, mayBeEmpty: Bool = false
    ) throws(RPCFailure) -> MessageContent {
        let length = given.utf16.count
        guard isCaption || mayBeEmpty || given.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .bad(.messageEmpty)
        }
        guard length <= limits.messageLength else { throw .bad(.messageTooLong) }
        if isCaption, length > Self.captionLength { throw .bad(.mediaCaptionTooLong) }
        // Keyboards of people are passed over without a word.
        let markup = author.isBot ? markup : nil
        if let markup { try check(markup) }
        try check(entities ?? [], length: length)
        var kept: [TL.MessageEntity] = []
        for entity in entities ?? [] {
            if entity.range?.isEmpty ?? true { continue }
            if case .inputMentionName(let mention) = entity {
                guard let user = user(mention.userID, for: author) else { continue }
                kept.append(
                    .mentionName(.init(offset: mention.offset, length: mention.length, userID: user.id)))
            } else {
                kept.append(entity)
            }
        }
        let text: String
        (text, kept) = TextEntities.normalized(given, kept)
        let taken = kept.compactMap(\.range)
        let found = TextEntities.find(in: text, commands: findsCommands).lazy.filter { entity in
            guard let range = entity.range else { return false }
            return !taken.contains { $0.overlaps(range) }
        }
        kept += found.prefix(limits.entities - kept.count)
        // In order of their beginnings, the longer one of two first.
        kept.sort { left, right in
            guard let left = left.range, let right = right.range else { return false }
            return (left.lowerBound, right.upperBound) < (right.lowerBound, left.upperBound)
        }
        return MessageContent(text: text, entities: kept, replyMarkup: markup)
    }
}
