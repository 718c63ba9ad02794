// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class ReactionMethodTests: XCTestCase {
    private static func sends(
        _ reactions: [TL.Reaction], big: Bool = false, recent: Bool = false
    )
        -> [any TLFunction]
    {
        [
            TL.messages.SendReaction(
                big: big, addToRecent: recent, peer: Sample.inputUser, msgID: 3, reaction: reactions)
        ]
    }

    private static let thumb = TL.Reaction.emoji(.init(emoticon: "👍"))

    static let cases: [MethodCase] = [
        MethodCase(
            "react", { try await $0.react(to: 3, in: Sample.user, with: "👍") }, sends: sends([thumb]),
            answers: [Sample.updates()]),
        MethodCase(
            "react, with nothing any more", { try await $0.react(to: 3, in: Sample.user, with: .none) },
            sends: sends([]), answers: [Sample.updates()]),
        MethodCase(
            "react, big and remembered",
            { try await $0.react(to: 3, in: Sample.user, with: .init(["👍"], isBig: true, areRemembered: true)) },
            sends: sends([thumb], big: true, recent: true), answers: [Sample.updates()]),
        MethodCase(
            "react, with a custom emoji", { try await $0.react(to: 3, in: Sample.user, with: .customEmoji(9)) },
            sends: sends([.customEmoji(.init(documentID: 9))]), answers: [Sample.updates()]),
        MethodCase(
            "react, too often, as a bot", isBot: true, { try await $0.react(to: 3, in: 5, with: ["👍", "👎"]) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "react, with Stars", { try await $0.react(to: 3, in: 5, with: [.paid]) }, fails: { $0.isInvalidArgument }),
        MethodCase(
            "reactions, in the order of the numbers",
            {
                let reactions = try await $0.reactions(ofMessages: [4, 3], in: Sample.channel)
                XCTAssertNil(reactions[0])
                XCTAssertEqual(reactions[1]?.counts, [.init(reaction: "👍", count: 2, ownPlace: 0)])
                XCTAssertEqual(reactions[1]?.own, ["👍"])
                XCTAssertEqual(reactions[1]?.total, 2)
            }, sends: [TL.messages.GetMessagesReactions(peer: Sample.inputChannelPeer, id: [4, 3])],
            answers: [
                Sample.updates(
                    .messageReactions(
                        .init(
                            peer: Sample.channel.tlPeer, msgID: 3,
                            reactions: .init(results: [.init(chosenOrder: 0, reaction: thumb, count: 2)]))))
            ]),
        MethodCase(
            "reactors",
            {
                let reactors = try await $0.reactors(ofMessage: 3, in: Sample.group, reaction: "👍").collect()
                XCTAssertEqual(reactors.map(\.peerID), [Sample.user])
                XCTAssertEqual(reactors.first?.peer?.user?.firstName, "Ann")
            },
            sends: [
                TL.messages.GetMessageReactionsList(peer: Sample.inputGroup, id: 3, reaction: thumb, limit: 100)
            ],
            answers: [
                TL.messages.MessageReactionsList(
                    count: 1, reactions: [.init(peerID: Sample.user.tlPeer, date: 1, reaction: thumb)], chats: [],
                    users: Sample.users)
            ]),
        MethodCase(
            "sendPaidReaction, too many Stars",
            { try await $0.sendPaidReaction(2_501, to: 3, in: Sample.channel) }, fails: { $0.isInvalidArgument }),
        MethodCase(
            "setPaidReactionPrivacy",
            {
                try await $0.setPaidReactionPrivacy(.anonymous, ofMessage: 3, in: Sample.channel)
                try await $0.setPaidReactionPrivacy(
                    .channel(Sample.channel), ofMessage: 3, in: Sample.channel)
            },
            sends: [
                TL.messages.TogglePaidReactionPrivacy(
                    peer: Sample.inputChannelPeer, msgID: 3, private: .anonymous),
                TL.messages.TogglePaidReactionPrivacy(
                    peer: Sample.inputChannelPeer, msgID: 3, private: .peer(.init(peer: Sample.inputChannelPeer))),
            ], answers: [true, true]),
        MethodCase(
            "paidReactionPrivacy",
            {
                let privacy = try await $0.paidReactionPrivacy()
                XCTAssertEqual(privacy, .anonymous)
            }, sends: [TL.messages.GetPaidReactionPrivacy()],
            answers: [Sample.updates(.paidReactionPrivacy(.init(private: .anonymous)))]),
        MethodCase(
            "deleteReaction", { try await $0.deleteReaction(of: Sample.user, onMessage: 3, in: Sample.channel) },
            sends: [
                TL.messages.DeleteParticipantReaction(
                    peer: Sample.inputChannelPeer, msgID: 3, participant: Sample.inputUser)
            ], answers: [Sample.updates()]),
        MethodCase(
            "deleteAllReactions", { try await $0.deleteAllReactions(of: Sample.user, in: Sample.channel) },
            sends: [
                TL.messages.DeleteParticipantReactions(
                    peer: Sample.inputChannelPeer, participant: Sample.inputUser)
            ], answers: [true]),
        MethodCase(
            "reportReaction", { try await $0.reportReaction(of: Sample.user, onMessage: 3, in: Sample.channel) },
            sends: [
                TL.messages.ReportReaction(peer: Sample.inputChannelPeer, id: 3, reactionPeer: Sample.inputUser)
            ], answers: [true]),
        MethodCase(
            "availableReactions", { _ = try await $0.availableReactions() },
            sends: [TL.messages.GetAvailableReactions(hash: 0)],
            answers: [TL.messages.AvailableReactions.notModified]),
        MethodCase(
            "topReactions",
            {
                let reactions = try await $0.topReactions(limit: 5)
                XCTAssertEqual(reactions, ["👍"])
            }, sends: [TL.messages.GetTopReactions(limit: 5, hash: 0)],
            answers: [TL.messages.Reactions.reactions(.init(hash: 1, reactions: [thumb, .empty]))]),
        MethodCase(
            "recentReactions", { _ = try await $0.recentReactions(limit: 5) },
            sends: [TL.messages.GetRecentReactions(limit: 5, hash: 0)],
            answers: [TL.messages.Reactions.notModified]),
        MethodCase(
            "clearRecentReactions", { try await $0.clearRecentReactions() },
            sends: [TL.messages.ClearRecentReactions()], answers: [true]),
        MethodCase(
            "setDefaultReaction", { try await $0.setDefaultReaction("👍") },
            sends: [TL.messages.SetDefaultReaction(reaction: thumb)], answers: [true]),
        MethodCase(
            "defaultTags", { _ = try await $0.defaultTags() }, sends: [TL.messages.GetDefaultTagReactions(hash: 0)],
            answers: [TL.messages.Reactions.notModified]),
        MethodCase(
            "savedTags", { _ = try await $0.savedTags() }, sends: [TL.messages.GetSavedReactionTags(hash: 0)],
            answers: [TL.messages.SavedReactionTags.notModified]),
        MethodCase(
            "renameTag", { try await $0.renameTag("👍", to: "Good") },
            sends: [TL.messages.UpdateSavedReactionTag(reaction: thumb, title: "Good")], answers: [true]),
    ]

    /// The number of a paid reaction begins with the time, and an old one is drawn anew.
    func testNumbersOfPaidReactionsBeginWithTheTime() async throws {
        let invoker = RecordingInvoker([.error(.refused("RANDOM_ID_EXPIRED")), .value(Sample.updates())])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        try await client.sendPaidReaction(10, to: 3, in: Sample.channel, privacy: .anonymous)
        let calls = invoker.calls.compactMap { $0.function as? TL.messages.SendPaidReaction }
        XCTAssertEqual(calls.map(\.count), [10, 10])
        XCTAssertEqual(Set(calls.map(\.randomID)).count, 2)
        for call in calls {
            XCTAssertLessThan(abs(Double(call.randomID >> 32) - Date().timeIntervalSince1970), 60)
        }
    }

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
