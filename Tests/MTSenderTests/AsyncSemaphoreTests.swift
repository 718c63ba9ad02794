// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

@testable import FerogramMTSender

final class AsyncSemaphoreTests: XCTestCase {
    func testNoMoreThanTheCountAreIn() async throws {
        let semaphore = AsyncSemaphore(3)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await semaphore.acquire()
                    counts.enter()
                    await Task.yield()
                    counts.leave()
                    semaphore.release()
                }
            }
            try await group.waitForAll()
        }
        // How many tasks really run at once is the system's affair.
        XCTAssertTrue((1...3).contains(counts.most))
        XCTAssertEqual(counts.now, 0)
    }

    func testSeveralPlacesAreTakenAtOnceAsFarAsTheyAreFree() async throws {
        let semaphore = AsyncSemaphore(5)
        XCTAssertEqual(semaphore.tryAcquire(atMost: 3), 3)
        XCTAssertEqual(semaphore.tryAcquire(atMost: 3), 2)
        XCTAssertEqual(semaphore.tryAcquire(atMost: 3), 0)
        semaphore.release(4)
        XCTAssertEqual(semaphore.tryAcquire(atMost: 9), 4)
        let waiter = Task { try await semaphore.acquire() }
        while semaphore.waiterCount == 0, !Task.isCancelled { await Task.yield() }
        semaphore.release(2)
        try await waiter.value
        XCTAssertEqual(semaphore.tryAcquire(atMost: 9), 1)
    }

    func testAsManyAsTheCountGetInAndTheNextOneWaits() async throws {
        let semaphore = AsyncSemaphore(3)
        for _ in 0..<3 { try await semaphore.acquire() }
        let counts = Counts()
        let fourth = Task {
            try await semaphore.acquire()
            counts.enter()
        }
        for _ in 0..<100 { await Task.yield() }
        XCTAssertEqual(counts.now, 0)
        semaphore.release()
        try await fourth.value
        XCTAssertEqual(counts.now, 1)
    }

    func testWhoIsCancelledTakesNoPlace() async throws {
        let semaphore = AsyncSemaphore(1)
        try await semaphore.acquire()
        let waiter = Task { try await semaphore.acquire() }
        waiter.cancel()
        let result = await waiter.result
        XCTAssertThrowsError(try result.get())
        semaphore.release()
        try await semaphore.acquire()
    }
}

private final class Counts: Sendable {
    private let state = Lock((now: 0, most: 0))

    var now: Int { state.withLock { $0.now } }
    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() {
        state.withLock { $0.now -= 1 }
    }
}
