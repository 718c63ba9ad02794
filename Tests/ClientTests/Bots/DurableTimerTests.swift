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

    func testTheLongestDelaysAreNoTrap() async throws {
        let (store, clock) = (MemoryStore(), VirtualClock())
        let timers = DurableTimers<String>(store, time: clock.timekeeper)
        for delay in [Duration.seconds(Int64.max), .seconds(Int64.min)] {
            try await timers.schedule("x", after: delay)
        }
        let names = try await store.entries(in: "timers", prefix: "", after: nil, limit: 10).map(\.name)
        XCTAssertEqual(names.map { String($0.prefix(14)) }, ["01790000000000", "09999999999000"])
    }

    func testOfTwoTimersOfOneNameOneIsLeft() async throws {
        let (store, clock) = (MeddlingStore(), VirtualClock())
        let other = DurableTimers<String>(store.store, time: clock.timekeeper)
        store.meddle(afterValues: 1) { _ = try? await other.schedule("theirs", after: .seconds(3), id: "a") }
        let timers = DurableTimers<String>(store, time: clock.timekeeper)
        try await timers.schedule("ours", after: .seconds(5), id: "a")
        let left = try await store.entries(in: "timers", prefix: "", after: nil, limit: 10)
        XCTAssertEqual(left.map { String(decoding: $0.value, as: UTF8.self) }, ["\"ours\""])
    }

    func testWhatIsTakenBackMeanwhileDoesNotGoOff() async throws {
        let (store, clock) = (MeddlingStore(), VirtualClock())
        let timers = DurableTimers<String>(store, time: clock.timekeeper)
        // It is put off while it is taken back, and taken back when it has been read to go off.
        try await timers.schedule("put off", after: .zero, id: "a")
        let other = DurableTimers<String>(store.store, time: clock.timekeeper)
        store.meddle(afterValues: 1) { _ = try? await other.schedule("put off", after: .zero, id: "a") }
        let wasThere = try await timers.cancel("a")
        XCTAssertTrue(wasThere)
        try await timers.schedule("taken back", after: .zero, id: "b")
        store.meddle(afterEntries: 1) { _ = try? await other.cancel("b") }
        clock.advance(by: .seconds(1))
        let log = try await Self.run(timers, until: "end") { try await timers.schedule("end", after: .zero) }
        XCTAssertEqual(log, ["end"])
    }

    func testAHandlerSetsItsTimerAnewInTheSameMoment() async throws {
        let (store, clock) = (MemoryStore(), VirtualClock())
        let timers = DurableTimers<String>(store, time: clock.timekeeper)
        try await timers.schedule("first", after: .zero, id: "a")
        let log = try await Self.run(timers, until: "second") {
        } handler: { payload in
            guard payload == "first" else { return }
            try await timers.cancel("a")
            try await timers.schedule("second", after: .zero, id: "a")
        }
        XCTAssertEqual(log, ["first", "second"])
    }

    func testASecondRunIsRefused() async throws {
        let timers = DurableTimers<String>(MemoryStore(), time: VirtualClock().timekeeper)
        try await timers.schedule("x", after: .zero)
        let log = try await Self.run(timers, until: "x") {
        } handler: { _ in
            do {
                try await timers.run { _ in }
                XCTFail("it ran")
            } catch {
                guard case StoreError.inUse = error else { throw error }
            }
        }
        XCTAssertEqual(log, ["x"])
        // When the first one is over there can be another one.
        try await timers.schedule("y", after: .zero)
        let next = try await Self.run(timers, until: "y") {}
        XCTAssertEqual(next, ["y"])
    }

    func testWhatOthersSetIsSeenSoon() async throws {
        let (store, clock, log) = (MemoryStore(), VirtualClock(), Log())
        let timers = DurableTimers<String>(store, time: clock.timekeeper)
        try await within {
            let task = Task { try await timers.run { log.append($0) } }
            try await until { clock.sleeperCount > 0 }
            try await DurableTimers<String>(store, time: clock.timekeeper).schedule("theirs", after: .seconds(1))
            clock.advance(by: .seconds(10))
            try await until { log.lines == ["theirs"] }
            task.cancel()
            _ = await task.result
        }
    }

    /// Runs timers on a clock that stands still until one of them has gone off.
    private static func run(
        _ timers: DurableTimers<String>, until last: String, _ prepare: () async throws -> Void,
        handler: @escaping @Sendable (String) async throws -> Void = { _ in }
    ) async throws -> [String] {
        let log = Log()
        try await prepare()
        try await within {
            let task = Task {
                try await timers.run(onError: { log.append("\($0)") }) { payload in
                    log.append(payload)
                    try await handler(payload)
                }
            }
            try await until { log.lines.contains(last) }
            task.cancel()
            _ = await task.result
        }
        return log.lines
    }
}

/// A store in memory in which somebody else does something between two steps.
private final class MeddlingStore: Store {
    private struct State {
        var (values, entries) = (0, 0)
        var meddle: (@Sendable () async -> Void)?
    }

    let store = MemoryStore()
    private let state = Lock(State())

    /// Does something once, after so many values or lists of entries have been read.
    func meddle(
        afterValues values: Int = 0, afterEntries entries: Int = 0, _ body: @escaping @Sendable () async -> Void
    ) {
        state.withLock { $0 = State(values: values, entries: entries, meddle: body) }
    }

    private func step(_ count: WritableKeyPath<State, Int>) async {
        let body = state.withLock { state -> (@Sendable () async -> Void)? in
            state[keyPath: count] -= 1
            guard state[keyPath: count] == 0 else { return nil }
            defer { state.meddle = nil }
            return state.meddle
        }
        await body?()
    }

    func value(at key: StoreKey) async throws(StoreError) -> [UInt8]? {
        let value = try await store.value(at: key)
        await step(\.values)
        return value
    }

    func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) async throws(StoreError) -> [StoreEntry] {
        let entries = try await store.entries(in: table, prefix: prefix, after: name, limit: limit)
        await step(\.entries)
        return entries
    }

    func commit(_ batch: StoreBatch) async throws(StoreError) -> Bool { try await store.commit(batch) }

    func close() async { await store.close() }
}
