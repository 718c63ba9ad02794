// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Groups and channels without any session; see core.telegram.org/api/channel and core.telegram.org/api/updates.
final class ChatTests: XCTestCase {
    private var world = World(seed: 7, dataCenters: 1)
    private var ann: Int64 = 0
    private var bob: Int64 = 0
    private var cid: Int64 = 0

    override func setUp() async throws {
        var limits = WorldLimits()
        limits.channelDifferenceSlice = 4
        limits.loggedChannelChanges = 12
        limits.groupMembers = 3
        world = World(seed: 7, dataCenters: 1, limits: limits)
        world.now = 1_800_000_000
        ann = try world.addPerson(phone: "9996610001", firstName: "Ann", dataCenter: 1).id
        bob = try world.addPerson(phone: "9996610002", firstName: "Bob", dataCenter: 1).id
        cid = try world.addPerson(phone: "9996610003", firstName: "Cid", dataCenter: 1).id
    }

    private func pts(_ id: Int64) -> Int32 { world.mailboxes[id]?.pts ?? -1 }

    @discardableResult
    private func say(_ text: String, from sender: Int64, to peer: Int64) throws -> StoredMessage {
        try world.send(NewMessage(text: text), from: sender, to: peer).message
    }

    private func assertFails(
        _ failure: RPCFailure, line: UInt = #line, _ body: () throws -> Void
    ) {
        XCTAssertThrowsError(try body(), line: line) { XCTAssertEqual($0 as? RPCFailure, failure, line: line) }
    }

    func testPeersHaveTheNumbersOfTheBotAPI() {
        for (peer, number) in [
            (PeerNumber.user(5), Int64(5)), (.group(5), -5), (.channel(5), -1_000_000_000_005),
        ] {
            XCTAssertEqual(peer.number, number)
            XCTAssertEqual(PeerNumber(number), peer)
        }
        XCTAssertEqual(PeerNumber(.min), .channel(0 &- 1_000_000_000_000 &- .min))
    }

    func testTitlesAreCutAndDescriptionsAreBounded() throws {
        for title in ["", " \n"] {
            assertFails(.bad(.chatTitleEmpty)) { _ = try world.createGroup(title, by: ann, with: [bob]) }
            assertFails(.bad(.chatTitleEmpty)) { _ = try world.createChannel(title, isBroadcast: true, by: ann) }
        }
        for (title, expected) in [
            (String(repeating: "t", count: 128), String(repeating: "t", count: 128)),
            (String(repeating: "t", count: 129), String(repeating: "t", count: 128)),
            // No half of a character of two code units stays.
            (String(repeating: "t", count: 127) + "\u{1F600}", String(repeating: "t", count: 127)),
        ] {
            XCTAssertEqual(try world.createGroup(title, by: ann, with: [bob]).group.title, expected)
            XCTAssertEqual(try world.createChannel(title, isBroadcast: true, by: ann).channel.title, expected)
        }
        let about = String(repeating: "a", count: 255)
        XCTAssertEqual(try world.createChannel("C", about: about, isBroadcast: true, by: ann).channel.about, about)
        let count = world.channels.count
        assertFails(.bad(.chatAboutTooLong)) {
            _ = try world.createChannel("C", about: about + "a", isBroadcast: true, by: ann)
        }
        XCTAssertEqual(world.channels.count, count)
    }

    // MARK: Basic groups

