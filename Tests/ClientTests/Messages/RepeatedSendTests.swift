// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes
import XCTest

@testable import Ferogram

/// What the journal has sent again: it has the number of the first attempt, and its message is found.
final class RepeatedSendTests: XCTestCase {
    private static let photo = TL.InputPhoto.inputPhoto(.init(id: 1, accessHash: 2, fileReference: []))
    private static let picture = TL.MessageMedia.photo(
        .init(photo: .photo(.init(id: 1, accessHash: 2, fileReference: [], date: 1, sizes: [], dcID: 2))))
    private static let page = TL.MessageMedia.webPage(.init(webpage: .empty(.init(id: 1))))

    /// A message of the account, as the difference has it.
    private static func message(
        _ id: Int32, _ text: String, in chat: PeerID = Sample.user, media: TL.MessageMedia? = nil,
        from header: TL.MessageFwdHeader? = nil, via bot: Int64? = nil
    ) -> TL.Message {
        .message(
            .init(
                out: true, id: id, peerID: chat.tlPeer, fwdFrom: header, viaBotID: bot, date: 1, message: text,
                media: media))
    }

    private static func difference(_ messages: [TL.Message]) -> TL.updates.Difference {
        .difference(
            .init(
                newMessages: messages, newEncryptedMessages: [], otherUpdates: [], chats: Sample.chats,
                users: Sample.users, state: .init(pts: 2, qts: 1, date: 2, seq: 1, unreadCount: 0)))
    }

    /// Handles one update twice; the second time the server has everything already.
    ///
    /// What else is answered comes between the refusal and the difference, which has the messages that were sent since the
    /// update. What the second attempt gives is returned.
    @discardableResult
    private func repeated<Value: Sendable>(
        _ messages: [TL.Message]? = nil, isBot: Bool = false, extra: [any Sendable] = [], line: UInt = #line,
        _ body: (TelegramClient) async throws -> Value
    ) async throws -> Value {
        var answers: [RecordingInvoker.Answer] = [
            .error(.refused("CUT_OFF")), .error(.refused("RANDOM_ID_DUPLICATE")),
        ]
        answers += extra.map { .value($0) }
        if let messages { answers.append(.value(Self.difference(messages))) }
        let calls = RecordingInvoker(answers)
        let client = try TelegramClient.scripted(calls, isBot: isBot, knowing: (Sample.users, Sample.chats))
        var entry = JournalEntry(number: 7, share: 1)
        entry.place = JournaledUpdate.Place(account: UpdateState(pts: 1, qts: 1, date: 1, seq: 1))
        func attempt() async throws -> Value {
            let scope = JournalScope(key: [1, 2, 3], entry: entry)
            return try await CallContext.with(isolation: nil, { $0.journal = scope }) { () async throws -> Value in
                try await body(client)
            }
        }
        do {
            _ = try await attempt()
            XCTFail("the first attempt is cut off", line: line)
        } catch let error as InvocationError {
            XCTAssertTrue("\(error)".contains("CUT_OFF"), "\(error)", line: line)
        }
        let value = try await attempt()
        XCTAssertEqual(calls.calls.count, answers.count, line: line)
        // The number is in the call.
        XCTAssertEqual(calls.calls[0].bytes, calls.calls[1].bytes, line: line)
        return value
    }

    func testTextsAreFoundAsTheServerHasThem() async throws {
        let trimmed = try await repeated([Self.message(3, "other"), Self.message(4, "two  words")]) {
            try await $0.sendMessage(to: Sample.user, " two  words\n").id
        }
        XCTAssertEqual(trimmed, 4)
        let linked = try await repeated([Self.message(5, "https://a.org", media: Self.page)]) {
            try await $0.sendMessage(to: Sample.user, "https://a.org").id
        }
        XCTAssertEqual(linked, 5)
        let shown = try await repeated([Self.message(6, "look", media: Self.page)]) { client in
            var message: InputMessage = "look"
            message.linkPreview = .custom(.init(url: "https://a.org"))
            return try await client.sendMessage(to: Sample.user, message).id
        }
        XCTAssertEqual(shown, 6)
        // A picture with the same words is not the text.
        do {
            try await repeated([Self.message(7, "look", media: Self.picture)]) {
                _ = try await $0.sendMessage(to: Sample.user, "look")
            }
            XCTFail("it was found")
        } catch let error as InvocationError {
            XCTAssertTrue(error.is(.randomIDDuplicate))
        }
    }

