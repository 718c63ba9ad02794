// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import FerogramSessionSupport
import Foundation
import XCTest

final class MemoryStoreTests: XCTestCase {
    func testItDoesWhatEveryStoreMustDo() async throws {
        try await StoreChecks.run(MemoryStore())
    }

    func testNothingIsDoneAfterTheEnd() async throws {
        let store = MemoryStore()
        await store.close()
        do {
            _ = try await store.value(at: StoreKey("a", "b"))
            XCTFail("it answered")
        } catch {
            guard case .closed = error else { return XCTFail("\(error)") }
        }
    }
}

final class FileStoreTests: XCTestCase {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ferogram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    func testItDoesWhatEveryStoreMustDo() async throws {
        try await StoreChecks.run(FileStore(path: folder().appending(path: "store").path))
    }

    func testWhatWasCommittedIsThereAfterARestart() async throws {
        let path = try folder().appending(path: "store").path
        for round in 0..<5 {
            let store = FileStore(path: path)
            let value = try await store.value(at: StoreKey("counter", "n"))
            XCTAssertEqual(value, round == 0 ? nil : [UInt8(round)])
            var batch = StoreBatch()
            batch.put([UInt8(round + 1)], at: StoreKey("counter", "n"))
            let isDone = try await store.commit(batch)
            XCTAssertTrue(isDone)
            await store.close()
        }
    }

    func testAnUnfinishedRecordCountsAsNone() async throws {
        let path = try folder().appending(path: "store").path
        let store = FileStore(path: path)
        for number in 1...3 {
            var batch = StoreBatch()
            batch.put([UInt8(number)], at: StoreKey("a", "n"))
            _ = try await store.commit(batch)
        }
        await store.close()
        let whole = try Data(contentsOf: URL(filePath: path))
        for missing in 1..<29 {
            try whole.dropLast(missing).write(to: URL(filePath: path))
            let store = FileStore(path: path)
            let value = try await store.value(at: StoreKey("a", "n"))
            XCTAssertEqual(value, [2], "without the last \(missing) bytes")
            await store.close()
        }
    }

    func testADamagedRecordIsAnErrorAndTheFileIsLeftAlone() async throws {
        let path = try folder().appending(path: "store").path
        let store = FileStore(path: path)
        for number in 1...3 {
            var batch = StoreBatch()
            batch.put([UInt8(number)], at: StoreKey("a", "n"))
            _ = try await store.commit(batch)
        }
        await store.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[40] ^= 1
        try bytes.write(to: URL(filePath: path))
        do {
            _ = try await FileStore(path: path).value(at: StoreKey("a", "n"))
            XCTFail("it was read")
        } catch {
            guard case .damaged = error else { return XCTFail("\(error)") }
        }
        XCTAssertEqual(try Data(contentsOf: URL(filePath: path)), bytes)
    }

    func testAFileThatIsNoStoreIsAnError() async throws {
        let path = try folder().appending(path: "store").path
        try Data("hello, this is no store".utf8).write(to: URL(filePath: path))
        do {
            _ = try await FileStore(path: path).value(at: StoreKey("a", "n"))
            XCTFail("it was read")
        } catch {
            guard case .damaged = error else { return XCTFail("\(error)") }
        }
    }

    func testTwoCannotUseOneFile() async throws {
        let path = try folder().appending(path: "store").path
        let first = FileStore(path: path)
        _ = try await first.value(at: StoreKey("a", "n"))
        do {
            _ = try await FileStore(path: path).value(at: StoreKey("a", "n"))
            XCTFail("it was opened twice")
        } catch {
            guard case .inUse = error else { return XCTFail("\(error)") }
        }
        await first.close()
    }

    func testALongLogIsFolded() async throws {
        let path = try folder().appending(path: "store").path
        let store = FileStore(path: path)
        for number in 0..<200 {
            var batch = StoreBatch()
            batch.put([UInt8](repeating: UInt8(number), count: 16_384), at: StoreKey("a", "n"))
            _ = try await store.commit(batch)
        }
        let size = try XCTUnwrap(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        XCTAssertLessThan(size, 2 << 20)
        await store.close()
        let value = try await FileStore(path: path).value(at: StoreKey("a", "n"))
        XCTAssertEqual(value?.first, 199)
    }
}
