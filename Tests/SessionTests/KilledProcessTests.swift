// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// What other processes leave behind, and what they keep to themselves.
final class KilledProcessTests: XCTestCase {
    /// The program beside the tests.
    private func target(_ arguments: [String], _ input: Pipe? = nil) throws -> (process: Process, output: Pipe) {
        let process = Process()
        process.executableURL = Bundle.module.bundleURL.deletingLastPathComponent()
            .appending(path: "FerogramSessionKillTarget")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        if let input { process.standardInput = input }
        try process.run()
        return (process, output)
    }

    /// Which save the process was in when it ended, and which it had finished.
    private func progress(_ output: Pipe) -> (begun: Int, done: Int) {
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        var progress = (begun: 0, done: 0)
        for start in stride(from: 0, to: bytes.count - 7, by: 8) {
            let word = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if word >> 63 == 1 { progress.done = Int(word & ~(1 << 63)) } else { progress.begun = Int(word) }
        }
        return progress
    }

    func testAKilledProcessLeavesTheSessionAsBeforeOrAfterItsSave() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        var generator = SeededGenerator(seed: 3)
        var saves = 0
        var inside = 0
        var before = 0
        var after = 0
        var round = 0
        // How many kills fall into a save depends on the machine, so there are more of them where it takes more.
        while round < 200 || inside < 100, round < 1_000 {
            defer { round += 1 }
            let (process, output) = try target(["save", path])
            // The process has opened the session when its first word is here.
            let head = output.fileHandleForReading.readData(ofLength: 8)
            XCTAssertEqual(head.count, 8)
            // Waiting for a busy disk may take longer than everything else.
            usleep(UInt32.random(in: 0...(round.isMultiple(of: 3) ? 80_000 : 20_000), using: &generator))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            var (begun, done) = progress(output)
            begun = max(begun, saves + 1)
            done = max(done, saves)
            let storage = FileSessionStorage(path: path)
            let data = try await storage.open()
            let index = SessionScript.index(of: data)
            XCTAssertTrue(index == done || index == begun, "round \(round): \(index), begun \(begun), done \(done)")
            XCTAssertEqual(data, SessionScript.session(after: index), "round \(round): half a save")
            if begun > done { inside += 1 }
            if begun > done { if index == done { before += 1 } else { after += 1 } }
            saves = index
            // Every other time the next process finds the files as the killed one left them.
            if round.isMultiple(of: 2) { await storage.close() }
        }
        print("killed \(round) times: \(inside) inside a save (\(before) as before, \(after) as after), \(saves) saves")
        XCTAssertGreaterThanOrEqual(inside, 100)
    }

    func testASecondProcessIsRefusedUntilTheFirstIsGone() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let input = Pipe()
        let (process, output) = try target(["hold", path], input)
        XCTAssertEqual(output.fileHandleForReading.readData(ofLength: 8).count, 8)
        let storage = FileSessionStorage(path: path)
        do {
            _ = try await storage.open()
            XCTFail("another process has it")
        } catch {
            guard case .inUse(_, let holder) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(holder.processID, process.processIdentifier)
            XCTAssertFalse(holder.isThisProcess)
            XCTAssertNotNil(holder.since)
            XCTAssertTrue("\(error)".contains("process \(process.processIdentifier)"), "\(error)")
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let data = try await storage.open()
        XCTAssertEqual(SessionScript.index(of: data), 1)
        // And the other way round: while we have it, a process is refused.
        let second = try target(["hold", path], Pipe())
        second.process.waitUntilExit()
        XCTAssertEqual(second.process.terminationStatus, 3)
        await storage.close()
    }
}
