// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramPostgreSQL
import FerogramSQLite
import FerogramSession
import FerogramSessionSupport
import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

/// How fast stores are, printed if `FEROGRAM_MEASURE` is in the environment.
final class StoreMeasurements: XCTestCase {
    private func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let begun = MonotonicTime.now
        try await body()
        return Double((MonotonicTime.now - begun) / .nanoseconds(1)) / 1e9
    }

    /// The time of all cores that the process has used, in microseconds.
    private var work: Double {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #endif
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) * 1e6 + Double($1.tv_usec) }
    }

    /// The way of updates through the queue alone, with which the others are to be compared.
    private func measureWithoutJournal() async throws {
        let count = 200_000
        let queue = UpdateQueue(capacity: count, storesBefore: false) { _ in }
        let update = Update.raw(.config)
        let worked = work
        let time = await seconds {
            for start in stride(from: 0, to: count, by: 100) {
                queue.append(
                    Array(repeating: update, count: 100), [.account(.init(pts: Int32(start), qts: 0, date: 0, seq: 0))])
                for _ in 0..<100 {
                    guard let ticket = await queue.next() else { continue }
                    _ = queue.begin(ticket)
                    queue.finish(ticket)
                }
            }
        }
        print("no journal: \(Int(Double(count) / time)) updates/s, \((work - worked) / Double(count)) µs of work each")
    }

    private func measure(_ name: String, _ store: any Store) async throws {
        let count = 20_000
        let journal = Journal(JournalConfiguration(store: store), .system) { _, text in print(text) }
        try await journal.open()
        let running = Task { await journal.run() }
        let update = try JournaledUpdate(
            .update(
                .newMessage(
                    .init(
                        message: .message(
                            .init(
                                id: 1, peerID: .user(.init(userID: 5)), date: 1,
                                message: "a message of the usual length, more or less")), pts: 1, ptsCount: 1))),
            from: [], []
        ).encoded()
        let worked = work
        let time = await seconds {
            await withTaskGroup(of: Void.self) { group in
                var active = 0
                for start in stride(from: 0, to: count, by: 100) {
                    let entries = (0..<100).map { _ in journal.makeEntry(in: .account) }
                    let isWritten = await journal.append(
                        entries.map { ($0, update) },
                        [.account(.init(pts: Int32(start), qts: 0, date: 0, seq: 0))])
                    XCTAssertTrue(isWritten)
                    for entry in entries {
                        if active == 256 { await group.next() } else { active += 1 }
                        group.addTask {
                            _ = await journal.begin(entry)
                            journal.finish([entry])
                        }
                    }
                }
            }
            _ = await journal.handling.commit { _ in }
        }
        let left = try await store.entries(in: journal.entryTable, prefix: "", after: nil, limit: 1)
        XCTAssertEqual(left.count, 0)
        journal.stop()
        _ = await running.value
        await journal.finish()
        let each = (work - worked) / Double(count)
        print("\(name): \(Int(Double(count) / time)) updates/s through the journal, \(each) µs of work each")

        let peers: [SessionChange] = (0..<100_000).map { number in
            .peer(
                StoredPeer(
                    id: .user(Int64(number)), accessHash: Int64(number), usernames: ["user_\(number)"],
                    phone: "49\(number)"))
        }
        let storage = StoreSessionStorage(store, name: "peers")
        _ = try await storage.open()
        let saving = try await seconds { try await storage.save(peers) }
        let one = try await seconds { for peer in peers.prefix(1_000) { try await storage.save([peer]) } }
        await storage.close()
        let loading = try await seconds {
            let data = try await storage.open()
            XCTAssertEqual(data.peers.count, 100_000)
        }
        await storage.close()
        print("\(name): 100,000 peers saved in \(saving) s, loaded in \(loading) s; one saved in \(one) ms")
    }

    func testFigures() async throws {
        guard ProcessInfo.processInfo.environment["FEROGRAM_MEASURE"] != nil else {
            throw XCTSkip("FEROGRAM_MEASURE is not set")
        }
        let folder = try TemporaryFolder()
        try await measureWithoutJournal()
        try await measure("memory", MemoryStore())
        try await measure("file", FileStore(path: folder.file("store")))
        #if SQLite
        try await measure("SQLite", SQLiteStore(path: folder.file("store.db")))
        #endif
        #if PostgreSQL
        let server = try PostgreSQLServer()
        try await measure("PostgreSQL", PostgreSQLStore(server.parameters))
        #endif
    }
}
