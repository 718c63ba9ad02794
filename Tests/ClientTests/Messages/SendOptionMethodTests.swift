// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes
import XCTest

@testable import Ferogram

final class SendOptionMethodTests: XCTestCase {
    /// A time that is later than the tests run.
    private static let later = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 3_600).rounded())

    private static func text(
        _ name: String, _ message: InputMessage, _ call: TL.messages.SendMessage
    ) -> MethodCase {
        MethodCase(
            "sendMessage, \(name)", { _ = try await $0.sendMessage(to: Sample.user, message) }, sends: [call],
            answers: [Sample.sent(3)])
    }

    private static func media(
        _ name: String, _ message: InputMessage, _ media: TL.InputMedia, _ text: String = ""
    ) -> MethodCase {
        MethodCase(
            "sendMessage, \(name)", { _ = try await $0.sendMessage(to: Sample.user, message) },
            sends: [TL.messages.SendMedia(peer: Sample.inputUser, media: media, message: text, randomID: 1)],
            answers: [Sample.sent(3)])
    }

    static let texts: [MethodCase] = [
        text(
            "silent, in the background", "Hi".silent().inBackground().clearingDraft().protected(),
            .init(
                silent: true, background: true, clearDraft: true, noforwards: true, peer: Sample.inputUser,
                message: "Hi", randomID: 1)),
        text(
            "without a preview", "Hi".withoutLinkPreview(),
            .init(noWebpage: true, peer: Sample.inputUser, message: "Hi", randomID: 1)),
        text(
            "with entities", .markdown("**Hi** \("*")"),
            .init(
                peer: Sample.inputUser, message: "Hi *", randomID: 1,
                entities: [.bold(.init(offset: 0, length: 2))])),
        text(
            "a mention by number",
            InputMessage(FormattedText("Ann", entities: [.init(.mentionName(userID: 5), offset: 0, length: 3)])),
            .init(
                peer: Sample.inputUser, message: "Ann", randomID: 1,
                entities: [
                    .inputMentionName(
                        .init(offset: 0, length: 3, userID: .inputUser(.init(userID: 5, accessHash: 50))))
                ])),
        text(
            "a quotation",
            "Yes".replying(.message(4, quote: .init(.markdown("**so**"), offset: 7))),
            .init(
                peer: Sample.inputUser,
                replyTo: .message(
                    .init(
                        replyToMsgID: 4, quoteText: "so", quoteEntities: [.bold(.init(offset: 0, length: 2))],
                        quoteOffset: 7)),
                message: "Yes", randomID: 1)),
        text(
            "an answer in a topic", "Yes".replying(to: 4).inTopic(2),
            .init(
                peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 4, topMsgID: 2)), message: "Yes",
                randomID: 1)),
        text(
            "in a topic", "Yes".inTopic(2),
            .init(
                peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 2, topMsgID: 2)), message: "Yes",
                randomID: 1)),
        text(
            "in the general topic", "Yes".inTopic(1),
            .init(peer: Sample.inputUser, message: "Yes", randomID: 1)),
        text(
            "an answer to an item of a checklist", "Yes".replying(.checklistItem(2, ofMessage: 4)),
            .init(
                peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 4, todoItemID: 2)), message: "Yes",
                randomID: 1)),
        text(
            "an answer to an answer of a poll", "Yes".replying(.pollOption([1], ofMessage: 4)),
            .init(
                peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 4, pollOption: [1])), message: "Yes",
                randomID: 1)),
        text(
            "scheduled", "Later".scheduled(for: later).repeating(every: .seconds(86_400)),
            .init(
                peer: Sample.inputUser, message: "Later", randomID: 1, scheduleDate: later.unixTime,
                scheduleRepeatPeriod: 86_400)),
        text(
            "scheduled for when the other side is online", "Later".scheduledWhenOnline(),
            .init(peer: Sample.inputUser, message: "Later", randomID: 1, scheduleDate: 0x7FFF_FFFE)),
        text(
            "with an effect, paid", "Hi".effect(9).allowingPaidStars(10),
            .init(peer: Sample.inputUser, message: "Hi", randomID: 1, effect: 9, allowPaidStars: 10)),
        text(
            "a suggested post", "Hi".suggesting(.init(price: .stars(50), date: later)),
            .init(
                peer: Sample.inputUser, message: "Hi", randomID: 1,
                suggestedPost: .init(
                    price: .starsAmount(.init(amount: 50, nanos: 0)), scheduleDate: later.unixTime))),
        text(
            "a quick reply", "Hi".inQuickReply(.name("hello")),
            .init(
                peer: Sample.inputUser, message: "Hi", randomID: 1,
                quickReplyShortcut: .inputQuickReplyShortcut(.init(shortcut: "hello")))),
        text(
            "rich, as HTML", .rich(.html("<h1>Hi</h1>")),
            .init(peer: Sample.inputUser, message: "", randomID: 1, richMessage: .html(.init(html: "<h1>Hi</h1>")))),
        text(
            "rich, as Markdown", .rich(.markdown("# Hi")),
            .init(
                peer: Sample.inputUser, message: "", randomID: 1,
                richMessage: .markdown(.init(markdown: "# Hi")))),
        text(
            "rich, as blocks", .rich(.blocks(RichDocument([RichBlock.divider]))),
            .init(
                peer: Sample.inputUser, message: "", randomID: 1,
                richMessage: .inputRichMessage(.init(blocks: [.divider])))),
        MethodCase(
            "sendMessage, in the name of a channel, about a message of another chat",
            {
                let message = try "Hi".sending(as: Sample.channel).replying(.message(4, in: Sample.user))
                _ = try await $0.sendMessage(to: Sample.supergroup, message)
            },
            sends: [
                TL.messages.SendMessage(
                    peer: Sample.inputSupergroup,
                    replyTo: .message(.init(replyToMsgID: 4, replyToPeerID: Sample.inputUser)), message: "Hi",
                    randomID: 1, sendAs: Sample.inputChannelPeer)
            ], answers: [Sample.sent(3, in: Sample.supergroup)]),
        MethodCase(
            "sendMessage, about a story",
            {
                _ = try await $0.sendMessage(
                    to: Sample.user, "Nice".replying(.story(2, of: Sample.user)))
            },
            sends: [
                TL.messages.SendMessage(
                    peer: Sample.inputUser, replyTo: .story(.init(peer: Sample.inputUser, storyID: 2)),
                    message: "Nice", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendMessage, answered shortly",
            {
                let message = try await $0.sendMessage(
                    to: Sample.user, "Yes".replying(.message(4, quote: .init("so"))).silent())
                XCTAssertEqual(message.id, 3)
                XCTAssertEqual(message.chatID, Sample.user)
                XCTAssertEqual(message.text, "Yes")
                XCTAssertEqual(message.quote, "so")
                XCTAssertEqual(message.replyToMessageID, 4)
                XCTAssertTrue(message.isSilent && message.isOutgoing)
                XCTAssertEqual(message.senderID, .user(1))
            },
            sends: [
                TL.messages.SendMessage(
                    silent: true, peer: Sample.inputUser,
                    replyTo: .message(.init(replyToMsgID: 4, quoteText: "so")), message: "Yes", randomID: 1)
            ],
            answers: [
                TL.Updates.updateShortSentMessage(.init(out: true, id: 3, pts: 1, ptsCount: 1, date: 7))
            ]),
        MethodCase(
            "sendMessage, scheduled, found by its number",
            {
                let message = try await $0.sendMessage(to: Sample.user, "Later".scheduled(for: later))
                XCTAssertEqual(message.id, 9)
            },
            sends: [
                TL.messages.SendMessage(
                    peer: Sample.inputUser, message: "Later", randomID: 1, scheduleDate: later.unixTime)
            ],
            answers: [
                Sample.updates(
                    .newScheduledMessage(.init(message: Sample.message(8))), .messageID(.init(id: 9, randomID: 1)),
                    .newScheduledMessage(.init(message: Sample.message(9))))
            ]),
    ]

    static let attachments: [MethodCase] = [
        media(
            "a preview of another address", "Hi".linkPreview("https://a.b", size: .large),
            .webPage(.init(forceLargeMedia: true, optional: true, url: "https://a.b")), "Hi"),
        media(
            "a contact",
            .contact(.init(phoneNumber: "+1", firstName: "Ann")),
            .contact(.init(phoneNumber: "+1", firstName: "Ann", lastName: "", vcard: ""))),
        media(
            "a place", .location(.init(latitude: 1, longitude: 2, accuracy: 5)),
            .geoPoint(.init(geoPoint: .inputGeoPoint(.init(lat: 1, long: 2, accuracyRadius: 5))))),
        media(
            "a live location",
            .liveLocation(.init(.init(latitude: 1, longitude: 2), period: .seconds(900), heading: 90)),
            .geoLive(.init(geoPoint: .inputGeoPoint(.init(lat: 1, long: 2)), heading: 90, period: 900))),
        media(
            "a live location without an end", .liveLocation(.init(.init(latitude: 1, longitude: 2))),
            .geoLive(.init(geoPoint: .inputGeoPoint(.init(lat: 1, long: 2)), period: .max))),
        media(
            "a venue", .venue(.init(.init(latitude: 1, longitude: 2), title: "Bar", address: "Street")),
            .venue(
                .init(
                    geoPoint: .inputGeoPoint(.init(lat: 1, long: 2)), title: "Bar", address: "Street", provider: "",
                    venueID: "", venueType: ""))),
        media(
            "a checklist", .checklist(.init("Shop", ["Milk", "Bread"])),
            .todo(
                .init(
                    todo: .init(
                        title: .init(text: "Shop", entities: []),
                        list: [
                            .init(id: 1, title: .init(text: "Milk", entities: [])),
                            .init(id: 2, title: .init(text: "Bread", entities: [])),
                        ])))),
        media(
            "a game", .game("chess"), .game(.init(id: .shortName(.init(botID: .userSelf, shortName: "chess"))))),
        media(
            "paid media",
            .paidMedia(
                .init([.photo(.url("https://example.com/p.jpg"))], stars: 5, payload: "p1"), caption: "Look"),
            .paidMedia(
                .init(
                    starsAmount: 5, extendedMedia: [.photoExternal(.init(url: "https://example.com/p.jpg"))],
                    payload: "p1")), "Look"),
        media(
            "a die on which something is staked", .stakedDice(.init(gameHash: "h", stake: 5, seed: [1, 2])),
            .stakeDice(.init(gameHash: "h", tonAmount: 5, clientSeed: [1, 2]))),
        media("a caption", "Look".media(.dice(.dice)), .dice(.init(emoticon: "🎲")), "Look"),
        MethodCase(
            "sendMessage, a preview above the text",
            {
                _ = try await $0.sendMessage(
                    to: Sample.user, "Hi".linkPreview(size: .small, isAbove: true, isRequired: true))
            },
            sends: [
                TL.messages.SendMedia(
                    invertMedia: true, peer: Sample.inputUser, media: .webPage(.init(forceSmallMedia: true, url: "")),
                    message: "Hi", randomID: 1)
            ], answers: [Sample.sent(3)]),
    ]

    private static func refused(_ name: String, _ message: InputMessage, saying text: String) -> MethodCase {
        MethodCase(
            "sendMessage, \(name)", { _ = try await $0.sendMessage(to: Sample.user, message) },
            fails: { error in
                guard case .invalidArgument(_, let reason) = error else { return false }
                return reason.contains(text)
            })
    }

    static let refusals: [MethodCase] = [
        refused("empty", "", saying: "empty"),
        refused("white space alone", " \n\t", saying: "empty"),
        refused("too long", InputMessage(FormattedText(String(repeating: "x", count: 4_097))), saying: "4096"),
        refused(
            "too long in UTF-16", InputMessage(FormattedText(String(repeating: "😀", count: 2_049))), saying: "4098"),
        refused(
            "too many entities",
            InputMessage(
                FormattedText(
                    String(repeating: "x", count: 101),
                    entities: (0..<101).map { .init(.bold, offset: $0, length: 1) })), saying: "100"),
        refused("a caption too long", .dice().captioned(String(repeating: "x", count: 4_097)), saying: "caption"),
        refused("scheduled for the past", "x".scheduled(for: Date(timeIntervalSinceNow: -1)), saying: "past"),
        refused(
            "scheduled too late", "x".scheduled(for: Date(timeIntervalSinceNow: 366 * 86_400)), saying: "365 days"),
        refused("repeated and not scheduled", "x".repeating(every: .seconds(60)), saying: "scheduled"),
        refused(
            "a quotation too long",
            "x".replying(.message(1, quote: .init(FormattedText(String(repeating: "x", count: 1_025))))),
            saying: "1024"),
        refused("too many Stars", "x".allowingPaidStars(10_001), saying: "10000"),
        refused("a rich message with an attachment", .rich(.html("x")).media(.dice(.dice)), saying: "rich"),
        refused(
            "data of 65 bytes",
            "x".keyboard(.inline([[.callback("Yes", data: String(repeating: "x", count: 65))]])), saying: "64"),
        refused("no data", "x".keyboard(.inline([[.callback("Yes", data: "")]])), saying: "64"),
        refused("a button without text", "x".keyboard(.inline([[.url("", "https://a.b")]])), saying: "no text"),
        refused("an empty keyboard", "x".keyboard(.reply([])), saying: "no buttons"),
        refused("too many answers", .poll(.init("?", answers: (0..<13).map { .init("\($0)") })), saying: "12"),
        refused("no answers", .poll(.init("?", answers: [])), saying: "12"),
        refused("no question", .poll(.init("", answers: ["a"])), saying: "255"),
        refused(
            "an answer too long",
            .poll(.init("?", answers: [.init(FormattedText(String(repeating: "x", count: 101)))])), saying: "100"),
        refused(
            "a quiz without a right answer", .poll(.init(quiz: "?", answers: ["a", "b"], correct: 2)),
            saying: "0 to 1"),
        refused("a checklist without items", .checklist(.init("List", [] as [FormattedText])), saying: "30"),
        refused(
            "items of the same number",
            .checklist(.init("List", items: [.init(id: 1, "a"), .init(id: 1, "b")])), saying: "same number"),
        refused("a place that is none", .location(.init(latitude: 91, longitude: 0)), saying: "latitude"),
        refused(
            "a live location too short", .liveLocation(.init(.init(latitude: 0, longitude: 0), period: .seconds(59))),
            saying: "60"),
    ]

    func testEachOptionIsSent() async throws {
        for row in Self.texts + Self.attachments { try await row.check() }
    }

    func testWhatCannotBeRightIsRefusedBeforeAnythingIsSent() async throws {
        for row in Self.refusals { try await row.check() }
    }

    func testTheNumberDecidesWhichMessageWasSent() async throws {
        // Two new messages in one answer: the number decides, not the order.
        let invoker = RecordingInvoker([
            .value(
                Sample.updates(
                    .newMessage(.init(message: Sample.message(8), pts: 1, ptsCount: 1)),
                    .newMessage(.init(message: Sample.message(9), pts: 2, ptsCount: 1)),
                    .messageID(.init(id: 9, randomID: 1))))
        ])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        let message = try await client.sendMessage(to: Sample.user, "x")
        XCTAssertEqual(message.id, 9)
    }
}

extension InputMessageConvertible {
    fileprivate func captioned(_ text: String) -> InputMessage {
        var copy = inputMessage
        copy.text = FormattedText(text)
        return copy
    }
}
