// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Comments on posts and answers to messages; see core.telegram.org/api/discussion and core.telegram.org/api/threads.
final class ThreadMethodTests: XCTestCase {
    private struct Stage {
        let party: Party
        let channel: Int64
        let group: Int64
        let post: Int32

        /// A post of a channel with a group in which Bob is.
        init() throws {
            party = try Party()
            channel = try party.makeChannel(isBroadcast: true, with: [party.bobID])
            group = try party.makeChannel(with: [party.bobID])
            try party.link(channel, group)
            post = try party.say("a post", by: party.annID, in: channel)
        }

        func discussion(for viewer: Int64) throws -> TL.messages.DiscussionMessage {
            try party.client(of: viewer).invoke(
                TL.messages.GetDiscussionMessage(peer: party.peer(channel, viewer), msgID: post))
        }

        /// The post in the group.
        func root() throws -> TL.Message.Message {
            guard case .message(let message)? = try discussion(for: party.bobID).messages.first else {
                throw Unexpected("no message")
            }
            return message
        }

        func replies(to id: Int32, in chat: Int64, _ limit: Int32 = 10) throws -> (ids: [Int32], count: Int32) {
            try party.bob.invoke(
                TL.messages.GetReplies(
                    peer: party.peer(chat, party.bobID), msgID: id, offsetID: 0, offsetDate: 0, addOffset: 0,
                    limit: limit, maxID: 0, minID: 0, hash: 0)
            ).page
        }
    }

    func testAPostIsTalkedAboutInItsGroup() throws {
        let stage = try Stage()
        let party = stage.party
        let root = try stage.root()
        XCTAssertEqual(root.message, "a post")
        guard case .channel(let source)? = root.fwdFrom?.fromID, case .channel(let author)? = root.fromID,
            case .channel(let place) = root.peerID
        else { return XCTFail("\(root)") }
        XCTAssertEqual(PeerNumber.channel(source.channelID).number, stage.channel)
        XCTAssertEqual(author.channelID, source.channelID, "it is the channel that writes in the group")
        XCTAssertEqual(PeerNumber.channel(place.channelID).number, stage.group)
        XCTAssertEqual(root.fwdFrom?.channelPost, stage.post)
        // Both members hear it in the group.
        XCTAssertTrue(
            party.bob.takeUpdates().flatMap(\.messages).contains { $0.id == root.id && $0.message == "a post" })
        var replies = try party.message(stage.post, in: stage.channel, for: party.bobID).replies
        XCTAssertEqual([replies?.replies, replies?.comments == true ? 1 : 0], [0, 1])
        XCTAssertEqual(replies?.channelID, place.channelID)
        // Comments and answers to them count, and come newest first.
        let first = try party.say("first", by: party.bobID, in: stage.group, answering: root.id)
        let second = try party.say("second", by: party.annID, in: stage.group, answering: first)
        try party.say("elsewhere", by: party.annID, in: stage.group)
        XCTAssertEqual(try stage.replies(to: stage.post, in: stage.channel).ids, [second, first])
        XCTAssertEqual(try stage.replies(to: root.id, in: stage.group).ids, [second, first])
        let page = try stage.replies(to: stage.post, in: stage.channel, 1)
        XCTAssertEqual(page.ids, [second])
        XCTAssertEqual(page.count, 2)
        replies = try party.message(stage.post, in: stage.channel, for: party.annID).replies
        XCTAssertEqual(replies?.replies, 2)
        // What is deleted counts no longer.
        _ = try party.ann.invoke(
            TL.channels.DeleteMessages(channel: party.inputChannel(stage.group, party.annID), id: [second]))
        XCTAssertEqual(try party.message(stage.post, in: stage.channel, for: party.annID).replies?.replies, 1)
        XCTAssertEqual(try stage.replies(to: stage.post, in: stage.channel).ids, [first])
    }

