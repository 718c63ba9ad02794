// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSessionSupport
import XCTest

@testable import FerogramSession

final class StoreSessionStorageTests: XCTestCase {
    func testSessionsLieInAStoreInMemory() async throws {
        try await SessionStorageChecks.run(MemoryStore())
    }

    func testSessionsLieInAFile() async throws {
        let folder = try TemporaryFolder()
        let store = FileStore(path: folder.file("store"))
        try await SessionStorageChecks.run(store)
        await store.close()
    }

    func testAStorageThatWasDroppedIsFreeAgainAfterItsProcess() async throws {
        let store = MemoryStore()
        let first = StoreSessionStorage(store)
        _ = try await first.open()
        try await first.save([.homeDataCenter(2)])
        // A process that has ended, on this machine.
        let entry = try await store.value(at: StoreKey("leases", "session:main"))
        let ended = String(decoding: try XCTUnwrap(entry), as: UTF8.self)
            .replacing("pid: \(getpid())", with: "pid: 4194300")
        var batch = StoreBatch()
        batch.put(Array(ended.utf8), at: StoreKey("leases", "session:main"))
        _ = try await store.commit(batch)
        let second = StoreSessionStorage(store)
        let data = try await second.open()
        XCTAssertEqual(data.homeDataCenter, 2)
        // The first one changes nothing any more.
        do {
            try await first.save([.homeDataCenter(4)])
            XCTFail("it saved")
        } catch {
            guard case .inUse = error else { return XCTFail("\(error)") }
        }
        await second.close()
    }

    func testADamagedValueIsAnErrorAndIsLeftAlone() async throws {
        let store = MemoryStore()
        let storage = StoreSessionStorage(store)
        _ = try await storage.open()
        try await storage.save([.everything(try SessionSamples.full())])
        await storage.close()
        let key = StoreKey("session:main", "core")
        let stored = try await store.value(at: key)
        let whole = try XCTUnwrap(stored)
        for (bytes, isVersion) in [(Array(whole.dropLast(3)), false), ([2] + whole.dropFirst(), true), ([], false)] {
            var batch = StoreBatch()
            batch.put(bytes, at: key)
            _ = try await store.commit(batch)
            do {
                _ = try await storage.open()
                XCTFail("it was read")
            } catch {
                switch error {
                case .damaged: XCTAssertFalse(isVersion)
                case .unsupportedVersion: XCTAssertTrue(isVersion)
                default: XCTFail("\(error)")
                }
            }
            let found = try await store.value(at: key)
            XCTAssertEqual(found, bytes)
        }
    }
}
