// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class MessageTests: XCTestCase {
    private func make(
        _ change: TL.Message.Message, answers: [RecordingInvoker.Answer] = []
    ) throws -> (Message, RecordingInvoker) {
        let invoker = RecordingInvoker(answers)
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        let message = Message(.message(change), client.core.context(Sample.users, Sample.chats))
        return (try XCTUnwrap(message), invoker)
    }

    private func header(
        forum: Bool = false, id: Int32?, top: Int32? = nil
    ) -> TL.MessageReplyHeader {
        .messageReplyHeader(.init(forumTopic: forum, replyToMsgID: id, replyToTopID: top))
    }

    /// In a topic each message names the first one of the topic, and that is no answer.
    func testMessagesOfATopicAreNoAnswersToIt() throws {
        let plain = try make(
            .init(id: 1, peerID: Sample.supergroup.tlPeer, replyTo: header(id: 7), date: 1, message: ""))
        XCTAssertTrue(plain.0.isReply)
        XCTAssertEqual(plain.0.replyToMessageID, 7)
        XCTAssertNil(plain.0.topicID)
        let inTopic = try make(
            .init(id: 1, peerID: Sample.supergroup.tlPeer, replyTo: header(forum: true, id: 7), date: 1, message: ""))
        XCTAssertFalse(inTopic.0.isReply)
        XCTAssertNil(inTopic.0.replyToMessageID)
        XCTAssertEqual(inTopic.0.topicID, 7)
        let answer = try make(
            .init(
                id: 1, peerID: Sample.supergroup.tlPeer, replyTo: header(forum: true, id: 9, top: 7), date: 1,
                message: ""))
        XCTAssertTrue(answer.0.isReply)
        XCTAssertEqual(answer.0.replyToMessageID, 9)
        XCTAssertEqual(answer.0.topicID, 7)
    }

    func testAnswersStayInTheTopic() async throws {
        let (message, invoker) = try make(
            .init(id: 9, peerID: Sample.supergroup.tlPeer, replyTo: header(forum: true, id: 7), date: 1, message: ""),
            answers: [
                .value(Sample.sent(10, in: Sample.supergroup)),
                .value(Sample.sent(11, randomID: 2, in: Sample.supergroup)),
            ])
        _ = try await message.reply("a")
        _ = try await message.respond("b")
        let replies = invoker.calls.compactMap { call -> TL.InputReplyTo.Message? in
            guard case .message(let reply) = (call.function as? TL.messages.SendMessage)?.replyTo else { return nil }
            return reply
        }
        XCTAssertEqual(replies.map(\.replyToMsgID), [9, 7])
        XCTAssertEqual(replies.map(\.topMsgID), [7, 7])
    }

    func testWhereAMessageComesFrom() throws {
        func origin(_ header: TL.MessageFwdHeader) throws -> ForwardOrigin.Source? {
            try make(.init(id: 1, peerID: Sample.user.tlPeer, fwdFrom: header, date: 1, message: "")).0.forwardOrigin?
                .source
        }
        XCTAssertEqual(try origin(.init(fromID: Sample.user.tlPeer, date: 1)), .user(5))
        XCTAssertEqual(try origin(.init(fromName: "Ann", date: 1)), .hiddenUser(name: "Ann"))
        XCTAssertEqual(
            try origin(.init(fromID: Sample.channel.tlPeer, date: 1, channelPost: 4, postAuthor: "Bob")),
            .channel(9, messageID: 4, signature: "Bob"))
        XCTAssertEqual(
            try origin(.init(fromID: Sample.supergroup.tlPeer, date: 1, postAuthor: "Bob")),
            .chat(Sample.supergroup, signature: "Bob"))
        let automatic = try make(
            .init(
                id: 1, peerID: Sample.supergroup.tlPeer,
                fwdFrom: .init(
                    fromID: Sample.channel.tlPeer, date: 1, channelPost: 4, savedFromPeer: Sample.channel.tlPeer,
                    savedFromMsgID: 4), date: 1, message: ""))
        XCTAssertTrue(automatic.0.isAutomaticForward)
    }

    func testLinksOfMessages() throws {
        XCTAssertEqual(
            try make(.init(id: 3, peerID: Sample.channel.tlPeer, date: 1, message: "")).0.link?.absoluteString,
            "https://t.me/news/3")
        XCTAssertEqual(
            try make(.init(id: 3, peerID: Sample.supergroup.tlPeer, date: 1, message: "")).0.link?.absoluteString,
            "https://t.me/c/8/3")
        XCTAssertNil(try make(.init(id: 3, peerID: Sample.user.tlPeer, date: 1, message: "")).0.link)
    }

    func testLinksAreRead() {
        func read(_ link: String) -> [String] {
            guard let link = MessageLink(link) else { return [] }
            return [
                "\(link.place)", "\(link.messageID)", link.threadID.map { "thread \($0)" },
                link.commentID.map { "comment \($0)" }, link.isSingle ? "single" : nil,
                link.timestamp.map { "\($0.components.seconds) s" },
            ].compactMap(\.self)
        }
        XCTAssertEqual(read("https://t.me/news/3"), ["username(\"news\")", "3"])
        XCTAssertEqual(read("t.me/s/news/3"), ["username(\"news\")", "3"])
        XCTAssertEqual(read("https://news.t.me/3?single"), ["username(\"news\")", "3", "single"])
        XCTAssertEqual(read("http://telegram.me/news/2/3"), ["username(\"news\")", "3", "thread 2"])
        XCTAssertEqual(read("https://t.me/c/8/3?thread=2"), ["channel(8)", "3", "thread 2"])
        XCTAssertEqual(read("https://t.me/c/8/2/3"), ["channel(8)", "3", "thread 2"])
        XCTAssertEqual(read("https://t.me/news/3?comment=4&t=1m30s"), ["username(\"news\")", "3", "comment 4", "90 s"])
        XCTAssertEqual(read("tg://resolve?domain=news&post=3&t=5"), ["username(\"news\")", "3", "5 s"])
        XCTAssertEqual(read("tg://privatepost?channel=8&post=3"), ["channel(8)", "3"])
        for link in [
            "https://t.me/news", "https://t.me/news/x", "https://example.org/news/3", "t.me/c/x/3", "", "news/3/4/5",
            "https://t.me/news/99999999999", "https://t.me/news/-3",
        ] {
            XCTAssertNil(MessageLink(link), link)
        }
    }

    func testEveryActionOfTheSchemaHasAKind() throws {
        func kind(_ action: TL.MessageAction) -> ServiceAction.Kind { ServiceAction(action).kind }
        guard case .membersAdded(let ids) = kind(.chatAddUser(.init(users: [5]))) else { return XCTFail("added") }
        XCTAssertEqual(ids, [5])
        guard case .autoDeletionChanged(nil, _) = kind(.setMessagesTTL(.init(period: 0))) else {
            return XCTFail("auto-deletion")
        }
        guard case .topicEdited(nil, nil, true?, nil) = kind(.topicEdit(.init(closed: true))) else {
            return XCTFail("topic")
        }
        guard case .webAppData("b", "d"?) = kind(.webViewDataSentMe(.init(text: "b", data: "d"))) else {
            return XCTFail("mini app")
        }
        guard
            case .peersShared(3, let peers) = kind(
                .requestedPeerSentMe(
                    .init(
                        buttonID: 3, peers: [.user(.init(userID: 5, firstName: "Ann", lastName: "B", username: "ann"))])
                ))
        else { return XCTFail("shared") }
        XCTAssertEqual(peers, [SharedPeer(id: .user(5), name: "Ann B", username: "ann")])
        guard case .other = kind(.empty) else { return XCTFail("an empty action is of no kind") }
        // All others have one: the names in the schema against those that are handled.
        let text = try String(
            contentsOf: ClientSources.folder.appending(path: "Messages/ServiceAction+TL.swift"), encoding: .utf8)
        let schema = try String(
            contentsOf: ClientSources.folder.deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Schema/api.tl"), encoding: .utf8)
        let actions = schema.matches(of: /\nmessageAction(\w+)#/).map { String($0.1) }
        XCTAssertGreaterThan(actions.count, 60)
        let handled = Set(text.matches(of: /\.(\w+)(?:\(let action\))?[,:]/).map { $0.1.lowercased() })
        XCTAssertEqual(actions.filter { $0 != "Empty" && !handled.contains($0.lowercased()) }, [])
    }

    func testButtonsAreFoundAndPressed() async throws {
        let (message, invoker) = try make(
            .init(
                id: 3, peerID: Sample.bot.tlPeer, date: 1, message: "",
                replyMarkup: .inline(
                    .init(rows: [
                        .init(buttons: [
                            .init(text: "Yes", type: .callback(.init(data: [1]))),
                            .init(text: "Site", type: .url(.init(url: "https://a.b"))),
                        ]), .init(buttons: [.init(text: "Play", type: .game)]),
                    ]))),
            answers: [
                .value(TL.messages.BotCallbackAnswer(message: "ok", cacheTime: 0)),
                .value(TL.messages.BotCallbackAnswer(url: "https://game", cacheTime: 0)),
            ])
        XCTAssertEqual(message.button(.position(row: 0, column: 1))?.text, "Site")
        XCTAssertEqual(message.button(.data([1]))?.text, "Yes")
        XCTAssertEqual(message.button(.matching { $0.text.hasPrefix("P") })?.text, "Play")
        XCTAssertNil(message.button(.position(row: 5, column: -1)))
        let answer = try await message.click("Yes")
        XCTAssertEqual(answer.text, "ok")
        let game = try await message.click("Play")
        XCTAssertEqual(game.url, "https://game")
        for match: ButtonMatch in ["Site", "Nothing"] {
            do {
                _ = try await message.click(match)
                XCTFail("pressed")
            } catch { XCTAssertTrue(error.isInvalidArgument) }
        }
        let pressed = invoker.calls.compactMap { $0.function as? TL.messages.GetBotCallbackAnswer }
        XCTAssertEqual(pressed.map(\.data), [[1], nil])
        XCTAssertEqual(pressed.map(\.game), [false, true])
    }

    /// Bound actions make the same calls as the methods of the client.
    func testBoundActionsAreTheMethodsOfTheClient() async throws {
        let found = RecordingInvoker.Answer.value(Sample.found(3))
        let updates = RecordingInvoker.Answer.value(Sample.updates())
        let (message, invoker) = try make(
            .init(id: 3, peerID: Sample.user.tlPeer, date: 1, message: "text"),
            answers: [
                .value(Sample.updates(.editMessage(.init(message: Sample.message(3), pts: 1, ptsCount: 1)))),
                .value(Sample.affected), .value(Sample.affected), updates, updates, .value(Sample.sent(9)),
                .value(Sample.sent(9, randomID: 2)), updates, found,
            ])
        _ = try await message.edit("new")
        _ = try await message.delete()
        try await message.markRead()
        try await message.pin()
        try await message.unpin()
        _ = try await message.forward(to: Sample.channel)
        _ = try await message.copy(to: Sample.channel)
        try await message.react("👍")
        _ = try await message.refreshed()
        XCTAssertEqual(
            invoker.calls.map { "\(type(of: $0.function))" },
            [
                "EditMessage", "DeleteMessages", "ReadHistory", "UpdatePinnedMessage", "UpdatePinnedMessage",
                "ForwardMessages", "ForwardMessages", "SendReaction", "GetMessages",
            ])
        XCTAssertEqual((invoker.calls[2].function as? TL.messages.ReadHistory)?.maxID, 3)
        let alone = try await message.album()
        XCTAssertEqual(alone.map(\.id), [3])
        let answered = try await message.repliedMessage()
        XCTAssertNil(answered)
        XCTAssertEqual(invoker.calls.count, 9)
    }
}
