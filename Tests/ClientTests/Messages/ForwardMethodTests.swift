// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class ForwardMethodTests: XCTestCase {
    static let cases: [MethodCase] = [
        MethodCase(
            "forwardMessages, in the order of the numbers",
            {
                let sent = try await $0.forwardMessages([3, 4], from: Sample.channel, to: Sample.user)
                XCTAssertEqual(sent.map(\.id), [11, 12])
            },
            sends: [
                TL.messages.ForwardMessages(
                    fromPeer: Sample.inputChannelPeer, id: [3, 4], randomID: [1, 2], toPeer: Sample.inputUser)
            ],
            answers: [
                Sample.updates(
                    .messageID(.init(id: 12, randomID: 2)), .messageID(.init(id: 11, randomID: 1)),
                    .newMessage(.init(message: Sample.message(12), pts: 1, ptsCount: 1)),
                    .newMessage(.init(message: Sample.message(11), pts: 2, ptsCount: 1)))
            ]),
        MethodCase(
            "forwardMessages, with options",
            {
                var options = ForwardOptions(hidesSource: true, removesCaptions: true, isSilent: true, topicID: 2)
                (options.isBackground, options.isProtected, options.keepsScore) = (true, true, true)
                (options.schedule, options.repeatPeriod) = (.whenOnline, .seconds(60))
                (options.effectID, options.videoTimestamp, options.paidStars) = (5, 6, 7)
                options.sender = .id(Sample.channel)
                _ = try await $0.forwardMessages([3], from: "me", to: Sample.supergroup, options: options)
            },
            sends: [
                TL.messages.ForwardMessages(
                    silent: true, background: true, withMyScore: true, dropAuthor: true, dropMediaCaptions: true,
                    noforwards: true, fromPeer: .peerSelf, id: [3], randomID: [1], toPeer: Sample.inputSupergroup,
                    topMsgID: 2, scheduleDate: 0x7FFF_FFFE, scheduleRepeatPeriod: 60,
                    sendAs: Sample.inputChannelPeer, effect: 5, videoTimestamp: 6, allowPaidStars: 7)
            ], answers: [Sample.sent(8, in: Sample.supergroup)]),
        MethodCase(
            "forwardMessages, more than a call takes",
            {
                let sent = try await $0.forwardMessages(Array(1...101), from: Sample.channel, to: Sample.user)
                XCTAssertEqual(sent.map(\.id), [7, 8])
            },
            sends: [
                TL.messages.ForwardMessages(
                    fromPeer: Sample.inputChannelPeer, id: Array(1...100), randomID: Array(1...100),
                    toPeer: Sample.inputUser),
                TL.messages.ForwardMessages(
                    fromPeer: Sample.inputChannelPeer, id: [101], randomID: [101], toPeer: Sample.inputUser),
            ], answers: [Sample.sent(7, randomID: 100), Sample.sent(8, randomID: 101)]),
        MethodCase(
            "forwardMessage",
            {
                let message = try await $0.forwardMessage(3, from: Sample.channel, to: Sample.user)
                XCTAssertEqual(message.id, 8)
            },
            sends: [
                TL.messages.ForwardMessages(
                    fromPeer: Sample.inputChannelPeer, id: [3], randomID: [1], toPeer: Sample.inputUser)
            ], answers: [Sample.sent(8)]),
        MethodCase(
            "copyMessages", { _ = try await $0.copyMessages([3], from: Sample.channel, to: Sample.user) },
            sends: [
                TL.messages.ForwardMessages(
                    dropAuthor: true, fromPeer: Sample.inputChannelPeer, id: [3], randomID: [1],
                    toPeer: Sample.inputUser)
            ], answers: [Sample.sent(8)]),
        MethodCase(
            "copyMessage, with another caption, without an upload",
            { _ = try await $0.copyMessage(3, from: Sample.channel, to: Sample.user, caption: "New".silent()) },
            sends: [
                TL.channels.GetMessages(channel: Sample.inputChannel, id: [.id(.init(id: 3))]),
                TL.messages.SendMedia(
                    silent: true, peer: Sample.inputUser,
                    media: .photo(
                        .init(
                            spoiler: true,
                            id: .inputPhoto(.init(id: 1, accessHash: 2, fileReference: [3])))), message: "New",
                    randomID: 1),
            ],
            answers: [
                TL.messages.Messages.messages(
                    .init(
                        messages: [
                            .message(
                                .init(
                                    id: 3, peerID: Sample.channel.tlPeer, date: 1, message: "Old",
                                    media: .photo(
                                        .init(
                                            spoiler: true,
                                            photo: .photo(
                                                .init(
                                                    id: 1, accessHash: 2, fileReference: [3], date: 1, sizes: [],
                                                    dcID: 2))))))
                        ], topics: [], chats: [], users: [])), Sample.sent(8),
            ]),
        MethodCase(
            "copyMessage, a service message",
            { _ = try await $0.copyMessage(3, from: Sample.user, to: Sample.user, caption: "New") },
            sends: [TL.messages.GetMessages(id: [.id(.init(id: 3))])],
            answers: [
                TL.messages.Messages.messages(
                    .init(
                        messages: [
                            .service(.init(id: 3, peerID: Sample.user.tlPeer, date: 1, action: .pinMessage))
                        ], topics: [], chats: [], users: []))
            ], fails: { $0.isInvalidArgument }),
        MethodCase(
            "pinMessage", { try await $0.pinMessage(3, in: Sample.user, silently: false, onlyForSelf: true) },
            sends: [TL.messages.UpdatePinnedMessage(pmOneside: true, peer: Sample.inputUser, id: 3)],
            answers: [Sample.updates()]),
        MethodCase(
            "unpinMessage", { try await $0.unpinMessage(3, in: Sample.channel) },
            sends: [TL.messages.UpdatePinnedMessage(unpin: true, peer: Sample.inputChannelPeer, id: 3)],
            answers: [Sample.updates()]),
        MethodCase(
            "unpinAllMessages, until nothing is left",
            {
                let count = try await $0.unpinAllMessages(in: Sample.supergroup, topic: 2)
                XCTAssertEqual(count, 3)
            },
            sends: [
                TL.messages.UnpinAllMessages(peer: Sample.inputSupergroup, topMsgID: 2),
                TL.messages.UnpinAllMessages(peer: Sample.inputSupergroup, topMsgID: 2),
            ],
            answers: [
                TL.messages.AffectedHistory(pts: 3, ptsCount: 2, offset: 1),
                TL.messages.AffectedHistory(pts: 4, ptsCount: 1, offset: 0),
            ]),
        MethodCase(
            "pinnedMessage",
            {
                let message = try await $0.pinnedMessage(in: Sample.user)
                XCTAssertEqual(message?.id, 3)
            },
            sends: [
                TL.messages.Search(
                    peer: Sample.inputUser, q: "", filter: .pinned, minDate: 0, maxDate: 0, offsetID: 0, addOffset: 0,
                    limit: 1, maxID: 0, minID: 0, hash: 0)
            ], answers: [Sample.found(3)]),
        MethodCase(
            "pinnedMessage, as a bot", isBot: true,
            {
                let message = try await $0.pinnedMessage(in: Sample.channel)
                XCTAssertEqual(message?.id, 3)
            }, sends: [TL.channels.GetMessages(channel: Sample.inputChannel, id: [.pinned])],
            answers: [Sample.found(3, in: Sample.channel)]),
        MethodCase(
            "pinnedMessages", { _ = try await $0.pinnedMessages(in: Sample.supergroup, topic: 2).first(5) },
            sends: [
                TL.messages.Search(
                    peer: Sample.inputSupergroup, q: "", topMsgID: 2, filter: .pinned, minDate: 0, maxDate: 0,
                    offsetID: 0, addOffset: 0, limit: 5, maxID: 0, minID: 0, hash: 0)
            ], answers: [Sample.found(3, in: Sample.supergroup)]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
