// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Settings of groups and channels, and the log of those who changed them.
extension World {
    /// How many events a log keeps.
    private static let logCapacity = 1_000

    /// Writes into the log of a channel.
    mutating func log(_ action: TL.ChannelAdminLogEventAction, by actor: Int64, in number: Int64) {
        guard case .channel = PeerNumber(number) else { return }
        chats.lastLogID += 1
        chats[number].log.append(.init(id: chats.lastLogID, date: date, userID: actor, action: action))
        if chats[number].log.count > Self.logCapacity { chats[number].log.removeFirst() }
    }

    /// Changes something in a group or channel, notes it, and tells all members.
    ///
    /// - Parameters:
    ///   - number: The group or channel.
    ///   - actor: Who does it; whether they may is not asked here, see ``demand(_:_:in:)``.
    ///   - action: What the log of a channel says.
    ///   - message: The service message.
    ///   - others: What else a member is told, as that member sees it.
    ///   - origin: The session that learns of it from the answer.
    ///   - body: Makes the change.
    /// - Returns: What the caller hears.
    /// - Throws: ``RPCFailure`` if the message cannot be put there.
    mutating func change(
        _ number: Int64, by actor: Int64, logging action: TL.ChannelAdminLogEventAction? = nil,
        telling message: TL.MessageAction? = nil, adding others: (World, Int64) -> [TL.Update] = { _, _ in [] },
        origin: CallOrigin?, _ body: (inout ChatDetails) -> Void
    ) throws(RPCFailure) -> TL.Updates {
        body(&chats[number])
        if let action { log(action, by: actor, in: number) }
        tellAll(in: number, except: actor, origin, adding: others)
        let list = [changed(number)] + others(self, actor)
        guard let message else { return updates(list, naming: [number, actor], for: actor) }
        let sent = try tell(message, in: number, by: actor, origin: origin)
        return told(of: [sent], to: actor, after: list, naming: [number])
    }

