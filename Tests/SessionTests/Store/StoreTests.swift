// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import Foundation
import XCTest

/// What every store must do; each kind of store runs it.
enum StoreChecks {
    static func run(_ store: any Store, file: StaticString = #filePath, line: UInt = #line) async throws {
        func check<Value: Equatable>(_ value: Value, _ expected: Value) {
            XCTAssertEqual(value, expected, file: file, line: line)
        }
        let (a, b) = (StoreKey("states", "a"), StoreKey("states", "b"))
        check(try await store.value(at: a), nil)
        var batch = StoreBatch()
        batch.put([1], at: a)
        batch.put([], at: b)
        batch.put([3], at: StoreKey("other", "a"))
        check(try await store.commit(batch), true)
        check(try await store.value(at: a), [1])
        check(try await store.value(at: b), [])

        // A condition that does not hold keeps all changes from being made.
        var refused = StoreBatch()
        refused.require([1], at: a)
        refused.require(nil, at: b)
        refused.put([9], at: a)
        check(try await store.commit(refused), false)
        check(try await store.value(at: a), [1])
        var allowed = StoreBatch()
        allowed.require([1], at: a)
        allowed.require(nil, at: StoreKey("states", "new"))
        allowed.put([2], at: a)
        allowed.remove(at: b)
        check(try await store.commit(allowed), true)
        check(try await store.value(at: a), [2])
        check(try await store.value(at: b), nil)

        // Names come in the order of their bytes, page by page.
        var many = StoreBatch()
        for number in 0..<25 { many.put([UInt8(number)], at: StoreKey("list", "n:\(String(100 + number))")) }
        many.put([0], at: StoreKey("list", "m"))
        many.put([0], at: StoreKey("list", "ä"))
        check(try await store.commit(many), true)
        var names: [String] = []
        var last: String?
        while true {
            let page = try await store.entries(in: "list", prefix: "n:", after: last, limit: 10)
            guard let end = page.last else { break }
            names += page.map(\.name)
            last = end.name
        }
        check(names, (100..<125).map { "n:\($0)" })
        check(try await store.entries(in: "list", prefix: "", after: nil, limit: 100).map(\.name).last, "ä")
        check(try await store.entries(in: "none", prefix: "", after: nil, limit: 1).count, 0)
        var clearing = StoreBatch()
        clearing.removeAll(in: "list", prefix: "n:")
        check(try await store.commit(clearing), true)
        check(try await store.entries(in: "list", prefix: "", after: nil, limit: 100).map(\.name), ["m", "ä"])
        check(try await store.value(at: StoreKey("other", "a")), [3])
    }
}

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
