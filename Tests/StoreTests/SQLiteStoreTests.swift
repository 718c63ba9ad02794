// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramSQLite
import FerogramSession
import FerogramSessionSupport
import Foundation
import XCTest

final class SQLiteStoreTests: XCTestCase {
    private func failure(_ store: SQLiteStore) async -> StoreError? {
        do throws(StoreError) {
            _ = try await store.value(at: StoreKey("a", "b"))
            return nil
        } catch {
            return error
        }
    }

    private func put(_ number: UInt8, _ store: SQLiteStore) async throws {
        var batch = StoreBatch()
        batch.put([number], at: StoreKey("a", "b"))
        let isDone = try await store.commit(batch)
        XCTAssertTrue(isDone)
    }

    func testItDoesWhatEveryStoreMustDo() async throws {
        let folder = try TemporaryFolder()
        let store = SQLiteStore(path: folder.file("a.db"))
        try await StoreChecks.run(store)
        await store.close()
        guard case .closed = await failure(store) else { return XCTFail("it answers after its end") }
    }

    func testSessionsLieInIt() async throws {
        let folder = try TemporaryFolder()
        try await SessionStorageChecks.run(SQLiteStore(path: folder.file("a.db")))
    }

    func testWhatWasCommittedIsThereAgainAndOnlyItsOwnerMayReadIt() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<3 as Range<UInt8> {
            let store = SQLiteStore(path: folder.file("a.db"))
            let value = try await store.value(at: StoreKey("a", "b"))
            XCTAssertEqual(value, round == 0 ? nil : [round])
            try await put(round + 1, store)
            for name in try folder.names {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
                XCTAssertEqual((attributes[.posixPermissions] as? Int).map { $0 & 0o077 }, 0, name)
            }
            await store.close()
        }
    }

    func testTwoStoresShareAFile() async throws {
        let folder = try TemporaryFolder()
        let stores = (0..<4).map { _ in SQLiteStore(path: folder.file("a.db")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask {
                    for _ in 0..<50 {
                        while true {
                            let key = StoreKey("a", "n")
                            let value = try await store.value(at: key)
                            var batch = StoreBatch()
                            batch.require(value, at: key)
                            batch.put([(value?.first ?? 0) &+ 1], at: key)
                            if try await store.commit(batch) { break }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let value = try await stores[0].value(at: StoreKey("a", "n"))
        XCTAssertEqual(value, [200])
    }

    func testANewFileIsMadeByManyAtOnce() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<100 {
            let stores = (0..<8).map { _ in SQLiteStore(path: folder.file("\(round).db")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for store in stores { group.addTask { _ = try await store.value(at: StoreKey("a", "n")) } }
                try await group.waitForAll()
            }
        }
    }

    func testAnOlderSchemaIsBroughtUpToDateAndANewerOneIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        let old = SQLiteStore(path: folder.file("a.db"))
        try await put(7, old)
        await old.close()
        let table = """
            CREATE TABLE entries (tbl BLOB NOT NULL, name BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, name)) WITHOUT ROWID
            """
        // A step that fails leaves everything as it was.
        let broken = SQLiteStore(
            path: folder.file("a.db"), migrations: [table, "CREATE TABLE more (x)", "DROP TABLE nothing"])
        guard case .unavailable = await failure(broken) else { return XCTFail("there is no such table") }
        await broken.close()
        let new = SQLiteStore(path: folder.file("a.db"), migrations: [table, "CREATE TABLE more (x)"])
        let value = try await new.value(at: StoreKey("a", "b"))
        XCTAssertEqual(value, [7])
        await new.close()
        guard case .damaged(let text) = await failure(SQLiteStore(path: folder.file("a.db"))) else {
            return XCTFail("it is newer")
        }
        XCTAssertTrue(text.contains("newer version"), text)
    }

    func testAFileOfAnotherKindIsAnErrorAndIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        let text = Array("hello, this is no database, though it is long enough to have had a header".utf8)
        try folder.write(text, "a.db")
        guard case .damaged = await failure(SQLiteStore(path: folder.file("a.db"))) else {
            return XCTFail("it was read")
        }
        XCTAssertEqual(try folder.read("a.db"), text)
    }

    func testWhoWritesForTooLongIsNamed() async throws {
        let folder = try TemporaryFolder()
        let store = SQLiteStore(path: folder.file("a.db"), busyTimeout: .milliseconds(20))
        try await put(1, store)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", "-c",
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("BEGIN IMMEDIATE"); print("begun", flush=True); sys.stdin.read()
            """, folder.file("a.db"),
        ]
        let (input, output) = (Pipe(), Pipe())
        python.standardInput = input
        python.standardOutput = output
        try python.run()
        guard output.fileHandleForReading.readData(ofLength: 5).count == 5 else { throw XCTSkip("no python3") }
        do {
            try await put(2, store)
            XCTFail("somebody else writes")
        } catch let error as StoreError {
            guard case .inUse = error else { return XCTFail("\(error)") }
        }
        // Reading goes on.
        let value = try await store.value(at: StoreKey("a", "b"))
        XCTAssertEqual(value, [1])
        try input.fileHandleForWriting.close()
        python.waitUntilExit()
        try await put(2, store)
    }
}
#endif
