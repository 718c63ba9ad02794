// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What becomes of texts, and what belongs to them: previews, blocks, summaries, reports.
final class TextMethodTests: XCTestCase {
    /// Sends a text, and gives back how Bob has it.
    private func received(
        _ text: String, _ entities: [TL.MessageEntity], _ party: Party, hidesPreview: Bool = false
    ) throws -> TL.Message.Message {
        _ = try party.ann.invoke(
            TL.messages.SendMessage(
                noWebpage: hidesPreview, peer: party.peer(party.bobID, party.annID), message: text,
                randomID: party.nextRandomID(), entities: entities))
        let newest = party.harness.engine.world.mailbox(of: party.bobID).newestFirst.first { _ in true }
        return try party.message(XCTUnwrap(newest).id, in: party.annID, for: party.bobID)
    }

    /// What Telegram stores of texts: see core.telegram.org/api/entities and core.telegram.org/bots/api#formatting-options.
    func testTextsAreStoredAsTelegramStoresThem() throws {
        func bold(_ offset: Int32, _ length: Int32) -> TL.MessageEntity { .bold(.init(offset: offset, length: length)) }
        func code(_ offset: Int32, _ length: Int32) -> TL.MessageEntity { .code(.init(offset: offset, length: length)) }
        func italic(_ offset: Int32, _ length: Int32) -> TL.MessageEntity {
            .italic(.init(offset: offset, length: length))
        }
        let rows: [(String, [TL.MessageEntity], String, [TL.MessageEntity])] = [
            // White space at both ends goes, and entities move along.
            ("  a b \n", [], "a b", []),
            ("\n\u{A0}a\u{3000}", [bold(2, 1)], "a", [bold(0, 1)]),
            ("  bold  rest", [bold(0, 8)], "bold  rest", [bold(0, 4)]),
            // Entities lose white space at their ends, and those on nothing else go.
            ("a b c", [bold(1, 3)], "a b c", [bold(2, 1)]),
            ("a  b", [bold(1, 2)], "a  b", []),
            // Equal styles that touch become one, others nest.
            ("abcd", [bold(0, 2), bold(2, 2)], "abcd", [bold(0, 4)]),
            ("abcd", [bold(0, 3), bold(1, 3)], "abcd", [bold(0, 4)]),
            ("abcd", [italic(0, 4), bold(1, 2)], "abcd", [italic(0, 4), bold(1, 2)]),
            ("abcd", [bold(1, 2), italic(0, 4)], "abcd", [italic(0, 4), bold(1, 2)]),
            // In code is no style.
            ("abc", [bold(0, 3), code(1, 1)], "abc", [bold(0, 1), code(1, 1), bold(2, 1)]),
            // No character of two units is split.
            ("😀x", [bold(1, 1)], "😀x", [bold(0, 2)]),
            ("plain", [], "plain", []),
        ]
        let party = try Party()
        for (text, entities, expected, kept) in rows {
            let message = try received(text, entities, party)
            XCTAssertEqual(message.message, expected)
            let list = message.entities ?? []
            XCTAssertEqual(list.count, kept.count, "\(text): \(list)")
            for (left, right) in zip(list, kept) { XCTAssertTrue(left.isEncodedEqual(to: right), "\(text): \(list)") }
        }
        for text in ["", " \n\t", "\u{A0}"] {
            assertRefused(.bad(.messageEmpty), try received(text, [], party))
        }
    }

    func testCommandsAndMentionsAreFoundInWhatIsStored() throws {
        let party = try Party()
        try party.say("  /start now", by: party.annID, in: party.botID)
        let newest = party.harness.engine.world.mailbox(of: party.botID).newestFirst.first { _ in true }
        let message = try party.message(XCTUnwrap(newest).id, in: party.annID, for: party.botID)
        XCTAssertEqual(message.message, "/start now")
        guard case .botCommand(let command)? = message.entities?.first else { return XCTFail("no command") }
        XCTAssertEqual([command.offset, command.length], [0, 6])
    }

    func testMentionsOfAnyPlaceAreRead() throws {
        let party = try Party()
        let bob = try XCTUnwrap(party.harness.engine.world.accounts[party.bobID])
        for (offset, length) in [(.max, .max), (.min, 5), (-1, 3), (3, .max), (5, 0), (0, -1)] as [(Int32, Int32)] {
            let content = MessageContent(text: "@bob", entities: [.mention(.init(offset: offset, length: length))])
            XCTAssertFalse(content.mentions(bob), "\(offset) \(length)")
        }
    }

