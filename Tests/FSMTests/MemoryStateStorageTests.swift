// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM
import XCTest

final class MemoryStateStorageTests: XCTestCase {
    private func key(_ id: Int64) -> ConversationKey { ConversationKey(userID: id, chatID: nil) }

    func testEmptyConversationsAreRemoved() async {
        let storage = MemoryStateStorage()
        await storage.setState("a", for: key(1))
        await storage.setValue([1], of: "x", for: key(1))
        await storage.setValue([2], of: "y", for: key(2))
        var count = await storage.count
        XCTAssertEqual(count, 2)
        await storage.clearState(for: key(1))
        await storage.setValue(nil, of: "x", for: key(1))
        await storage.clearValues(for: key(2))
        // Clearing what is not there leaves nothing behind, either.
        await storage.clearState(for: key(3))
        count = await storage.count
        XCTAssertEqual(count, 0)
        let isEmpty = await storage.isEmpty
        XCTAssertTrue(isEmpty)
    }

    func testConversationsExpireAfterTheirLastChange() async {
        let clock = ManualClock()
        let storage = MemoryStateStorage(lifetime: .seconds(60), clock: clock)
        await storage.setState("a", for: key(1))
        clock.advance(seconds: 59)
        var state = await storage.state(for: key(1))
        XCTAssertEqual(state, "a")
        await storage.setValue([1], of: "x", for: key(1))
        clock.advance(seconds: 59)
        state = await storage.state(for: key(1))
        XCTAssertEqual(state, "a", "the change has made it live on")
        clock.advance(seconds: 1)
        state = await storage.state(for: key(1))
        XCTAssertNil(state)
        let values = await storage.values(for: key(1))
        XCTAssertTrue(values.isEmpty)
        let count = await storage.count
        XCTAssertEqual(count, 0)
    }

    func testAChangeAfterExpiryStartsAnew() async {
        let clock = ManualClock()
        let storage = MemoryStateStorage(lifetime: .seconds(60), clock: clock)
        await storage.setValue([1], of: "old", for: key(1))
        clock.advance(seconds: 60)
        await storage.setState("b", for: key(1))
        let values = await storage.values(for: key(1))
        XCTAssertTrue(values.isEmpty)
        let state = await storage.state(for: key(1))
        XCTAssertEqual(state, "b")
    }

    func testExpiredConversationsAreSweptWithoutBeingAskedFor() async {
        let clock = ManualClock()
        let storage = MemoryStateStorage(lifetime: .seconds(60), clock: clock)
        for id in 0..<1000 { await storage.setState("a", for: key(Int64(id))) }
        clock.advance(seconds: 61)
        // Changes of one conversation sweep all the others.
        await storage.setState("b", for: key(5000))
        let count = await storage.entryCount
        XCTAssertEqual(count, 1)
    }

    func testWithoutALifetimeNothingExpires() async {
        let clock = ManualClock()
        let storage = MemoryStateStorage(clock: clock)
        await storage.setState("a", for: key(1))
        clock.advance(seconds: 1_000_000_000)
        let state = await storage.state(for: key(1))
        XCTAssertEqual(state, "a")
    }
}
