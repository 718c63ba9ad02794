// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class TopicMethodTests: XCTestCase {
    private static let peer = Sample.inputSupergroup

    private static func edit(
        _ id: Int32, title: String? = nil, icon: Int64? = nil, closed: Bool? = nil, hidden: Bool? = nil
    ) -> TL.messages.EditForumTopic {
        .init(peer: peer, topicID: id, title: title, iconEmojiID: icon, closed: closed, hidden: hidden)
    }

    private static func page(date: Int32 = 0, id: Int32 = 0, topic: Int32 = 0) -> TL.messages.GetForumTopics {
        .init(peer: peer, q: "x", offsetDate: date, offsetID: id, offsetTopic: topic, limit: 100)
    }

    static let cases = [
        MethodCase(
            "topics",
            {
                let found = try await $0.topics(in: Sample.supergroup, matching: "x").collect()
                XCTAssertEqual(found.map(\.id), [1, 4])
            },
            sends: [page(), page(date: 1, id: 4, topic: 4)],
            answers: [Sample.topics([Sample.topic(1), Sample.topic(4)], count: 2), Sample.topics([])]),
        MethodCase(
            "topics, by number",
            {
                let found = try await $0.topics([4, 5], in: Sample.bot)
                XCTAssertEqual(found.map { $0?.id }, [4, nil])
            }, sends: [TL.messages.GetForumTopicsByID(peer: Sample.inputBot, topics: [4, 5])],
            answers: [Sample.topics([.deleted(.init(id: 5)), Sample.topic(4)])]),
        MethodCase(
            "createTopic",
            {
                let id = try await $0.createTopic(
                    titled: "News", in: Sample.supergroup, iconColor: .green, iconEmojiID: 5, as: Sample.channel)
                XCTAssertEqual(id, 30)
            },
            sends: [
                TL.messages.CreateForumTopic(
                    peer: peer, title: "News", iconColor: 0x8E_EE98, iconEmojiID: 5, randomID: 1,
                    sendAs: Sample.inputChannelPeer)
            ], answers: [Sample.sent(30, in: Sample.supergroup)]),
        MethodCase(
            "createTopic, without a name", { try await $0.createTopic(titled: "", in: Sample.supergroup) },
            fails: \.isInvalidArgument),
        MethodCase(
            "editTopic", { try await $0.editTopic(4, in: Sample.supergroup, title: "New", iconEmojiID: 0) },
            sends: [edit(4, title: "New", icon: 0)], answers: [Sample.updates()]),
        MethodCase(
            "editTopic, as it is", { try await $0.editTopic(4, in: Sample.supergroup, title: "New") },
            sends: [edit(4, title: "New")], answers: [InvocationError.refused("TOPIC_NOT_MODIFIED")]),
        MethodCase(
            "closeTopic", { try await $0.closeTopic(4, in: Sample.supergroup) }, sends: [edit(4, closed: true)],
            answers: [Sample.updates()]),
        MethodCase(
            "reopenTopic", { try await $0.reopenTopic(4, in: Sample.supergroup) }, sends: [edit(4, closed: false)],
            answers: [Sample.updates()]),
        MethodCase(
            "setGeneralTopicHidden", { try await $0.setGeneralTopicHidden(true, in: Sample.supergroup) },
            sends: [edit(1, hidden: true)], answers: [Sample.updates()]),
        MethodCase(
            "pinTopic", { try await $0.pinTopic(4, in: Sample.supergroup) },
            sends: [TL.messages.UpdatePinnedForumTopic(peer: peer, topicID: 4, pinned: true)],
            answers: [Sample.updates()]),
        MethodCase(
            "pinTopic, unpinned", { try await $0.pinTopic(4, in: Sample.supergroup, false) },
            sends: [TL.messages.UpdatePinnedForumTopic(peer: peer, topicID: 4, pinned: false)],
            answers: [Sample.updates()]),
        MethodCase(
            "reorderPinnedTopics", { try await $0.reorderPinnedTopics([4, 2], in: Sample.supergroup) },
            sends: [TL.messages.ReorderPinnedForumTopics(force: true, peer: peer, order: [4, 2])],
            answers: [Sample.updates()]),
        MethodCase(
            "reorderPinnedTopics, too many",
            { try await $0.reorderPinnedTopics([1, 2, 3, 4, 5, 6], in: Sample.supergroup) },
            fails: \.isInvalidArgument),
        MethodCase(
            "deleteTopic", { try await $0.deleteTopic(4, in: Sample.supergroup) },
            sends: [
                TL.messages.DeleteTopicHistory(peer: peer, topMsgID: 4),
                TL.messages.DeleteTopicHistory(peer: peer, topMsgID: 4),
            ], answers: [TL.messages.AffectedHistory(pts: 1, ptsCount: 1, offset: 3), Sample.affectedHistory]),
        MethodCase(
            "markTopicRead", { try await $0.markTopicRead(4, in: Sample.supergroup, upTo: 9) },
            sends: [TL.messages.ReadDiscussion(peer: peer, msgID: 4, readMaxID: 9)], answers: [true]),
        MethodCase(
            "topicHistory",
            {
                let found = try await $0.topicHistory(4, in: Sample.supergroup).first(1)
                XCTAssertEqual(found.map(\.id), [9])
            },
            sends: [
                TL.messages.GetReplies(
                    peer: peer, msgID: 4, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 1, maxID: 0, minID: 0,
                    hash: 0)
            ],
            answers: [
                TL.messages.Messages.channelMessages(
                    .init(
                        pts: 1, count: 1, messages: [Sample.message(9, in: Sample.supergroup)], topics: [],
                        chats: Sample.chats, users: []))
            ]),
        MethodCase(
            "topics, acting on themselves",
            {
                let topic = try await $0.topics([4], in: Sample.supergroup).first ?? nil
                try await topic?.close()
                try await topic?.reopen()
                try await topic?.delete()
            },
            sends: [
                TL.messages.GetForumTopicsByID(peer: peer, topics: [4]), edit(4, closed: true), edit(4, closed: false),
                TL.messages.DeleteTopicHistory(peer: peer, topMsgID: 4),
            ],
            answers: [
                Sample.topics([Sample.topic(4)]), Sample.updates(), Sample.updates(), Sample.affectedHistory,
            ]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