    func testHowFarAThreadIsRead() throws {
        let stage = try Stage()
        let party = stage.party
        let root = try stage.root()
        let first = try party.say("first", by: party.annID, in: stage.group, answering: root.id)
        let second = try party.say("second", by: party.annID, in: stage.group, answering: root.id)
        let other = try EngineClient(party.harness)
        XCTAssertEqual(try other.logIn(phone: "9996610002"), party.bobID)
        _ = try other.invoke(TL.updates.GetState())
        try party.settle()
        _ = other.takeUpdates()
        var answer = try stage.discussion(for: party.bobID)
        XCTAssertEqual([answer.maxID, answer.readInboxMaxID, answer.unreadCount], [second, nil, 2])
        XCTAssertTrue(
            try party.bob.invoke(
                TL.messages.ReadDiscussion(
                    peer: party.peer(stage.channel, party.bobID), msgID: stage.post, readMaxID: first)))
        answer = try stage.discussion(for: party.bobID)
        XCTAssertEqual([answer.readInboxMaxID, answer.unreadCount], [first, 1])
        // The other session learns it, of the group and of the post; nobody else does.
        let told = other.takeUpdates().flatMap(\.all).compactMap { update in
            if case .readChannelDiscussionInbox(let read) = update { read } else { nil }
        }
        XCTAssertEqual(told.count, 1)
        XCTAssertEqual(told.first.map { PeerNumber.channel($0.channelID).number }, stage.group)
        XCTAssertEqual(told.first?.topMsgID, root.id)
        XCTAssertEqual(told.first?.readMaxID, first)
        XCTAssertEqual(told.first?.broadcastPost, stage.post)
        XCTAssertTrue(party.ann.takeUpdates().isEmpty)
        XCTAssertTrue(party.bob.takeUpdates().isEmpty)
        // It goes forward only.
        for mark in [first - 1, first] {
            _ = try party.bob.invoke(
                TL.messages.ReadDiscussion(
                    peer: party.peer(stage.group, party.bobID), msgID: root.id, readMaxID: mark))
        }
        XCTAssertTrue(other.takeUpdates().isEmpty)
        XCTAssertEqual(try stage.discussion(for: party.bobID).readInboxMaxID, first)
        // The largest number stands for all that is there now, and what comes later is unread.
        _ = try party.bob.invoke(
            TL.messages.ReadDiscussion(peer: party.peer(stage.group, party.bobID), msgID: root.id, readMaxID: .max))
        try party.say("third", by: party.annID, in: stage.group, answering: root.id)
        XCTAssertEqual(try stage.discussion(for: party.bobID).readInboxMaxID, second)
        XCTAssertEqual(try stage.discussion(for: party.bobID).unreadCount, 1)
        XCTAssertEqual(try stage.discussion(for: party.annID).unreadCount, 0, "one's own messages are not unread")
    }

    func testWhatHasNoThread() throws {
        let stage = try Stage()
        let party = stage.party
        let lonely = try party.makeChannel(isBroadcast: true, with: [party.bobID])
        let post = try party.say("alone", by: party.annID, in: lonely)
        XCTAssertNil(try party.message(post, in: lonely, for: party.bobID).replies)
        for (chat, id) in [(lonely, post), (stage.channel, stage.post + 50)] {
            assertRefused(
                .bad(.msgIDInvalid),
                try party.bob.invoke(TL.messages.GetDiscussionMessage(peer: party.peer(chat, party.bobID), msgID: id)))
            assertRefused(
                .bad(.msgIDInvalid),
                try party.bob.invoke(
                    TL.messages.ReadDiscussion(peer: party.peer(chat, party.bobID), msgID: id, readMaxID: 9)))
            assertRefused(.bad(.msgIDInvalid), try stage.replies(to: id, in: chat))
        }
        try party.annSays("hello", to: party.bobID, randomID: 77)
        assertRefused(
            .bad(.peerIDInvalid),
            try party.ann.invoke(
                TL.messages.GetDiscussionMessage(peer: party.peer(party.bobID, party.annID), msgID: 1)))
        // The bot is in neither of them.
        assertRefused(
            .bad(.channelPrivate),
            try party.bot.invoke(
                TL.messages.GetDiscussionMessage(peer: party.peer(stage.channel, party.botID), msgID: stage.post)))
        assertRefused(
            .bad(.botMethodInvalid),
            try party.bot.invoke(
                TL.messages.ReadDiscussion(
                    peer: party.peer(stage.channel, party.botID), msgID: stage.post, readMaxID: 1)))
    }
}
