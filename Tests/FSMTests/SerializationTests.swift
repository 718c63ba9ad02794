// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM
import XCTest

/// Changes of one conversation come one after another, those of different ones do not wait for each other.
final class SerializationTests: XCTestCase {
    private let key = ConversationKey(userID: 1, chatID: 2)

    func testConcurrentIncrementsAreAllCounted() async throws {
        let storage = ListStorage()
        let store = ConversationStore(storage: storage)
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { [key] in
                    let conversation = store.conversation(for: key, as: OrderState.self)
                    try await conversation.exclusively {
                        let count: Int = try await conversation.value(of: "count") ?? 0
                        await Task.yield()
                        try await conversation.setValue(count + 1, of: "count")
                    }
                }
            }
            try await group.waitForAll()
        }
        let count: Int? = try await store.conversation(for: key, as: OrderState.self).value(of: "count")
        XCTAssertEqual(count, 100)
        let mostActive = await storage.mostActive
        XCTAssertEqual(mostActive, 1, "two calls for one key were under way at once")
    }

    func testOnlyOneTaskLeavesAState() async throws {
        let store = ConversationStore(storage: ListStorage())
        let conversation = store.conversation(for: key, as: OrderState.self)
        try await conversation.transition(to: .product)
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { try await conversation.transition(from: .product, to: .quantity) }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        XCTAssertEqual(winners, 1)
        let state = try await conversation.state
        XCTAssertEqual(state, .quantity)
    }

    func testTransitionsOfManyTasksNeverMix() async throws {
        let storage = ListStorage()
        let store = ConversationStore(storage: storage)
        let conversation = store.conversation(for: key, as: OrderState.self)
        await withTaskGroup { group in
            for index in 0..<60 {
                group.addTask { try? await conversation.transition(to: index % 2 == 0 ? .product : .address) }
                group.addTask { try? await conversation.clearState() }
            }
        }
        let mostActive = await storage.mostActive
        XCTAssertEqual(mostActive, 1)
    }

    func testDifferentKeysDoNotWait() async throws {
        let store = ConversationStore(storage: MemoryStateStorage())
        let first = store.conversation(for: key, as: OrderState.self)
        let second = store.conversation(for: ConversationKey(userID: 9, chatID: 2), as: OrderState.self)
        try await first.exclusively {
            // This would never return if the second key waited for the first.
            let task = Task { try await second.transition(to: .address) }
            try await task.value
        }
        let state = try await second.state
        XCTAssertEqual(state, .address)
    }

    func testExclusiveWorkMayNest() async throws {
        let conversation = ConversationStore(storage: MemoryStateStorage()).conversation(for: key, as: OrderState.self)
        let state = try await conversation.exclusively {
            try await conversation.transition(to: .product)
            return try await conversation.exclusively {
                try await conversation.transition(to: .quantity)
                return try await conversation.state
            }
        }
        XCTAssertEqual(state, .quantity)
    }

    func testTasksInsideTheWorkDoNotMix() async throws {
        let storage = ListStorage()
        let store = ConversationStore(storage: storage)
        let conversation = store.conversation(for: key, as: OrderState.self)
        try await conversation.exclusively {
            try await withThrowingTaskGroup { group in
                for _ in 0..<30 {
                    group.addTask {
                        try await conversation.exclusively {
                            let count: Int = try await conversation.value(of: "count") ?? 0
                            try await conversation.setValue(count + 1, of: "count")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let count: Int? = try await conversation.value(of: "count")
        XCTAssertEqual(count, 30)
        let mostActive = await storage.mostActive
        XCTAssertEqual(mostActive, 1)
    }

    func testWorkThatHasBegunInsideKeepsTheKey() async throws {
        let storage = ListStorage()
        let store = ConversationStore(storage: storage)
        let conversation = store.conversation(for: key, as: OrderState.self)
        let (began, begin) = AsyncStream.makeStream(of: Void.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let inner = Task { () -> Task<Void, any Error> in
            try await conversation.exclusively {
                let late = Task {
                    try await conversation.exclusively {
                        begin.yield()
                        for await _ in gate { break }
                        try await conversation.transition(to: .address)
                    }
                }
                for await _ in began { break }
                return late
            }
        }
        let other = Task { try await conversation.transition(to: .product) }
        for _ in 0..<50 { await Task.yield() }
        open.yield()
        try await inner.value.value
        try await other.value
        let mostActive = await storage.mostActive
        XCTAssertEqual(mostActive, 1)
    }

    func testATaskThatOutlivesTheWorkHasNoKey() async throws {
        let storage = ListStorage()
        let store = ConversationStore(storage: storage)
        let conversation = store.conversation(for: key, as: OrderState.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let late = try await conversation.exclusively {
            Task {
                for await _ in gate { break }
                for _ in 0..<20 { try await conversation.transition(to: .product) }
            }
        }
        open.yield()
        for _ in 0..<20 { try await conversation.transition(to: .quantity) }
        try await late.value
        let mostActive = await storage.mostActive
        XCTAssertEqual(mostActive, 1)
    }

    func testAWaitingTaskCanBeCancelled() async throws {
        let store = ConversationStore(storage: MemoryStateStorage())
        let conversation = store.conversation(for: key, as: OrderState.self)
        let outcome = try await conversation.exclusively { () -> (any Error)? in
            let waiting = Task.detached { try await conversation.exclusively {} }
            for _ in 0..<20 { await Task.yield() }
            waiting.cancel()
            // The key is held here all the time, so only the cancellation can end the wait.
            do {
                try await waiting.value
                return nil
            } catch {
                return error
            }
        }
        XCTAssertTrue(outcome is CancellationError, "\(String(describing: outcome))")
        // Nobody stands in the way afterwards.
        try await conversation.transition(to: .product)
    }

    func testACancelledTransitionSaysSo() async throws {
        let conversation = ConversationStore(storage: MemoryStateStorage()).conversation(for: key, as: OrderState.self)
        let outcome = try await conversation.exclusively { () -> Result<Void, any Error> in
            let waiting = Task.detached { try await conversation.transition(to: .address) }
            waiting.cancel()
            return await waiting.result
        }
        guard case .failure(StateStorageError.cancelled) = outcome else { return XCTFail("\(outcome)") }
        let state = try await conversation.state
        XCTAssertNil(state)
    }

    func testErrorsGiveTheKeyBack() async throws {
        struct Failure: Error {}
        let conversation = ConversationStore(storage: MemoryStateStorage()).conversation(for: key, as: OrderState.self)
        do {
            try await conversation.exclusively { throw Failure() }
            XCTFail("the error is lost")
        } catch is Failure {}
        try await conversation.transition(to: .product)
    }
}
