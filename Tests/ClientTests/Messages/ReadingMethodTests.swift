// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class ReadingMethodTests: XCTestCase {
    static let cases: [MethodCase] = [
        MethodCase(
            "messages, in their order, without those of other chats",
            {
                let messages = try await $0.messages([5, 3, 4], in: Sample.user)
                XCTAssertEqual(messages.map { $0?.id }, [nil, 3, nil])
            },
            sends: [
                TL.messages.GetMessages(id: [.id(.init(id: 5)), .id(.init(id: 3)), .id(.init(id: 4))])
            ],
            answers: [
                TL.messages.Messages.messages(
                    .init(
                        messages: [
                            Sample.message(3), .empty(.init(id: 4)), Sample.message(5, in: Sample.group),
                        ], topics: [], chats: [], users: []))
            ]),
        MethodCase(
            "messages, more than a call takes", { _ = try await $0.messages(Array(1...101), in: Sample.channel) },
            sends: [
                TL.channels.GetMessages(
                    channel: Sample.inputChannel, id: (1...100).map { .id(.init(id: $0)) }),
                TL.channels.GetMessages(channel: Sample.inputChannel, id: [.id(.init(id: 101))]),
            ], answers: [Sample.found(3, in: Sample.channel), Sample.found(101, in: Sample.channel)]),
        MethodCase(
            "message",
            {
                let message = try await $0.message(3, in: Sample.group)
                XCTAssertEqual(message?.id, 3)
            }, sends: [TL.messages.GetMessages(id: [.id(.init(id: 3))])], answers: [Sample.found(3, in: Sample.group)]),
        MethodCase(
            "message, at a link",
            {
                let message = try await $0.message(at: "https://t.me/news/3")
                XCTAssertEqual(message?.id, 3)
            }, sends: [TL.channels.GetMessages(channel: Sample.inputChannel, id: [.id(.init(id: 3))])],
            answers: [Sample.found(3, in: Sample.channel)]),
        MethodCase(
            "message, at the link of a comment",
            {
                let message = try await $0.message(at: "t.me/news/3?comment=7")
                XCTAssertEqual(message?.chatID, Sample.supergroup)
            },
            sends: [
                TL.messages.GetDiscussionMessage(peer: Sample.inputChannelPeer, msgID: 3),
                TL.channels.GetMessages(channel: Sample.inputSupergroupChannel, id: [.id(.init(id: 7))]),
            ],
            answers: [
                TL.messages.DiscussionMessage(
                    messages: [Sample.message(6, in: Sample.supergroup)], unreadCount: 0, chats: [], users: []),
                Sample.found(7, in: Sample.supergroup),
            ]),
        MethodCase(
            "message, at no link", { _ = try await $0.message(at: "https://example.org/news/3") },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "message, that is answered",
            {
                let message = try await $0.message(answeredBy: 4, in: Sample.user)
                XCTAssertEqual(message?.id, 3)
            }, sends: [TL.messages.GetMessages(id: [.replyTo(.init(id: 4))])], answers: [Sample.found(3)]),
        MethodCase(
            "album",
            {
                let album = try await $0.album(containing: 5, in: Sample.channel)
                XCTAssertEqual(album.map(\.id), [4, 5])
            },
            sends: [
                TL.channels.GetMessages(
                    channel: Sample.inputChannel, id: (1...14).map { .id(.init(id: $0)) })
            ],
            answers: [
                TL.messages.Messages.messages(
                    .init(
                        messages: [3, 4, 5, 6].map {
                            TL.Message.message(
                                .init(
                                    id: $0, peerID: Sample.channel.tlPeer, date: 1, message: "",
                                    groupedID: [4, 5].contains($0) ? 99 : nil))
                        }, topics: [], chats: [], users: []))
            ]),
        MethodCase(
            "link",
            {
                let link = try await $0.link(toMessage: 3, in: Sample.channel, isThread: true, isAlbum: true)
                XCTAssertEqual(link.absoluteString, "https://t.me/news/3")
            },
            sends: [
                TL.channels.ExportMessageLink(grouped: true, thread: true, channel: Sample.inputChannel, id: 3)
            ], answers: [TL.ExportedMessageLink(link: "https://t.me/news/3", html: "")]),
        MethodCase(
            "link, in a private chat", { _ = try await $0.link(toMessage: 3, in: Sample.user) },
            fails: { error in
                if case .invalidPeer = error { true } else { false }
            }),
        MethodCase(
            "views",
            {
                let views = try await $0.views(ofMessages: [3], in: Sample.channel, counting: true)
                XCTAssertEqual(views.first?.views, 7)
                XCTAssertEqual(views.first?.replies, 2)
            },
            sends: [TL.messages.GetMessagesViews(peer: Sample.inputChannelPeer, id: [3], increment: true)],
            answers: [
                TL.messages.MessageViews(
                    views: [.init(views: 7, forwards: 1, replies: .init(replies: 2, repliesPts: 1))], chats: [],
                    users: [])
            ]),
        MethodCase(
            "readers",
            {
                let readers = try await $0.readers(ofMessage: 3, in: Sample.group)
                XCTAssertEqual(readers, [.init(userID: 5, date: Date(timeIntervalSince1970: 9))])
            }, sends: [TL.messages.GetMessageReadParticipants(peer: Sample.inputGroup, msgID: 3)],
            answers: [[TL.ReadParticipantDate(userID: 5, date: 9)]]),
        MethodCase(
            "readDate",
            {
                let date = try await $0.readDate(ofMessage: 3, in: Sample.user)
                XCTAssertEqual(date, Date(timeIntervalSince1970: 9))
            }, sends: [TL.messages.GetOutboxReadDate(peer: Sample.inputUser, msgID: 3)],
            answers: [TL.OutboxReadDate(date: 9)]),
        MethodCase(
            "webPagePreview",
            {
                let page = try await $0.webPagePreview(for: "https://a.b")
                XCTAssertEqual(page?.address, "https://a.b")
            }, sends: [TL.messages.GetWebPagePreview(message: "https://a.b")],
            answers: [
                TL.messages.WebPagePreview(
                    media: .webPage(.init(webpage: .empty(.init(id: 1, url: "https://a.b")))), chats: [], users: [])
            ]),
        MethodCase(
            "webPage", { _ = try await $0.webPage(at: "https://a.b", ifChangedSince: 5) },
            sends: [TL.messages.GetWebPage(url: "https://a.b", hash: 5)],
            answers: [TL.messages.WebPage(webpage: .notModified(.init()), chats: [], users: [])]),
        MethodCase(
            "richMessage", { _ = try await $0.richMessage(3, in: Sample.user) },
            sends: [TL.messages.GetRichMessage(peer: Sample.inputUser, id: 3)], answers: [Sample.found(3)]),
        MethodCase(
            "messageEffects",
            {
                let effects = try await $0.messageEffects()
                XCTAssertEqual(effects.map(\.emoji), ["🎉"])
            }, sends: [TL.messages.GetAvailableEffects(hash: 0)],
            answers: [
                TL.messages.AvailableEffects.availableEffects(
                    .init(hash: 1, effects: [.init(id: 1, emoticon: "🎉", effectStickerID: 2)], documents: []))
            ]),
        MethodCase(
            "factChecks",
            {
                let checks = try await $0.factChecks(ofMessages: [3], in: Sample.channel)
                XCTAssertEqual(checks.first?.text, "Wrong")
            }, sends: [TL.messages.GetFactCheck(peer: Sample.inputChannelPeer, msgID: [3])],
            answers: [[TL.FactCheck(country: "DE", text: .init(text: "Wrong", entities: []), hash: 1)]]),
        MethodCase(
            "setFactCheck", { try await $0.setFactCheck("Wrong", ofMessage: 3, in: Sample.channel) },
            sends: [
                TL.messages.EditFactCheck(
                    peer: Sample.inputChannelPeer, msgID: 3, text: .init(text: "Wrong", entities: []))
            ], answers: [Sample.updates()]),
        MethodCase(
            "removeFactCheck", { try await $0.removeFactCheck(ofMessage: 3, in: Sample.channel) },
            sends: [TL.messages.DeleteFactCheck(peer: Sample.inputChannelPeer, msgID: 3)],
            answers: [Sample.updates()]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
