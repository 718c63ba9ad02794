// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension LocalPerson {
    /// Joins a public channel or supergroup, or asks to where administrators admit members.
    ///
    /// - Parameter channel: The channel.
    /// - Throws: ``RPCFailure`` for the reasons of `channels.joinChannel`, such as `CHANNEL_PRIVATE` for who is banned and
    ///   `INVITE_REQUEST_SENT` for who has asked.
    public func join(_ channel: LocalChannel) async throws {
        let (person, id, number) = (id, channel.channelID, channel.id)
        try core.perform { engine throws(RPCFailure) in
            defer { engine.deliver() }
            if engine.world.chats[number].joinRequest, engine.world.channels[id]?.members[person] == nil {
                try engine.world.ask(person, in: number, link: nil)
                throw .bad(.inviteRequestSent)
            }
            _ = try engine.world.join(person, channel: id, inviter: person)
        }
    }

    /// Joins by an invite link.
    ///
    /// - Parameter link: The link: `https://t.me/+…`.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.importChatInvite`: `INVITE_HASH_EXPIRED`,
    ///   `INVITE_REQUEST_SENT` for who has asked, `USER_ALREADY_PARTICIPANT`.
    public func join(byLink link: String) async throws {
        let (person, hash) = (id, String(link.split(separator: "+").last ?? ""))
        try core.perform { engine throws(RPCFailure) in
            defer { engine.deliver() }
            _ = try engine.world.joinByLink(hash, person, origin: nil)
        }
    }

    /// Leaves a channel or supergroup.
    ///
    /// - Parameter channel: The channel.
    /// - Throws: ``RPCFailure``, such as `USER_NOT_PARTICIPANT`.
    public func leave(_ channel: LocalChannel) async throws {
        try await channel.remove(self)
    }

    /// Creates an invite link.
    ///
    /// - Parameters:
    ///   - chat: The group or channel, in which the person may do so.
    ///   - requiresApproval: Whether administrators admit who comes by it.
    ///   - limit: How many people can join by it; `nil` for any number.
    ///   - date: Until when it holds, in seconds since 1970; `nil` for always.
    /// - Returns: The link.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.exportChatInvite`.
    public func createInviteLink(
        for chat: some LocalPeer, requiresApproval: Bool = false, usageLimit limit: Int? = nil,
        expires date: Int32? = nil
    ) async throws -> String {
        let (person, number) = (id, chat.id)
        return try core.perform { engine throws(RPCFailure) in
            try engine.world.createLink(
                .init(
                    requestNeeded: requiresApproval, peer: .empty, expireDate: date,
                    usageLimit: limit.map { Int32(clamping: $0) }), in: number, by: person
            ).url
        }
    }

    /// Admits somebody who asked to join, or does not.
    ///
    /// - Parameters:
    ///   - account: Who asked.
    ///   - chat: The group or channel.
    ///   - approving: Whether they are admitted.
    /// - Throws: ``RPCFailure``, such as `HIDE_REQUESTER_MISSING` if they did not ask.
    public func answerJoinRequest(
        of account: some LocalAccount, in chat: some LocalPeer, approving: Bool = true
    ) async throws {
        let (person, applicant, number) = (id, account.id, chat.id)
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.answerRequest(of: applicant, in: number, approving: approving, by: person, origin: nil)
            engine.deliver()
        }
    }

    /// Bans or restricts somebody in a channel or supergroup, or lifts that.
    ///
    /// - Parameters:
    ///   - account: Whom.
    ///   - channel: The channel, in which the person may do so.
    ///   - rights: What is forbidden; everything with `viewMessages`, nothing to lift it.
    /// - Throws: ``RPCFailure`` for the reasons of `channels.editBanned`.
    public func restrict(
        _ account: some LocalAccount, in channel: LocalChannel, forbidding rights: TL.ChatBannedRights
    ) async throws {
        let (person, other, id) = (id, account.id, channel.channelID)
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.setBanned(rights, other, channel: id, by: person, origin: nil)
            engine.deliver()
        }
    }

    /// Makes somebody an administrator, or takes that away.
    ///
    /// - Parameters:
    ///   - account: A member.
    ///   - channel: The channel, in which the person may do so.
    ///   - rights: What they may do; `nil` for no administrator.
    ///   - rank: The title beside the name.
    /// - Throws: ``RPCFailure`` for the reasons of `channels.editAdmin`.
    public func promote(
        _ account: some LocalAccount, in channel: LocalChannel, allowing rights: TL.ChatAdminRights?,
        rank: String? = nil
    ) async throws {
        let (person, other, id) = (id, account.id, channel.channelID)
        try core.perform { engine throws(RPCFailure) in
            try engine.world.setAdmin(rights, rank: rank, other, channel: id, by: person)
            engine.deliver()
        }
    }

    /// Gives a supergroup topics.
    ///
    /// - Parameter channel: The supergroup.
    /// - Throws: ``RPCFailure`` for the reasons of `channels.toggleForum`.
    public func enableTopics(in channel: LocalChannel) async throws {
        let (person, number) = (id, channel.id)
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.setForum(true, tabs: false, number, by: person, origin: nil)
            engine.deliver()
        }
    }

    /// Creates a topic.
    ///
    /// - Parameters:
    ///   - title: The name.
    ///   - channel: The forum.
    /// - Returns: The message that tells of it, whose number is the topic's.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.createForumTopic`.
    @discardableResult
    public func createTopic(_ title: String, in channel: LocalChannel) async throws -> LocalMessage {
        let (person, number) = (id, channel.id)
        return try core.perform { engine throws(RPCFailure) in
            let random = engine.world.nextRandomID()
            let sent = try engine.world.createTopic(
                title, color: nil, emoji: nil, in: number, by: person, randomID: random, origin: nil)
            engine.deliver()
            return LocalMessage(sent.message, for: person)
        }
    }

    /// Adds somebody to the contacts.
    ///
    /// - Parameters:
    ///   - account: Whom.
    ///   - firstName: How the person calls them; `nil` for their own name.
    public func addContact(_ account: some LocalAccount, firstName: String? = nil) async {
        let (person, other) = (id, account.id)
        core.perform { engine in
            let name = engine.world[other].map { ($0.firstName, $0.lastName ?? "") } ?? ("", "")
            engine.world.contacts.set(
                .init(
                    firstName: firstName ?? name.0, lastName: firstName == nil ? name.1 : "", knowsPhone: true),
                other, of: person)
            engine.deliver()
        }
    }

    /// Lets the person give boosts to chats.
    ///
    /// - Parameter count: How many more.
    public func grantBoosts(_ count: Int) async {
        let person = id
        core.perform { engine in
            let date = engine.world.date
            engine.world.boosts.grant(count, to: person, at: date)
        }
    }
}
