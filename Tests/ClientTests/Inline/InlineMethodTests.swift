// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class InlineMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "answerInlineQuery", isBot: true,
            {
                try await $0.answerInlineQuery(
                    7, with: [.article("Shout", id: "a", description: "Loud", message: "HEY")],
                    .init(
                        cacheTime: .seconds(10), isPersonal: true, nextOffset: "50",
                        button: .start("Go", parameter: "x")))
            },
            sends: [
                TL.messages.SetInlineBotResults(
                    private: true, queryID: 7,
                    results: [
                        .inlineBotResult(
                            "a", "article", title: "Shout", description: "Loud",
                            .text(.init(message: "HEY")))
                    ], cacheTime: 10, nextOffset: "50", switchPM: .init(text: "Go", startParam: "x"))
            ], answers: [true]),
        MethodCase(
            "answerInlineQuery, of every kind", isBot: true,
            {
                try await $0.answerInlineQuery(
                    7,
                    with: [
                        .photo("https://a/p.jpg", id: "1", title: "P", caption: "c"),
                        .photo(InlineMethodTests.photo, id: "2"),
                        .document(InlineMethodTests.document, type: "gif", title: "D", id: "3", caption: "c"),
                        .location("Here", latitude: 1, longitude: 2, id: "4"),
                        .venue(InlineVenue("Bar", address: "1 Way", latitude: 1, longitude: 2), id: "5"),
                        .contact(phoneNumber: "1", firstName: "Ann", lastName: "B", id: "6"),
                        .game("chess", id: "7"),
                        InlineResult(
                            .video(WebFile("https://a/v", type: "text/html")), id: "8", title: "V",
                            content: .webPage(url: "https://a/v", "see")),
                        InlineResult(
                            .article, id: "9", title: "I",
                            content: .invoice(Invoice("Tea", description: "Green", payload: "t", stars: 5))),
                        InlineResult(
                            .article, id: "10", title: "L",
                            content: .location(latitude: 1, longitude: 2, livePeriod: .seconds(60))),
                    ], .init(isGallery: true, button: .webApp("App", url: "https://a")))
            },
            sends: [
                TL.messages.SetInlineBotResults(
                    gallery: true, queryID: 7,
                    results: [
                        .inputBotInlineResult(
                            .init(
                                id: "1", type: "photo", title: "P", url: "https://a/p.jpg",
                                thumb: InlineMethodTests.web,
                                content: InlineMethodTests.web, sendMessage: .mediaAuto(.init(message: "c")))),
                        .photo(
                            .init(
                                id: "2", type: "photo", photo: InlineMethodTests.photo,
                                sendMessage: .mediaAuto(.init(message: "")))),
                        .document(
                            .init(
                                id: "3", type: "gif", title: "D", document: InlineMethodTests.document,
                                sendMessage: .mediaAuto(.init(message: "c")))),
                        .inlineBotResult(
                            "4", "geo", title: "Here", .mediaGeo(.init(geoPoint: InlineMethodTests.point))),
                        .inlineBotResult(
                            "5", "venue", title: "Bar", description: "1 Way",
                            .mediaVenue(
                                .init(
                                    geoPoint: InlineMethodTests.point, title: "Bar", address: "1 Way", provider: "",
                                    venueID: "",
                                    venueType: ""))),
                        .inlineBotResult(
                            "6", "contact", title: "Ann B",
                            .mediaContact(.init(phoneNumber: "1", firstName: "Ann", lastName: "B", vcard: ""))),
                        .game(.init(id: "7", shortName: "chess", sendMessage: .game(.init()))),
                        .inputBotInlineResult(
                            .init(
                                id: "8", type: "video", title: "V", url: "https://a/v",
                                content: .init(url: "https://a/v", size: 0, mimeType: "text/html", attributes: []),
                                sendMessage: .mediaWebPage(.init(optional: true, message: "see", url: "https://a/v")))),
                        .inlineBotResult(
                            "9", "article", title: "I",
                            .mediaInvoice(
                                .init(
                                    title: "Tea", description: "Green",
                                    invoice: .init(currency: "XTR", prices: [.init(label: "Tea", amount: 5)]),
                                    payload: Array("t".utf8), provider: "", providerData: .init(data: "{}")))),
                        .inlineBotResult(
                            "10", "article", title: "L", .mediaGeo(.init(geoPoint: InlineMethodTests.point, period: 60))
                        ),
                    ], cacheTime: 300, switchWebview: .init(text: "App", url: "https://a"))
            ], answers: [true]),
        MethodCase(
            "answerInlineQuery, too many", isBot: true,
            {
                try await $0.answerInlineQuery(
                    7, with: (0...50).map { .article("x", id: "\($0)", message: "x") })
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "answerInlineQuery, the same id twice", isBot: true,
            { try await $0.answerInlineQuery(7, with: (0...1).map { _ in .article("x", id: "a", message: "x") }) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "answerInlineQuery, a long id", isBot: true,
            {
                try await $0.answerInlineQuery(
                    7, with: [.article("x", id: String(repeating: "é", count: 33), message: "x")])
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "answerInlineQuery, a long offset", isBot: true,
            { try await $0.answerInlineQuery(7, with: [], .init(nextOffset: String(repeating: "1", count: 65))) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "answerInlineQuery, a parameter that is none", isBot: true,
            { try await $0.answerInlineQuery(7, with: [], .init(button: .start("Go", parameter: "a b"))) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "editInlineMessage", isBot: true,
            { try await $0.editInlineMessage(InlineMessageID(InlineMethodTests.inlineID), to: "new") },
            sends: [TL.messages.EditInlineBotMessage(id: InlineMethodTests.inlineID, message: "new")], answers: [true]),
        MethodCase(
            "editKeyboard(ofInlineMessage:)", isBot: true,
            {
                try await $0.editKeyboard(
                    ofInlineMessage: InlineMessageID(InlineMethodTests.inlineID),
                    to: .inline([[.callback("a", data: "b")]]))
            },
            sends: [
                TL.messages.EditInlineBotMessage(
                    id: InlineMethodTests.inlineID,
                    replyMarkup: .inline(
                        .init(rows: [
                            .init(buttons: [.init(text: "a", type: .callback(.init(data: Array("b".utf8))))])
                        ])))
            ], answers: [true]),
        MethodCase(
            "inlineResults",
            { client in
                let results = try await client.inlineResults(from: Sample.bot, query: "cats", in: Sample.user).first(10)
                XCTAssertEqual(results.map(\.id), ["a", "b"])
                XCTAssertEqual(results.first?.title, "Cat")
            },
            sends: [
                TL.messages.GetInlineBotResults(
                    bot: InlineMethodTests.bot, peer: Sample.inputUser, query: "cats", offset: ""),
                TL.messages.GetInlineBotResults(
                    bot: InlineMethodTests.bot, peer: Sample.inputUser, query: "cats", offset: "2"),
            ],
            answers: [InlineMethodTests.results("a", next: "2"), InlineMethodTests.results("b", next: "")]),
        MethodCase(
            "sendInlineResult",
            { client in
                let result = FoundInlineResult(InlineMethodTests.result("a"), query: 9, client.core.context())
                _ = try await client.sendInlineResult(result, to: Sample.user, replyToMessageID: 2, isSilent: true)
            },
            sends: [
                TL.messages.SendInlineBotResult(
                    silent: true, peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 2)), randomID: 1,
                    queryID: 9,
                    id: "a")
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "savePreparedInlineMessage", isBot: true,
            { client in
                let saved = try await client.savePreparedInlineMessage(
                    .article("x", id: "a", message: "x"), for: Sample.user, chatKinds: [.user, .channel])
                XCTAssertEqual(saved.id, "p")
            },
            sends: [
                TL.messages.SavePreparedInlineMessage(
                    result: .inlineBotResult("a", "article", title: "x", .text(.init(message: "x"))),
                    userID: InlineMethodTests.user,
                    peerTypes: [.pm, .broadcast])
            ], answers: [TL.messages.BotPreparedInlineMessage(id: "p", expireDate: 9)]),
        MethodCase(
            "preparedInlineMessage",
            { client in
                let result = try await client.preparedInlineMessage("p", of: Sample.bot)
                XCTAssertEqual(result.queryID, 9)
            },
            sends: [TL.messages.GetPreparedInlineMessage(bot: InlineMethodTests.bot, id: "p")],
            answers: [
                TL.messages.PreparedInlineMessage(
                    queryID: 9, result: result("a"), peerTypes: [], cacheTime: 0, users: [])
            ]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in InlineMethodTests.cases { try await row.check() }
    }

    func testEditsGoToTheDataCentreOfTheMessage() async throws {
        let calls = RecordingInvoker([.value(true)])
        let client = try TelegramClient.scripted(calls, isBot: true)
        try await client.editInlineMessage(InlineMessageID(InlineMethodTests.inlineID), to: "new")
        XCTAssertEqual(calls.calls.first?.destination, .dataCenter(3))
        let stored = try JSONEncoder().encode(InlineMessageID(InlineMethodTests.inlineID))
        XCTAssertEqual(
            try JSONDecoder().decode(InlineMessageID.self, from: stored), InlineMessageID(InlineMethodTests.inlineID))
    }

    func testPagesAreCutByTheOffset() async throws {
        let calls = RecordingInvoker([.value(true), .value(true)])
        let core = try TelegramClient.scripted(calls, isBot: true).core
        for offset in ["", "4"] {
            let query = InlineQuery(
                raw: .init(queryID: 1, userID: 5, query: "", offset: offset), context: core.context())
            try await query.answer(pagesOf: Array(0..<6), pageSize: 4) {
                .article("\($0)", id: "\($0)", message: "\($0)")
            }
        }
        let sent = calls.calls.compactMap { $0.function as? TL.messages.SetInlineBotResults }
        XCTAssertEqual(sent.map(\.results.count), [4, 2])
        XCTAssertEqual(sent.map(\.nextOffset), ["4", nil])
    }

    func testFilesOnTheWebHaveTheTypeOfTheirAddress() {
        for (url, type) in [
            ("https://a/x.MP3?b=c.png", "audio/mpeg"), ("https://a/x.ogg", "audio/ogg"),
            ("https://a/x.gif", "image/gif"),
            ("https://a/x.mp4#t", "video/mp4"), ("https://a/x.pdf", "application/pdf"),
            ("https://a.zip/x", "image/jpeg"),
            ("https://a/x.zip", "application/zip"), ("https://a/x.", "image/jpeg"), ("x", "image/jpeg"),
        ] {
            XCTAssertEqual(WebFile(stringLiteral: url).type, type, url)
        }
        XCTAssertEqual(WebFile("https://a/x.mp3", type: "audio/aac").type, "audio/aac")
    }

    func testAttachmentsAreNotDroppedSilently() async throws {
        let core = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
        let message = InputMessage.photo(InputFile(.photo(Self.photo)), caption: "look")
        for content in [InlineContent.text(message), .media(caption: message), .webPage(url: "https://a", message)] {
            do throws(InvocationError) {
                _ = try await content.tl(core)
                XCTFail("\(content)")
            } catch {
                XCTAssertTrue(error.isInvalidArgument)
            }
        }
    }

    private static let user = TL.InputUser.inputUser(.init(userID: 5, accessHash: 50))
    private static let bot = TL.InputUser.inputUser(.init(userID: 6, accessHash: 60))
    private static let inlineID = TL.InputBotInlineMessageID.id64(.init(dcID: 3, ownerID: 5, id: 7, accessHash: 8))
    private static let photo = TL.InputPhoto.inputPhoto(.init(id: 1, accessHash: 2, fileReference: []))
    private static let document = TL.InputDocument.inputDocument(.init(id: 1, accessHash: 2, fileReference: []))
    private static let point = TL.InputGeoPoint.inputGeoPoint(.init(lat: 1, long: 2))
    private static let web = TL.InputWebDocument(
        url: "https://a/p.jpg", size: 0, mimeType: "image/jpeg", attributes: [])

    private static func result(_ id: String) -> TL.BotInlineResult {
        .botInlineResult(.init(id: id, type: "article", title: "Cat", sendMessage: .text(.init(message: "x"))))
    }

    private static func results(_ id: String, next: String) -> TL.messages.BotResults {
        .init(queryID: 9, nextOffset: next, results: [result(id)], cacheTime: 0, users: [])
    }
}

extension TL.InputBotInlineResult {
    fileprivate static func inlineBotResult(
        _ id: String, _ type: String, title: String, description: String? = nil, _ message: TL.InputBotInlineMessage
    ) -> Self {
        .inputBotInlineResult(.init(id: id, type: type, title: title, description: description, sendMessage: message))
    }
}
