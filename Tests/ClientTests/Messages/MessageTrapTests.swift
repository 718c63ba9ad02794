// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramParsers
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

/// What other clients got wrong about messages, one row each.
final class MessageTrapTests: XCTestCase {
    private static func history(_ offsetID: Int32 = 0) -> TL.messages.GetHistory {
        TL.messages.GetHistory(
            peer: Sample.inputUser, offsetID: offsetID, offsetDate: 0, addOffset: 0, limit: 100, maxID: 0, minID: 0,
            hash: 0)
    }

    private static func slice(inexact: Bool = false, count: Int32, _ ids: Int32...) -> TL.messages.Messages {
        .slice(
            .init(
                inexact: inexact, count: count, messages: ids.map { Sample.message($0) }, topics: [], chats: [],
                users: []))
    }

    static let lists: [MethodCase] = [
        MethodCase(
            "history, whose count is not exact",
            {
                let ids = try await $0.history(of: Sample.user).collect().map(\.id)
                XCTAssertEqual(ids, [9, 8, 3, 2])
            }, sends: [history(), history(8), history(2)],
            answers: [slice(inexact: true, count: 2, 9, 8), slice(inexact: true, count: 900, 3, 2), slice(count: 7)]),
        MethodCase(
            "history, of which nothing changed",
            {
                let ids = try await $0.history(of: Sample.user).collect().map(\.id)
                XCTAssertEqual(ids, [])
            }, sends: [history()], answers: [TL.messages.Messages.notModified(.init(count: 5))]),
        MethodCase(
            "history, the last page says that it is the last",
            {
                let page = try await $0.history(of: Sample.user).page()
                XCTAssertNil(page.next)
                XCTAssertEqual(page.total, 1)
            }, sends: [history()], answers: [Sample.found(3)]),
        MethodCase(
            "album, in a private chat, whose numbers other chats have too",
            {
                let album = try await $0.album(containing: 25, in: Sample.user)
                XCTAssertEqual(album.map(\.id), [20, 25])
            },
            sends: [TL.messages.GetMessages(id: (6...44).map { .id(.init(id: $0)) })],
            answers: [
                TL.messages.Messages.messages(
                    .init(
                        messages: [20, 21, 25].map {
                            TL.Message.message(
                                .init(
                                    id: $0, peerID: ($0 == 21 ? Sample.bot : Sample.user).tlPeer, date: 1,
                                    message: "", groupedID: 99))
                        }, topics: [], chats: [], users: []))
            ]),
    ]

    private static let mention = InputMessage(
        FormattedText("Ann", entities: [.init(.mentionName(userID: 5), offset: 0, length: 3)]))
    private static let mentioned = TL.MessageEntity.inputMentionName(
        .init(offset: 0, length: 3, userID: .inputUser(.init(userID: 5, accessHash: 50))))

