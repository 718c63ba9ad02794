// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramBase
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class SessionWriterTests: XCTestCase {
    /// A storage whose saves take until it is opened, and may overtake one another.
    private actor SlowStorage: SessionStorage {
        private(set) var begun = 0
        private(set) var saved: [SessionChange] = []
        private var isOpen = false

        func open() -> SessionData { SessionData() }

        func save(_ changes: [SessionChange]) async {
            begun += 1
            while !isOpen { await Task.yield() }
            saved += changes
        }

        func close() {}

        func letGo() { isOpen = true }
    }

    func testOneSaveIsUnderWayAtATime() async throws {
        try await within {
            let storage = SlowStorage()
            let writer = SessionWriter(storage)
            writer.submit([.homeDataCenter(4)])
            async let first = writer.flush()
            while await storage.begun < 1 { await Task.yield() }
            writer.submit([.homeDataCenter(5)])
            async let second = writer.flush()
            for _ in 0..<1_000 { await Task.yield() }
            let begun = await storage.begun
            XCTAssertEqual(begun, 1)
            await storage.letGo()
            let failures = [await first, await second]
            XCTAssertTrue(failures.allSatisfy { $0 == nil })
            let saved = await storage.saved
            XCTAssertEqual(saved, [.homeDataCenter(4), .homeDataCenter(5)])
        }
    }

    func testAStorageThatFailsKeepsWhatCannotBeToldAgain() async throws {
        try await within {
            let storage = BrokenStorage()
            let writer = SessionWriter(storage)
            writer.submit([.homeDataCenter(4)])
            for pts in 0..<30_000 { writer.submit([.channel(1, pts: Int32(pts))]) }
            async let run: Void = writer.run()
            try await until { storage.attempts > 0 }
            writer.stop()
            await run
            XCTAssertNotNil(writer.failure)
            storage.repair()
            let failure = await writer.finish()
            XCTAssertNil(failure)
            XCTAssertEqual(storage.saved.first, .homeDataCenter(4))
            XCTAssertEqual(storage.saved.last, .channel(1, pts: 29_999))
            XCTAssertLessThanOrEqual(storage.saved.count, 10_001)
        }
    }

    func testPeersThatAreForgottenMakeNoOtherGetLost() async throws {
        try await within {
            let storage = MemorySessionStorage()
            _ = try await storage.open()
            let writer = SessionWriter(storage)
            let cache = PeerCache([])
            let count = PeerCache.usualCapacity + 25_000
            func insert(_ ids: Range<Int>) {
                let users = ids.map { TL.User.user(.init(id: Int64($0) + 1, accessHash: 6, firstName: "name")) }
                cache.insert(users: users, chats: []) { writer.submit($0) }
            }
            // All but the last are saved when the oldest go.
            insert(0..<PeerCache.usualCapacity)
            writer.stop()
            await writer.run()
            for start in stride(from: PeerCache.usualCapacity, to: count, by: 100) { insert(start..<start + 100) }
            let failure = await writer.finish()
            XCTAssertNil(failure)
            let stored = try await storage.open().peers
            XCTAssertLessThanOrEqual(stored.count, PeerCache.usualCapacity)
            let known = (1...count).filter { cache.fullInputPeer(.user(Int64($0))) != nil }
            XCTAssertEqual(stored.count, known.count)
            XCTAssertTrue(known.allSatisfy { stored[.user(Int64($0))] != nil })
        }
    }

    func testAStorageThatFailsForEverDoesNotFillTheMemory() async throws {
        try await within {
            let storage = BrokenStorage()
            let writer = SessionWriter(storage)
            writer.submit([.homeDataCenter(4)])
            async let run: Void = writer.run()
            try await until { writer.failure != nil }
            for id in 0..<50_000 {
                writer.submit([id % 2 == 0 ? .channel(Int64(id), pts: 1) : .peerRemoved(.user(Int64(id)))])
            }
            writer.stop()
            await run
            storage.repair()
            let failure = await writer.finish()
            XCTAssertNil(failure)
            XCTAssertEqual(storage.saved.first, .homeDataCenter(4))
            XCTAssertLessThanOrEqual(storage.saved.count, 10_001)
        }
    }

    func testOfManyChangesThoseAreLeftThatComeToTheSame() {
        let full = StoredPeer(id: .user(1), accessHash: 2)
        let other = StoredPeer(id: .user(1), accessHash: 3)
        let changes: [SessionChange] = [
            .peer(full), .channel(7, pts: 1), .homeDataCenter(1), .peerRemoved(.user(1)), .channel(8, pts: 1),
            .channel(7, pts: 2), .peer(full), .homeDataCenter(2), .peer(other), .peer(.init(id: .chat(1))),
            .peerRemoved(.chat(1)),
        ]
        XCTAssertEqual(
            changes.latest(),
            [
                .peerRemoved(.user(1)), .channel(8, pts: 1), .channel(7, pts: 2), .homeDataCenter(2), .peer(other),
                .peerRemoved(.chat(1)),
            ])
    }

    func testWhatCouldNotBeSavedIsTriedAgainByItselfAndMoreAndMoreRarely() async throws {
        try await within {
            let clock = VirtualClock()
            let storage = BrokenStorage()
            let writer = SessionWriter(storage, clock.timekeeper)
            async let run: Void = writer.run()
            writer.submit([.homeDataCenter(2)])
            for (attempt, pause) in [1, 2, 4, 8, 16, 32, 60, 60, 60].enumerated() {
                try await until { storage.attempts > attempt && clock.sleeperCount > 0 }
                clock.advance(by: .seconds(pause) - .nanoseconds(1))
                for _ in 0..<10 { await Task.yield() }
                XCTAssertEqual(storage.attempts, attempt + 1, "before \(pause) s are over")
                // A change in the meantime is no reason to hurry.
                writer.submit([.channel(1, pts: Int32(attempt))])
                clock.advance(by: .nanoseconds(1))
            }
            try await until { storage.attempts >= 10 && clock.sleeperCount > 0 }
            storage.repair()
            clock.advance(by: .seconds(60))
            try await until { !storage.saved.isEmpty }
            // What came first is saved first, and nothing twice.
            XCTAssertEqual(
                storage.saved, [.homeDataCenter(2)] + (0..<9).map { SessionChange.channel(1, pts: Int32($0)) })
            try await until { writer.failure == nil }
            writer.stop()
            await run
        }
    }

    func testThatASessionCannotBeSavedIsSaidOnceAndSoIsThatItCanBe() async throws {
        try await within {
            let clock = VirtualClock()
            let storage = BrokenStorage()
            let notes = Notes()
            let writer = SessionWriter(storage, clock.timekeeper) { notes.append(LogEntry(level: $0, text: $1)) }
            async let run: Void = writer.run()
            writer.submit([.homeDataCenter(2)])
            for attempt in 1...3 {
                try await until { storage.attempts >= attempt && clock.sleeperCount > 0 }
                clock.advance(by: .seconds(60))
            }
            try await until { storage.attempts >= 4 && clock.sleeperCount > 0 }
            XCTAssertEqual(notes.all.map(\.level), [.error])
            storage.repair()
            clock.advance(by: .seconds(60))
            try await until { notes.all.count >= 2 }
            XCTAssertEqual(notes.all.map(\.level), [.error, .info])
            XCTAssertNil(writer.failure)
            writer.submit([.homeDataCenter(3)])
            try await until { storage.saved.count >= 2 }
            storage.breakAgain()
            writer.submit([.homeDataCenter(4)])
            try await until { notes.all.count >= 3 }
            XCTAssertEqual(notes.all.map(\.level), [.error, .info, .error])
            writer.stop()
            await run
        }
    }

    func testTheEndDoesNotWaitForTheNextAttemptAndTellsThatTheLastOneFailed() async throws {
        try await within {
            // Its time stands still, so that whoever waits for it waits for ever.
            let clock = VirtualClock()
            let storage = BrokenStorage()
            let writer = SessionWriter(storage, clock.timekeeper)
            async let run: Void = writer.run()
            writer.submit([.homeDataCenter(2)])
            try await until { clock.sleeperCount > 0 }
            writer.stop()
            await run
            let failure = await writer.finish()
            guard case .notOpen = failure else { return XCTFail("\(failure as Any)") }
            XCTAssertTrue(storage.isClosed)
        }
    }

    func testOfStatesThatFollowOneAnotherTheLastIsSaved() async throws {
        try await within {
            let storage = BrokenStorage()
            storage.repair()
            let writer = SessionWriter(storage)
            for pts in Int32(1)...5 { writer.submit([.updates(UpdateState(pts: pts, qts: 0, date: 0, seq: 0))]) }
            writer.submit([.channel(1, pts: 1)])
            for pts in Int32(6)...9 { writer.submit([.updates(UpdateState(pts: pts, qts: 0, date: 0, seq: 0))]) }
            let failure = await writer.finish()
            XCTAssertNil(failure)
            XCTAssertEqual(
                storage.saved,
                [
                    .updates(UpdateState(pts: 5, qts: 0, date: 0, seq: 0)), .channel(1, pts: 1),
                    .updates(UpdateState(pts: 9, qts: 0, date: 0, seq: 0)),
                ])
        }
    }

    func testAnEndWithNothingToSaveIsNoFailure() async throws {
        try await within {
            let storage = BrokenStorage()
            let writer = SessionWriter(storage)
            writer.stop()
            await writer.run()
            let failure = await writer.finish()
            XCTAssertNil(failure)
            XCTAssertEqual(storage.attempts, 0)
        }
    }

    // MARK: Clients

    func testWhoEndsAClientLearnsThatItsSessionWasNotSaved() async throws {
        try await within {
            let local = try await LocalClients()
            for drains in [true, false] {
                let notes = Notes()
                let storage = BrokenStorage()
                let client = try await local.builder.session(storage).log { notes.append($0) }.connect()
                async let first = drains ? client.shutdown() : client.disconnect()
                async let second = client.disconnect()
                for failure in [await first, await second, await client.shutdown()] {
                    guard case .notOpen = failure else { return XCTFail("\(failure as Any)") }
                }
                XCTAssertEqual(notes.all.filter { $0.level == .error }.count, 1)
                XCTAssertTrue(storage.isClosed)
            }
            do {
                try await local.builder.session(BrokenStorage()).withClient { _ in }
                XCTFail("nothing was saved")
            } catch BuilderError.session(SessionStorageError.notOpen) {
                return
            }
        }
    }

    func testAClientWhoseSessionIsSavedEndsWithoutAnError() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = BrokenStorage()
            let client = try await local.builder.session(storage).connect()
            // Whatever was lost on the way is made up for.
            storage.repair()
            let failure = await client.disconnect()
            XCTAssertNil(failure)
            let keys = storage.saved.filter { if case .authKey = $0 { true } else { false } }
            XCTAssertEqual(keys.count, 1)
        }
    }

    // MARK: Order

    /// Whoever learns of a peer at the same time as somebody else must not store the older knowledge last.
    func testPeersAreStoredInTheOrderInWhichTheyAreLearned() {
        let cache = PeerCache([])
        let stored = Lock<[SessionChange]>([])
        let second = DispatchSemaphore(value: 0)
        let end = DispatchSemaphore(value: 0)
        var isOver = false
        cache.insert(users: [Self.user(named: "first")], chats: []) { changes in
            DispatchQueue.global().async {
                second.signal()
                cache.insert(users: [Self.user(named: "second")], chats: []) { changes in
                    stored.withLock { $0 += changes }
                }
                end.signal()
            }
            second.wait()
            // The other one has every chance to be faster.
            isOver = end.wait(timeout: .now() + .milliseconds(50)) == .success
            stored.withLock { $0 += changes }
        }
        if !isOver { end.wait() }
        let names = stored.withLock { changes in
            changes.flatMap { change in if case .peer(let peer) = change { peer.usernames } else { [String]() } }
        }
        XCTAssertEqual(names, ["first", "second"])
        XCTAssertEqual(cache.id(named: "second"), .user(5))
        XCTAssertNil(cache.id(named: "first"))
    }

    private static func user(named name: String) -> TL.User {
        .user(.init(id: 5, accessHash: 6, firstName: name, username: name))
    }
}

