// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramSession
import Foundation

/// Timers that outlive the program: reminders, ends of trials, checks every day.
///
///     let reminders = DurableTimers<Reminder>(FileStore(path: "bot.db"))
///     try await reminders.schedule(Reminder(chat: 5, text: "Tea"), after: .seconds(3_600))
///     try await reminders.run { reminder in try await client.sendMessage(to: reminder.chat, reminder.text) }
///
/// A timer that was due while the program did not run goes off as soon as it does. One that goes off while the program is
/// ended may go off again in the next run.
///
/// Timers that something else sets in the same table, another process for example, are seen within 10 seconds. One program
/// at a time runs the timers of a table: two would run each of them twice.
public final class DurableTimers<Payload: Codable & Sendable>: Sendable {
    private struct State {
        var changes = 0
        var sleeper: Task<Void, Never>?
        var isRunning = false
    }

    /// The longest delay; the sum with the time of now has to fit into what names say.
    private static var longestDelay: Duration { .seconds(9_000_000_000) }
    /// How long others' changes may go unseen.
    private static var longestSleep: Duration { .seconds(10) }

    private let store: any Store
    private let table: String
    private let time: Timekeeper
    private let state = Lock(State())

    /// Creates timers.
    ///
    /// - Parameters:
    ///   - store: Where they are kept, which other things may be kept in too.
    ///   - table: The table of the store that is theirs alone.
    public convenience init(_ store: any Store, table: String = "timers") {
        self.init(store, table: table, time: .system)
    }

    init(_ store: any Store, table: String = "timers", time: Timekeeper) {
        (self.store, self.table, self.time) = (store, table, time)
    }

    private var ids: String { table + ".ids" }

    /// Sets a timer.
    ///
    /// - Parameters:
    ///   - payload: What the handler gets.
    ///   - delay: After what time it goes off; more than 9 billion seconds count as so many.
    ///   - id: What names it; a timer of the same name is replaced. A random one if `nil`.
    /// - Returns: What names it.
    /// - Throws: `StoreError`, and what encoding the payload throws.
    @discardableResult
    public func schedule(_ payload: Payload, after delay: Duration, id: String? = nil) async throws -> String {
        let id = id ?? String(UInt64.random(in: .min ... .max), radix: 36)
        let due = Self.milliseconds(time.sinceEpoch() + min(max(.zero, delay), Self.longestDelay))
        let name = Self.name(due, id)
        let bytes = Array(try JSONEncoder().encode(payload))
        try await replace(id) { batch, old in
            if let old { batch.remove(at: StoreKey(table, old)) }
            batch.put(bytes, at: StoreKey(table, name))
            batch.put(Array(name.utf8), at: StoreKey(ids, id))
            return true
        }
        wake()
        return id
    }

    /// Takes a timer back.
    ///
    /// - Parameter id: What names it.
    /// - Returns: Whether there was one; its handler may have begun.
    /// - Throws: `StoreError`.
    @discardableResult
    public func cancel(_ id: String) async throws -> Bool {
        let wasThere = try await replace(id) { batch, old in
            guard let old else { return false }
            batch.remove(at: StoreKey(table, old))
            batch.remove(at: StoreKey(ids, id))
            return true
        }
        if wasThere { wake() }
        return wasThere
    }