    func testKnownPagesAreShown() throws {
        let party = try Party()
        let page = TL.WebPage.webPage(
            .init(id: 5, url: "https://example.org/a", displayURL: "example.org/a", hash: 0, title: "A page"))
        party.harness.engine.world.messageState.webPages["https://example.org/a"] = page
        func title(_ message: TL.Message.Message) -> String? {
            guard case .webPage(let media)? = message.media, case .webPage(let page) = media.webpage else { return nil }
            return page.title
        }
        XCTAssertEqual(title(try received("see https://example.org/a", [], party)), "A page")
        XCTAssertNil(title(try received("see https://example.org/b", [], party)))
        XCTAssertNil(title(try received("see https://example.org/a", [], party, hidesPreview: true)))
        let link = TL.MessageEntity.textUrl(.init(offset: 0, length: 3, url: "https://example.org/a"))
        XCTAssertEqual(title(try received("see", [link], party)), "A page")
        // A preview that is asked for needs no text, and shows what it was asked for.
        let id = try party.say(
            "", by: party.annID, in: party.bobID,
            media: .webPage(.init(forceLargeMedia: true, url: "https://example.org/a")))
        guard case .webPage(let shown)? = try party.message(id, in: party.bobID, for: party.annID).media else {
            return XCTFail("no preview")
        }
        XCTAssertTrue(shown.forceLargeMedia && shown.manual)
        assertRefused(
            .bad(.webpageNotFound),
            try party.say("x", by: party.annID, in: party.bobID, media: .webPage(.init(url: "https://example.org/b"))))
        let optional = try party.say(
            "x", by: party.annID, in: party.bobID, media: .webPage(.init(optional: true, url: "https://example.org/b")))
        XCTAssertNil(try party.message(optional, in: party.bobID, for: party.annID).media)
        // An edit takes the preview away, and brings it back.
        let peer = party.peer(party.bobID, party.annID)
        let sent = try party.say("see https://example.org/a", by: party.annID, in: party.bobID)
        _ = try party.ann.invoke(
            TL.messages.EditMessage(noWebpage: true, peer: peer, id: sent, message: "no https://example.org/a"))
        XCTAssertNil(title(try party.message(sent, in: party.bobID, for: party.annID)))
        _ = try party.ann.invoke(TL.messages.EditMessage(peer: peer, id: sent, message: "yes https://example.org/a"))
        XCTAssertEqual(title(try party.message(sent, in: party.bobID, for: party.annID)), "A page")
    }

    func testMessagesOfBlocks() throws {
        let party = try Party()
        let peer = party.peer(party.bobID, party.annID)
        func send(_ rich: TL.InputRichMessage) throws -> Int32 {
            let updates = try party.ann.invoke(
                TL.messages.SendMessage(
                    peer: peer, message: "", randomID: party.nextRandomID(), richMessage: rich))
            return try XCTUnwrap(updates.messages.first).id
        }
        let blocks = (0..<40).map { TL.PageBlock.paragraph(.init(text: .plain(.init(text: "line \($0)")))) }
        let long = try send(.inputRichMessage(.init(blocks: blocks)))
        let part = try XCTUnwrap(try party.message(long, in: party.bobID, for: party.annID).richMessage)
        XCTAssertTrue(part.part)
        XCTAssertEqual(part.blocks.count, 32)
        guard
            case .messages(let whole) = try party.ann.invoke(TL.messages.GetRichMessage(peer: peer, id: long)),
            case .message(let message)? = whole.messages.first
        else { return XCTFail("no message") }
        XCTAssertEqual(message.richMessage?.blocks.count, 40)
        XCTAssertEqual(message.richMessage?.part, false)
        // The other side has the same one.
        let theirs = try party.counterpart(of: long, of: party.annID, in: party.bobID, for: party.bobID)
        XCTAssertEqual(try party.message(theirs, in: party.annID, for: party.bobID).richMessage?.blocks.count, 32)
        let markup = try send(.html(.init(html: "<h1>Title</h1><p>text</p>")))
        XCTAssertEqual(try party.message(markup, in: party.bobID, for: party.annID).richMessage?.blocks.count, 2)
        assertRefused(.bad(.messageEmpty), try send(.inputRichMessage(.init(blocks: []))))
        // Translations of paragraphs that are known.
        party.harness.engine.world.messageState.translations["de"] = ["line 1": "Zeile 1"]
        let answer = try party.ann.invoke(TL.messages.TranslateRichMessage(peer: peer, id: [long], toLang: "de"))
        let texts = answer.result.first?.blocks.prefix(2).map { block -> String in
            guard case .paragraph(let paragraph) = block, case .plain(let plain) = paragraph.text else { return "?" }
            return plain.text
        }
        XCTAssertEqual(texts, ["line 0", "Zeile 1"])
        let plain = try party.say("plain", by: party.annID, in: party.bobID)
        assertRefused(.bad(.messageIDInvalid), try party.ann.invoke(TL.messages.GetRichMessage(peer: peer, id: plain)))
        assertRefused(
            .bad(.toLangInvalid),
            try party.ann.invoke(TL.messages.TranslateRichMessage(peer: peer, id: [long], toLang: "german")))
    }

    func testSummaries() throws {
        let party = try Party()
        let peer = party.peer(party.bobID, party.annID)
        let id = try party.say("a long story", by: party.annID, in: party.bobID)
        func summary(_ language: String? = nil) throws -> String {
            try party.ann.invoke(TL.messages.SummarizeText(peer: peer, id: id, toLang: language)).text
        }
        assertRefused(.bad(.messageIDInvalid), try summary())
        party.harness.engine.world.messageState.summaries["a long story"] = "a story"
        party.harness.engine.world.messageState.translations["de"] = ["a story": "eine Geschichte"]
        XCTAssertEqual(try summary(), "a story")
        XCTAssertEqual(try summary("de"), "eine Geschichte")
    }

