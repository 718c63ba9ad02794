// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What clients of other makers send, and what they need in the answers.
final class ForeignClientTests: XCTestCase {
    private func bytes(of id: UInt32) -> [UInt8] { withUnsafeBytes(of: id.littleEndian) { Array($0) } }

    /// Exchanges an id in a call, as a client does that takes one type for another.
    private func call(_ function: some TLFunction, with id: UInt32, in place: UInt32) throws -> TLRawFunction {
        var encoded = try function.encoded()
        let found = encoded.indices.first { Array(encoded[$0...].prefix(4)) == bytes(of: place) }
        let index = try XCTUnwrap(found)
        encoded.replaceSubrange(index..<index + 4, with: bytes(of: id))
        return TLRawFunction(bytes: encoded)
    }

    func testPeersStandForUsersAndChannels() throws {
        let party = try Party()
        let world = party.harness.engine.world
        let bob = TL.InputUser.inputUser(
            .init(userID: party.bobID, accessHash: world.accessHash(of: party.bobID, for: party.annID)))
        let (inputUser, peerUser): (UInt32, UInt32) = (0xF211_58C6, 0xDDE8_A54C)
        let users = try [TL.User](
            decoding: party.ann.invoke(
                call(TL.users.GetUsers(id: [bob, .userSelf]), with: peerUser, in: inputUser)
            ).bytes)
        guard users.count == 2, case .user(let first) = users[0] else { return XCTFail("\(users)") }
        XCTAssertEqual(first.id, party.bobID)
        // inputPeerSelf for inputUserSelf
        let own = try [TL.User](
            decoding: party.ann.invoke(
                call(TL.users.GetUsers(id: [.userSelf]), with: 0x7DA0_7EC9, in: 0xF7C1_B13F)
            ).bytes)
        guard case .user(let me)? = own.first else { return XCTFail("\(own)") }
        XCTAssertTrue(me.isSelf)
        for function: any TLFunction in [
            TL.users.GetFullUser(id: bob), TL.messages.CreateChat(users: [bob], title: "Group"),
        ] {
            XCTAssertNoThrow(try party.ann.invoke(call(function, with: peerUser, in: inputUser)))
        }
        let channel = try party.harness.engine.world.createChannel("Group", isBroadcast: false, by: party.annID).channel
        let input = TL.InputChannel.inputChannel(
            .init(channelID: channel.id, accessHash: world.accessHash(of: channel.number, for: party.annID)))
        let (inputChannel, peerChannel): (UInt32, UInt32) = (0xF35A_EC28, 0x27BC_BBFC)
        for function: any TLFunction in [
            TL.channels.GetChannels(id: [input]), TL.channels.GetFullChannel(channel: input),
            TL.channels.InviteToChannel(channel: input, users: [bob]),
        ] {
            XCTAssertNoThrow(try party.ann.invoke(call(function, with: peerChannel, in: inputChannel)))
        }
        XCTAssertNotNil(party.harness.engine.world.channels[channel.id]?.members[party.bobID])
    }

