// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class SessionWriterTests: XCTestCase {
    func testAStorageThatFailsKeepsWhatCannotBeToldAgain() async throws {
        try await within {
            let storage = BrokenStorage()
            let writer = SessionWriter(storage)
            writer.submit([.homeDataCenter(4)])
            for pts in 0..<30_000 { writer.submit([.channel(1, pts: Int32(pts))]) }
            async let run: Void = writer.run()
            while storage.attempts == 0 { await Task.yield() }
            writer.stop()
            await run
            XCTAssertNotNil(writer.failure)
            storage.repair()
            await writer.finish()
            XCTAssertEqual(storage.saved.first, .homeDataCenter(4))
            XCTAssertEqual(storage.saved.last, .channel(1, pts: 29_999))
            XCTAssertLessThanOrEqual(storage.saved.count, 10_001)
        }
    }
}

/// Saves nothing until it is repaired.
private final class BrokenStorage: SessionStorage {
    private struct State {
        var isBroken = true
        var attempts = 0
        var saved: [SessionChange] = []
    }

    private let state = Lock(State())

    var attempts: Int { state.withLock { $0.attempts } }
    var saved: [SessionChange] { state.withLock { $0.saved } }

    func repair() {
        state.withLock { $0.isBroken = false }
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

    func close() {}
}
