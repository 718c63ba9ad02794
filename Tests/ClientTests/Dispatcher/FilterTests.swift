// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class FilterTests: XCTestCase {
    func testCombinations() {
        let even = Filter<Int> { $0.isMultiple(of: 2) }
        let small = Filter<Int> { $0 < 10 }
        for number in 0..<20 {
            let (isEven, isSmall) = (number.isMultiple(of: 2), number < 10)
            XCTAssertEqual((even && small).matches(number), isEven && isSmall)
            XCTAssertEqual((even || small).matches(number), isEven || isSmall)
            XCTAssertEqual((!even).matches(number), !isEven)
            XCTAssertEqual(Filter.all(even, small).matches(number), isEven && isSmall)
            XCTAssertEqual(Filter.any(even, small).matches(number), isEven || isSmall)
            XCTAssertEqual(Filter.not(even).matches(number), !isEven)
            XCTAssertTrue(Filter<Int>.all.matches(number))
            XCTAssertFalse(Filter<Int>.none.matches(number))
        }
    }

    func testCommands() {
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.name, "start")
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.username, "My_Bot")
        XCTAssertEqual(BotCommand("/Start@My_Bot  hello there ")?.arguments, "hello there")
        XCTAssertEqual(BotCommand("/help")?.arguments, "")
        XCTAssertEqual(BotCommand("/start.")?.name, "start")
        XCTAssertEqual(BotCommand("/start, please")?.name, "start")
        XCTAssertEqual(BotCommand("/set_2 x")?.name, "set_2")
        XCTAssertEqual(BotCommand("/start@a_bot!")?.username, "a_bot")
        XCTAssertNil(BotCommand("/start@")?.username)
        XCTAssertNil(BotCommand("/" + String(repeating: "a", count: 65)))
        for text in ["", "/", "start", " /start", "/ start", "/@bot", "//start", "/)", "/start/", "/<b>", "/старт"] {
            XCTAssertNil(BotCommand(text), text)
        }
    }

    // MARK: Messages

    private func message(_ raw: TL.Message) throws -> Message {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
            .context(
                Sample.users + [.user(.init(id: 15, accessHash: 1, firstName: "Fritz", langCode: "de-AT"))],
                Sample.chats)
        return try XCTUnwrap(Message(raw, context))
    }

    private func content(
        in chat: PeerID = Sample.user, from sender: PeerID? = nil, _ text: String = "", media: TL.MessageMedia? = nil,
        forward: TL.MessageFwdHeader? = nil, viaBot: Int64? = nil, reply: TL.MessageReplyHeader? = nil,
        mentioned: Bool = false, album: Int64? = nil, editDate: Int32? = nil, post: Bool = false, out: Bool = false
    ) -> TL.Message {
        .message(
            .init(
                out: out, mentioned: mentioned, post: post, id: 3, fromID: sender?.tlPeer, peerID: chat.tlPeer,
                fwdFrom: forward, viaBotID: viaBot, replyTo: reply, date: 1, message: text, media: media,
                editDate: editDate, groupedID: album))
    }

    private func document(_ attributes: TL.DocumentAttribute...) -> TL.Message {
        content(
            media: .document(
                .init(
                    document: .document(
                        .init(
                            id: 1, accessHash: 2, fileReference: [], date: 1, mimeType: "x/y", size: 1, dcID: 1,
                            attributes: attributes)))))
    }

    private static let photo = TL.Photo.photo(
        .init(id: 1, accessHash: 2, fileReference: [], date: 1, sizes: [], dcID: 1))

    private func service(_ action: TL.MessageAction) -> TL.Message {
        .service(.init(id: 3, peerID: Sample.group.tlPeer, date: 1, action: action))
    }

    func testMessageFilters() throws {
        let point = TL.GeoPoint.geoPoint(.init(long: 1, lat: 2, accessHash: 0))
        let video = TL.DocumentAttribute.video(.init(duration: 1, w: 1, h: 1))
        let rows: [(String, Filter<Message>, TL.Message)] = [
            ("private", .private, content()), ("group", .group, content(in: Sample.group, from: Sample.user)),
            ("supergroup", .supergroup, content(in: Sample.supergroup, from: Sample.user)),
            ("channel", .channel, content(in: Sample.channel, post: true)), ("text", .text, content("x")),
            ("media", .media, content(media: .geo(.init(geo: point)))),
            ("reply", .reply, content(reply: .messageReplyHeader(.init(replyToMsgID: 2)))),
            ("service", .service, service(.chatDeletePhoto)), ("incoming", .incoming, content()),
            ("outgoing", .outgoing, content(out: true)), ("anyCommand", .anyCommand, content("/x")),
            ("command", .command("x"), content("/X y")), ("textContains", .textContains("b"), content("abc")),
            ("textStartsWith", .textStartsWith("ab"), content("abc")),
            ("matching", .text(matching: /a+/), content("aaa")),
            ("fromUser", .fromUser(5), content()), ("fromUsers", .fromUsers([5]), content()),
            ("inChat", .inChat(Sample.group), content(in: Sample.group, from: Sample.user)),
            ("fromBot", .fromBot, content(in: Sample.group, from: Sample.bot)), ("viaBot", .viaBot, content(viaBot: 6)),
            ("forwarded", .forwarded, content(forward: .init(date: 1))), ("album", .album, content(album: 7)),
            ("mentioned", .mentioned, content(mentioned: true)), ("edited", .edited, content(editDate: 5)),
            (
                "topic", .topic(9),
                content(reply: .messageReplyHeader(.init(forumTopic: true, replyToMsgID: 12, replyToTopID: 9)))
            ),
            ("photo", .photo, content(media: .photo(.init(photo: Self.photo)))), ("document", .document, document()),
            ("video", .video, document(video)),
            ("videoNote", .videoNote, document(.video(.init(roundMessage: true, duration: 1, w: 1, h: 1)))),
            ("animation", .animation, document(video, .animated)),
            ("audio", .audio, document(.audio(.init(duration: 1)))),
            ("voice", .voice, document(.audio(.init(voice: true, duration: 1)))),
            ("sticker", .sticker, document(.sticker(.init(alt: "x", stickerset: .empty)))),
            (
                "contact", .contact,
                content(media: .contact(.init(phoneNumber: "1", firstName: "", lastName: "", vcard: "", userID: 0)))
            ),
            ("location", .location, content(media: .geo(.init(geo: point)))),
            ("dice", .dice, content(media: .dice(.init(value: 3, emoticon: "🎲")))),
            ("newMembers", .newMembers, service(.chatAddUser(.init(users: [5])))),
            (
                "payment", .payment,
                service(
                    .paymentSentMe(
                        .init(
                            currency: "XTR", totalAmount: 1, payload: [], charge: .init(id: "c", providerChargeID: "")))
                )
            ),
            (
                "poll", .poll,
                content(
                    media: .poll(
                        .init(
                            poll: .init(id: 1, question: .init(text: "?", entities: []), answers: [], hash: 0),
                            results: .init())))
            ),
            ("language", .language("de"), content(in: .user(15))),
        ]
        // One message that none of them is for, but those that are about what it is not.
        let plain = try message(content(in: Sample.channel, from: Sample.user, post: true))
        for (name, filter, raw) in rows {
            XCTAssertTrue(filter.matches(try message(raw)), name)
            if !["channel", "incoming", "fromUser", "fromUsers"].contains(name) {
                XCTAssertFalse(filter.matches(plain), name)
            }
        }
        XCTAssertFalse(Filter<Message>.video.matches(try message(document(video, .animated))))
        XCTAssertFalse(Filter<Message>.audio.matches(try message(document(.audio(.init(voice: true, duration: 1))))))
        // The general topic is one of forums alone.
        XCTAssertFalse(Filter<Message>.topic(1).matches(try message(content())))
        XCTAssertFalse(Filter<Message>.topic(1).matches(try message(content(in: Sample.supergroup, from: Sample.user))))
        let forum = TL.Chat.channel(
            .init(megagroup: true, forum: true, id: 77, accessHash: 1, title: "f", photo: .empty, date: 1))
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context([], [forum])
        let general = try XCTUnwrap(Message(content(in: .channel(77), from: Sample.user), context))
        XCTAssertTrue(Filter<Message>.topic(1).matches(general))
        XCTAssertFalse(Filter<Message>.topic(2).matches(general))
        XCTAssertFalse(Filter<Message>.language("d").matches(try message(content(in: .user(15)))))
    }

    func testAChatThatIsNotKnownIsNeitherAGroupNorAChannel() throws {
        let core = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
        func pressed(in chat: PeerID, _ context: ObjectContext) -> Update {
            Update(
                .botCallbackQuery(
                    .init(queryID: 1, userID: 5, peer: chat.tlPeer, msgID: 3, chatInstance: 1, data: [])), context)
        }
        let known = core.context(Sample.users, Sample.chats)
        for (chat, isGroup, isChannel) in [
            (Sample.group, true, false), (Sample.supergroup, true, false), (Sample.channel, false, true),
            (.channel(12_345), false, false), (Sample.user, false, false),
        ] {
            XCTAssertEqual(Filter<Update>.group.matches(pressed(in: chat, known)), isGroup, "\(chat)")
            XCTAssertEqual(Filter<Update>.channel.matches(pressed(in: chat, known)), isChannel, "\(chat)")
        }
        let deletion = Update.messagesDeleted(DeletedMessages(ids: [1], channelID: 12_345))
        XCTAssertFalse(Filter<Update>.group.matches(deletion) || Filter<Update>.channel.matches(deletion))
    }

    func testQueryFilters() throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context()
        func pressed(_ data: String) throws -> CallbackQuery {
            let update = Update(
                .botCallbackQuery(
                    .init(
                        queryID: 1, userID: 5, peer: Sample.user.tlPeer, msgID: 3, chatInstance: 1,
                        data: Array(data.utf8))),
                context)
            guard case .callbackQuery(let query) = update else { throw CancellationError() }
            return query
        }
        XCTAssertTrue(Filter<CallbackQuery>.data("a").matches(try pressed("a")))
        XCTAssertTrue(Filter<CallbackQuery>.data(prefix: "a").matches(try pressed("ab")))
        XCTAssertTrue(Filter<CallbackQuery>.data(matching: /a\d/).matches(try pressed("a1")))
        XCTAssertFalse(Filter<CallbackQuery>.data(matching: /a\d/).matches(try pressed("a12")))
        XCTAssertTrue(Filter<CallbackQuery>.fromUser(5).matches(try pressed("a")))
        let query = InlineQuery(raw: .init(queryID: 1, userID: 5, query: "cat 5", offset: ""), context: context)
        XCTAssertTrue(Filter<InlineQuery>.text(matching: /cat \d/).matches(query))
        XCTAssertFalse(Filter<InlineQuery>.empty.matches(query))
        XCTAssertTrue(Filter<InlineQuery>.fromUser(5).matches(query))
    }

    func testMemberFilters() throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context()
        func change(_ user: Int64, joins: Bool) throws -> MemberChange {
            let member = TL.ChannelParticipant.channelParticipant(.init(userID: user, date: 9))
            let update = Update(
                .channelParticipant(
                    .init(
                        channelID: 8, date: 9, actorID: 2, userID: user, prevParticipant: joins ? nil : member,
                        newParticipant: joins ? member : nil, qts: 1)), context)
            guard case .memberChanged(let change) = update else { throw CancellationError() }
            return change
        }
        let (joined, left, own) = (try change(5, joins: true), try change(5, joins: false), try change(1, joins: true))
        XCTAssertTrue(Filter<MemberChange>.joined.matches(joined) && !Filter<MemberChange>.joined.matches(left))
        XCTAssertTrue(Filter<MemberChange>.left.matches(left) && !Filter<MemberChange>.left.matches(joined))
        XCTAssertTrue(Filter<MemberChange>.own.matches(own) && !Filter<MemberChange>.own.matches(joined))
    }

    func testFiltersOfUpdates() throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context(Sample.users)
        let update = Update.message(try XCTUnwrap(Message(content("hi"), context)))
        XCTAssertTrue(Filter<Update>.private.matches(update))
        XCTAssertTrue(Filter<Update>.inChat(Sample.user).matches(update))
        XCTAssertFalse(Filter<Update>.inChat(Sample.group).matches(update))
        XCTAssertTrue(Filter<Update>.fromUser(4, 5).matches(update))
        XCTAssertFalse(Filter<Update>.fromUser(4).matches(update))
        XCTAssertTrue(Filter<Update>.message(.text).matches(update))
        XCTAssertFalse(Filter<Update>.message(.photo).matches(update))
        XCTAssertTrue(Filter<Update>.custom { $0.userID == 5 }.matches(update))
    }

    func testOneFilterServesAllKindsOfAChatOrAUser() throws {
        let core = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
        let context = core.context(Sample.users, Sample.chats)
        let typing = TL.Update.channelUserTyping(
            .init(channelID: 8, fromID: Sample.user.tlPeer, action: .typing))
        let text = TL.DraftMessage.draftMessage(.init(message: "a", date: 1))
        let draft = DraftChange(raw: .init(peer: Sample.channel.tlPeer, draft: text), context: context)
        for update in [try XCTUnwrap(Typing(typing, context)), draft] as [any ChatUpdate] {
            XCTAssertTrue(isNear(update, update.chatID) && !isNear(update, .user(1)))
            XCTAssertEqual(update.chat?.id, update.chatID)
            XCTAssertTrue(update.client.core === core)
        }
        XCTAssertEqual(Update.draft(draft).chat?.id, Sample.channel)
        XCTAssertTrue(Filter<Update>.channel.matches(.draft(draft)))
        let stop = BotStopped(raw: .init(userID: 5, date: 1, stopped: true, qts: 1), context: context)
        let status = UserStatusChange(raw: .init(userID: 99, status: .recently(.init())), context: context)
        XCTAssertTrue(isBy(stop, 5) && !isBy(status, 5))
        XCTAssertEqual(stop.user?.id, 5)
        XCTAssertNil(status.user)
        XCTAssertEqual(stop.context.chat(.user(5))?.id, .user(5))
    }

    private func isNear<Subject: ChatUpdate>(_ update: Subject, _ id: PeerID) -> Bool {
        Filter<Subject>.near(id).matches(update)
    }

    private func isBy<Subject: UserUpdate>(_ update: Subject, _ id: Int64) -> Bool {
        Filter<Subject>.by(id).matches(update)
    }

    /// No filter is added without a look at when it holds.
    func testEachFilterIsInThisFile() throws {
        let folder = ClientSources.folder.appending(path: "Dispatcher")
        let own = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let files = ["Filter.swift", "Filter+Message.swift", "Filter+Queries.swift", "Filter+Update.swift"]
        var names: Set<String> = []
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for found in text.matches(of: /public static (?:var|func) `?(\w+)/) { names.insert(String(found.1)) }
        }
        XCTAssertGreaterThan(names.count, 40)
        for name in names.sorted() { XCTAssertTrue(own.contains(".\(name)"), "no test of the filter \(name)") }
    }
}

extension Filter where Subject: ChatUpdate {
    fileprivate static func near(_ id: PeerID) -> Self { Self { $0.chatID == id } }
}

extension Filter where Subject: UserUpdate {
    fileprivate static func by(_ id: Int64) -> Self { Self { $0.userID == id } }
}