    func testEachMemberCountsForItself() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        XCTAssertEqual([pts(ann), pts(bob), pts(cid)], [2, 2, 1])
        let sent = try say("one", from: ann, to: group.number)
        try say("two", from: cid, to: ann)
        XCTAssertEqual([pts(ann), pts(bob), pts(cid)], [4, 3, 2])
        _ = try world.edit(sent.id, of: ann, with: group.number, ContentChange(text: "uno"))
        _ = try world.delete([sent.id], of: ann, revoke: true)
        XCTAssertEqual([pts(ann), pts(bob), pts(cid)], [6, 5, 2])
    }

    func testWhoMayDoWhatInAGroup() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        let sent = try say("one", from: ann, to: group.number)
        let copy = try XCTUnwrap(world.mailboxes[bob]?.message(withSharedID: sent.sharedID))
        assertFails(RPCFailure(403, .chatWriteForbidden)) {
            try say("?", from: cid, to: group.number)
        }
        assertFails(RPCFailure(403, .messageAuthorRequired)) {
            _ = try world.edit(copy.id, of: bob, with: group.number, ContentChange(text: "uno"))
        }
        assertFails(RPCFailure(403, .messageDeleteForbidden)) { _ = try world.delete([copy.id], of: bob, revoke: true) }
        assertFails(.bad(.chatAdminRequired)) { _ = try world.remove(ann, from: group.id, by: bob) }
        assertFails(.bad(.userNotParticipant)) { _ = try world.remove(cid, from: group.id, by: ann) }
        assertFails(.bad(.userAlreadyParticipant)) { _ = try world.add(bob, to: group.id, by: ann) }
        _ = try world.add(cid, to: group.id, by: bob)
        let dan = try world.addPerson(phone: "9996610004", firstName: "Dan", dataCenter: 1).id
        assertFails(.bad(.usersTooMuch)) { _ = try world.add(dan, to: group.id, by: ann) }
        _ = try world.remove(bob, from: group.id, by: ann)
        assertFails(RPCFailure(403, .chatWriteForbidden)) {
            try say("?", from: bob, to: group.number)
        }
    }

    func testWhoHearsWhoIsInAGroupHearsWhoTheyAre() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        _ = try world.add(cid, to: group.id, by: ann)
        _ = try world.remove(bob, from: group.id, by: ann)
        var count = 0
        for push in world.takePushes() {
            guard case .updates(let batch) = push.updates else { return XCTFail("\(push.updates)") }
            let known = batch.users.compactMap { if case .user(let user) = $0 { user.id } else { nil } }
            for case .chatParticipants(let update) in batch.updates {
                guard case .chatParticipants(let list) = update.participants else { continue }
                count += 1
                for participant in list.participants {
                    switch participant {
                    case .creator(let person): XCTAssertTrue(known.contains(person.userID))
                    case .admin(let person): XCTAssertTrue(known.contains(person.userID))
                    case .chatParticipant(let person): XCTAssertTrue(known.contains(person.userID))
                    }
                }
            }
        }
        XCTAssertEqual(count, 7, "two hear of the group, three of the guest, and two stay")
    }

    func testWhoComesIsToldWhoWrites() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        /// Whether all that Bob writes next comes in the short form, without those whom it names.
        func isShort(for account: Int64) throws -> Bool? {
            _ = world.takePushes()
            try say("one", from: bob, to: group.number)
            return world.takePushes().first { $0.account == account }.map { push in
                if case .updateShortChatMessage = push.updates { true } else { false }
            }
        }
        XCTAssertEqual(try isShort(for: ann), false)
        XCTAssertEqual(try isShort(for: ann), true)
        _ = try world.add(cid, to: group.id, by: ann)
        XCTAssertEqual(try isShort(for: cid), false)
        XCTAssertEqual(try isShort(for: cid), true)
    }

    func testMembersAloneAreSeenTyping() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        let supergroup = try world.createChannel("S", isBroadcast: false, username: "open_s", by: ann, with: [bob])
        let channel = try world.createChannel("C", isBroadcast: true, username: "open_c", by: ann, with: [bob])
        _ = world.takePushes()
        for peer in [group.number, supergroup.channel.number, channel.channel.number] {
            assertFails(RPCFailure(403, .chatWriteForbidden)) {
                try world.act(.typing, by: cid, towards: peer)
            }
            XCTAssertTrue(world.takePushes().isEmpty)
            XCTAssertNoThrow(try world.act(.typing, by: bob, towards: peer))
            XCTAssertEqual(world.takePushes().map(\.account), peer == channel.channel.number ? [] : [ann])
        }
    }

    func testQuotesAreBoundedEverywhere() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        let channel = try world.createChannel("Channel", isBroadcast: true, by: ann).channel
        for peer in [bob, group.number, channel.number] {
            var draft = NewMessage(text: "two")
            draft.replyTo = try say("one", from: ann, to: peer).id
            draft.quote = .init(text: String(repeating: "q", count: 1024), entities: [], offset: 0)
            XCTAssertNoThrow(try world.send(draft, from: ann, to: peer))
            draft.quote?.text += "q"
            assertFails(.bad(.quoteTextInvalid)) { _ = try world.send(draft, from: ann, to: peer) }
            draft.quote = .init(text: "q", entities: [.bold(.init(offset: 0, length: 2))], offset: 0)
            assertFails(.bad(.entityBoundsInvalid)) { _ = try world.send(draft, from: ann, to: peer) }
        }
    }

    func testAuthorsInAGroupHearThatTheyWereRead() throws {
        let group = try world.createGroup("Group", by: ann, with: [bob]).group
        let sent = try say("one", from: ann, to: group.number)
        _ = world.takePushes()
        XCTAssertNotNil(world.read(by: bob, from: group.number, upTo: 0))
        let read = world.takePushes().filter { $0.account == ann }.compactMap { push -> Int32? in
            guard case .updates(let batch) = push.updates, case .readHistoryOutbox(let read)? = batch.updates.first
            else { return nil }
            return read.maxID
        }
        XCTAssertEqual(read, [sent.id])
    }

    // MARK: Channels

    func testAChannelCountsForAllItsMembers() throws {
        let channel = try world.createChannel("Supergroup", isBroadcast: false, by: ann).channel
        _ = try world.join(bob, channel: channel.id, inviter: ann)
        let before = [pts(ann), pts(bob)]
        let first = try say("one", from: ann, to: channel.number)
        let second = try say("two", from: bob, to: channel.number)
        XCTAssertEqual([first.id, second.id], [3, 4])
        _ = try world.delete([first.id, second.id, 99], by: ann, inChannel: channel.id, origin: nil)
        XCTAssertEqual(world.channels[channel.id]?.mailbox.pts, 7)
        XCTAssertEqual([pts(ann), pts(bob)], before)
    }

    func testAdminsAlonePostInAChannel() throws {
        let channel = try world.createChannel("Channel", isBroadcast: true, by: ann).channel
        assertFails(RPCFailure(403, .chatWriteForbidden)) {
            try say("?", from: bob, to: channel.number)
        }
        XCTAssertNil(try world.join(bob, channel: channel.id, inviter: ann), "channels do not tell who comes")
        assertFails(.bad(.chatAdminRequired)) { try say("?", from: bob, to: channel.number) }
        try world.setAdmin(World.allRights, bob, channel: channel.id, by: ann)
        let sent = try say("News", from: bob, to: channel.number)
        guard case .message(let message) = world.message(sent, for: ann) else { return XCTFail("no message") }
        XCTAssertTrue(message.post)
        XCTAssertNil(message.fromID)
        assertFails(.bad(.userCreator)) { _ = try world.leave(ann, channel: channel.id, remover: ann) }
    }

    func testWhoIsInvitedTwiceComesOnceAndThoseForWhomThereIsNoRoomDoNotComeAtAll() throws {
        var limits = WorldLimits()
        limits.channelMembers = 3
        world = World(seed: 7, dataCenters: 1, limits: limits)
        let people = try (1...4).map {
            try world.addPerson(phone: "999661000\($0)", firstName: "P\($0)", dataCenter: 1).id
        }
        let channel = try world.createChannel(
            "Supergroup", isBroadcast: false, by: people[0], with: [people[1], people[1], people[0]]
        ).channel
        XCTAssertEqual(channel.members.keys.sorted(), Array(people.prefix(2)))
        XCTAssertEqual(channel.topMessage, 2, "one message tells of the channel and one of the guest")
        assertFails(.bad(.usersTooMuch)) {
            _ = try world.invite([people[2], people[3]], to: channel.id, by: people[0])
        }
        assertFails(.bad(.userIDInvalid)) { _ = try world.invite([people[2], 5], to: channel.id, by: people[0]) }
        assertFails(RPCFailure(403, .chatWriteForbidden)) {
            _ = try world.invite([people[2]], to: channel.id, by: people[3])
        }
        XCTAssertEqual(world.channels[channel.id]?.mailbox.pts, channel.mailbox.pts)
        XCTAssertEqual(try world.invite([people[2], people[2], people[1]], to: channel.id, by: people[0]).count, 1)
        let count = world.channels.count
        for others in [Array(people.dropFirst()), [5]] {
            XCTAssertThrowsError(
                try world.createChannel("Large", isBroadcast: false, username: "large", by: people[0], with: others))
        }
        XCTAssertEqual(world.channels.count, count)
        XCTAssertNil(world.peer(username: "large"))
    }

    func testPrivateChannelsAreSeenByTheirMembersAlone() throws {
        let channel = try world.createChannel("Channel", isBroadcast: true, by: ann).channel
        let open = try world.createChannel("Open", isBroadcast: true, username: "open_news", by: ann).channel
        let viewer = try XCTUnwrap(world[bob])
        func input(_ channel: Channel, _ hash: Int64) -> TL.InputChannel {
            .inputChannel(.init(channelID: channel.id, accessHash: hash))
        }
        let hash = world.accessHash(of: channel.number, for: bob)
        assertFails(.bad(.channelPrivate)) { _ = try world.channel(input(channel, hash), for: viewer) }
        assertFails(.bad(.channelInvalid)) { _ = try world.channel(input(channel, hash &+ 1), for: viewer) }
        XCTAssertNoThrow(
            try world.channel(input(open, world.accessHash(of: open.number, for: bob)), for: viewer))
        XCTAssertNotEqual(hash, world.accessHash(of: channel.number, for: ann), "each account has a hash of its own")
    }

    /// See core.telegram.org/method/updates.getChannelDifference.
    func testDifferencesOfAChannel() throws {
        let channel = try world.createChannel("Supergroup", isBroadcast: false, by: ann).channel
        for number in 1...9 { try say("\(number)", from: ann, to: channel.number) }
        let current = try XCTUnwrap(world.channels[channel.id])
        var (pts, texts, parts) = (Int32(2), [String](), 0)
        while case .channelDifference(let part) = world.channelDifference(current, since: pts, limit: 100, for: ann) {
            texts += part.newMessages.compactMap { if case .message(let message) = $0 { message.message } else { nil } }
            pts = part.pts
            parts += 1
            if part.final { break }
        }
        XCTAssertEqual(texts, (1...9).map(String.init))
        XCTAssertEqual([parts, Int(pts)], [3, 11])
        guard case .empty(let empty) = world.channelDifference(current, since: 11, limit: 100, for: ann) else {
            return XCTFail("there is nothing more")
        }
        XCTAssertTrue(empty.final)
        for number in 10...19 { try say("\(number)", from: ann, to: channel.number) }
        let later = try XCTUnwrap(world.channels[channel.id])
        guard case .tooLong(let tooLong) = world.channelDifference(later, since: 2, limit: 100, for: ann),
            case .dialog(let dialog) = tooLong.dialog
        else { return XCTFail("it is not remembered that far back") }
        XCTAssertEqual(dialog.pts, 21)
        XCTAssertEqual(tooLong.messages.count, 20)
    }

    /// See core.telegram.org/api/min.
    func testWhoIsMetInASupergroupIsNamedByTheMessageAlone() throws {
        let channel = try world.createChannel("Supergroup", isBroadcast: false, by: ann).channel
        _ = try world.join(bob, channel: channel.id, inviter: ann)
        let sent = try say("Hi", from: ann, to: channel.number)
        let users = world.peersOfChannel([ann], for: bob).users
        guard case .user(let user)? = users.first else { return XCTFail("nobody") }
        XCTAssertTrue(user.min)
        let viewer = try XCTUnwrap(world[bob])
        assertFails(.bad(.peerIDInvalid)) {
            _ = try world.peer(.user(.init(userID: ann, accessHash: user.accessHash ?? 0)), for: viewer)
        }
        let place = TL.InputPeer.channel(
            .init(channelID: channel.id, accessHash: world.accessHash(of: channel.number, for: bob)))
        let named = try world.peer(.userFromMessage(.init(peer: place, msgID: sent.id, userID: ann)), for: viewer)
        XCTAssertEqual(named.id, ann)
        assertFails(.bad(.peerIDInvalid)) {
            _ = try world.peer(.userFromMessage(.init(peer: place, msgID: sent.id, userID: cid)), for: viewer)
        }
    }

    /// See core.telegram.org/constructor/updateChannelTooLong.
    func testTheDifferenceOfAnAccountTellsInWhichChannelsThereIsMore() throws {
        let channel = try world.createChannel("Supergroup", isBroadcast: false, by: ann).channel
        let account = try XCTUnwrap(world[ann])
        let answer = world.difference(
            for: account, since: pts(ann), date: Int32(world.now), limit: nil, totalLimit: nil)
        guard case .difference(let difference) = answer, case .channelTooLong(let word)? = difference.otherUpdates.first
        else { return XCTFail("\(answer)") }
        XCTAssertEqual(word.channelID, channel.id)
        XCTAssertEqual(word.pts, 2)
        guard
            case .empty = world.difference(
                for: account, since: pts(ann), date: Int32(world.now + 1), limit: nil, totalLimit: nil)
        else { return XCTFail("nothing has happened since") }
    }
}
