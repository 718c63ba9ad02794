// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// How groups and channels look, and what an account sees of them alone.
final class ChatLooksMethodTests: XCTestCase {
    private func names(_ scene: inout RightsScene, by viewer: Int64) throws -> [String: Bool] {
        let answer = try scene.answer(to: TL.channels.GetChannels(id: [scene.channel(for: viewer)]), by: viewer)
        guard case .chats(let list) = answer, case .channel(let channel)? = list.chats.first else { return [:] }
        let all = channel.usernames?.map { ($0.username, $0.active) } ?? [(channel.username ?? "", true)]
        return Dictionary(uniqueKeysWithValues: all)
    }

    /// See core.telegram.org/method/channels.toggleUsername and core.telegram.org/method/channels.reorderUsernames.
    func testPublicNamesAreSwitchedAndOrdered() throws {
        var scene = try RightsScene(.channel)
        guard case .channel(let id) = PeerNumber(scene.number), let owner = scene.people[.owner] else {
            return XCTFail("no channel")
        }
        XCTAssertEqual(try names(&scene, by: owner), ["talk_room": true])
        try scene.change { world in
            for name in ["first_name", "second_name"] { try world.addUsername(name, toChannel: id) }
        }
        XCTAssertEqual(
            try names(&scene, by: owner), ["talk_room": true, "first_name": true, "second_name": true])
        XCTAssertEqual(scene.engine.world.peer(username: "first_name"), scene.number)
        let channel = scene.channel(for: owner)
        try scene.call(TL.channels.ReorderUsernames(channel: channel, order: ["second_name", "first_name"]), by: owner)
        XCTAssertEqual(scene.engine.world.chats[scene.number].usernames.map(\.username), ["second_name", "first_name"])
        assertRefused(
            .bad(.orderInvalid),
            try scene.call(TL.channels.ReorderUsernames(channel: channel, order: ["first_name"]), by: owner))
        try scene.call(TL.channels.ToggleUsername(channel: channel, username: "first_name", active: false), by: owner)
        XCTAssertEqual(try names(&scene, by: owner)["first_name"], false)
        XCTAssertNil(scene.engine.world.peer(username: "first_name"))
        assertRefused(
            .bad(.usernameNotModified),
            try scene.call(
                TL.channels.ToggleUsername(channel: channel, username: "first_name", active: false), by: owner))
        try scene.call(TL.channels.DeactivateAllUsernames(channel: channel), by: owner)
        XCTAssertEqual(
            try names(&scene, by: owner), ["talk_room": true, "first_name": false, "second_name": false])
        let admin = try XCTUnwrap(scene.people[.admin])
        assertRefused(
            .bad(.chatAdminRequired),
            try scene.call(TL.channels.DeactivateAllUsernames(channel: scene.channel(for: admin)), by: admin))
    }

    /// See core.telegram.org/method/channels.togglePreHistoryHidden and core.telegram.org/method/channels.deleteHistory.
    func testWhatIsHiddenFromSomebodyIsThereForOthers() throws {
        var scene = try RightsScene(.supergroup)
        guard case .channel(let id) = PeerNumber(scene.number), let owner = scene.people[.owner],
            let member = scene.people[.member]
        else { return XCTFail("no channel") }
        func texts(_ viewer: Int64) throws -> [String] {
            let account = try XCTUnwrap(scene.engine.world[viewer])
            return scene.engine.world.messages(of: account, with: scene.number).map(\.content.text).filter {
                !$0.isEmpty
            }
        }
        try scene.call(TL.channels.TogglePreHistoryHidden(channel: scene.channel(for: owner), enabled: true), by: owner)
        let stranger = scene.stranger
        try scene.change { world in
            _ = try world.join(stranger, channel: id, inviter: owner)
            _ = try world.send(NewMessage(text: "later"), from: owner, to: PeerNumber.channel(id).number)
        }
        XCTAssertEqual(try texts(member), ["later", "of somebody"])
        XCTAssertEqual(try texts(stranger), ["later"])
        // Private groups alone are cleared for oneself.
        assertRefused(
            .bad(TLErrorName(rawValue: "CHANNEL_TOO_BIG")),
            try scene.call(TL.channels.DeleteHistory(channel: scene.channel(for: member), maxID: 0), by: member))
        try scene.call(TL.channels.UpdateUsername(channel: scene.channel(for: owner), username: ""), by: owner)
        try scene.call(TL.channels.DeleteHistory(channel: scene.channel(for: member), maxID: 0), by: member)
        XCTAssertEqual(try texts(member), [])
        XCTAssertEqual(try texts(owner), ["later", "of somebody"])
        try scene.call(
            TL.channels.DeleteHistory(forEveryone: true, channel: scene.channel(for: owner), maxID: 0), by: owner)
        XCTAssertEqual(try texts(owner), [])
    }

    /// See core.telegram.org/method/messages.saveDefaultSendAs.
    func testADefaultSenderIsOneOfTheAccountsOwn() throws {
        var scene = try RightsScene(.supergroup)
        let (owner, member) = (try XCTUnwrap(scene.people[.owner]), try XCTUnwrap(scene.people[.member]))
        let own = try scene.answer(
            to: TL.channels.CreateChannel(broadcast: true, title: "Own", about: ""), by: member)
        guard case .updates(let batch) = own, case .channel(let made)? = batch.chats.first else {
            return XCTFail("no channel")
        }
        let sender = PeerNumber.channel(made.id).number
        try scene.call(
            TL.messages.SaveDefaultSendAs(peer: scene.peer(for: member), sendAs: scene.peer(sender, for: member)),
            by: member)
        let full = try scene.answer(to: TL.channels.GetFullChannel(channel: scene.channel(for: member)), by: member)
        guard case .channelFull(let info) = full.fullChat else { return XCTFail("no channel") }
        XCTAssertEqual(info.defaultSendAs.map { PeerNumber($0).number }, sender)
        assertRefused(
            .bad(.sendAsPeerInvalid),
            try scene.call(
                TL.messages.SaveDefaultSendAs(peer: scene.peer(for: member), sendAs: scene.peer(owner, for: member)),
                by: member))
    }

    /// See core.telegram.org/method/messages.editChatCreator.
    func testOwnershipIsGivenAwayWithAPasswordAlone() throws {
        var scene = try RightsScene(.supergroup)
        let (owner, admin) = (try XCTUnwrap(scene.people[.owner]), try XCTUnwrap(scene.people[.admin]))
        func give(_ scene: inout RightsScene, by actor: Int64) throws {
            try scene.call(
                TL.messages.EditChatCreator(
                    peer: scene.peer(for: actor), userID: scene.user(admin, for: actor), password: .empty), by: actor)
        }
        assertRefused(.bad(.chatAdminRequired), try give(&scene, by: admin))
        assertRefused(.bad(.passwordMissing), try give(&scene, by: owner))
    }
}
