// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class UserMethodTests: XCTestCase {
    private static let full = TL.users.UserFull(
        fullUser: .init(
            blocked: true, id: 5, about: "about", settings: .init(), notifySettings: .init(), commonChatsCount: 3),
        chats: [], users: Sample.users)

    static let cases = [
        MethodCase(
            "users",
            {
                let found = try await $0.users([Sample.bot, "@nobody", PeerID.user(99), "me", Sample.user])
                XCTAssertEqual(found.map { $0?.firstName }, ["Bot", nil, nil, "Me", "Ann"])
            },
            sends: [
                TL.contacts.ResolveUsername(username: "nobody"),
                TL.users.GetUsers(id: [Sample.inputBotUser, .userSelf, Sample.inputUserUser]),
            ], answers: [InvocationError.refused("USERNAME_NOT_OCCUPIED"), Sample.users]),
        MethodCase(
            "user",
            {
                let user = try await $0.user("@ann")
                XCTAssertEqual(user.id, 5)
            },
            sends: [TL.users.GetUsers(id: [Sample.inputUserUser])], answers: [[Sample.users[1]]]),
        MethodCase(
            "user, seen in a message",
            {
                let user = try await $0.user(5, seenIn: 3, of: Sample.supergroup)
                XCTAssertEqual(user?.id, 5)
            },
            sends: [
                TL.users.GetUsers(id: [.fromMessage(.init(peer: Sample.inputSupergroup, msgID: 3, userID: 5))])
            ], answers: [[Sample.users[1]]]),
        MethodCase(
            "fullUser",
            {
                let full = try await $0.fullUser(Sample.user)
                XCTAssertEqual(full.about, "about")
                XCTAssertEqual(full.commonChatCount, 3)
                XCTAssertTrue(full.isBlocked)
            }, sends: [TL.users.GetFullUser(id: Sample.inputUserUser)], answers: [full]),
        MethodCase("fullUser, a channel", { _ = try await $0.fullUser(Sample.channel) }, fails: \.isInvalidPeer),
        MethodCase(
            "commonChats",
            {
                let chats = try await $0.commonChats(with: Sample.user).collect()
                XCTAssertEqual(chats.map(\.title), ["Group", "Supergroup", "Channel"])
            },
            sends: [
                TL.messages.GetCommonChats(userID: Sample.inputUserUser, maxID: 0, limit: 100),
                TL.messages.GetCommonChats(userID: Sample.inputUserUser, maxID: 9, limit: 100),
            ], answers: [Sample.allChats, TL.messages.Chats.chats(.init(chats: []))]),
        MethodCase(
            "contactRequirements",
            {
                let wants = try await $0.contactRequirements(of: [Sample.user, Sample.bot])
                XCTAssertEqual(wants, [.stars(5), .none])
            },
            sends: [TL.users.GetRequirementsToContact(id: [Sample.inputUserUser, Sample.inputBotUser])],
            answers: [[TL.RequirementToContact.paidMessages(.init(starsAmount: 5)), .empty]]),
        MethodCase(
            "searchPeers",
            {
                let found = try await $0.searchPeers("an")
                XCTAssertEqual(found.all.map(\.title), ["Ann", "Channel"])
            },
            sends: [TL.contacts.Search(q: "an", limit: 20)],
            answers: [
                TL.contacts.Found(
                    myResults: [Sample.user.tlPeer], results: [Sample.channel.tlPeer], chats: Sample.chats,
                    users: Sample.users)
            ]),
        MethodCase(
            "peerSettings",
            {
                let settings = try await $0.peerSettings(of: Sample.user)
                XCTAssertTrue(settings.reportSpam)
            },
            sends: [TL.messages.GetPeerSettings(peer: Sample.inputUser)],
            answers: [TL.messages.PeerSettings(settings: .init(reportSpam: true), chats: [], users: [])]),
        MethodCase(
            "hidePeerBar", { try await $0.hidePeerBar(of: Sample.user) },
            sends: [TL.messages.HidePeerSettingsBar(peer: Sample.inputUser)], answers: [true]),
        MethodCase(
            "resolve, several",
            {
                let found = await $0.resolve([Sample.user, "@nobody", PeerID.channel(99), "me"])
                XCTAssertEqual(found.map { (try? $0.get()) != nil }, [true, false, false, true])
            }, sends: [TL.contacts.ResolveUsername(username: "nobody")],
            answers: [InvocationError.refused("USERNAME_NOT_OCCUPIED")]),
        MethodCase(
            "isKnown",
            { client in
                XCTAssertTrue(client.isKnown(Sample.user))
                XCTAssertTrue(client.isKnown("@news"))
                XCTAssertTrue(client.isKnown("me"))
                XCTAssertFalse(client.isKnown("@nobody"))
                XCTAssertFalse(client.isKnown(PeerID.user(99)))
            }, sends: [], answers: []),
        MethodCase(
            "remember",
            { client in
                client.remember(users: [.user(.init(id: 99, accessHash: 1, firstName: "New"))])
                XCTAssertTrue(client.isKnown(PeerID.user(99)))
            }, sends: [], answers: []),
        MethodCase(
            "chat, a user",
            {
                let chat = try await $0.chat(Sample.user)
                XCTAssertEqual(chat.title, "Ann")
            },
            sends: [TL.users.GetUsers(id: [Sample.inputUserUser])], answers: [[Sample.users[1]]]),
        MethodCase(
            "chat, a channel",
            {
                let chat = try await $0.chat("@news")
                XCTAssertEqual(chat.title, "Channel")
            },
            sends: [TL.channels.GetChannels(id: [Sample.inputChannel])],
            answers: [TL.messages.Chats.chats(.init(chats: [Sample.chats[2]]))]),
        MethodCase(
            "chat, a basic group",
            {
                let chat = try await $0.chat(Sample.group)
                XCTAssertEqual(chat.title, "Group")
            },
            sends: [TL.messages.GetChats(id: [7])],
            answers: [TL.messages.Chats.chats(.init(chats: [Sample.chats[0]]))]),
        MethodCase(
            "channelKind",
            {
                let kind = try await $0.channelKind(of: Sample.supergroup)
                XCTAssertEqual(kind, .supergroup)
            },
            sends: [TL.channels.GetChannels(id: [Sample.inputSupergroupChannel])],
            answers: [TL.messages.Chats.chats(.init(chats: [Sample.chats[1]]))]),
        MethodCase(
            "channelKind, a user",
            {
                let kind = try await $0.channelKind(of: Sample.user)
                XCTAssertNil(kind)
            },
            sends: [], answers: []),
        MethodCase(
            "warmPeerCache", { try await $0.warmPeerCache(limit: 1) },
            sends: [
                TL.messages.GetDialogs(folderID: 0, offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 1, hash: 0)
            ], answers: [Sample.dialogs([Sample.dialog(Sample.user)])]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
