// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// A program that is slower than what happens.
final class SlowConsumerTests: XCTestCase {
    func testNoMessageAndNoQueryIsLostAndEveryQueueIsBounded() async throws {
        try await within(.seconds(120)) {
            let local = try await LocalClients()
            let capacity = 64
            let bounds = UpdateBounds(ordered: 100, queries: 70, queuedQueries: 60)
            let bot = try local.server.addBot(username: "slow_bot")
            let client = try await local.builder.updateCapacity(capacity).updateBounds(bounds).connect()
            try await client.signIn(botToken: bot.token)
            let ann = try local.server.addPerson("Ann")
            try await ann.send("/start", to: bot)
            for await update in client.updates { if case .message = update { break } }
            try await client.sendMessage(
                to: ann.id, .text("Press").keyboard(.inline([[InlineButton.callback("Go", data: "go")]])))
            let question = try await ann.expect(.button("Go"), from: bot)
            let (messages, presses) = (3_000, 200)
            // Nobody reads meanwhile.
            var most = client.updateBacklog
            for number in 0..<messages {
                try await ann.send("\(number)", to: bot)
                if number % (messages / presses) == 0 { await ann.press(under: question, of: bot, on: local.server) }
                if number % 50 == 0 { most.join(client.updateBacklog) }
            }
            // Every query has come when it waits or was refused.
            var full = client.updateBacklog
            while full.queries + full.queuedQueries + full.events.refusals < presses {
                _ = try await client.invoke(TL.help.GetNearestDc())
                full = client.updateBacklog
            }
            most.join(full)
            XCTAssertGreaterThan(full.events.overflow, 0)
            XCTAssertGreaterThan(full.events.refusals, 0)
            var texts: [String] = []
            var queries: Set<Int64> = []
            var isDropped = false
            for await update in client.updates {
                switch update {
                case .message(let message): texts.append(message.text)
                case .callbackQuery(let query):
                    XCTAssertTrue(queries.insert(query.id).inserted, "a query came twice")
                default: continue
                }
                // What was not acknowledged comes again on the next connection.
                if !isDropped, queries.count == presses - full.events.refusals {
                    isDropped = true
                    local.server.dropConnections()
                }
                if (texts.count + queries.count) % 100 == 0 { most.join(client.updateBacklog) }
                if texts.count == messages, queries.count == presses { break }
            }
            XCTAssertEqual(texts, (0..<messages).map(String.init))
            XCTAssertEqual(queries.count, presses)
            // One object is taken beyond the capacity: a slice of a difference at most.
            XCTAssertLessThanOrEqual(most.queued, capacity + 200)
            XCTAssertLessThanOrEqual(most.ordered, bounds.ordered)
            XCTAssertLessThanOrEqual(most.queries, bounds.queries)
            // Two may find the last place at once.
            XCTAssertLessThanOrEqual(most.queuedQueries, bounds.queuedQueries + 1)
            XCTAssertLessThanOrEqual(most.held, 10_000)
            XCTAssertLessThanOrEqual(most.marks, 1_024)
            XCTAssertGreaterThan(most.queued, 0)
            await client.disconnect()
        }
    }

    func testWhatIsOfTheMomentMayGoAndIsCounted() async throws {
        try await within(.seconds(120)) {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann")
            let bob = try local.server.addPerson("Bob")
            let client = try await local.signIn(ann) { $0.updateCapacity(16) }
            try await bob.send("first", to: ann)
            for await update in client.updates { if case .message = update { break } }
            for number in 0..<100 { try await bob.send("\(number)", to: ann) }
            for _ in 0..<5_000 { await bob.type(in: ann) }
            try await bob.send("last", to: ann)
            // All of it has come when a call that was made later is answered.
            _ = try await client.me()
            var backlog = client.updateBacklog
            XCTAssertLessThanOrEqual(backlog.ephemeral, 1_000)
            XCTAssertGreaterThan(client.droppedUpdateCount, 0)
            var texts: [String] = []
            var typing = 0
            for await update in client.updates {
                switch update {
                case .message(let message): texts.append(message.text)
                case .typing: typing += 1
                default: continue
                }
                if texts.last == "last" { break }
            }
            backlog = client.updateBacklog
            XCTAssertEqual(texts, (0..<100).map(String.init) + ["last"])
            XCTAssertLessThan(typing, 5_000)
            await client.disconnect()
        }
    }
}

extension UpdateBacklog {
    /// Takes the greater of two numbers each.
    fileprivate mutating func join(_ other: UpdateBacklog) {
        ordered = max(ordered, other.ordered)
        queries = max(queries, other.queries)
        ephemeral = max(ephemeral, other.ephemeral)
        held = max(held, other.held)
        queued = max(queued, other.queued)
        queuedQueries = max(queuedQueries, other.queuedQueries)
        marks = max(marks, other.marks)
    }
}

extension LocalPerson {
    /// Presses a button and does not wait for the answer.
    fileprivate func press(under message: LocalMessage, of bot: LocalBot, on server: LocalServer) async {
        _ = try? await press("Go", under: message, within: .zero)
    }
}