/// What was logged.
final class Notes: Sendable {
    private let state = Lock<[LogEntry]>([])

    var all: [LogEntry] { state.withLock { $0 } }

    func append(_ entry: LogEntry) {
        state.withLock { $0.append(entry) }
    }
}

/// Saves nothing until it is repaired.
private final class BrokenStorage: SessionStorage {
    private struct State {
        var isBroken = true
        var isClosed = false
        var attempts = 0
        var saved: [SessionChange] = []
    }

    private let state = Lock(State())

    var attempts: Int { state.withLock { $0.attempts } }
    var saved: [SessionChange] { state.withLock { $0.saved } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func repair() {
        state.withLock { $0.isBroken = false }
    }

    func breakAgain() {
        state.withLock { $0.isBroken = true }
    }

    func open() -> SessionData { SessionData() }

    func save(_ changes: [SessionChange]) throws(SessionStorageError) {
        let isBroken = state.withLock { state in
            state.attempts += 1
            if !state.isBroken { state.saved += changes }
            return state.isBroken
        }
        if isBroken { throw .notOpen }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }
}

extension SessionWriter {
    /// Saves what is submitted until ``stop()``.
    fileprivate func run() async {
        let jobs = JobGroup()
        start(in: jobs)
        async let group: Void = jobs.run()
        while !isStopped, !Task.isCancelled { await Task.yield() }
        jobs.finish()
        await group
    }
}