    static let sending: [MethodCase] = [
        MethodCase(
            "sendToSavedMessages, an attachment",
            { _ = try await $0.sendToSavedMessages("Look".media(.dice(.dice))) },
            sends: [
                TL.messages.SendMedia(
                    peer: .peerSelf, media: .dice(.init(emoticon: "🎲")), message: "Look", randomID: 1)
            ], answers: [Sample.sent(3, in: .user(1))]),
        MethodCase(
            "editMessage, with a mention by number",
            { _ = try await $0.editMessage(3, in: Sample.user, to: mention) },
            sends: [
                TL.messages.EditMessage(peer: Sample.inputUser, id: 3, message: "Ann", entities: [mentioned])
            ], answers: [Sample.updates(.editMessage(.init(message: Sample.message(3), pts: 1, ptsCount: 1)))]),
        MethodCase(
            "sendDice, whose outcome is not lost",
            {
                let message = try await $0.sendDice(to: Sample.user)
                XCTAssertEqual(message.dice?.value, 4)
                XCTAssertEqual(message.dice?.emoji, "🎲")
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser, media: .dice(.init(emoticon: "🎲")), message: "", randomID: 1)
            ],
            answers: [
                Sample.updates(
                    .newMessage(
                        .init(
                            message: .message(
                                .init(
                                    id: 3, peerID: Sample.user.tlPeer, date: 1, message: "",
                                    media: .dice(.init(value: 4, emoticon: "🎲")))), pts: 1, ptsCount: 1)),
                    .messageID(.init(id: 3, randomID: 1)))
            ]),
        MethodCase(
            "sendChatAction, with a topic where there are none",
            {
                try await $0.sendChatAction(.typing, to: Sample.group, topic: 4)
                try await $0.sendChatAction(.typing, to: Sample.supergroup, topic: 4)
            },
            sends: [
                TL.messages.SetTyping(peer: Sample.inputGroup, action: .typing),
                TL.messages.SetTyping(peer: Sample.inputSupergroup, topMsgID: 4, action: .typing),
            ], answers: [true, true]),
        MethodCase(
            "sendMessage, with a quotation that is not there",
            { _ = try await $0.sendMessage(to: Sample.user, "Yes".replying(.message(4, quote: .init("so")))) },
            sends: [quoting("so")], answers: [InvocationError.refused("QUOTE_TEXT_INVALID")],
            fails: { $0.is(.quoteTextInvalid) }),
        MethodCase(
            "sendMessage, with a quotation that need not be there",
            {
                let quote = InputReply.Quote(.markdown("__so__"), offset: 3, isOptional: true)
                let message = try await $0.sendMessage(to: Sample.user, "Yes".replying(.message(4, quote: quote)))
                XCTAssertEqual(message.replyToMessageID, 4)
                XCTAssertNil(message.quote)
            },
            sends: [quoting("so", offset: 3, [.underline(.init(offset: 0, length: 2))]), quoting(nil)],
            answers: [
                InvocationError.refused("QUOTE_TEXT_INVALID"),
                TL.Updates.updateShortSentMessage(.init(out: true, id: 3, pts: 1, ptsCount: 1, date: 7)),
            ]),
        MethodCase(
            "sendMessage, that has to be paid for",
            { _ = try await $0.sendMessage(to: Sample.user, "Hi") },
            sends: [TL.messages.SendMessage(peer: Sample.inputUser, message: "Hi", randomID: 1)],
            answers: [InvocationError.refused("ALLOW_PAYMENT_REQUIRED_25", code: 403)],
            fails: { error in
                guard case .rpc(let refusal) = error else { return false }
                return error.is(.allowPaymentRequiredX) && refusal.value == 25
            }),
        MethodCase(
            "forwardMessages, without captions, which hides the source too",
            {
                _ = try await $0.forwardMessages(
                    [3], from: Sample.channel, to: Sample.user, options: .init(removesCaptions: true))
            },
            sends: [
                TL.messages.ForwardMessages(
                    dropAuthor: true, dropMediaCaptions: true, fromPeer: Sample.inputChannelPeer, id: [3],
                    randomID: [1], toPeer: Sample.inputUser)
            ], answers: [Sample.sent(8)]),
        MethodCase(
            "copyMessages, an album in one call",
            { _ = try await $0.copyMessages([3, 4, 5], from: Sample.channel, to: Sample.user) },
            sends: [
                TL.messages.ForwardMessages(
                    dropAuthor: true, fromPeer: Sample.inputChannelPeer, id: [3, 4, 5], randomID: [1, 2, 3],
                    toPeer: Sample.inputUser)
            ], answers: [Sample.sent(8, randomID: 3)]),
    ]

    private static func quoting(
        _ quote: String?, offset: Int32? = nil, _ entities: [TL.MessageEntity]? = nil
    ) -> TL.messages.SendMessage {
        TL.messages.SendMessage(
            peer: Sample.inputUser,
            replyTo: .message(
                .init(replyToMsgID: 4, quoteText: quote, quoteEntities: entities, quoteOffset: offset)),
            message: "Yes", randomID: 1)
    }

    private static func refused(
        _ name: String, _ body: @escaping @Sendable (TelegramClient) async throws -> Void, saying text: String
    ) -> MethodCase {
        MethodCase(
            name, body,
            fails: { error in
                guard case .invalidArgument(_, let reason) = error else { return false }
                return reason.contains(text)
            })
    }

    private static let past = Date(timeIntervalSince1970: 1_000)
    private static let long = String(repeating: "x", count: 4_097)

    /// What the server would refuse is refused before anything is sent, and the limit is named.
    static let refusals: [MethodCase] = [
        refused(
            "forwardMessages, scheduled for the past",
            {
                var options = ForwardOptions()
                options.schedule = .at(past)
                _ = try await $0.forwardMessages([3], from: Sample.channel, to: Sample.user, options: options)
            }, saying: "365 days"),
        refused(
            "reschedule, for the past",
            { _ = try await $0.reschedule(message: 3, in: Sample.user, to: .at(past)) }, saying: "365 days"),
        refused(
            "reschedule, too late",
            {
                _ = try await $0.reschedule(
                    message: 3, in: Sample.user, to: .at(Date(timeIntervalSinceNow: 366 * 86_400)))
            }, saying: "365 days"),
        refused("saveDraft, too long", { try await $0.saveDraft(long, for: Sample.user) }, saying: "4096"),
        refused(
            "editMessage, too long", { _ = try await $0.editMessage(3, in: Sample.user, to: long) }, saying: "4096"),
        refused("editMessage, empty", { _ = try await $0.editMessage(3, in: Sample.user, to: " ") }, saying: "empty"),
        refused(
            "editMessage, with data of 65 bytes",
            {
                let data = String(repeating: "x", count: 65)
                _ = try await $0.editMessage(
                    3, in: Sample.user, to: "x".keyboard(.inline([[.callback("Yes", data: data)]])))
            }, saying: "64"),
        refused(
            "editKeyboard, with data of 33 characters and 66 bytes",
            {
                let data = String(repeating: "é", count: 33)
                _ = try await $0.editKeyboard(
                    ofMessage: 3, in: Sample.user, to: .inline([[.callback("Yes", data: data)]]))
            }, saying: "64"),
        refused(
            "withStreamingDraft, a text that is too long",
            {
                try await $0.withStreamingDraft(in: Sample.user) { draft throws(InvocationError) in
                    try await draft.show(long)
                }
            }, saying: "4096"),
        refused(
            "sendPoll, that closes too soon",
            {
                var poll = InputPoll(.init("?"), answers: ["a", "b"])
                poll.closing = .after(.seconds(4))
                _ = try await $0.sendPoll(poll, to: Sample.user)
            }, saying: "5 to 2628000"),
        refused(
            "sendPoll, that closed already",
            {
                var poll = InputPoll(.init("?"), answers: ["a", "b"])
                poll.closing = .at(past)
                _ = try await $0.sendPoll(poll, to: Sample.user)
            }, saying: "past"),
        refused(
            "sendPoll, for a country that is none",
            {
                var poll = InputPoll(.init("?"), answers: ["a", "b"])
                poll.countries = ["DE", "Germany"]
                _ = try await $0.sendPoll(poll, to: Sample.user)
            }, saying: "two letters"),
        refused(
            "sendPoll, an explanation that is too long",
            {
                var poll = InputPoll(quiz: .init("?"), answers: ["a", "b"], correct: 0)
                poll.explanation = FormattedText(String(repeating: "x", count: 201))
                _ = try await $0.sendPoll(poll, to: Sample.user)
            }, saying: "200"),
        refused(
            "sendMessage, a checklist with too many items",
            {
                let items = (0..<31).map { FormattedText("\($0)") }
                _ = try await $0.sendMessage(to: Sample.user, .checklist(.init("List", items)))
            }, saying: "30"),
        refused(
            "sendMessage, a stake of nothing",
            {
                _ = try await $0.sendMessage(
                    to: Sample.user, .stakedDice(.init(gameHash: "h", stake: 0, seed: [1])))
            }, saying: "1"),
        refused(
            "react, with Stars", { try await $0.react(to: 3, in: Sample.channel, with: [.paid]) },
            saying: "sendPaidReaction"),
        refused(
            "sendPaidReaction, too many Stars",
            { try await $0.sendPaidReaction(2_501, to: 3, in: Sample.channel) }, saying: "2500"),
        refused(
            "translate, too many texts",
            { _ = try await $0.translate(Array(repeating: "one", count: 21), to: "de") }, saying: "20"),
    ]

    func testListsEndWhereTheyEnd() async throws {
        for row in Self.lists { try await row.check() }
    }

    func testNothingIsLostOnTheWay() async throws {
        for row in Self.sending { try await row.check() }
    }

    func testWhatCannotBeRightIsRefusedBeforeAnythingIsSent() async throws {
        for row in Self.refusals { try await row.check() }
    }

    /// The server's configuration has the last word on how many answers a poll may have, and how long a caption may be.
    func testLimitsAreThoseOfTheConfiguration() async throws {
        let config = TL.JSONValue.object(
            .init(value: [
                .init(key: "poll_answers_max", value: .number(.init(value: 3))),
                .init(key: "caption_length_limit_default", value: .number(.init(value: 10))),
                .init(key: "caption_length_limit_premium", value: .number(.init(value: 10))),
            ]))
        let limits = ClientLimits(config: nil, app: config.numbers, isPremium: false)
        func reason(_ message: InputMessage) -> String? {
            do throws(InvocationError) {
                try message.check(limits, now: 0)
                return nil
            } catch {
                guard case .invalidArgument(_, let reason) = error else { return "\(error)" }
                return reason
            }
        }
        XCTAssertNil(reason(.poll(.init("?", answers: ["a", "b", "c"]))))
        XCTAssertEqual(
            reason(.poll(.init("?", answers: ["a", "b", "c", "d"]))), "the poll has 4 answers, 1 to 3 are allowed")
        XCTAssertNil(reason("0123456789".media(.dice(.dice))))
        XCTAssertTrue(reason("0123456789a".media(.dice(.dice)))?.contains("10 are allowed") == true)
    }

    /// A server that allows nothing, or less than nothing, is not believed, and nothing traps.
    func testLimitsThatAreNoneAreThoseThatAreKnown() {
        for value in [0, -1, 0.5, 1e300, .nan] {
            let names = ["poll_answers_max", "poll_close_period_max", "quote_length_max", "todo_items_max"]
            let config = TL.JSONValue.object(
                .init(value: names.map { .init(key: $0, value: .number(.init(value: value))) }))
            let limits = ClientLimits(config: nil, app: config.numbers, isPremium: false)
            XCTAssertEqual(limits.pollAnswers, ClientLimits(config: nil, app: [:], isPremium: false).pollAnswers)
        }
        let limits = ClientLimits(config: nil, app: ["poll_close_period_max": 1], isPremium: false)
        var poll = InputPoll("?", answers: ["a", "b"])
        poll.closing = .after(.seconds(10))
        XCTAssertThrowsError(try InputMessage.poll(poll).check(limits, now: 0))
    }

    /// Whatever form the answer has, and in whatever order: the number that the client drew names the message.
    func testTheMessageIsFoundInEachFormOfAnAnswer() async throws {
        let message = Sample.message(9)
        let forms: [(String, TL.Update)] = [
            ("new", .newMessage(.init(message: message, pts: 1, ptsCount: 1))),
            ("in a channel", .newChannelMessage(.init(message: message, pts: 1, ptsCount: 1))),
            ("scheduled", .newScheduledMessage(.init(message: message))),
            ("a quick reply", .quickReplyMessage(.init(message: message))),
            ("of a business", .botNewBusinessMessage(.init(connectionID: "c", message: message, qts: 1))),
        ]
        let other = TL.Update.newMessage(.init(message: Sample.message(8), pts: 1, ptsCount: 1))
        let number = TL.Update.messageID(.init(id: 9, randomID: 1))
        for (name, form) in forms {
            for answer in [Sample.updates(number, form, other), Sample.updates(other, form, number)] {
                let client = try TelegramClient.scripted(
                    RecordingInvoker([.value(answer)]), knowing: (Sample.users, Sample.chats))
                let sent = try await client.sendMessage(to: Sample.user, "x")
                XCTAssertEqual(sent.id, 9, name)
            }
        }
    }

    private enum Failure: Error { case expected }

    /// Whatever ends the work, the action is ended too.
    func testAChatActionEndsWithErrorsAndCancellation() async throws {
        let typing = try TL.messages.SetTyping(peer: Sample.inputUser, action: .typing).encoded()
        let end = try TL.messages.SetTyping(peer: Sample.inputUser, action: .cancel).encoded()

        let failing = RecordingInvoker([.value(true), .value(true)])
        let client = try TelegramClient.scripted(
            failing, knowing: (Sample.users, Sample.chats), sleep: { _ in try await Task.sleep(for: .seconds(3600)) })
        do {
            try await client.withChatAction(.typing, in: Sample.user) {
                try await until { failing.calls.count == 1 }
                throw Failure.expected
            }
            XCTFail("nothing was thrown")
        } catch { XCTAssertTrue(error is Failure) }
        XCTAssertEqual(failing.calls.map(\.bytes), [typing, end])

        let cancelled = RecordingInvoker([.value(true), .value(true)])
        let other = try TelegramClient.scripted(
            cancelled, knowing: (Sample.users, Sample.chats), sleep: { _ in try await Task.sleep(for: .seconds(3600)) })
        let task = Task {
            try await other.withChatAction(.typing, in: Sample.user) { try await Task.sleep(for: .seconds(3600)) }
        }
        try await until { cancelled.calls.count == 1 }
        task.cancel()
        let result = await task.result
        XCTAssertThrowsError(try result.get())
        XCTAssertEqual(cancelled.calls.map(\.bytes), [typing, end])
    }

    /// The person may end a text that grows, which is an action of its own.
    func testTheEndOfATextThatGrowsIsSeen() {
        guard case .stopWriting(let id) = ChatAction(.stopDraft(.init(randomID: 7))) else { return XCTFail("stop") }
        XCTAssertEqual(id, 7)
        guard
            case .writing(let text, let draft) = ChatAction(
                .textDraft(.init(randomID: 7, text: .init(text: "He", entities: []))))
        else { return XCTFail("text") }
        XCTAssertEqual(text.text, "He")
        XCTAssertEqual(draft, 7)
    }

    private func message(_ change: TL.Message.Message) throws -> Message {
        let client = try TelegramClient.scripted(RecordingInvoker([]), knowing: (Sample.users, Sample.chats))
        return try XCTUnwrap(Message(.message(change), client.core.context(Sample.users, Sample.chats)))
    }

    func testAChannelIsNoGroup() throws {
        let post = try message(.init(post: true, id: 1, peerID: Sample.channel.tlPeer, date: 1, message: ""))
        XCTAssertFalse(post.isGroup)
        XCTAssertTrue(post.isChannel)
        let talk = try message(.init(id: 1, peerID: Sample.supergroup.tlPeer, date: 1, message: ""))
        XCTAssertTrue(talk.isGroup)
        XCTAssertFalse(talk.isChannel)
        let basic = try message(.init(id: 1, peerID: Sample.group.tlPeer, date: 1, message: ""))
        XCTAssertTrue(basic.isGroup)
    }

    /// An anonymous administrator speaks in the name of the group, a channel in its own.
    func testAnonymousAdministratorsAreTheirGroup() throws {
        let anonymous = try message(
            .init(
                id: 1, fromID: Sample.supergroup.tlPeer, peerID: Sample.supergroup.tlPeer, date: 1, message: "",
                postAuthor: "Guard"))
        XCTAssertEqual(anonymous.senderID, Sample.supergroup)
        XCTAssertNil(anonymous.sender)
        XCTAssertEqual(anonymous.senderChat?.title, "Supergroup")
        XCTAssertEqual(anonymous.authorSignature, "Guard")
        let nameless = try message(.init(post: true, id: 1, peerID: Sample.channel.tlPeer, date: 1, message: ""))
        XCTAssertNil(nameless.senderID)
        XCTAssertEqual(nameless.senderChat?.title, "Channel")
    }

    /// An edit that only changed reactions or the like is none.
    func testAHiddenEditIsNone() throws {
        let hidden = try message(
            .init(editHide: true, id: 1, peerID: Sample.user.tlPeer, date: 1, message: "", editDate: 5))
        XCTAssertNil(hidden.editDate)
        let shown = try message(.init(id: 1, peerID: Sample.user.tlPeer, date: 1, message: "", editDate: 5))
        XCTAssertEqual(shown.editDate, Date(timeIntervalSince1970: 5))
    }

    /// Reactions that came with an update do not say which of them are one's own.
    func testReactionsThatCameInPassingSayThatTheyAreNotComplete() throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]), knowing: (Sample.users, Sample.chats))
        let raw = TL.MessageReactions(
            min: true, results: [.init(reaction: .emoji(.init(emoticon: "👍")), count: 2)])
        let reactions = MessageReactions(raw, client.core.context())
        XCTAssertTrue(reactions.isMin)
        XCTAssertEqual(reactions.own, [])
        XCTAssertEqual(reactions.total, 2)
    }

    /// A short message keeps what it answers, whose it is, and how it looks.
    func testShortMessagesKeepTheirReply() throws {
        let header = TL.MessageReplyHeader.messageReplyHeader(.init(replyToMsgID: 4))
        let short = TL.Updates.UpdateShortMessage(
            id: 3, userID: 5, message: "Yes", pts: 1, ptsCount: 1, date: 7, replyTo: header,
            entities: [.bold(.init(offset: 0, length: 3))])
        let client = try TelegramClient.scripted(RecordingInvoker([]), knowing: (Sample.users, Sample.chats))
        let found = try XCTUnwrap(Message(short.expanded(account: 1), client.core.context()))
        XCTAssertEqual(found.replyToMessageID, 4)
        XCTAssertEqual(found.senderID, Sample.user)
        XCTAssertEqual(found.formattedText.entities.map(\.kind), [.bold])
    }

    /// A command for another bot is known as such.
    func testACommandSaysForWhomItIs() {
        XCTAssertEqual(BotCommand("/start@other_bot now")?.username, "other_bot")
        XCTAssertEqual(BotCommand("/Start  now ")?.name, "start")
        XCTAssertEqual(BotCommand("/start  now ")?.arguments, "now")
        XCTAssertNil(BotCommand("/start/now"))
    }
}