    /// Puts a message into a group or channel that tells what happened.
    mutating func tell(
        _ action: TL.MessageAction, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .channel(let id):
            return try put(
                MessageContent(text: "", action: action), in: id, from: actor, NewMessage(text: ""), origin: origin)
        case .group(let id):
            guard let group = groups[id] else { throw .bad(.chatIDInvalid) }
            return try tell(action, by: actor, in: group, with: group.members.keys, origin)
        }
    }

    /// The word that a group or channel is not what it was.
    func changed(_ number: Int64) -> TL.Update {
        switch PeerNumber(number) {
        case .user: .config
        case .group(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id))
        }
    }

    /// Tells all members that a group or channel is not what it was.
    mutating func tellAll(
        in number: Int64, except actor: Int64? = nil, _ origin: CallOrigin? = nil,
        adding others: (World, Int64) -> [TL.Update] = { _, _ in [] }
    ) {
        for member in members(of: number) {
            push(
                updates([changed(number)] + others(self, member), naming: [number], for: member), to: member,
                except: member == actor ? origin : nil)
        }
    }

    func members(of number: Int64) -> [Int64] {
        switch PeerNumber(number) {
        case .user: []
        case .group(let id): groups[id]?.members.keys.sorted() ?? []
        case .channel(let id): channels[id]?.members.keys.sorted() ?? []
        }
    }

    /// Renames a group or channel.
    mutating func setTitle(
        _ text: String, of number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        try demand(.editTitle, actor, in: number)
        let title = try Self.title(text)
        let old: String
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .group(let id):
            old = groups[id]?.title ?? ""
            groups[id]?.title = title
        case .channel(let id):
            old = channels[id]?.title ?? ""
            changeChannel(id) { $0.title = title }
        }
        guard old != title else { throw .bad(.chatNotModified) }
        return try change(
            number, by: actor, logging: .changeTitle(.init(prevValue: old, newValue: title)),
            telling: .chatEditTitle(.init(title: title)), origin: origin
        ) { _ in }
    }

    /// Changes the description of a group or channel.
    mutating func setAbout(_ about: String, of number: Int64, by actor: Int64, origin: CallOrigin?) throws(RPCFailure) {
        try demand(.editAbout, actor, in: number)
        try Self.check(about: about)
        let old: String
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .group:
            old = chats[number].about
            chats[number].about = about
        case .channel(let id):
            old = channels[id]?.about ?? ""
            changeChannel(id) { $0.about = about }
        }
        guard old != about else { throw .bad(.chatAboutNotModified) }
        _ = try change(
            number, by: actor, logging: .changeAbout(.init(prevValue: old, newValue: about)), origin: origin
        ) { _ in }
    }

    /// Changes or removes the public name of a channel.
    mutating func setUsername(
        _ username: String?, ofChannel id: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) {
        guard let channel = channels[id] else { throw .bad(.channelInvalid) }
        try demand(.setUsername, actor, in: channel.number)
        guard channel.username != username else { throw .bad(.usernameNotModified) }
        if let username {
            try check(username: username, for: channel.number)
            idsByUsername[username.lowercased()] = channel.number
        }
        if let old = channel.username, old.lowercased() != username?.lowercased() {
            idsByUsername[old.lowercased()] = nil
        }
        changeChannel(id) { $0.username = username }
        _ = try change(
            channel.number, by: actor,
            logging: .changeUsername(.init(prevValue: channel.username ?? "", newValue: username ?? "")), origin: origin
        ) { _ in }
    }

    /// Deletes a group or channel for everyone.
    mutating func deleteChat(_ number: Int64, by actor: Int64, origin: CallOrigin?) throws(RPCFailure) {
        try demand(.deleteChat, actor, in: number)
        let members = members(of: number)
        chats[number].isDeleted = true
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .group(let id):
            groups[id]?.members = [:]
        case .channel(let id):
            if let name = channels[id]?.username { idsByUsername[name.lowercased()] = nil }
            changeChannel(id) { channel in
                channel.members = [:]
                channel.username = nil
            }
            for member in members { channelsOfAccounts[member]?.remove(id) }
        }
        for member in members {
            push(
                updates([changed(number)], naming: [number], for: member), to: member,
                except: member == actor ? origin : nil)
        }
    }

    /// Makes a supergroup of a basic group.
    mutating func migrate(_ id: Int64, by actor: Int64, origin: CallOrigin?) throws(RPCFailure) -> TL.Updates {
        guard let group = groups[id] else { throw .bad(.chatIDInvalid) }
        try demand(.migrate, actor, in: group.number)
        guard chats[group.number].migratedTo == nil else { throw .bad(.chatIDInvalid) }
        let made = try createChannel(
            group.title, about: chats[group.number].about, isBroadcast: false, by: actor,
            with: Array(group.members.keys), origin: origin)
        let number = made.channel.number
        changeChannel(made.channel.id) { channel in
            for (person, member) in group.members where person != actor {
                channel.members[person]?.adminRights = member.adminRights
                channel.members[person]?.rank = member.rank
                channel.members[person]?.promoter = actor
            }
        }
        let last = try tell(
            .chatMigrateTo(.init(channelID: made.channel.id)), in: group.number, by: actor, origin: origin)
        chats[number].defaultBanned = chats[group.number].defaultBanned
        chats[number].hidesHistory = true
        chats[number].migratedFrom = (id, last.message.id)
        chats[group.number].migratedTo = made.channel.id
        groups[id]?.version += 1
        let first = try tell(
            .channelMigrateFrom(.init(title: group.title, chatID: id)), in: number, by: actor, origin: origin)
        tellAll(in: group.number, except: actor, origin)
        return told(
            of: [last, first], to: actor, after: [changed(number), changed(group.number)],
            naming: [number, group.number])
    }

    /// Gives a channel to another owner.
    mutating func transfer(
        _ number: Int64, to person: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        try demand(.transfer, actor, in: number)
        guard case .channel(let id) = PeerNumber(number), let channel = channels[id] else { throw .bad(.peerIDInvalid) }
        guard channel.members[person] != nil, person != actor else { throw .bad(.userIDInvalid) }
        guard accounts[person]?.isBot == false else { throw .bad(.userIDInvalid) }
        changeChannel(id) { channel in
            channel.creator = person
            channel.members[person]?.adminRights = Self.allRights
        }
        return try change(number, by: actor, origin: origin) { _ in }
    }
}
