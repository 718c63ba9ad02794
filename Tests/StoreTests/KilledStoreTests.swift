// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramPostgreSQL
import FerogramSQLite
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// What killed processes leave in their stores.
final class KilledStoreTests: XCTestCase {
    /// Which save the process was in when it ended, and which it had finished.
    private func progress(_ bytes: [UInt8]) -> (begun: Int, done: Int) {
        var progress = (begun: 0, done: 0)
        for start in stride(from: 0, to: bytes.count - 7, by: 8) {
            let word = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if word >> 63 == 1 { progress.done = Int(word & ~(1 << 63)) } else { progress.begun = Int(word) }
        }
        return progress
    }

    private func killInALoop(_ name: String, rounds: Int, _ open: () -> any Store) async throws {
        var generator = SeededGenerator(seed: 5)
        var (saves, inside, round) = (0, 0, 0)
        while round < rounds || inside < rounds / 4, round < 5 * rounds {
            defer { round += 1 }
            let (process, output) = try StoreKillProcess.start(["save", name])
            let head = Array(output.fileHandleForReading.readData(ofLength: 8))
            XCTAssertEqual(head.count, 8, "round \(round): it did not begin")
            usleep(UInt32.random(in: 0...20_000, using: &generator))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            var (begun, done) = progress(head + Array(output.fileHandleForReading.readDataToEndOfFile()))
            begun = max(begun, saves + 1)
            done = max(done, saves)
            let store = open()
            let storage = StoreSessionStorage(store)
            let data = try await storage.open()
            let index = SessionScript.index(of: data)
            XCTAssertTrue(index == done || index == begun, "round \(round): \(index), begun \(begun), done \(done)")
            XCTAssertEqual(data, SessionScript.session(after: index), "round \(round): half a save")
            if begun > done { inside += 1 }
            saves = index
            await storage.close()
            await store.close()
        }
        print("\(name.prefix(8)): killed \(round) times, \(inside) inside a save, \(saves) saves")
        XCTAssertGreaterThanOrEqual(inside, rounds / 4)
    }

    func testAFileIsAsBeforeOrAfterTheSave() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store")
        try await killInALoop("file:" + path, rounds: 200) { FileStore(path: path) }
    }

    #if SQLite
    func testADatabaseOfSQLiteIsAsBeforeOrAfterTheSave() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        try await killInALoop("sqlite:" + path, rounds: 200) { SQLiteStore(path: path) }
    }
    #endif

    #if PostgreSQL
    func testADatabaseOfPostgreSQLIsAsBeforeOrAfterTheSave() async throws {
        let server = try PostgreSQLServer()
        try await killInALoop("postgresql:" + server.parameters, rounds: 30) { PostgreSQLStore(server.parameters) }
    }
    #endif
}

/// The program beside the tests that is there to be killed.
enum StoreKillProcess {
    static func start(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
        let process = Process()
        process.executableURL = Bundle(for: KilledStoreTests.self).bundleURL.deletingLastPathComponent()
            .appending(path: "FerogramStoreKillTarget")
        #if !canImport(Darwin)
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "FerogramStoreKillTarget")
        #endif
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output)
    }
}
