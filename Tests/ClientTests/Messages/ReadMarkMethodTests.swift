// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class ReadMarkMethodTests: XCTestCase {
    static let cases: [MethodCase] = [
        MethodCase(
            "markRead, a private chat", { try await $0.markRead(Sample.user, upTo: 7) },
            sends: [TL.messages.ReadHistory(peer: Sample.inputUser, maxID: 7)], answers: [Sample.affected]),
        MethodCase(
            "markRead, a channel", { try await $0.markRead(Sample.channel) },
            sends: [TL.channels.ReadHistory(channel: Sample.inputChannel, maxID: 0)], answers: [true]),
        MethodCase(
            "markDiscussionRead",
            { try await $0.markDiscussionRead(ofMessage: 3, in: Sample.channel, upTo: 9) },
            sends: [TL.messages.ReadDiscussion(peer: Sample.inputChannelPeer, msgID: 3, readMaxID: 9)],
            answers: [true]),
        MethodCase(
            "markContentsRead, a private chat", { try await $0.markContentsRead(ofMessages: [3], in: Sample.user) },
            sends: [TL.messages.ReadMessageContents(id: [3])], answers: [Sample.affected]),
        MethodCase(
            "markContentsRead, a channel", { try await $0.markContentsRead(ofMessages: [3], in: Sample.channel) },
            sends: [TL.channels.ReadMessageContents(channel: Sample.inputChannel, id: [3])], answers: [true]),
        MethodCase(
            "markMentionsRead, until nothing is left",
            { try await $0.markMentionsRead(in: Sample.supergroup, topic: 2) },
            sends: [
                TL.messages.ReadMentions(peer: Sample.inputSupergroup, topMsgID: 2),
                TL.messages.ReadMentions(peer: Sample.inputSupergroup, topMsgID: 2),
            ],
            answers: [TL.messages.AffectedHistory(pts: 1, ptsCount: 1, offset: 5), Sample.affectedHistory]),
        MethodCase(
            "markReactionsRead", { try await $0.markReactionsRead(in: Sample.supergroup) },
            sends: [TL.messages.ReadReactions(peer: Sample.inputSupergroup)], answers: [Sample.affectedHistory]),
        MethodCase(
            "markPollVotesRead", { try await $0.markPollVotesRead(in: Sample.supergroup) },
            sends: [TL.messages.ReadPollVotes(peer: Sample.inputSupergroup)], answers: [Sample.affectedHistory]),
        MethodCase(
            "scheduledMessages",
            {
                let all = try await $0.scheduledMessages(in: Sample.user)
                XCTAssertEqual(all.map(\.id), [3])
                let some = try await $0.scheduledMessages([4, 3], in: Sample.user)
                XCTAssertEqual(some.map { $0?.id }, [nil, 3])
            },
            sends: [
                TL.messages.GetScheduledHistory(peer: Sample.inputUser, hash: 0),
                TL.messages.GetScheduledMessages(peer: Sample.inputUser, id: [4, 3]),
            ], answers: [Sample.found(3), Sample.found(3)]),
        MethodCase(
            "sendScheduledMessagesNow",
            {
                let sent = try await $0.sendScheduledMessagesNow([3], in: Sample.user)
                XCTAssertEqual(sent.map(\.id), [9])
            }, sends: [TL.messages.SendScheduledMessages(peer: Sample.inputUser, id: [3])],
            answers: [Sample.updates(.newMessage(.init(message: Sample.message(9), pts: 1, ptsCount: 1)))]),
        MethodCase(
            "deleteScheduledMessages", { try await $0.deleteScheduledMessages([3], in: Sample.user) },
            sends: [TL.messages.DeleteScheduledMessages(peer: Sample.inputUser, id: [3])],
            answers: [Sample.updates()]),
        MethodCase(
            "saveDraft", { try await $0.saveDraft("Hm".replying(to: 4).withoutLinkPreview(), for: Sample.user) },
            sends: [
                TL.messages.SaveDraft(
                    noWebpage: true, replyTo: .message(.init(replyToMsgID: 4)), peer: Sample.inputUser, message: "Hm")
            ], answers: [true]),
        MethodCase(
            "removeDraft", { try await $0.removeDraft(for: Sample.supergroup, topic: 2) },
            sends: [
                TL.messages.SaveDraft(
                    replyTo: .message(.init(replyToMsgID: 2, topMsgID: 2)), peer: Sample.inputSupergroup, message: "")
            ], answers: [true]),
        MethodCase(
            "drafts",
            {
                let drafts = try await $0.drafts()
                XCTAssertEqual(drafts.map(\.text), ["Hm"])
                XCTAssertEqual(drafts.first?.chatID, Sample.user)
            }, sends: [TL.messages.GetAllDrafts()],
            answers: [
                Sample.updates(
                    .draftMessage(
                        .init(peer: Sample.user.tlPeer, draft: .draftMessage(.init(message: "Hm", date: 1)))),
                    .draftMessage(.init(peer: Sample.channel.tlPeer, draft: .empty(.init()))))
            ]),
        MethodCase(
            "removeAllDrafts", { try await $0.removeAllDrafts() }, sends: [TL.messages.ClearAllDrafts()],
            answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
