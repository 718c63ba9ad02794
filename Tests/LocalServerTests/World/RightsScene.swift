// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// A chat with somebody in each role, and calls that they make as clients do.
struct RightsScene {
    enum Kind: Int, CaseIterable {
        case group, supergroup
        /// A supergroup whose members may change nothing and invite nobody.
        case strict
        case forum, channel

        var isSupergroup: Bool { [.supergroup, .strict, .forum].contains(self) }
    }

    enum Role: Int, CaseIterable {
        case owner
        /// An administrator with all rights.
        case admin
        /// An administrator with all rights but the one that an action needs.
        case without
        /// An administrator with the right that an action needs and no other.
        case only
        case member
        /// A member who is forbidden everything but to read.
        case restricted
        case banned
        /// Somebody who was there.
        case left
    }

    /// The rights of administrators that the server knows.
    enum Right: CaseIterable {
        case info, post, edit, delete, ban, invite, pin, promote, calls, topics, ranks
    }

    let kind: Kind
    private(set) var engine: Engine
    private(set) var number: Int64 = 0
    private(set) var people: [Role: Int64] = [:]
    /// A member to whom things are done, a person who is not there, and one who asks to join.
    private(set) var target: Int64 = 0
    private(set) var stranger: Int64 = 0
    private(set) var applicant: Int64 = 0
    /// Somebody who is banned already.
    private(set) var outcast: Int64 = 0
    /// A message of somebody else, by what all copies have in common.
    private(set) var message: Int64 = 0
    /// The topic of somebody else.
    private(set) var topic: Int32 = 0

    init(_ kind: Kind) throws {
        self.kind = kind
        var world = World(seed: 5, dataCenters: 1)
        world.now = 1_800_000_000
        var lastPhone = 9_996_620_000
        func add(_ name: String) throws -> Int64 {
            lastPhone += 1
            return try world.addPerson(phone: "\(lastPhone)", firstName: name, dataCenter: 1).id
        }
        for role in Role.allCases { people[role] = try add("\(role)") }
        (target, stranger, applicant) = (try add("Target"), try add("Stranger"), try add("Applicant"))
        outcast = try add("Outcast")
        let all = people.mapValues { $0 }
        func id(_ role: Role) throws -> Int64 { try XCTUnwrap(all[role]) }
        let owner = try id(.owner)
        switch kind {
        case .group:
            let others = try [Role.admin, .member, .banned, .left].map(id) + [target]
            let group = try world.createGroup("Talk", by: owner, with: others).group
            number = group.number
            try world.setAdmin(true, id(.admin), inGroup: group.id, by: owner)
            message = try world.send(NewMessage(text: "of target"), from: target, to: number).message.sharedID
            _ = try world.remove(id(.banned), from: group.id, by: owner)
            _ = try world.remove(id(.left), from: group.id, by: id(.left))
        case .supergroup, .strict, .forum, .channel:
            let others = Role.allCases.filter { $0 != .owner }.compactMap { all[$0] } + [target, outcast]
            let channel = try world.createChannel(
                "Talk", isBroadcast: kind == .channel, username: "talk_room", by: owner, with: others
            ).channel
            number = channel.number
            for role in [Role.admin, .without, .only] {
                try world.setAdmin(Self.rights(Set(Right.allCases)), id(role), channel: channel.id, by: owner)
            }
            if kind == .forum {
                _ = try world.setForum(true, tabs: false, number, by: owner, origin: nil)
                topic = try world.createTopic(
                    "Theirs", color: nil, emoji: nil, in: number, by: target, randomID: 1, origin: nil
                ).message.id
            }
            let author = kind == .channel ? owner : target
            message = try world.send(NewMessage(text: "of somebody"), from: author, to: number).message.sharedID
            if kind != .channel {
                _ = try world.setBanned(
                    .init(
                        sendMessages: true, sendMedia: true, changeInfo: true, inviteUsers: true, pinMessages: true,
                        manageTopics: true, editRank: true, sendReactions: true, untilDate: 0), id(.restricted),
                    channel: channel.id, by: owner, origin: nil)
            }
            for person in [try id(.banned), outcast] {
                _ = try world.setBanned(
                    .init(viewMessages: true, untilDate: 0), person, channel: channel.id, by: owner, origin: nil)
            }
            _ = try world.leave(id(.left), channel: channel.id, remover: id(.left))
        }
        if kind == .strict {
            world.chats[number].defaultBanned = .init(
                changeInfo: true, inviteUsers: true, pinMessages: true, manageTopics: true, untilDate: .max)
        }
        let link = try world.createLink(.init(requestNeeded: true, peer: .empty), in: number, by: owner)
        try world.ask(applicant, in: number, link: link.url)
        _ = world.takePushes()
        engine = Engine(world: world, ports: [1])
        engine.setTime(.seconds(world.now))
    }

