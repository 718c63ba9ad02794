// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// The inline mode between a bot and people, on a local server.
final class InlineRoundTripTests: XCTestCase {
    private func run(
        _ body: @escaping @Sendable (LocalClients, LocalBot, Log) async throws -> Void
    ) async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onInlineQuery { query in
            try await query.answer(pagesOf: Array(0..<5), pageSize: 2, .init(isPersonal: true)) { number in
                .article(
                    "\(query.text) \(number)", id: "\(number)",
                    message: InputMessage("\(query.text) \(number)")
                        .keyboard(.inline([[.callback("OK", data: "ok")]])))
            }
        }
        dispatcher.onChosenInlineResult { result in
            log.append("\(result.query) \(result.resultID)")
            try await result.editMessage(InputMessage("edited").keyboard(.inline([[.callback("OK", data: "ok")]])))
        }
        dispatcher.onCallbackQuery(.data("ok")) { query in
            log.append("pressed \(query.messageID == nil) \(query.inlineMessageID?.dataCenter ?? 0)")
            try await query.answer("Good")
            try await query.edit("after the press")
        }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await body(local, bot, log)
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    func testAPersonAsksAndChooses() async throws {
        try await run { local, bot, log in
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            let first = try await ann.ask("cats", of: bot)
            XCTAssertEqual(first.ids, ["0", "1"])
            XCTAssertTrue(first.isPersonal)
            let last = try await ann.ask("cats", of: bot, offset: "4")
            XCTAssertEqual(last.ids, ["4"])
            XCTAssertNil(last.nextOffset)
            let sent = try await ann.choose("1", of: first, to: bob)
            XCTAssertEqual(sent.text, "cats 1")
            let heard = try await bob.expect(.text("cats 1"), from: ann)
            try await until { log.lines == ["cats 1"] }
            try await until { bob.history(with: ann).map(\.text) == ["edited"] }
            let answer = try await bob.press("OK", under: heard)
            XCTAssertEqual(answer.message, "Good")
            try await until { bob.history(with: ann).map(\.text) == ["after the press"] }
            XCTAssertEqual(log.lines, ["cats 1", "pressed true 1"])
            do {
                try await ann.choose("9", of: first, to: bob)
                XCTFail("there is no such result")
            } catch let error as RPCFailure {
                XCTAssertEqual(error.name, "RESULT_ID_INVALID")
            }
        }
    }

    func testQueriesAreSeenByTheSequenceAndByTheHandlers() async throws {
        let dispatcher = Dispatcher()
        dispatcher.onInlineQuery { try await $0.answer([.article("A", id: "1", message: "a")]) }
        dispatcher.onMessage { try await $0.respond("heard") }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            let queries = client.inlineQueries
            async let run: Void = dispatcher.run(on: client)
            for text in ["cats", "dogs"] {
                let results = try await ann.ask(text, of: bot)
                XCTAssertEqual(results.ids, ["1"])
            }
            try await ann.send("hello", to: bot)
            try await ann.expect(.text("heard"), from: bot)
            await client.disconnect()
            try await run
            var seen: [String] = []
            for await query in queries { seen.append(query.text) }
            XCTAssertEqual(seen, ["cats", "dogs"])
            var late = client.inlineQueries.makeAsyncIterator()
            let none = await late.next()
            XCTAssertNil(none)
        }
    }

    func testAClientAsksAndSends() async throws {
        try await run { local, bot, log in
            let bob = try local.server.addPerson("bob", username: "bobby")
            let (client, _) = try await local.makePerson("ann")
            let results = try await client.inlineResults(from: "@\(bot.username)", query: "dogs", in: "@bobby").first(5)
            XCTAssertEqual(results.map(\.id), ["0", "1", "2", "3", "4"])
            XCTAssertEqual(results.map(\.title), (0..<5).map { "dogs \($0)" })
            let sent = try await results[3].send(to: "@bobby")
            XCTAssertEqual(sent.text, "dogs 3")
            try await bob.expect(.any)
            try await until { log.lines == ["dogs 3"] }
            await client.disconnect()
        }
    }

    func testResultsOfAllKindsAreSent() async throws {
        let dispatcher = Dispatcher()
        dispatcher.onInlineQuery { query in
            try await query.answer([
                .photo("https://example.com/cat.png", id: "photo", caption: "A cat"),
                .location("Here", latitude: 1, longitude: 2, id: "place"),
                .venue(InlineVenue("Bar", address: "1 Way", latitude: 1, longitude: 2), id: "venue"),
                .contact(phoneNumber: "1", firstName: "Ann", id: "contact"),
            ])
        }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            try local.server.addWebFile(
                SampleFile.png(width: 4, height: 3), at: "https://example.com/cat.png", mimeType: "image/png")
            let bob = try local.server.addPerson("bob", username: "bobby")
            let (person, ann) = try await local.makePerson("ann")
            async let run: Void = dispatcher.run(on: client)
            let results = try await person.inlineResults(from: "@\(bot.username)", query: "", in: "@bobby").first(9)
            XCTAssertEqual(results.map(\.type), ["photo", "geo", "venue", "contact"])
            var kinds: [String] = []
            for result in results {
                let kind = try await result.send(to: "@bobby").media?.kind
                switch kind {
                case .photo?: kinds.append("photo")
                case .location?: kinds.append("geo")
                case .venue(let venue)?: kinds.append(venue.title)
                case .contact(let contact)?: kinds.append(contact.raw.firstName)
                default: kinds.append("?")
                }
            }
            XCTAssertEqual(kinds, ["photo", "geo", "Bar", "Ann"])
            try await until { bob.history(with: ann).count == 4 }
            XCTAssertEqual(bob.history(with: ann).first?.text, "A cat")
            await person.disconnect()
            await client.disconnect()
            try await run
        }
    }
}