    func testForwardsAndCopiesAreFound() async throws {
        let header = TL.MessageFwdHeader(fromID: Sample.channel.tlPeer, date: 1, channelPost: 8)
        let forwarded = try await repeated([Self.message(3, "text"), Self.message(4, "text", from: header)]) {
            try await $0.forwardMessages([8], from: Sample.channel, to: Sample.user).map(\.id)
        }
        XCTAssertEqual(forwarded, [4])
        let original = TL.messages.Messages.channelMessages(
            .init(
                pts: 1, count: 1, messages: [Self.message(8, "words", in: Sample.channel, media: Self.picture)],
                topics: [], chats: Sample.chats, users: Sample.users))
        let found = [Self.message(5, "words"), Self.message(6, "words", media: Self.picture)]
        let copied = try await repeated(found, extra: [original]) {
            try await $0.forwardMessages(
                [8], from: Sample.channel, to: Sample.user, options: ForwardOptions(hidesSource: true)
            ).map(\.id)
        }
        XCTAssertEqual(copied, [6])
    }

    func testAlbumsAreFound() async throws {
        let found = [
            Self.message(3, "one", media: Self.picture), Self.message(4, "two", media: Self.picture),
        ]
        let album = try await repeated(found) { client in
            let items = ["one", "two"].map { AlbumItem(.photo(InputFile(.photo(Self.photo))), caption: .init($0)) }
            return try await client.sendAlbum(to: Sample.user, items).map(\.id)
        }
        XCTAssertEqual(album, [3, 4])
    }

    func testInvoicesAndInlineResultsAreFound() async throws {
        func bill(_ title: String) -> TL.MessageMedia {
            .invoice(.init(title: title, description: "", currency: "XTR", totalAmount: 5, startParam: ""))
        }
        let found = [Self.message(3, "", media: bill("Coffee")), Self.message(4, "", media: bill("Tea"))]
        let invoice = try await repeated(found, isBot: true) {
            try await $0.sendInvoice(Invoice("Tea", description: "x", payload: "t", stars: 5), to: Sample.user).id
        }
        XCTAssertEqual(invoice, 4)
        let results = [Self.message(5, "x"), Self.message(6, "x", via: 6)]
        let inline = try await repeated(results) { client in
            let raw = TL.BotInlineResult.botInlineResult(
                .init(id: "a", type: "article", title: "Cat", sendMessage: .text(.init(message: "x"))))
            let result = FoundInlineResult(raw, query: 9, client.core.context())
            return try await client.sendInlineResult(result, to: Sample.user).id
        }
        XCTAssertEqual(inline, 6)
    }

    func testWhatGivesNoMessageIsDone() async throws {
        try await repeated { try await $0.startBot(Sample.bot, parameter: "x") }
        try await repeated { try await $0.sendWebAppData("{}", buttonText: "Open", to: Sample.bot) }
        try await repeated { try await $0.sendScreenshotNotification(to: Sample.user, about: 3) }
    }

    func testMessagesOfTwoChatsMayHaveTheSameNumber() {
        let scope = JournalScope(key: [1], entry: JournalEntry(number: 7, share: 1))
        XCTAssertTrue(scope.take(3, in: Sample.channel))
        XCTAssertTrue(scope.take(3, in: Sample.supergroup))
        XCTAssertFalse(scope.take(3, in: Sample.channel))
    }
}
