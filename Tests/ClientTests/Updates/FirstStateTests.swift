// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What is stored when somebody has signed in, for a program that crashes at once.
final class FirstStateTests: XCTestCase {
    /// A storage that takes its time to save.
    private actor SlowStorage: SessionStorage {
        private(set) var data: SessionData

        init(_ data: SessionData = SessionData()) { self.data = data }

        func open() -> SessionData { data }

        func save(_ changes: [SessionChange]) async {
            for _ in 0..<2_000 { await Task.yield() }
            for change in changes { data.apply(change) }
        }

        func close() {}
    }

    /// What a bot is told that is started with a session, until the last message comes.
    private static func texts(_ local: LocalClients, _ data: SessionData, _ bot: LocalBot) async throws -> [String] {
        let client = try await local.builder.session(MemorySessionStorage(data)).connect()
        try await client.signIn(botToken: bot.token)
        var texts: [String] = []
        for await update in client.updates {
            if case .message(let message) = update { texts.append(message.text) }
            if texts.last == "end" { break }
        }
        await client.disconnect()
        return texts
    }

    func testWhatComesAfterASignInIsNotMissedIfTheProgramCrashesAtOnce() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let storage = SlowStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            // What a process finds that is started now.
            let data = await storage.data
            XCTAssertNotNil(data.updates)
            XCTAssertEqual(data.account?.userID, bot.id)
            await client.disconnect()
            try await ann.send("missed", to: bot)
            try await ann.send("end", to: bot)
            let texts = try await Self.texts(local, data, bot)
            XCTAssertEqual(texts, ["missed", "end"])
        }
    }

    func testWhoComesBackIsKnownIfTheProgramCrashesAtOnce() async throws {
        try await within {
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let first = MemorySessionStorage()
            let before = try await local.builder.session(first).connect()
            try await before.signIn(botToken: bot.token)
            await before.disconnect()
            try await ann.send("missed", to: bot)
            // A session whose key is gone, with how far the account's updates were.
            let kept = await first.data
            var returned = SessionData()
            returned.updates = kept.updates
            returned.stateOwner = kept.account?.userID
            let storage = SlowStorage(returned)
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bot.token)
            let data = await storage.data
            XCTAssertEqual(data.account?.userID, bot.id)
            await client.disconnect()
            try await ann.send("end", to: bot)
            let texts = try await Self.texts(local, data, bot)
            XCTAssertEqual(texts, ["missed", "end"])
        }
    }

    func testSoItIsWithAnAccountThatTakesThePlaceOfAnother() async throws {
        try await within {
            let local = try await LocalClients()
            let bots = try [local.server.addBot(username: "one_bot"), local.server.addBot(username: "two_bot")]
            let ann = try local.server.addPerson("ann")
            let storage = SlowStorage()
            let client = try await local.builder.session(storage).connect()
            try await client.signIn(botToken: bots[0].token)
            try await client.signIn(botToken: bots[1].token, replacesAccount: true)
            let data = await storage.data
            XCTAssertEqual(data.stateOwner, bots[1].id)
            await client.disconnect()
            try await ann.send("missed", to: bots[1])
            try await ann.send("end", to: bots[1])
            let texts = try await Self.texts(local, data, bots[1])
            XCTAssertEqual(texts, ["missed", "end"])
        }
    }
}