    /// Waits for timers and calls a handler for each, one after another, until the task is cancelled.
    ///
    /// One run at a time is possible.
    ///
    /// - Parameters:
    ///   - onError: Takes what the handler throws; the timer is done all the same.
    ///   - body: Takes the payload.
    /// - Throws: `StoreError`, `CancellationError`; `StoreError.inUse` if the timers run already.
    public func run(
        onError: @Sendable (any Error) async -> Void = { _ in }, _ body: @Sendable (Payload) async throws -> Void
    ) async throws {
        let isRunning = state.withLock { state in
            defer { state.isRunning = true }
            return state.isRunning
        }
        guard !isRunning else { throw StoreError.inUse("these timers run already") }
        defer { state.withLock { $0.isRunning = false } }
        while true {
            try Task.checkCancellation()
            let changes = state.withLock { $0.changes }
            let next = try await store.entries(in: table, prefix: "", after: nil, limit: 1).first
            guard let next else {
                await sleep(for: Self.longestSleep, unless: changes)
                continue
            }
            let now = Self.milliseconds(time.sinceEpoch())
            guard let due = Self.parse(next.name)?.due, due > now else {
                // Somebody may have taken it back since. A handler that was cut short leaves its timer for the next run.
                if try await isSet(next), !(await fire(next, onError, body)) { throw CancellationError() }
                // What was done is not done again, whoever ends the run now.
                try await Task { try await remove(next) }.value
                continue
            }
            await sleep(for: min(.milliseconds(due - now), Self.longestSleep), unless: changes)
        }
    }

    /// - Returns: Whether the handler came to its end.
    private func fire(
        _ entry: StoreEntry, _ onError: @Sendable (any Error) async -> Void,
        _ body: @Sendable (Payload) async throws -> Void
    ) async -> Bool {
        do {
            try await body(try JSONDecoder().decode(Payload.self, from: Data(entry.value)))
            return true
        } catch {
            await onError(error)
            return !Task.isCancelled
        }
    }

    private func remove(_ entry: StoreEntry) async throws {
        guard let (_, id) = Self.parse(entry.name) else {
            var batch = StoreBatch()
            batch.remove(at: StoreKey(table, entry.name))
            _ = try await store.commit(batch)
            return
        }
        try await replace(id) { batch, current in
            batch.remove(at: StoreKey(table, entry.name))
            // The handler may have set it anew.
            if current == entry.name { batch.remove(at: StoreKey(ids, id)) }
            return true
        }
    }

    /// Whether a timer still is what its id names.
    private func isSet(_ entry: StoreEntry) async throws -> Bool {
        guard let (_, id) = Self.parse(entry.name) else { return true }
        return try await store.value(at: StoreKey(ids, id)) == Array(entry.name.utf8)
    }

    /// Changes what an id names, again if somebody else did so meanwhile.
    ///
    /// - Parameters:
    ///   - id: The id.
    ///   - change: Makes the changes, by the name that the timer has in the table; `nil` if there is none. It returns whether
    ///     there is something to change.
    /// - Returns: Whether there was.
    /// - Throws: `StoreError`.
    @discardableResult
    private func replace(_ id: String, _ change: (inout StoreBatch, String?) -> Bool) async throws -> Bool {
        let key = StoreKey(ids, id)
        while true {
            let old = try await store.value(at: key)
            var batch = StoreBatch()
            batch.require(old, at: key)
            guard change(&batch, old.flatMap { String(validating: $0, as: UTF8.self) }) else { return false }
            if try await store.commit(batch) { return true }
        }
    }

    // MARK: Sleeping

    private func wake() {
        let sleeper = state.withLock { state in
            state.changes += 1
            return state.sleeper
        }
        // Not under the lock: what waits for the end of the task may run at once.
        sleeper?.cancel()
    }

    private func sleep(for duration: Duration, unless changes: Int) async {
        let end = time.now() + duration
        let sleeper = state.withLock { [time] state -> Task<Void, Never>? in
            guard state.changes == changes else { return nil }
            let task = Task { _ = try? await time.sleep(end) }
            state.sleeper = task
            return task
        }
        guard let sleeper else { return }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
    }

    // MARK: Names

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return min(max(0, seconds), 9_999_999_999) * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    /// Names in the order of the times; no two timers have the same, even if one follows the other in its handler.
    private static func name(_ due: Int64, _ id: String) -> String {
        let digits = String(due)
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits + "-" + unique + "/" + id
    }

    private static func parse(_ name: String) -> (due: Int64, id: String)? {
        guard let slash = name.firstIndex(of: "/"), let due = Int64(name[..<slash].prefix { $0 != "-" }) else {
            return nil
        }
        return (due, String(name[name.index(after: slash)...]))
    }
}
