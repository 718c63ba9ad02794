// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramTestSupport
import XCTest

@testable import FerogramBase

/// What takes long is done on threads of its own.
final class LongWorkTests: XCTestCase {
    /// Work that goes on when a test says so.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        private let begun = AsyncStream.makeStream(of: Void.self)

        /// Waits, on the thread of the work.
        func pass() {
            begun.continuation.finish()
            semaphore.wait()
        }

        /// Waits until the work has come here.
        func isReached() async { for await _ in begun.stream {} }

        func open() { semaphore.signal() }
    }

    private final class Log: Sendable {
        private let words = Lock<[String]>([])

        var all: [String] { words.withLock(\.self) }

        func add(_ word: String) { words.withLock { $0.append(word) } }
    }

    func testWhatWasDoneComesBack() async throws {
        try await within {
            let work = LongWork(threads: 1)
            for number in 0..<100 {
                let result = await work.run(orWhenCancelled: -1) { isWanted in isWanted() ? number : -2 }
                XCTAssertEqual(result, number)
            }
        }
    }

    func testACancelledTaskWaitsForNothing() async throws {
        try await within {
            let work = LongWork(threads: 1)
            let gate = Gate()
            let log = Log()
            let first = Task {
                await work.run(orWhenCancelled: "cancelled") { isWanted in
                    gate.pass()
                    log.add(isWanted() ? "wanted" : "unwanted")
                    return "done"
                }
            }
            await gate.isReached()
            // It stands behind the first one and is never begun.
            let second = Task {
                await work.run(orWhenCancelled: "cancelled") { _ in
                    log.add("begun")
                    return "done"
                }
            }
            try await until { work.waitingCount == 1 }
            for task in [first, second] {
                task.cancel()
                let result = await task.value
                XCTAssertEqual(result, "cancelled")
            }
            gate.open()
            let last = await work.run(orWhenCancelled: "cancelled") { _ in "done" }
            XCTAssertEqual(last, "done")
            XCTAssertEqual(log.all, ["unwanted"])
        }
    }

    func testATaskThatWasCancelledBeforeGetsNothing() async throws {
        try await within {
            let work = LongWork(threads: 1)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await work.run(orWhenCancelled: "cancelled") { _ in "done" }
            }
            let result = await task.value
            XCTAssertEqual(result, "cancelled")
        }
    }

    func testThereAreNoMoreThreadsThanAllowed() async throws {
        try await within {
            let work = LongWork(threads: 2)
            let gates = (0..<2).map { _ in Gate() }
            let held = gates.map { gate in
                Task {
                    await work.run(orWhenCancelled: false) { _ in
                        gate.pass()
                        return true
                    }
                }
            }
            for gate in gates { await gate.isReached() }
            let third = Task { await work.run(orWhenCancelled: false) { _ in true } }
            try await until { work.waitingCount == 1 }
            XCTAssertEqual(work.threadCount, 2)
            for gate in gates { gate.open() }
            for task in held + [third] {
                let isDone = await task.value
                XCTAssertTrue(isDone)
            }
            // Nothing is kept while there is nothing to do.
            try await until { work.threadCount == 0 }
        }
    }
}