    static func rights(_ rights: Set<Right>) -> TL.ChatAdminRights {
        .init(
            changeInfo: rights.contains(.info), postMessages: rights.contains(.post),
            editMessages: rights.contains(.edit), deleteMessages: rights.contains(.delete),
            banUsers: rights.contains(.ban), inviteUsers: rights.contains(.invite),
            pinMessages: rights.contains(.pin), addAdmins: rights.contains(.promote),
            manageCall: rights.contains(.calls), other: true, manageTopics: rights.contains(.topics),
            manageRanks: rights.contains(.ranks))
    }

    /// Gives two administrators all rights but one, and that one alone; no right of use, and all, if there is none.
    mutating func divide(_ right: Right?) {
        guard case .channel(let id) = PeerNumber(number), let without = people[.without], let only = people[.only]
        else { return }
        let all = Set(Right.allCases)
        engine.world.changeChannel(id) { channel in
            channel.members[without]?.adminRights = Self.rights(right.map { all.subtracting([$0]) } ?? [])
            channel.members[only]?.adminRights = Self.rights(right.map { [$0] } ?? all)
        }
    }

    // MARK: Calls

    /// Has somebody call a method as a client does.
    ///
    /// - Returns: How many updates others are told.
    @discardableResult
    mutating func call(_ function: any TLDecodableFunction, by account: Int64) throws -> Int {
        let method = try XCTUnwrap(engine.methods[type(of: function).constructorID], "\(type(of: function)) is missing")
        let pending = PendingCall(
            origin: CallOrigin(authKeyID: 1, sessionID: account), id: MessageID(rawValue: 1), account: account,
            dataCenter: 1)
        let caller = try XCTUnwrap(engine.world[account])
        defer { _ = engine.world.takePushes() }
        do {
            _ = try method.body(function, Call(pending: pending, owner: 1, account: caller), &engine)
        } catch {
            let pushes = engine.world.takePushes()
            XCTAssertTrue(pushes.isEmpty, "\(type(of: function)) was refused, and yet others are told of it")
            throw error
        }
        return engine.world.pushes.count
    }

    /// Has somebody call a method, and reads the answer.
    mutating func answer<Function: TLDecodableFunction>(
        to function: Function, by account: Int64
    ) throws -> Function.Response {
        let method = try XCTUnwrap(engine.methods[Function.constructorID], "\(Function.self) is missing")
        let pending = PendingCall(
            origin: CallOrigin(authKeyID: 1, sessionID: account), id: MessageID(rawValue: 1), account: account,
            dataCenter: 1)
        let caller = try XCTUnwrap(engine.world[account])
        let answer = try method.body(function, Call(pending: pending, owner: 1, account: caller), &engine)
        return try Function.Response(decoding: XCTUnwrap(answer).bytes)
    }

    /// Changes the world as scripts do, with nobody told of it.
    mutating func change(_ body: (inout World) throws -> Void) rethrows {
        try body(&engine.world)
        _ = engine.world.takePushes()
    }

    // MARK: Names

    func peer(for viewer: Int64) -> TL.InputPeer { peer(number, for: viewer) }

    func peer(_ number: Int64, for viewer: Int64) -> TL.InputPeer {
        let hash = engine.world.accessHash(of: number, for: viewer)
        return switch PeerNumber(number) {
        case .user(let id): id == viewer ? .peerSelf : .user(.init(userID: id, accessHash: hash))
        case .group(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id, accessHash: hash))
        }
    }

    func channel(for viewer: Int64) -> TL.InputChannel {
        guard case .channel(let id) = PeerNumber(number) else { return .empty }
        return .inputChannel(
            .init(channelID: id, accessHash: engine.world.accessHash(of: number, for: viewer)))
    }

    func user(_ id: Int64, for viewer: Int64) -> TL.InputUser {
        id == viewer
            ? .userSelf
            : .inputUser(.init(userID: id, accessHash: engine.world.accessHash(of: id, for: viewer)))
    }

    var chatID: Int64 { World.schemaID(number) }

    /// The number that the message has for somebody.
    func messageID(for viewer: Int64) -> Int32 {
        if case .channel(let id) = PeerNumber(number) {
            return engine.world.channels[id]?.mailbox.message(withSharedID: message)?.id ?? 0
        }
        return engine.world.mailboxes[viewer]?.message(withSharedID: message)?.id ?? 0
    }
}
