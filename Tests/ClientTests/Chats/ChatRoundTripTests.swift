// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Operations of a client against the local server, judged by what others see.
final class ChatRoundTripTests: XCTestCase {
    private static func client(_ local: LocalClients, as person: LocalPerson) async throws -> TelegramClient {
        let client = try await local.builder.connect()
        let code = try await client.requestLoginCode(for: person.phone)
        guard case .codeRequired(let code) = code else { throw CancellationError() }
        _ = try await client.signIn(with: code, code: person.loginCode)
        return client
    }

    func testMembersAreRestrictedBannedAndLetIn() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob", username: "bobby")
            )
            let client = try await Self.client(local, as: ann)
            let group = try await client.createSupergroup(titled: "Talk", about: "all things")
            let missing = try await client.invite(["@bobby"], to: group)
            XCTAssertEqual(missing.count, 0)
            let place = LocalPlace(id: group.peerID.botAPI)
            try await bob.send("hello", to: place)

            try await client.restrict("@bobby", in: group, forbidding: [.sendMessages, .sendText])
            await Self.assertFails("USER_BANNED_IN_CHANNEL") { try await bob.send("again", to: place) }
            let restricted = try await client.participant("@bobby", in: group)
            XCTAssertEqual(restricted?.status, .restricted)
            XCTAssertEqual(restricted?.isMember, true)
            let permissions = try await client.permissions(of: "@bobby", in: group)
            XCTAssertFalse(permissions.canSendMessages)

            try await client.unban("@bobby", in: group)
            try await bob.send("again", to: place)
            try await client.promote("@bobby", in: group, allowing: [.banUsers, .changeInfo], rank: "Guard")
            let admins = try await client.administrators(of: group)
            XCTAssertEqual(Set(admins.map(\.name)), ["Ann", "Bob"])
            XCTAssertEqual(admins.first { $0.name == "Bob" }?.rank, "Guard")
            try await client.demote("@bobby", in: group)

            try await client.ban("@bobby", in: group, deletingHistory: true)
            await Self.assertFails("CHAT_WRITE_FORBIDDEN") { try await bob.send("more", to: place) }
            let banned = try await client.participants(of: group, .banned()).collect()
            XCTAssertEqual(banned.map(\.name), ["Bob"])
            let full = try await client.fullChat(group)
            XCTAssertEqual(full.bannedCount, 1)
            XCTAssertEqual(full.memberCount, 1)
            XCTAssertEqual(full.about, "all things")

            let events = try await client.adminLog(of: group).collect()
            XCTAssertTrue(events.contains { if case .banChanged = $0.action { true } else { false } })
            XCTAssertTrue(events.contains { if case .adminChanged = $0.action { true } else { false } })
            let bans = try await client.adminLog(of: group, .bans).collect()
            XCTAssertEqual(bans.count, 1)
            await client.disconnect()
        }
    }

    func testPeopleJoinByLinksAndAreAdmitted() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob, cid) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob"), try local.server.addPerson("Cid")
            )
            let client = try await Self.client(local, as: ann)
            let group = try await client.createSupergroup(titled: "Talk")
            let once = try await client.createInviteLink(for: group, titled: "once", usageLimit: 1)
            try await bob.join(byLink: once.url)
            await Self.assertFails("INVITE_HASH_EXPIRED") { try await cid.join(byLink: once.url) }
            let asking = try await client.createInviteLink(for: group, requiresApproval: true)
            await Self.assertFails("INVITE_REQUEST_SENT") { try await cid.join(byLink: asking.url) }
            let requests = try await client.joinRequests(in: group).collect()
            XCTAssertEqual(requests.map(\.user?.firstName), ["Cid"])
            try await requests.first?.approve()
            let members = try await client.participants(of: group).collect()
            XCTAssertEqual(Set(members.map(\.name)), ["Ann", "Bob", "Cid"])
            let joined = try await client.inviteLinkMembers(in: group, link: once.url).collect()
            XCTAssertEqual(joined.map(\.user?.firstName), ["Bob"])
            let links = try await client.inviteLinks(of: group).collect()
            XCTAssertEqual(links.map(\.usageCount), [1, 1])
            _ = try await client.revokeInviteLink(asking.url, in: group)
            try await client.deleteInviteLink(asking.url, in: group)
            let left = try await client.inviteLinks(of: group).collect()
            XCTAssertEqual(left.map(\.title), ["once"])
            let open = try await client.createInviteLink(for: group)
            guard case .joined(let chat) = try await client.inviteInfo(open.url) else {
                return XCTFail("not there")
            }
            XCTAssertEqual(chat.title, "Talk")
            await client.disconnect()
        }
    }

    func testTheListOfChatsIsArranged() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann")
            var people: [LocalPerson] = []
            for index in 0..<6 { people.append(try local.server.addPerson("P\(index)", username: "person\(index)")) }
            let client = try await Self.client(local, as: ann)
            for person in people { try await person.send("hi", to: ann) }
            try await client.pinDialog("@person2")
            try await client.archive("@person3", "@person4")
            try await client.mute("@person1")
            try await client.markDialogUnread("@person5")
            let all = try await client.dialogs().collect()
            XCTAssertEqual(all.first?.title, "P2")
            XCTAssertEqual(Set(all.filter(\.isArchived).map(\.title)), ["P3", "P4"])
            XCTAssertEqual(Set(all.map(\.title)), Set((0..<6).map { "P\($0)" }))
            XCTAssertEqual(all.filter(\.isMarkedUnread).map(\.title), ["P5"])
            XCTAssertEqual(all.filter { $0.isMuted() }.map(\.title), ["P1"])
            let pinned = try await client.pinnedDialogs()
            XCTAssertEqual(pinned.map(\.title), ["P2"])

            let folder = try await client.createFolder(
                Folder(
                    titled: "Few", categories: .nonContacts, excluding: [.muted, .archived], including: ["@person4"]))
            let inside = try await client.dialogs(inFolder: folder.id).collect()
            XCTAssertEqual(Set(inside.map(\.title)), ["P0", "P2", "P4", "P5"])
            let folders = try await client.folders()
            XCTAssertEqual(folders.map(\.title), ["", "Few"])
            try await client.deleteFolder(folder.id)
            try await client.unarchive("@person3")
            let archive = try await client.dialogs(.archive).collect()
            XCTAssertEqual(archive.map(\.title), ["P4"])
            try await client.deleteDialog("@person0")
            let rest = try await client.dialogs().collect()
            XCTAssertEqual(rest.count, 5)
            await client.disconnect()
        }
    }

    func testTopicsOfAForum() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob", username: "bobby")
            )
            let client = try await Self.client(local, as: ann)
            let group = try await client.createSupergroup(titled: "Talk", isForum: true)
            try await client.invite(["@bobby"], to: group)
            let news = try await client.createTopic(titled: "News", in: group, iconColor: .green)
            let other = try await client.createTopic(titled: "Other", in: group)
            try await client.pinTopic(news, in: group)
            try await client.closeTopic(other, in: group)
            let topics = try await client.topics(in: group).collect()
            XCTAssertEqual(topics.map(\.title), ["News", "Other", "General"])
            XCTAssertEqual(topics.map(\.isClosed), [false, true, false])
            let place = LocalPlace(id: group.peerID.botAPI)
            let opening = try XCTUnwrap(bob.history(with: place).first { $0.id == other })
            await Self.assertFails("TOPIC_CLOSED") { try await bob.send("hi", to: place, replyTo: opening) }
            try await client.reopenTopic(other, in: group)
            try await bob.send("hi", to: place, replyTo: opening)
            let after = try await client.topics([other, 999], in: group)
            XCTAssertEqual(after.map { $0?.lastMessage?.text }, ["hi", nil])
            try await client.deleteTopic(other, in: group)
            let left = try await client.topics(in: group).collect()
            XCTAssertEqual(left.map(\.title), ["News", "General"])
            await client.disconnect()
        }
    }

    func testContactsAndBlocks() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob", username: "bobby")
            )
            let client = try await Self.client(local, as: ann)
            let imported = try await client.importContacts([
                PhoneContact(phone: bob.phone, firstName: "Robert"), PhoneContact(phone: "12345", firstName: "Nobody"),
            ])
            XCTAssertEqual(imported.users.map { $0?.firstName }, ["Robert", nil])
            let contacts = try await client.contacts()
            XCTAssertEqual(contacts.map(\.phoneNumber), [bob.phone])
            let found = try await client.searchContacts("rob", localOnly: true)
            XCTAssertEqual(found.map(\.title), ["Robert"])
            try await client.setContactNote("from work", of: "@bobby")
            try await client.block("@bobby")
            let full = try await client.fullUser("@bobby")
            XCTAssertEqual(full.note, "from work")
            XCTAssertTrue(full.isBlocked)
            let blocked = try await client.blockedPeers().collect()
            XCTAssertEqual(blocked.map(\.chat?.title), ["Robert"])
            try await client.unblock("@bobby")
            try await client.deleteContacts(["@bobby"])
            let none = try await client.contacts()
            XCTAssertTrue(none.isEmpty)
            let user = try await client.user("@bobby")
            XCTAssertEqual(user.firstName, "Bob")
            XCTAssertNil(user.phoneNumber)
            await client.disconnect()
        }
    }

    func testAGroupBecomesASupergroup() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob", username: "bobby")
            )
            let client = try await Self.client(local, as: ann)
            let made = try await client.createGroup(titled: "Old", with: ["@bobby"])
            try await client.promote("@bobby", in: made.group)
            try await client.setChatAbout("what for", of: made.group)
            let channel = try await client.migrateToSupergroup(made.group)
            XCTAssertEqual(channel.title, "Old")
            let full = try await client.fullChat(channel)
            XCTAssertEqual(full.migratedFrom?.id, made.group.peerID)
            XCTAssertEqual(full.about, "what for")
            let admins = try await client.administrators(of: channel)
            XCTAssertEqual(Set(admins.map(\.name)), ["Ann", "Bob"])
            let old = try await client.chat(made.group)
            XCTAssertEqual(old.group?.migratedTo, channel.peerID)
            XCTAssertEqual(old.group?.isDeactivated, true)
            await Self.assertFails("PEER_ID_INVALID") {
                try await bob.send("hi", to: LocalPlace(id: made.group.peerID.botAPI))
            }
            await client.disconnect()
        }
    }

    func testStatisticsBoostsAndSimilarChannels() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob")
            )
            let news = try await local.server.createChannel("News", by: ann, with: [bob], username: "daily_news")
            let more = try await local.server.createChannel("More", by: bob, with: [], username: "more_news")
            _ = more
            await ann.grantBoosts(2)
            let client = try await Self.client(local, as: ann)
            guard case .channel(let statistics) = try await client.statistics(of: "@daily_news") else {
                return XCTFail("no channel")
            }
            XCTAssertEqual(statistics.followers.current, 2)
            guard case .token(let token) = statistics.growthGraph else { return XCTFail("no token") }
            guard case .data = try await client.loadGraph(token, of: "@daily_news") else { return XCTFail("no data") }
            try await client.boost("@daily_news")
            try await client.boost("@daily_news")
            let status = try await client.boostStatus(of: "@daily_news")
            XCTAssertEqual(status.level, 1)
            XCTAssertTrue(status.isBoosted)
            let boosts = try await client.boosts(of: "@daily_news").collect()
            XCTAssertEqual(boosts.map(\.userID), [ann.id, ann.id])
            // A place before the beginning is the beginning.
            let peer = try await client.resolve("@daily_news")
            let strange = try await client.invoke(TL.premium.GetBoostsList(peer: peer, offset: "-5", limit: 10))
            XCTAssertEqual(strange.boosts.count, 2)
            let similar = try await client.similarChannels(to: "@daily_news")
            XCTAssertEqual(similar.chats.map(\.title), ["More"])
            XCTAssertEqual(news.title, "News")
            await client.disconnect()
        }
    }

    func testSettingsReachTheOthers() async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (
                try local.server.addPerson("Ann"), try local.server.addPerson("Bob", username: "bobby")
            )
            let client = try await Self.client(local, as: ann)
            let other = try await Self.client(local, as: bob)
            let group = try await client.createSupergroup(titled: "Talk")
            try await client.invite(["@bobby"], to: group)
            try await client.setChatTitle("New name", of: group)
            try await client.setSlowMode(.seconds(30), in: group)
            try await client.setContentProtection(true, in: group)
            try await client.setDefaultPermissions(forbidding: [.sendPolls, .inviteUsers], in: group)
            try await client.setAutoDelete(after: .seconds(86_400), in: group)
            try await client.setChatUsername("talk_here", of: group)
            let seen = try await other.chat("@talk_here")
            XCTAssertEqual(seen.title, "New name")
            XCTAssertEqual(seen.channel?.hasSlowMode, true)
            XCTAssertEqual(seen.channel?.isProtected, true)
            XCTAssertEqual(seen.channel?.defaultBannedRights, [.sendPolls, .inviteUsers])
            let full = try await other.fullChat("@talk_here")
            XCTAssertEqual(full.slowMode, .seconds(30))
            XCTAssertEqual(full.autoDelete, .seconds(86_400))
            try await other.sendMessage(to: "@talk_here", "one")
            do {
                try await other.setChatUsername("mine_now", of: "@talk_here")
                XCTFail("a member may not")
            } catch {
                XCTAssertTrue((error as? InvocationError)?.is(.chatAdminRequired) == true)
            }
            try await client.deleteChat(group)
            do {
                _ = try await other.fullChat("@talk_here")
                XCTFail("it is deleted")
            } catch {}
            await client.disconnect()
            await other.disconnect()
        }
    }

    private static func assertFails<Value>(
        _ name: String, file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Value
    ) async {
        do {
            _ = try await body()
            XCTFail("\(name) was expected", file: file, line: line)
        } catch {
            XCTAssertEqual((error as? RPCFailure)?.name, name, "\(error)", file: file, line: line)
        }
    }
}

/// A chat by its number, for persons of the script.
private struct LocalPlace: LocalPeer {
    let id: Int64
}
