// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class ChatMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "fullChat, a supergroup",
            {
                let full = try await $0.fullChat(Sample.supergroup)
                XCTAssertEqual(full.about, "about")
            },
            sends: [TL.channels.GetFullChannel(channel: Sample.inputSupergroupChannel)],
            answers: [Sample.fullSupergroup()]),
        MethodCase(
            "fullChat, a basic group",
            {
                let full = try await $0.fullChat(Sample.group)
                XCTAssertEqual(full.participants?.map(\.status), [.creator, .administrator, .member])
                XCTAssertEqual(full.administratorCount, 2)
            }, sends: [TL.messages.GetFullChat(chatID: 7)], answers: [Sample.fullGroup]),
        MethodCase("fullChat, a user", { _ = try await $0.fullChat(Sample.user) }, fails: \.isInvalidPeer),
        MethodCase(
            "createGroup",
            {
                let made = try await $0.createGroup(
                    titled: "Group", with: [Sample.user, "@some_bot"], autoDelete: .seconds(60))
                XCTAssertEqual(made.group.id, 7)
                XCTAssertEqual(made.missing.map(\.userID), [6])
            },
            sends: [
                TL.messages.CreateChat(
                    users: [Sample.inputUserUser, Sample.inputBotUser], title: "Group", ttlPeriod: 60)
            ],
            answers: [
                TL.messages.InvitedUsers(
                    updates: Sample.updates(), missingInvitees: [.init(premiumRequiredForPM: true, userID: 6)])
            ]),
        MethodCase(
            "createGroup, without a name", { try await $0.createGroup(titled: " ", with: [Sample.user]) },
            fails: \.isInvalidArgument),
        MethodCase(
            "createGroup, with a channel", { try await $0.createGroup(titled: "x", with: [Sample.channel]) },
            fails: \.isInvalidPeer),
        MethodCase(
            "createSupergroup",
            {
                let made = try await $0.createSupergroup(titled: "Talk", about: "all", isForum: true)
                XCTAssertEqual(made.id, 8)
            },
            sends: [TL.channels.CreateChannel(megagroup: true, forum: true, title: "Talk", about: "all")],
            answers: [Sample.updates()]),
        MethodCase(
            "createChannel", { try await $0.createChannel(titled: "News", autoDelete: .seconds(86_400)) },
            sends: [TL.channels.CreateChannel(broadcast: true, title: "News", about: "", ttlPeriod: 86_400)],
            answers: [Sample.updates()]),
        MethodCase(
            "createChannel, with too long a name",
            { try await $0.createChannel(titled: String(repeating: "x", count: 129)) },
            fails: \.isInvalidArgument),
        MethodCase(
            "deleteChat, a channel", { try await $0.deleteChat(Sample.channel) },
            sends: [TL.channels.DeleteChannel(channel: Sample.inputChannel)], answers: [Sample.updates()]),
        MethodCase(
            "deleteChat, a basic group", { try await $0.deleteChat(Sample.group) },
            sends: [TL.messages.DeleteChat(chatID: 7)], answers: [true]),
        MethodCase("deleteChat, a user", { try await $0.deleteChat(Sample.user) }, fails: \.isInvalidPeer),
        MethodCase(
            "leave", { try await $0.leave(Sample.channel) },
            sends: [TL.channels.LeaveChannel(channel: Sample.inputChannel)], answers: [Sample.updates()]),
        MethodCase(
            "leave, a basic group", { try await $0.leave(Sample.group) },
            sends: [TL.messages.DeleteChatUser(chatID: 7, userID: .userSelf)], answers: [Sample.updates()]),
        MethodCase(
            "futureCreator",
            {
                let user = try await $0.futureCreator(of: Sample.supergroup)
                XCTAssertEqual(user?.firstName, "Ann")
            },
            sends: [TL.messages.GetFutureChatCreatorAfterLeave(peer: Sample.inputSupergroup)],
            answers: [Sample.users[1]]),
        MethodCase(
            "migrateToSupergroup",
            {
                let channel = try await $0.migrateToSupergroup(Sample.group)
                XCTAssertEqual(channel.id, 8)
            },
            sends: [TL.messages.MigrateChat(chatID: 7)], answers: [Sample.updates()]),
        MethodCase(
            "migrateToSupergroup, a supergroup", { try await $0.migrateToSupergroup(Sample.supergroup) },
            fails: \.isInvalidPeer),
        MethodCase(
            "invite",
            {
                let missing = try await $0.invite([Sample.user, Sample.bot], to: Sample.supergroup)
                XCTAssertEqual(missing.count, 1)
            },
            sends: [
                TL.channels.InviteToChannel(
                    channel: Sample.inputSupergroupChannel, users: [Sample.inputUserUser, Sample.inputBotUser])
            ],
            answers: [
                TL.messages.InvitedUsers(updates: Sample.updates(), missingInvitees: [.init(userID: 5)])
            ]),
        MethodCase(
            "invite, to a basic group",
            { try await $0.invite([Sample.user, Sample.bot], to: Sample.group, showingMessages: 9) },
            sends: [
                TL.messages.AddChatUser(chatID: 7, userID: Sample.inputUserUser, fwdLimit: 9),
                TL.messages.AddChatUser(chatID: 7, userID: Sample.inputBotUser, fwdLimit: 9),
            ],
            answers: [
                TL.messages.InvitedUsers(updates: Sample.updates(), missingInvitees: []),
                TL.messages.InvitedUsers(updates: Sample.updates(), missingInvitees: []),
            ]),
        MethodCase(
            "onlineCount",
            {
                let count = try await $0.onlineCount(in: Sample.group)
                XCTAssertEqual(count, 3)
            },
            sends: [TL.messages.GetOnlines(peer: Sample.inputGroup)], answers: [TL.ChatOnlines(onlines: 3)]),
        MethodCase(
            "linkedChat",
            {
                let chat = try await $0.linkedChat(of: Sample.channel)
                XCTAssertEqual(chat?.title, "Supergroup")
            },
            sends: [TL.channels.GetFullChannel(channel: Sample.inputChannel)],
            answers: [Sample.fullChannel(linked: 8)]),
        MethodCase(
            "similarChannels",
            {
                let found = try await $0.similarChannels(to: Sample.channel)
                XCTAssertEqual(found.total, 30)
            },
            sends: [TL.channels.GetChannelRecommendations(channel: Sample.inputChannel)],
            answers: [TL.messages.Chats.slice(.init(count: 30, chats: Sample.chats))]),
        MethodCase(
            "similarChannels, to all", { _ = try await $0.similarChannels() },
            sends: [TL.channels.GetChannelRecommendations()], answers: [Sample.allChats]),
        MethodCase(
            "similarBots",
            {
                let found = try await $0.similarBots(to: Sample.bot)
                XCTAssertEqual(found.chats.count, 3)
            },
            sends: [TL.bots.GetBotRecommendations(bot: Sample.inputBotUser)],
            answers: [TL.users.Users.users(.init(users: Sample.users))]),
        MethodCase(
            "ownPublicChats",
            {
                let chats = try await $0.ownPublicChats()
                XCTAssertEqual(chats.count, 3)
            },
            sends: [TL.channels.GetAdminedPublicChannels()], answers: [Sample.allChats]),
        MethodCase(
            "leftChats",
            {
                let chats = try await $0.leftChats().collect()
                XCTAssertEqual(chats.count, 3)
            },
            sends: [TL.channels.GetLeftChannels(offset: 0), TL.channels.GetLeftChannels(offset: 3)],
            answers: [
                TL.messages.Chats.slice(.init(count: 3, chats: Sample.chats)),
                TL.messages.Chats.slice(.init(count: 3, chats: [])),
            ]),
        MethodCase(
            "inactiveChats",
            {
                let chats = try await $0.inactiveChats()
                XCTAssertEqual(chats.map(\.lastActivity.timeIntervalSince1970), [1, 2, 3])
            }, sends: [TL.channels.GetInactiveChannels()],
            answers: [TL.messages.InactiveChats(dates: [1, 2, 3], chats: Sample.chats, users: [])]),
        MethodCase(
            "boostStatus",
            {
                let status = try await $0.boostStatus(of: Sample.channel)
                XCTAssertEqual(status.level, 2)
            },
            sends: [TL.premium.GetBoostsStatus(peer: Sample.inputChannelPeer)],
            answers: [
                TL.premium.BoostsStatus(level: 2, currentLevelBoosts: 4, boosts: 5, boostURL: "https://t.me/boost/news")
            ]),
        MethodCase(
            "boosts",
            {
                let boosts = try await $0.boosts(of: Sample.channel, giftsOnly: true).collect()
                XCTAssertEqual(boosts.map(\.id), ["a", "b"])
                XCTAssertEqual(boosts.first?.user?.firstName, "Ann")
            },
            sends: [
                TL.premium.GetBoostsList(gifts: true, peer: Sample.inputChannelPeer, offset: "", limit: 100),
                TL.premium.GetBoostsList(gifts: true, peer: Sample.inputChannelPeer, offset: "x", limit: 100),
            ], answers: [boosts("a", next: "x"), boosts("b")]),
        MethodCase(
            "boosts, of a user", { _ = try await $0.boosts(by: Sample.user, of: Sample.channel) },
            sends: [TL.premium.GetUserBoosts(peer: Sample.inputChannelPeer, userID: Sample.inputUserUser)],
            answers: [boosts("a")]),
        MethodCase(
            "ownBoosts",
            {
                let slots = try await $0.ownBoosts()
                XCTAssertEqual(slots.map(\.chat?.title), ["Channel"])
            },
            sends: [TL.premium.GetMyBoosts()], answers: [ownBoosts]),
        MethodCase(
            "boost", { try await $0.boost(Sample.channel, slots: [2]) },
            sends: [TL.premium.ApplyBoost(slots: [2], peer: Sample.inputChannelPeer)], answers: [ownBoosts]),
        MethodCase(
            "adminLog",
            {
                let events = try await $0.adminLog(
                    of: Sample.supergroup, matching: "x", [.joins, .ranks], by: [Sample.user], newerThan: 2
                ).collect()
                XCTAssertEqual(events.map(\.id), [9, 8])
                guard case .titleChanged("a", "b") = events.last?.action else { return XCTFail("\(events)") }
            },
            sends: [log(before: 0), log(before: 8)],
            answers: [
                TL.channels.AdminLogResults(
                    events: [
                        .init(id: 9, date: 1, userID: 5, action: .participantJoin),
                        .init(id: 8, date: 1, userID: 5, action: .changeTitle(.init(prevValue: "a", newValue: "b"))),
                    ], chats: Sample.chats, users: Sample.users),
                TL.channels.AdminLogResults(events: [], chats: [], users: []),
            ]),
    ]

    private static func log(before id: Int64) -> TL.channels.GetAdminLog {
        .init(
            channel: Sample.inputSupergroupChannel, q: "x", eventsFilter: .init(join: true, editRank: true),
            admins: [Sample.inputUserUser], maxID: id, minID: 2, limit: 100)
    }

    private static func boosts(_ id: String, next: String? = nil) -> TL.premium.BoostsList {
        .init(
            count: 2, boosts: [.init(id: id, userID: 5, date: 1, expires: 2)], nextOffset: next, users: Sample.users)
    }

    private static let ownBoosts = TL.premium.MyBoosts(
        myBoosts: [.init(slot: 2, peer: Sample.channel.tlPeer, date: 1, expires: 2)], chats: Sample.chats, users: [])

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
