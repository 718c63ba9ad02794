// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
import FerogramPostgreSQL
import FerogramSession
import FerogramSessionSupport
import XCTest

final class PostgreSQLStoreTests: XCTestCase {
    func testItDoesWhatEveryStoreMustDo() async throws {
        let server = try PostgreSQLServer()
        let store = PostgreSQLStore(server.parameters)
        try await StoreChecks.run(store)
        try await SessionStorageChecks.run(store)
        await store.close()
        do {
            _ = try await store.value(at: StoreKey("a", "b"))
            XCTFail("it answers after its end")
        } catch {
            guard case .closed = error else { return XCTFail("\(error)") }
        }
    }

    func testSeveralConnectionsCountTogether() async throws {
        let server = try PostgreSQLServer()
        let stores = (0..<4).map { _ in PostgreSQLStore(server.parameters) }
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

    func testAConnectionThatWasLostIsMadeAgain() async throws {
        let server = try PostgreSQLServer()
        let store = PostgreSQLStore(server.parameters)
        let key = StoreKey("a", "b")
        var batch = StoreBatch()
        batch.put([1], at: key)
        batch.isDurable = true
        let isDone = try await store.commit(batch)
        XCTAssertTrue(isDone)
        try server.stop()
        do {
            _ = try await store.commit(batch)
            XCTFail("there is no server")
        } catch {
            guard case .unavailable = error else { return XCTFail("\(error)") }
        }
        try server.start()
        let value = try await store.value(at: key)
        XCTAssertEqual(value, [1])
    }

    func testAProcessThatStoppedWhileItCommittedKeepsNobodyWaiting() async throws {
        let server = try PostgreSQLServer()
        let store = PostgreSQLStore(server.parameters)
        _ = try await store.value(at: StoreKey("a", "b"))
        // Another connection has what each commit needs, and says no more.
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/env")
        psql.arguments = ["psql", "-q", "-A", "-t", server.parameters]
        let (input, output) = (Pipe(), Pipe())
        psql.standardInput = input
        psql.standardOutput = output
        psql.standardError = FileHandle.nullDevice
        try psql.run()
        input.fileHandleForWriting.write(Data("BEGIN; SELECT pg_advisory_xact_lock(\(0x4665_726F)), 'held';\n".utf8))
        var text = ""
        while !text.contains("held") {
            text += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }
        var batch = StoreBatch()
        batch.put([1], at: StoreKey("a", "b"))
        let begun = Date()
        let isDone = try await store.commit(batch)
        XCTAssertTrue(isDone)
        // Soon enough for leases.
        XCTAssertLessThan(Date().timeIntervalSince(begun), 3.9)
        try input.fileHandleForWriting.close()
        psql.waitUntilExit()
        await store.close()
    }

    func testANewerSchemaIsLeftAlone() async throws {
        let server = try PostgreSQLServer()
        let store = PostgreSQLStore(server.parameters)
        _ = try await store.value(at: StoreKey("a", "b"))
        await store.close()
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/env")
        psql.arguments = ["psql", "-q", server.parameters, "-c", "UPDATE ferogram_schema SET version = 99"]
        try psql.run()
        psql.waitUntilExit()
        XCTAssertEqual(psql.terminationStatus, 0)
        do {
            _ = try await PostgreSQLStore(server.parameters).value(at: StoreKey("a", "b"))
            XCTFail("it is newer")
        } catch {
            guard case .damaged = error else { return XCTFail("\(error)") }
        }
    }

    func testAServerThatIsNotThereIsAnError() async throws {
        let folder = try TemporaryFolder()
        do {
            _ = try await PostgreSQLStore("host=\(folder.path) dbname=x").value(at: StoreKey("a", "b"))
            XCTFail("there is no server")
        } catch {
            guard case .unavailable = error else { return XCTFail("\(error)") }
        }
    }
}
#endif
