// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A basic group of a local server.
public struct LocalGroup: LocalPeer {
    /// The number as the Bot API writes it, below zero.
    public let id: Int64
    /// The title when the group was made.
    public let title: String
    private let core: ServerCore

    init(_ group: BasicGroup, core: ServerCore) {
        id = group.number
        title = group.title
        self.core = core
    }

    /// The number as the schema has it, above zero.
    public var chatID: Int64 { 0 &- id }

    /// Puts somebody into the group, as its creator does; everybody hears of it.
    ///
    /// - Parameters:
    ///   - account: Who comes.
    ///   - isAdmin: Whether they become an admin, who may put others out and delete what they wrote.
    /// - Throws: ``RPCFailure``, such as `USER_ALREADY_PARTICIPANT`, and `CHAT_WRITE_FORBIDDEN` once the creator has left
    ///   the group.
    public func add(_ account: some LocalAccount, asAdmin isAdmin: Bool = false) async throws {
        let (group, person) = (chatID, account.id)
        try core.perform { engine throws(RPCFailure) in
            let creator = engine.world.groups[group]?.creator ?? 0
            _ = try engine.world.add(person, to: group, by: creator)
            if isAdmin { try engine.world.setAdmin(true, person, inGroup: group, by: creator) }
            engine.deliver()
        }
    }

    /// Takes somebody out of the group, who leaves by themselves; everybody hears of it.
    ///
    /// - Parameter account: Who goes.
    /// - Throws: ``RPCFailure``, such as `USER_NOT_PARTICIPANT`.
    public func remove(_ account: some LocalAccount) async throws {
        let (group, person) = (chatID, account.id)
        try core.perform { engine throws(RPCFailure) in
            guard engine.world.groups[group]?.members[person] != nil else { throw .bad(.userNotParticipant) }
            _ = try engine.world.remove(person, from: group, by: person)
            engine.deliver()
        }
    }

    /// The user ids of those who are in the group, ascending.
    public var members: [Int64] {
        let group = chatID
        return core.perform { $0.world.groups[group].map { $0.members.keys.sorted() } ?? [] }
    }
}

/// A channel or a supergroup of a local server.
public struct LocalChannel: LocalPeer {
    /// The number as the Bot API writes it, −(10^12 + ``channelID``).
    public let id: Int64
    /// The number as the schema has it.
    public let channelID: Int64
    /// The title when the channel was made.
    public let title: String
    /// Whether it is a channel, in which admins alone post, and no supergroup.
    public let isBroadcast: Bool
    private let core: ServerCore

    init(_ channel: Channel, core: ServerCore) {
        id = channel.number
        channelID = channel.id
        title = channel.title
        isBroadcast = channel.isBroadcast
        self.core = core
    }

    /// Puts somebody into the channel, as its creator does.
    ///
    /// - Parameters:
    ///   - account: Who comes.
    ///   - isAdmin: Whether they become an admin, who may post in a channel and delete what others wrote.
    /// - Throws: ``RPCFailure``, such as `USER_ALREADY_PARTICIPANT`.
    public func add(_ account: some LocalAccount, asAdmin isAdmin: Bool = false) async throws {
        let (channel, person) = (channelID, account.id)
        try core.perform { engine throws(RPCFailure) in
            let creator = engine.world.channels[channel]?.creator ?? 0
            _ = try engine.world.join(person, channel: channel, inviter: creator)
            if isAdmin { try engine.world.setAdmin(World.allRights, person, channel: channel, by: creator) }
            engine.deliver()
        }
    }

    /// Gives the channel one more public name, such as people buy; it is in use at once.
    ///
    /// - Parameter username: The name.
    /// - Throws: ``RPCFailure``, such as `USERNAME_OCCUPIED`.
    public func addUsername(_ username: String) async throws {
        let channel = channelID
        try core.perform { engine throws(RPCFailure) in
            try engine.world.addUsername(username, toChannel: channel)
            engine.world.tellAll(in: PeerNumber.channel(channel).number)
            engine.deliver()
        }
    }

    /// Has somebody leave the channel.
    ///
    /// - Parameter account: Who goes.
    /// - Throws: ``RPCFailure``, such as `USER_NOT_PARTICIPANT`.
    public func remove(_ account: some LocalAccount) async throws {
        let (channel, person) = (channelID, account.id)
        try core.perform { engine throws(RPCFailure) in
            _ = try engine.world.leave(person, channel: channel, remover: person)
            engine.deliver()
        }
    }

    /// The user ids of those who are in the channel, ascending.
    public var members: [Int64] {
        let channel = channelID
        return core.perform { $0.world.channels[channel].map { $0.members.keys.sorted() } ?? [] }
    }
}
