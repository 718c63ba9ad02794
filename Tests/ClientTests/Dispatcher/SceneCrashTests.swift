// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A scene whose program crashes at each of the places where it keeps something.
final class SceneCrashTests: XCTestCase {
    /// A store that stands still at a change, until the program that makes it is ended.
    private final class CrashingStore: Store {
        private let store: MemoryStore
        private let last: Int
        private let count = Lock(0)
        private let gate = AsyncSemaphore(0)

        init(_ store: MemoryStore, standingStillAt last: Int) { (self.store, self.last) = (store, last) }

        var stands: Bool { count.withLock { $0 > last } }

        func value(at key: StoreKey) async throws(StoreError) -> [UInt8]? { try await store.value(at: key) }

        func entries(
            in table: String, prefix: String, after name: String?, limit: Int
        ) async throws(StoreError) -> [StoreEntry] {
            try await store.entries(in: table, prefix: prefix, after: name, limit: limit)
        }

        func commit(_ batch: StoreBatch) async throws(StoreError) -> Bool {
            let number = count.withLock { count in
                count += 1
                return count
            }
            guard number <= last else {
                try? await gate.acquire()
                throw .closed
            }
            return try await store.commit(batch)
        }

        func close() async {}
    }

    private static func dispatcher(_ store: any Store) -> Dispatcher {
        let scene = Scene("order") { scene in
            try await scene.message.respond("Welcome")
            try await scene.message.respond("Welcome")
            let name = try await scene.ask("Name?").text
            try await scene.message.respond("Hello \(name)")
            let city = try await scene.choose(from: ["Rome", "Bern"], "City?")
            try await scene.once { try await scene.message.respond("Noted \(city)") }
            try await scene.message.respond("Bye \(name)")
        }
        let dispatcher = Dispatcher(states: .store(store))
        dispatcher.onCommand("order") { try await scene.enter($0) }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
        dispatcher.onError { error, _ in
            if case .storage = error as? StateStorageError { return }
            XCTFail("\(error)")
        }
        dispatcher.add(scene)
        return dispatcher
    }

    private static func told(_ ann: LocalPerson, _ bot: LocalBot) -> [String] {
        ann.history(with: bot).filter { !$0.isOutgoing }.map(\.text)
    }

    /// - Returns: What the person was told; `nil` if the program did not crash.
    private func run(crashingAt change: Int) async throws -> [String]? {
        try await within { () -> [String]? in
            let local = try await LocalClients()
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("ann")
            let kept = MemoryStore()
            let store = CrashingStore(kept, standingStillAt: change)
            let session = MemorySessionStorage()
            let first = try await local.builder.session(session).connect()
            try await first.signIn(botToken: bot.token)
            let firstRun = Task { try await Self.dispatcher(store).run(on: first) }
            for (text, answer) in [("/order", "Name?"), ("Ann", "City?"), ("Bern", "Bye Ann"), ("hi", "echo hi")] {
                try await ann.send(text, to: bot)
                try await until { store.stands || Self.told(ann, bot).last == answer }
                if store.stands { break }
            }
            let data = await session.data
            firstRun.cancel()
            await first.disconnect()
            _ = await firstRun.result
            guard store.stands else { return nil }

            let second = try await local.builder.session(MemorySessionStorage(data)).connect()
            try await second.signIn(botToken: bot.token)
            let secondRun = Task { try await Self.dispatcher(kept).run(on: second) }
            // The person says again what may not have been understood, and something else when the conversation is over.
            for round in 0..<40 {
                let before = Self.told(ann, bot)
                let text = before.contains("Bye Ann") ? "end \(round)" : before.contains("Hello Ann") ? "Bern" : "Ann"
                try await ann.send(text, to: bot)
                try await until { Self.told(ann, bot).count > before.count }
                if Self.told(ann, bot).contains("echo \(text)"), before.contains("Bye Ann") { break }
            }
            secondRun.cancel()
            _ = await secondRun.result
            await second.disconnect()
            return Self.told(ann, bot)
        }
    }

    func testNoMessageIsRepeatedOrLostWhereverTheProgramCrashes() async throws {
        var change = 0
        while let told = try await run(crashingAt: change) {
            let text = "at the change \(change): \(told)"
            XCTAssertEqual(
                told.filter { !$0.hasPrefix("echo") && !$0.hasSuffix("?") && !$0.hasPrefix("Noted") },
                ["Welcome", "Welcome", "Hello Ann", "Bye Ann"], text)
            // What is under way when the program ends is done again.
            XCTAssertTrue((1...2).contains(told.filter { $0 == "Noted Bern" }.count), text)
            XCTAssertTrue(told.last?.hasPrefix("echo end") ?? false, text)
            change += 1
            guard change < 100 else { return XCTFail("the scene does not end") }
        }
        XCTAssertGreaterThan(change, 15)
    }
}
