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
public final class DurableTimers<Payload: Codable & Sendable>: Sendable {
    private struct State {
        var changes = 0
        var sleeper: Task<Void, Never>?
    }

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
    ///   - delay: After what time it goes off.
    ///   - id: What names it; a timer of the same name is replaced. A random one if `nil`.
    /// - Returns: What names it.
    /// - Throws: `StoreError`, and what encoding the payload throws.
    @discardableResult
    public func schedule(_ payload: Payload, after delay: Duration, id: String? = nil) async throws -> String {
        let id = id ?? String(UInt64.random(in: .min ... .max), radix: 36)
        let due = Self.milliseconds(time.sinceEpoch() + max(.zero, delay))
        let name = Self.name(due, id)
        var batch = StoreBatch()
        if let old = try await placeName(of: id) { batch.remove(at: StoreKey(table, old)) }
        batch.put(Array(try JSONEncoder().encode(payload)), at: StoreKey(table, name))
        batch.put(Array(name.utf8), at: StoreKey(ids, id))
        _ = try await store.commit(batch)
        wake()
        return id
    }

    /// Takes a timer back.
    ///
    /// - Parameter id: What names it.
    /// - Returns: Whether there was one.
    /// - Throws: `StoreError`.
    @discardableResult
    public func cancel(_ id: String) async throws -> Bool {
        guard let name = try await placeName(of: id) else { return false }
        var batch = StoreBatch()
        batch.remove(at: StoreKey(table, name))
        batch.remove(at: StoreKey(ids, id))
        _ = try await store.commit(batch)
        wake()
        return true
    }

    /// Waits for timers and calls a handler for each, one after another, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - onError: Takes what the handler throws; the timer is done all the same.
    ///   - body: Takes the payload.
    /// - Throws: `StoreError`, `CancellationError`.
    public func run(
        onError: @Sendable (any Error) async -> Void = { _ in }, _ body: @Sendable (Payload) async throws -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            let changes = state.withLock { $0.changes }
            let next = try await store.entries(in: table, prefix: "", after: nil, limit: 1).first
            guard let next else {
                await sleep(for: .seconds(3_600), unless: changes)
                continue
            }
            let now = Self.milliseconds(time.sinceEpoch())
            guard let due = Self.parse(next.name)?.due, due > now else {
                await fire(next, onError, body)
                // A handler that was cut short leaves its timer for the next run.
                try Task.checkCancellation()
                try await remove(next)
                continue
            }
            await sleep(for: .milliseconds(min(due - now, 3_600_000)), unless: changes)
        }
    }

    private func fire(
        _ entry: StoreEntry, _ onError: @Sendable (any Error) async -> Void,
        _ body: @Sendable (Payload) async throws -> Void
    ) async {
        do {
            try await body(try JSONDecoder().decode(Payload.self, from: Data(entry.value)))
        } catch {
            await onError(error)
        }
    }

    private func remove(_ entry: StoreEntry) async throws {
        var batch = StoreBatch()
        batch.remove(at: StoreKey(table, entry.name))
        if let (_, id) = Self.parse(entry.name), try await placeName(of: id) == entry.name {
            batch.remove(at: StoreKey(ids, id))
        }
        _ = try await store.commit(batch)
    }

    private func placeName(of id: String) async throws -> String? {
        try await store.value(at: StoreKey(ids, id)).flatMap { String(validating: $0, as: UTF8.self) }
    }

    // MARK: Sleeping

    private func wake() {
        state.withLock { state in
            state.changes += 1
            state.sleeper?.cancel()
        }
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

    /// Names in the order of the times.
    private static func name(_ due: Int64, _ id: String) -> String {
        let digits = String(due)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits + "/" + id
    }

    private static func parse(_ name: String) -> (due: Int64, id: String)? {
        guard let slash = name.firstIndex(of: "/"), let due = Int64(name[..<slash]) else { return nil }
        return (due, String(name[name.index(after: slash)...]))
    }
}