    func testAPeerStandsForADialog() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        let whole = try TL.messages.MarkDialogUnread(unread: true, peer: .inputDialogPeer(.init(peer: peer))).encoded()
        let short = Array(whole.prefix(8) + whole.dropFirst(12))
        let answer = try party.ann.invoke(TLRawFunction(bytes: short))
        XCTAssertEqual(answer.bytes, bytes(of: 0x9972_75B5), "true")
        XCTAssertTrue(party.harness.engine.world.dialogs[party.annID].unreadMarks.contains(party.bobID))
    }

    func testWhatCannotStandThereIsRefused() throws {
        let party = try Party()
        let chat = try TL.users.GetUsers(id: [.userSelf]).encoded().prefix(12) + bytes(of: 0x35A9_5CB9) + [0, 0, 0, 0]
        XCTAssertThrowsError(try party.ann.invoke(TLRawFunction(bytes: chat + [0, 0, 0, 0]))) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.inputFetchError))
        }
    }

    func testNewChatsNameTheirFirstMessage() throws {
        let party = try Party()
        let world = party.harness.engine.world
        let bob = TL.InputUser.inputUser(
            .init(userID: party.bobID, accessHash: world.accessHash(of: party.bobID, for: party.annID)))
        let group = try party.ann.invoke(TL.messages.CreateChat(users: [bob], title: "Group"))
        try assertOneNamedMessage(group.updates)
        for isBroadcast in [true, false] {
            let made = try party.ann.invoke(
                TL.channels.CreateChannel(broadcast: isBroadcast, megagroup: !isBroadcast, title: "C", about: ""))
            try assertOneNamedMessage(made)
        }
        XCTAssertThrowsError(
            try party.ann.invoke(TL.channels.CreateChannel(broadcast: true, megagroup: true, title: "C", about: ""))
        ) { XCTAssertEqual($0 as? RPCFailure, .bad(.channelInvalid)) }
    }

    private func assertOneNamedMessage(_ answer: TL.Updates, line: UInt = #line) throws {
        guard case .updates(let updates) = answer else { return XCTFail("\(answer)", line: line) }
        var (ids, named): ([Int32], [Int32]) = ([], [])
        for update in updates.updates {
            switch update {
            case .messageID(let update):
                XCTAssertNotEqual(update.randomID, 0, line: line)
                named.append(update.id)
            case .newMessage(let update):
                if case .service(let message) = update.message { ids.append(message.id) }
            case .newChannelMessage(let update):
                if case .service(let message) = update.message { ids.append(message.id) }
            default: continue
            }
        }
        XCTAssertEqual(ids.count, 1, line: line)
        XCTAssertEqual(ids, named, line: line)
    }

    func testAdminsHaveTheRightsThatTheyWereGivenInEverybodysEyes() throws {
        let party = try Party()
        let harness = party.harness
        let channel = try harness.engine.world.createChannel(
            "Group", isBroadcast: false, by: party.annID, with: [party.bobID]
        ).channel
        func input(_ viewer: Int64) -> TL.InputChannel {
            let hash = harness.engine.world.accessHash(of: channel.number, for: viewer)
            return .inputChannel(.init(channelID: channel.id, accessHash: hash))
        }
        func name(_ person: Int64, _ viewer: Int64) -> Int64 {
            harness.engine.world.accessHash(of: person, for: viewer)
        }
        let rights = TL.ChatAdminRights(deleteMessages: true, pinMessages: true)
        _ = try party.ann.invoke(
            TL.channels.EditAdmin(
                channel: input(party.annID),
                userID: .inputUser(.init(userID: party.bobID, accessHash: name(party.bobID, party.annID))),
                adminRights: rights, rank: "helper"))
        for (client, viewer) in [(party.ann, party.annID), (party.bob, party.bobID)] {
            let answer = try client.invoke(
                TL.channels.GetParticipant(
                    channel: input(viewer),
                    participant: .user(.init(userID: party.bobID, accessHash: name(party.bobID, viewer)))))
            guard case .admin(let admin) = answer.participant else { return XCTFail("\(answer)") }
            XCTAssertTrue(admin.adminRights.isEncodedEqual(to: rights))
            XCTAssertEqual(admin.isSelf, viewer == party.bobID)
            XCTAssertEqual(admin.inviterID, viewer == party.bobID ? party.annID : nil)
            XCTAssertEqual(admin.canEdit, viewer == party.annID)
            XCTAssertEqual(admin.rank, "helper")
            XCTAssertEqual(admin.promotedBy, party.annID)
            let named = answer.users.compactMap { if case .user(let user) = $0 { user.id } else { nil } }
            XCTAssertEqual(Set(named), [party.annID, party.bobID], "all whom the answer names come with it")
        }
        // Bob may delete what Ann wrote, and put nobody out.
        let world = harness.engine.world
        XCTAssertTrue(world.channels[channel.id]?.may(\.deleteMessages, party.bobID) ?? false)
        XCTAssertThrowsError(
            try harness.engine.world.leave(party.annID, channel: channel.id, remover: party.bobID)
        ) { XCTAssertEqual($0 as? RPCFailure, .bad(.chatAdminRequired)) }
    }

    func testThoseWhoLeaveAPrivateSupergroupLearnThatItIsForbidden() throws {
        let party = try Party()
        let channel = try party.harness.engine.world.createChannel(
            "Group", isBroadcast: false, by: party.annID, with: [party.bobID]
        ).channel
        let hash = party.harness.engine.world.accessHash(of: channel.number, for: party.bobID)
        let answer = try party.bob.invoke(
            TL.channels.LeaveChannel(channel: .inputChannel(.init(channelID: channel.id, accessHash: hash))))
        guard case .updates(let updates) = answer, case .channelForbidden(let forbidden)? = updates.chats.first else {
            return XCTFail("\(answer)")
        }
        XCTAssertEqual([forbidden.id, forbidden.accessHash], [channel.id, hash])
        XCTAssertTrue(forbidden.megagroup)
    }

    func testWhatIsKeptAmongOnesOwnMessagesSaysFromWhereItCame() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        let bob = party.ann.inputPeer(party.bobID, for: party.annID)
        let sent = try XCTUnwrap(
            party.harness.engine.world.mailboxes[party.annID]?.newestFirst.first { _ in true })
        _ = try party.ann.invoke(
            TL.messages.ForwardMessages(fromPeer: bob, id: [sent.id], randomID: [2], toPeer: .peerSelf))
        _ = try party.ann.invoke(TL.messages.SendMessage(peer: .peerSelf, message: "note", randomID: 3))
        for (peer, text) in [(bob, "one"), (TL.InputPeer.peerSelf, "note")] {
            let answer = try party.ann.invoke(
                TL.messages.GetSavedHistory(
                    peer: peer, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 10, maxID: 0, minID: 0, hash: 0))
            guard case .messages(let found) = answer, case .message(let message)? = found.messages.first else {
                return XCTFail("\(answer)")
            }
            XCTAssertEqual(found.messages.count, 1)
            XCTAssertEqual(message.message, text)
            XCTAssertNotNil(message.savedPeerID)
            if text == "one" {
                XCTAssertEqual(message.fwdFrom?.savedFromMsgID, sent.id)
                guard case .user(let source)? = message.fwdFrom?.savedFromPeer else { return XCTFail("no source") }
                XCTAssertEqual(source.userID, party.bobID)
            }
        }
    }

    func testWhatOthersSayIsNotKeptUnderAnybodysName() throws {
        let party = try Party()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        guard case .updates(let updates)? = party.bob.takeUpdates().first,
            case .newMessage(let update)? = updates.updates.first, case .message(let message) = update.message
        else { return XCTFail("no message") }
        XCTAssertNil(message.savedPeerID)
    }

    func testPostsHaveViewsAndSlicesNoTimeout() throws {
        var limits = WorldLimits()
        limits.channelDifferenceSlice = 1
        let party = try Party(EngineHarness(limits: limits))
        let channel = try party.harness.engine.world.createChannel("News", isBroadcast: true, by: party.annID).channel
        let hash = party.harness.engine.world.accessHash(of: channel.number, for: party.annID)
        for text in ["one", "two"] {
            _ = try party.ann.invoke(
                TL.messages.SendMessage(
                    peer: .channel(.init(channelID: channel.id, accessHash: hash)), message: text,
                    randomID: Int64(text.hashValue) | 1))
        }
        func difference(since pts: Int32) throws -> TL.updates.ChannelDifference.ChannelDifference {
            let answer = try party.ann.invoke(
                TL.updates.GetChannelDifference(
                    channel: .inputChannel(.init(channelID: channel.id, accessHash: hash)),
                    filter: .empty, pts: pts, limit: 100))
            guard case .channelDifference(let part) = answer else { throw Unexpected("\(answer)") }
            return part
        }
        let slice = try difference(since: 2)
        XCTAssertFalse(slice.final)
        XCTAssertNil(slice.timeout)
        guard case .message(let post)? = slice.newMessages.first else { return XCTFail("no message") }
        XCTAssertEqual([post.views, post.forwards], [1, 0])
        let last = try difference(since: slice.pts)
        XCTAssertTrue(last.final)
        XCTAssertNotNil(last.timeout)
    }

    func testABotNamesTheMembersOfItsGroupsWithoutAHash() throws {
        let party = try Party()
        func named(_ id: Int64) throws -> TL.User? {
            try party.bot.invoke(TL.users.GetUsers(id: [.inputUser(.init(userID: id, accessHash: 0))])).first
        }
        for person in [party.annID, party.bobID] {
            guard case .empty? = try named(person) else { return XCTFail("a stranger is known") }
        }
        _ = try party.harness.engine.world.createGroup("Group", by: party.annID, with: [party.botID])
        _ = try party.harness.engine.world.createChannel(
            "Group", isBroadcast: false, by: party.bobID, with: [party.botID])
        for person in [party.annID, party.bobID] {
            guard case .user(let user)? = try named(person) else { return XCTFail("a member is not known") }
            XCTAssertEqual(user.id, person)
        }
    }

    func testThePasswordsAlgorithmsAreKnownAndThereIsTheFolderOfAllChats() throws {
        let party = try Party()
        let password = try party.ann.invoke(TL.account.GetPassword())
        if case .unknown = password.newSecureAlgo { XCTFail("nobody can use it") }
        let folders = try party.ann.invoke(TL.messages.GetDialogFilters())
        XCTAssertEqual(folders.filters.map(\.constructorID), [0x3632_93AE])
    }

    func testWhatClientsAskAtTheStartIsAnswered() throws {
        let party = try Party()
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        let calls: [any TLFunction] = [
            TL.account.GetChatThemes(hash: 0), TL.account.GetReactionsNotifySettings(),
            TL.account.GetWebBrowserSettings(hash: 0), TL.aicompose.GetTones(hash: 0),
            TL.contacts.GetTopPeers(correspondents: true, offset: 0, limit: 10, hash: 0),
            TL.help.GetPeerColors(hash: 0), TL.help.GetPeerProfileColors(hash: 0),
            TL.messages.GetAttachMenuBots(hash: 0), TL.messages.GetAvailableEffects(hash: 0),
            TL.messages.GetAvailableReactions(hash: 0), TL.stories.GetPeerStories(peer: peer),
            TL.messages.GetAllStickers(hash: 0), TL.contacts.GetBlocked(offset: 0, limit: 10),
            TL.payments.GetStarsTransactions(peer: .peerSelf, offset: "", limit: 10), TL.account.GetAccountTTL(),
        ]
        for call in calls { XCTAssertNoThrow(try party.ann.invoke(call), "\(type(of: call))") }
        XCTAssertTrue(party.harness.engine.report.unimplemented.isEmpty)
        XCTAssertThrowsError(
            try party.ann.invoke(TL.messages.GetStickerSet(stickerset: .animatedEmoji, hash: 0))
        ) { XCTAssertEqual($0 as? RPCFailure, .bad(.stickersetInvalid)) }
    }
}
