// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Who may do what in which kind of chat; see core.telegram.org/api/rights.
final class ChatRightsTests: XCTestCase {
    private enum Kind: CaseIterable { case group, supergroup, channel }

    /// The columns of the table: creator, administrator with all rights but to make others, administrator without any right of
    /// use, member, restricted member, somebody who is not there.
    private enum Role: Int, CaseIterable { case creator, admin, idleAdmin, member, restricted, outsider }

    /// For each action what the roles may, in a basic group, a supergroup and a channel: `+` they may, `-` they may not, `.`
    /// there is no such role.
    private static let table: [(action: ChatAction, group: String, supergroup: String, channel: String)] = [
        (.editTitle, "++.+.-", "++++--", "++----"),
        (.editAbout, "++.+.-", "++++--", "++----"),
        (.editSettings, "++.-.-", "++----", "++----"),
        (.setDefaultPermissions, "++.-.-", "++----", "++----"),
        (.setUsername, "+-.-.-", "+-----", "+-----"),
        (.invite, "++.+.-", "++++--", "++----"),
        (.manageLinks, "++.-.-", "++----", "++----"),
        (.ban, "++.-.-", "++----", "++----"),
        (.promote, "+-.-.-", "+-----", "+-----"),
        (.pin, "++.+.-", "++++--", "++----"),
        (.deleteOthersMessages, "++.-.-", "++----", "++----"),
        (.sendText, "++.+.-", "++++--", "++----"),
        (.manageTopics, "++.+.-", "++++--", "++----"),
        (.manageCalls, "++.-.-", "++----", "++----"),
        (.viewLog, "++.-.-", "+++---", "+++---"),
        (.setRank, "++.-.-", "++----", "++----"),
        (.deleteChat, "+-.-.-", "+-----", "+-----"),
        (.transfer, "+-.-.-", "+-----", "+-----"),
        (.migrate, "+-.-.-", "------", "------"),
        (.editInfo, "++.+.-", "++++--", "++----"),
        (.editOthersTopics, "++.-.-", "++----", "++----"),
        (.setForum, "+-.-.-", "+-----", "+-----"),
    ]

    private struct Stage {
        var world = World(seed: 3, dataCenters: 1)
        var number: Int64 = 0
        var people: [Role: Int64] = [:]
    }

    /// A chat with somebody in each role.
    private func stage(_ kind: Kind) throws -> Stage {
        var stage = Stage()
        stage.world.now = 1_800_000_000
        for role in Role.allCases {
            stage.people[role] = try stage.world.addPerson(
                phone: "999661000\(role.rawValue)", firstName: "\(role)", dataCenter: 1
            ).id
        }
        func id(_ role: Role) throws -> Int64 { try XCTUnwrap(stage.people[role]) }
        let creator = try id(.creator)
        switch kind {
        case .group:
            let group = try stage.world.createGroup("Talk", by: creator, with: [id(.admin), id(.member)]).group
            stage.number = group.number
            try stage.world.setAdmin(true, id(.admin), inGroup: group.id, by: creator)
        case .supergroup, .channel:
            let members = try [Role.admin, .idleAdmin, .member, .restricted].map(id)
            let channel = try stage.world.createChannel(
                "Talk", isBroadcast: kind == .channel, username: "talk", by: creator, with: members
            ).channel
            stage.number = channel.number
            let rights = TL.ChatAdminRights(
                changeInfo: true, postMessages: true, editMessages: true, deleteMessages: true, banUsers: true,
                inviteUsers: true, pinMessages: true, manageCall: true, manageTopics: true, manageRanks: true)
            try stage.world.setAdmin(rights, id(.admin), channel: channel.id, by: creator)
            try stage.world.setAdmin(.init(other: true), id(.idleAdmin), channel: channel.id, by: creator)
            let restrictions = TL.ChatBannedRights(
                sendMessages: true, changeInfo: true, inviteUsers: true, pinMessages: true, manageTopics: true,
                untilDate: 0)
            if kind == .supergroup {
                _ = try stage.world.setBanned(
                    restrictions, id(.restricted), channel: channel.id, by: creator, origin: nil)
            }
        }
        return stage
    }

