// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramLocalServer
import FerogramMTSender
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// A store in memory, of whose answers some are lost.
private final class LossyStore: Store {
    private let memory = MemoryStore()
    /// Whether the answer to a commit, which was made, is lost.
    let losesCommit = Lock<@Sendable (StoreBatch) -> Bool>({ _ in false })
    /// Whether a value cannot be read.
    let losesValue = Lock<@Sendable (StoreKey) -> Bool>({ _ in false })

    private static let trouble = StoreError.unavailable("the test has lost it")

    func value(at key: StoreKey) async throws(StoreError) -> [UInt8]? {
        if losesValue.withLock({ $0 })(key) { throw Self.trouble }
        return try await memory.value(at: key)
    }

    func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) async throws(StoreError) -> [StoreEntry] {
        try await memory.entries(in: table, prefix: prefix, after: name, limit: limit)
    }

    func commit(_ batch: StoreBatch) async throws(StoreError) -> Bool {
        let isDone = try await memory.commit(batch)
        if losesCommit.withLock({ $0 })(batch) { throw Self.trouble }
        return isDone
    }

    func close() async { await memory.close() }
}

extension StoreBatch {
    /// Whether it claims a share of a journal.
    fileprivate var isClaim: Bool {
        changes.contains { if case .put(let key, _) = $0 { key.table == "journal:main:claims" } else { false } }
    }
}

/// Journals whose store fails, whose account changes, or that begin late.
final class JournalTroubleTests: XCTestCase {
    private struct World {
        let server: LocalServer
        let bot: LocalBot
        let store = LossyStore()

        init() async throws {
            server = try await LocalServer.start()
            bot = try server.addBot(username: "test_bot")
        }

