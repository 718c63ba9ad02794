// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class DurableTimerTests: XCTestCase {
    /// Runs timers on a clock of their own until so many have gone off.
    private func fired(
        _ count: Int, _ store: any Store, _ clock: VirtualClock,
        _ body: @escaping @Sendable (DurableTimers<String>) async throws -> Void = { _ in }
    ) async throws -> [String] {
        let (timers, log) = (DurableTimers<String>(store, time: clock.timekeeper), Log())
        try await within {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await timers.run(onError: { log.append("\($0)") }) { payload in
                        log.append("\(payload) at \(clock.elapsed.components.seconds)")
                    }
                }
                try await body(timers)
                group.addTask { await clock.run(timesFaster: 1_000) }
                try await until { log.lines.count == count }
                group.cancelAll()
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
        }
        return log.lines
    }

    func testTimersGoOffInTheirOrder() async throws {
        let lines = try await fired(3, MemoryStore(), VirtualClock()) { timers in
            try await timers.schedule("late", after: .seconds(7_200))
            try await timers.schedule("soon", after: .seconds(10))
            try await timers.schedule("never", after: .seconds(20), id: "x")
            try await timers.schedule("middle", after: .seconds(60), id: "m")
            let (first, second) = (try await timers.cancel("x"), try await timers.cancel("x"))
            XCTAssertEqual([first, second], [true, false])
        }
        XCTAssertEqual(lines.map { String($0.split(separator: " ")[0]) }, ["soon", "middle", "late"])
    }

    func testATimerOfTheSameNameIsReplaced() async throws {
        let lines = try await fired(1, MemoryStore(), VirtualClock()) { timers in
            try await timers.schedule("old", after: .seconds(5), id: "a")
            try await timers.schedule("new", after: .seconds(8), id: "a")
        }
        XCTAssertTrue(lines[0].hasPrefix("new"), lines[0])
    }

    func testTimersOutliveTheProgram() async throws {
        let (store, clock) = (MemoryStore(), VirtualClock())
        try await DurableTimers<String>(store, time: clock.timekeeper).schedule("kept", after: .seconds(5))
        let lines = try await fired(1, store, clock)
        XCTAssertTrue(lines[0].hasPrefix("kept"), lines[0])
        let left = try await store.entries(in: "timers", prefix: "", after: nil, limit: 10).count
        let ids = try await store.entries(in: "timers.ids", prefix: "", after: nil, limit: 10).count
        XCTAssertEqual([left, ids], [0, 0])
    }
}