    /// Does something, or asks whether it may be done where that needs more than a stage.
    private func perform(_ action: ChatAction, by actor: Int64, in stage: inout Stage) throws {
        let number = stage.number
        let victim = try XCTUnwrap(stage.people[.member])
        switch action {
        case .editTitle: _ = try stage.world.setTitle("New", of: number, by: actor, origin: nil)
        case .editAbout: try stage.world.setAbout("new", of: number, by: actor, origin: nil)
        case .invite:
            let newcomer = try stage.world.addPerson(phone: "9996619999", firstName: "New", dataCenter: 1).id
            switch PeerNumber(number) {
            case .group(let id): _ = try stage.world.add(newcomer, to: id, by: actor)
            case .channel(let id): _ = try stage.world.invite([newcomer], to: id, by: actor)
            case .user: XCTFail("no chat")
            }
        case .manageLinks: _ = try stage.world.createLink(.init(peer: .empty), in: number, by: actor)
        case .sendText: _ = try stage.world.send(NewMessage(text: "hi"), from: actor, to: number)
        case .deleteChat: try stage.world.deleteChat(number, by: actor, origin: nil)
        case .ban:
            guard case .channel(let id) = PeerNumber(number) else {
                return try stage.world.demand(action, actor, in: number)
            }
            _ = try stage.world.setBanned(
                .init(viewMessages: true, untilDate: 0),
                actor == victim ? XCTUnwrap(stage.people[.restricted]) : victim, channel: id, by: actor, origin: nil)
        case .setUsername:
            guard case .channel(let id) = PeerNumber(number) else {
                return try stage.world.demand(action, actor, in: number)
            }
            try stage.world.setUsername("other", ofChannel: id, by: actor, origin: nil)
        case .setRank:
            let other = actor == victim ? try XCTUnwrap(stage.people[.admin]) : victim
            _ = try stage.world.setRank("Guard", of: other, in: number, by: actor, origin: nil)
        case .migrate:
            guard case .group(let id) = PeerNumber(number) else {
                return try stage.world.demand(action, actor, in: number)
            }
            _ = try stage.world.migrate(id, by: actor, origin: nil)
        case .transfer:
            guard case .channel = PeerNumber(number) else { return try stage.world.demand(action, actor, in: number) }
            _ = try stage.world.transfer(number, to: victim, by: actor, origin: nil)
        case .editSettings, .setDefaultPermissions, .promote, .pin, .deleteOthersMessages, .manageTopics, .viewLog,
            .manageCalls, .editInfo, .editOthersTopics, .setForum:
            try stage.world.demand(action, actor, in: number)
        }
    }

    func testEachRoleMayDoWhatTheTableSays() throws {
        XCTAssertEqual(Self.table.map { $0.action }, ChatAction.allCases, "each action has a row, in their order")
        var cells = 0
        for kind in Kind.allCases {
            let stage = try stage(kind)
            for row in Self.table {
                let expected = Array(kind == .group ? row.group : kind == .supergroup ? row.supergroup : row.channel)
                for role in Role.allCases where expected[role.rawValue] != "." {
                    // A restricted subscriber of a channel is a subscriber.
                    var copy = stage
                    let actor = try XCTUnwrap(stage.people[role])
                    var failure: (any Error)?
                    do { try perform(row.action, by: actor, in: &copy) } catch { failure = error }
                    cells += 1
                    let isAllowed = expected[role.rawValue] == "+"
                    XCTAssertEqual(
                        failure == nil, isAllowed,
                        "\(row.action) by \(role) in a \(kind): \(failure.map { "\($0)" } ?? "")")
                    if !isAllowed {
                        XCTAssertTrue(failure is RPCFailure, "\(row.action) by \(role) in a \(kind): \(failure as Any)")
                    }
                }
            }
        }
        XCTAssertEqual(cells, Self.table.count * (4 + 6 + 6))
    }

    func testABanEndsByItself() throws {
        var stage = try stage(.supergroup)
        guard case .channel(let id) = PeerNumber(stage.number) else { return XCTFail("no channel") }
        let (creator, member) = (try XCTUnwrap(stage.people[.creator]), try XCTUnwrap(stage.people[.member]))
        _ = try stage.world.setBanned(
            .init(sendMessages: true, untilDate: stage.world.date + 60), member, channel: id, by: creator, origin: nil)
        XCTAssertThrowsError(try stage.world.send(NewMessage(text: "hi"), from: member, to: stage.number)) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.userBannedInChannel))
        }
        stage.world.now += 61
        _ = try stage.world.send(NewMessage(text: "hi"), from: member, to: stage.number)
        // Twenty seconds are for ever.
        _ = try stage.world.setBanned(
            .init(viewMessages: true, untilDate: stage.world.date + 20), member, channel: id, by: creator, origin: nil)
        stage.world.now += 400 * 86_400
        XCTAssertThrowsError(try stage.world.join(member, channel: id, inviter: member))
        _ = try stage.world.invite([member], to: id, by: creator)
        XCTAssertTrue(stage.world.members(of: stage.number).contains(member), "who may ban brings back")
    }

    func testSlowModeMakesMembersWaitAndNotAdministrators() throws {
        var stage = try stage(.supergroup)
        let (admin, member) = (try XCTUnwrap(stage.people[.admin]), try XCTUnwrap(stage.people[.member]))
        stage.world.chats[stage.number].slowMode = 30
        for sender in [admin, admin, member] {
            _ = try stage.world.send(NewMessage(text: "hi"), from: sender, to: stage.number)
        }
        stage.world.now += 10
        XCTAssertThrowsError(try stage.world.send(NewMessage(text: "hi"), from: member, to: stage.number)) {
            XCTAssertEqual($0 as? RPCFailure, RPCFailure(420, .slowmodeWait, value: 20))
        }
        stage.world.now += 20
        _ = try stage.world.send(NewMessage(text: "hi"), from: member, to: stage.number)
    }

    func testAnAdministratorGivesNoMoreThanTheirOwnRights() throws {
        var stage = try stage(.supergroup)
        guard case .channel(let id) = PeerNumber(stage.number) else { return XCTFail("no channel") }
        let people = try [Role.creator, .admin, .member].map { try XCTUnwrap(stage.people[$0]) }
        try stage.world.setAdmin(
            .init(banUsers: true, addAdmins: true), people[1], channel: id, by: people[0])
        try stage.world.setAdmin(.init(banUsers: true), people[2], channel: id, by: people[1])
        XCTAssertThrowsError(try stage.world.setAdmin(.init(changeInfo: true), people[2], channel: id, by: people[1])) {
            XCTAssertEqual($0 as? RPCFailure, RPCFailure(403, .rightForbidden))
        }
    }
}
