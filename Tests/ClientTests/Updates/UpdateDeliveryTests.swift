// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMessageBox
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

final class UpdateDeliveryTests: XCTestCase {
    /// Reads messages until there are as many as wanted, or one too many.
    private static func texts(of client: TelegramClient, count: Int) async -> [String] {
        var texts: [String] = []
        for await update in client.updates {
            if case .message(let message) = update { texts.append(message.text) }
            if texts.count >= count { break }
        }
        return texts
    }

    func testWhatHappenedMeanwhileIsCaughtUp() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let first = try await local.builder.session(storage).connect()
            try await first.signIn(botToken: bot.token)
            try await ann.send("before", to: bot)
            let before = await Self.texts(of: first, count: 1)
            XCTAssertEqual(before, ["before"])
            await first.disconnect()
            let expected = (0..<250).map { "meanwhile \($0)" }
            for text in expected { try await ann.send(text, to: bot) }
            let second = try await local.builder.session(storage).connect()
            try await ann.send("after", to: bot)
            let after = await Self.texts(of: second, count: 251)
            XCTAssertEqual(after, expected + ["after"])
            await second.disconnect()
        }
    }

    func testWhoSignsInIsAskedForNoDifference() async throws {
        try await withVirtualTime { local, clock in
            let (client, bot) = try await local.makeBot(clock)
            let ann = try local.server.addPerson("ann")
            try await ann.send("one", to: bot)
            let texts = await Self.texts(of: client, count: 1)
            XCTAssertEqual(texts, ["one"])
            XCTAssertEqual(local.server.report().calls["updates.getState"], 1)
            XCTAssertNil(local.server.report().calls["updates.getDifference"])
            await client.disconnect()
        }
    }

    func testWhatOwnCallsSentIsNotTheWorkOfAnotherSessionAfterAGap() async throws {
        try await withVirtualTime { local, clock in
            let ann = try local.server.addPerson("ann")
            let bob = try local.server.addPerson("bob")
            let first = try await local.signIn(ann) { $0.time(clock.timekeeper) }
            let second = try await local.signIn(ann) { $0.time(clock.timekeeper) }
            try await bob.send("hello", to: ann)
            for client in [first, second] {
                let texts = await Self.texts(of: client, count: 1)
                XCTAssertEqual(texts, ["hello"])
            }
            local.server.inject(LocalFault(.dropUpdates, account: ann.id, occurrence: .times(2)))
            try await bob.send("lost", to: ann)
            try await first.sendMessage(to: PeerID.user(bob.id), "mine")
            try await bob.send("end", to: ann)
            var texts = await Self.texts(of: first, count: 2)
            XCTAssertEqual(texts, ["lost", "end"])
            texts = await Self.texts(of: second, count: 3)
            XCTAssertEqual(texts, ["lost", "mine", "end"], "to the other session it is news")
            for client in [first, second] { await client.disconnect() }
        }
    }

    func testAnUpdateThatWasNotHandledComesAgain() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let first = try await local.builder.session(storage).connect()
            try await first.signIn(botToken: bot.token)
            let begun = AsyncStream.makeStream(of: Void.self)
            let dispatcher = Dispatcher()
            dispatcher.onMessage(.textStartsWith("quick")) { _ in }
            dispatcher.onMessage(.textStartsWith("slow")) { _ in
                begun.continuation.yield()
                try await Task.sleep(for: .seconds(3600))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: first) }
                try await ann.send("quick 1", to: bot)
                try await ann.send("slow", to: bot)
                for await _ in begun.stream { break }
                group.cancelAll()
            }
            await first.disconnect()
            let second = try await local.builder.session(storage).connect()
            try await ann.send("quick 2", to: bot)
            var texts: [String] = []
            for await update in second.updates {
                if case .message(let message) = update { texts.append(message.text) }
                if texts.last == "quick 2" { break }
            }
            // What came in one piece with it may come again as well.
            XCTAssertEqual(texts.suffix(2), ["slow", "quick 2"])
            await second.disconnect()
        }
    }

    func testAtMostOnceForgetsWhatWasBegun() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = MemorySessionStorage()
            let builder = local.builder.session(storage).updateGuarantee(.atMostOnce)
            let first = try await builder.connect()
            try await first.signIn(botToken: bot.token)
            try await ann.send("taken", to: bot)
            for await update in first.updates {
                guard case .message = update else { continue }
                // The update in hand is not handled yet.
                await first.disconnect()
                break
            }
            let second = try await builder.connect()
            try await ann.send("next", to: bot)
            let texts = await Self.texts(of: second, count: 1)
            XCTAssertEqual(texts, ["next"])
            await second.disconnect()
        }
    }

    func testNothingIsLostOrRepeatedWhenConnectionsDrop() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            let expected = (0..<300).map { "message \($0)" }
            let server = local.server
            async let received = Self.texts(of: client, count: expected.count)
            for (number, text) in expected.enumerated() {
                try await ann.send(text, to: bot)
                if number.isMultiple(of: 37) {
                    server.dropConnections()
                    client.signalNetworkRestored()
                }
            }
            let texts = await received
            XCTAssertEqual(texts, expected)
            await client.disconnect()
        }
    }

    func testAProgramThatReadsNothingLosesNothing() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let client = try await local.builder.updateCapacity(16).connect()
            try await client.signIn(botToken: bot.token)
            let ann = try local.server.addPerson("ann")
            let expected = (0..<500).map { "message \($0)" }
            for text in expected { try await ann.send(text, to: bot) }
            // Calls work all the while.
            _ = try await client.me()
            let texts = await Self.texts(of: client, count: expected.count)
            XCTAssertEqual(texts, expected)
            await client.disconnect()
        }
    }

    func testQueriesPassMessagesThatWait() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let client = try await local.builder.updateCapacity(16).connect()
            try await client.signIn(botToken: bot.token)
            let ann = try local.server.addPerson("ann")
            try await ann.send("hello", to: bot)
            _ = await Self.texts(of: client, count: 1)
            let buttons: InlineKeyboard = [[.callback("Yes", data: "yes")]]
            try await client.sendMessage(to: ann.id, .text("Well?").keyboard(.inline(buttons)))
            let question = try await ann.expect(.button("Yes"), from: bot)
            for number in 0..<200 { try await ann.send("\(number)", to: bot) }
            async let answer = ann.press("Yes", under: question)
            for await update in client.updates {
                // More messages wait than the queue holds, and the query comes first as soon as it is there.
                if case .callbackQuery(let query) = update {
                    try await query.answer("noted")
                    break
                }
            }
            let message = try await answer.message
            XCTAssertEqual(message, "noted")
            await client.disconnect()
        }
    }

    func testABotDoesNotHearItself() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            try await ann.send("one", to: bot)
            _ = await Self.texts(of: client, count: 1)
            for number in 0..<20 { try await client.sendMessage(to: ann.id, "answer \(number)") }
            try await ann.send("two", to: bot)
            let texts = await Self.texts(of: client, count: 1)
            XCTAssertEqual(texts, ["two"])
            await client.disconnect()
        }
    }

    func testWhatComesFromAnotherDataCentreIsAcknowledged() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            _ = try await client.invoke(TL.help.GetConfig(), onDC: 3)
            for number in 0..<100 { try await ann.send("\(number)", to: bot) }
            _ = await Self.texts(of: client, count: 100)
            func unacknowledged() -> Int {
                local.server.core.perform { engine in
                    engine.sessions.filter { engine.keys[$0.key.authKeyID]?.dataCenter == 3 }
                        .reduce(0) { $0 + $1.value.machine.unacknowledgedCount }
                }
            }
            // Acknowledgements wait for a packet that takes them along.
            try await until { unacknowledged() < 20 }
            await client.disconnect()
        }
    }

    func testWhatWaitsToBeStoredIsJoined() {
        let stored = Lock<[MessageBoxState.Change]>([])
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { changes in stored.withLock { $0 += changes } }
        queue.append([.messagesDeleted(DeletedMessages(ids: [1], channelID: nil))], [.channel(7, pts: 0)])
        for pts in 1...50_000 { queue.append([], [.channel(7, pts: Int32(pts))]) }
        XCTAssertEqual(stored.withLock { $0 }, [])
        XCTAssertEqual(queue.markCount, 1)
    }
}