        func client(
            attempts: Int = 5, isShared: Bool = false, hasJournal: Bool = true,
            log: @escaping @Sendable (LogEntry) -> Void = { _ in }
        ) async throws -> TelegramClient {
            var builder = TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory)
                .session(.store(store, slots: isShared ? 4 : 1)).log(log)
            if hasJournal { builder = builder.journal(store, attempts: attempts).sharedJournal(isShared) }
            let client = try await builder.connect()
            if client.account == nil { try await client.signIn(botToken: bot.token) }
            return client
        }
    }

    private static func answering() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.incoming) { try await $0.respond("answer to \($0.text)") }
        return dispatcher
    }

    func testAnyNumberOfAttemptsCanBeAskedFor() async throws {
        try await within {
            let world = try await World()
            let person = try world.server.addPerson("ann")
            for attempts in [Int.min, Int.max] {
                let client = try await world.client(attempts: attempts)
                try await Self.answering().running(on: client) {
                    try await person.send("\(attempts)", to: world.bot)
                    try await person.expect(.text("answer to \(attempts)"), within: .seconds(10))
                }
                await client.shutdown()
            }
        }
    }

    func testAShareWhoseClaimHadNoAnswerIsTaken() async throws {
        try await within {
            let world = try await World()
            let lost = Lock(0)
            world.store.losesCommit.withLock {
                $0 = { batch in
                    guard batch.isClaim else { return false }
                    return lost.withLock { lost in
                        lost += 1
                        return lost <= 3
                    }
                }
            }
            let client = try await world.client(isShared: true)
            try await until { client.core.journal?.member?.shareCount == JournalShares.count }
            XCTAssertGreaterThan(lost.withLock { $0 }, 3)
            await client.shutdown()
            let left = try await world.store.entries(in: "journal:main:claims", prefix: "", after: nil, limit: 1)
            XCTAssertEqual(left, [])
        }
    }

    func testWhatWaitsInANewShareIsFoundThoughTheStoreFails() async throws {
        try await within {
            let world = try await World()
            let people = try (0..<12).map { try world.server.addPerson("person_\($0)") }
            let (idle, busy) = (try await world.client(isShared: true), try await world.client(isShared: true))
            try await Self.answering().running(on: busy) {
                try await until {
                    [idle, busy].allSatisfy { $0.core.journal?.member?.shareCount == JournalShares.count / 2 }
                }
                for person in people { try await person.send("1", to: world.bot) }
                // One handles nothing, and the other one has gone past it.
                try await until { idle.core.updates.waitingCount + busy.core.updates.waitingCount > 0 }
                try await until {
                    idle.core.updates.waitingCount
                        + people.count { $0.history(with: world.bot).contains { !$0.isOutgoing } } == people.count
                }
                let hasClaimed = Lock(false)
                let failures = Lock(0)
                world.store.losesCommit.withLock {
                    $0 = { batch in
                        if batch.isClaim { hasClaimed.withLock { $0 = true } }
                        return false
                    }
                }
                world.store.losesValue.withLock {
                    $0 = { key in
                        guard key.name == "rescans", hasClaimed.withLock({ $0 }) else { return false }
                        return failures.withLock { failures in
                            failures += 1
                            return failures == 1
                        }
                    }
                }
                await idle.shutdown()
                for person in people { try await person.expect(.text("answer to 1"), within: .seconds(15)) }
                XCTAssertGreaterThan(failures.withLock { $0 }, 1)
            }
            await busy.shutdown()
        }
    }

    func testAJournalIsSharedAgainByWhoSignsInAnew() async throws {
        try await within {
            let world = try await World()
            let person = try world.server.addPerson("ann")
            let other = try world.server.addBot(username: "other_bot")
            let client = try await world.client(isShared: true)
            try await Self.answering().running(on: client) {
                for (number, bot) in [(1, world.bot), (2, other), (3, world.bot), (4, world.bot)] {
                    if number > 1 {
                        try await client.signOut()
                        try await client.signIn(botToken: bot.token)
                    }
                    // Before that it would be a message of the past, and those of the past are not fetched.
                    let owner = JournalBytes.bytes(UInt64(bitPattern: bot.id))
                    var isFollowed = false
                    while !isFollowed {
                        try Task.checkCancellation()
                        let places = try await world.store.entries(
                            in: "journal:main:meta", prefix: "", after: nil, limit: 9)
                        isFollowed =
                            places.contains { $0.name == "owner" && $0.value == owner }
                            && places.contains { $0.name == "place/account" }
                    }
                    try await person.send("\(number)", to: bot)
                    try await person.expect(.text("answer to \(number)"), from: bot, within: .seconds(10))
                }
            }
            await client.shutdown()
        }
    }

    func testAJournalSaysThatNothingReadsItsUpdates() async throws {
        try await within {
            let world = try await World()
            let person = try world.server.addPerson("ann")
            let log = Lock<[String]>([])
            let client = try await world.client { entry in log.withLock { $0.append(entry.text) } }
            for number in 0..<70 { try await person.send("\(number)", to: world.bot) }
            try await until { log.withLock { $0.contains { $0.contains("nothing reads") } } }
            await client.shutdown()
        }
    }

    func testAJournalThatBeginsLateKnowsTheChannelsOfTheSession() async throws {
        try await within {
            let world = try await World()
            let person = try world.server.addPerson("ann")
            let first = try await world.client(hasJournal: false)
            let group = try await world.server.createSupergroup("group", by: person, with: [world.bot])
            try await Self.answering().running(on: first) {
                try await person.send("1", to: group)
                try await person.expect(.text("answer to 1"), in: group, within: .seconds(10))
                try await until { !first.core.updateState.1.isEmpty && first.core.updates.activeCount == 0 }
            }
            let channels = first.core.updateState.1
            await first.shutdown()
            let second = try await world.client()
            await second.shutdown()
            let places = try await world.store.entries(in: "journal:main:meta", prefix: "place/", after: nil, limit: 9)
            XCTAssertEqual(
                Set(places.map(\.name)), Set(["place/account"] + channels.keys.map { "place/channel/\($0)" }))
        }
    }
}