    func testReportsAskUntilTheyKnowEnough() throws {
        let party = try Party()
        try party.say("buy this", by: party.annID, in: party.bobID)
        let id = try XCTUnwrap(party.harness.engine.world.mailbox(of: party.bobID).newestFirst.first { _ in true }).id
        func report(_ option: [UInt8], _ comment: String = "", _ ids: [Int32]? = nil) throws -> TL.ReportResult {
            try party.bob.invoke(
                TL.messages.Report(
                    peer: party.peer(party.annID, party.bobID), id: ids ?? [id], option: option, message: comment))
        }
        guard case .chooseOption(let choice) = try report([]) else { return XCTFail("no choice") }
        XCTAssertGreaterThan(choice.options.count, 1)
        let (first, last) = (try XCTUnwrap(choice.options.first), try XCTUnwrap(choice.options.last))
        if case .reported = try report(first.option) {} else { XCTFail("not reported") }
        guard case .addComment(let comment) = try report(last.option) else { return XCTFail("no comment") }
        if case .reported = try report(comment.option, "it is bad") {} else { XCTFail("not reported") }
        let reports = party.harness.engine.world.messageState.reports
        XCTAssertEqual(reports.map(\.reason), [first.text, last.text])
        XCTAssertEqual(reports.map(\.comment), ["", "it is bad"])
        assertRefused(.bad(.optionInvalid), try report([200]))
        assertRefused(.bad(.messageIDsEmpty), try report([], "", []))
        assertRefused(.bad(.messageIDInvalid), try report([], "", [id + 9]))
        assertRefused(
            .bad(.botMethodInvalid),
            try party.bot.invoke(
                TL.messages.Report(peer: party.peer(party.annID, party.botID), id: [1], option: [], message: "")))
    }

    func testPicturesOfTheScreen() throws {
        let party = try Party()
        try party.say("secret", by: party.annID, in: party.bobID)
        try party.settle()
        _ = try party.bob.invoke(
            TL.messages.SendScreenshotNotification(
                peer: party.peer(party.annID, party.bobID), replyTo: .message(.init(replyToMsgID: 1)), randomID: 5))
        let told = party.ann.takeUpdates().flatMap(\.all).contains { update in
            guard case .newMessage(let new) = update, case .service(let message) = new.message else { return false }
            if case .screenshotTaken = message.action { return true } else { return false }
        }
        XCTAssertTrue(told)
        let chat = try party.makeChannel(with: [party.bobID])
        assertRefused(
            .bad(.peerIDInvalid),
            try party.bob.invoke(
                TL.messages.SendScreenshotNotification(
                    peer: party.peer(chat, party.bobID), replyTo: .message(.init(replyToMsgID: 1)), randomID: 6)))
    }

    func testAnswersToMessagesElsewhereAndInOthersNames() throws {
        let party = try Party()
        let source = try party.makeChannel(with: [party.bobID])
        let group = try party.makeChannel(with: [party.bobID])
        let first = try party.say("the first words", by: party.annID, in: source)
        func answer(_ reply: TL.InputReplyTo.Message, by person: Int64, as sender: Int64? = nil) throws -> Int32 {
            let updates = try party.client(of: person).invoke(
                TL.messages.SendMessage(
                    peer: party.peer(group, person), replyTo: .message(reply), message: "answer",
                    randomID: party.nextRandomID(), sendAs: sender.map { party.peer($0, person) }))
            return try XCTUnwrap(updates.messages.first).id
        }
        let elsewhere = TL.InputReplyTo.Message(
            replyToMsgID: first, replyToPeerID: party.peer(source, party.bobID), quoteText: "first words")
        let id = try answer(elsewhere, by: party.bobID)
        guard case .messageReplyHeader(let header)? = try party.message(id, in: group, for: party.annID).replyTo,
            case .channel(let peer)? = header.replyToPeerID, case .user(let author)? = header.replyFrom?.fromID
        else { return XCTFail("no header") }
        XCTAssertEqual(PeerNumber.channel(peer.channelID).number, source)
        XCTAssertEqual([header.replyToMsgID], [first])
        XCTAssertEqual(author.userID, party.annID)
        XCTAssertEqual(header.quoteText, "first words")
        // A quotation has to be there.
        let here = try party.say("here", by: party.annID, in: group)
        assertRefused(
            .bad(.quoteTextInvalid),
            try answer(.init(replyToMsgID: here, quoteText: "not there"), by: party.bobID))
        // Who runs the group speaks in its name, others do not.
        let asGroup = try answer(.init(replyToMsgID: here), by: party.annID, as: group)
        guard case .channel(let name)? = try party.message(asGroup, in: group, for: party.bobID).fromID else {
            return XCTFail("not in the name of the group")
        }
        XCTAssertEqual(PeerNumber.channel(name.channelID).number, group)
        assertRefused(
            .bad(.sendAsPeerInvalid), try answer(.init(replyToMsgID: here), by: party.bobID, as: group))
    }
}
