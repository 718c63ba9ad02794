// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto

/// The updates that are being handled, and by which task, with the tasks that wait until none is.
struct ActiveUpdates: Sendable {
    struct Drainer: Sendable {
        let id: UInt64
        let task: Int?
        let continuation: TaskContinuation<Void>
    }

    /// The serial number of an update, which the queue gives out.
    private struct Serial: Hashable {
        let number: UInt64

        func hash(into hasher: inout Hasher) { hasher.combine(number) }
        func _rawHashValue(seed: Int) -> Int { OwnNumberHash.of(number, seed) }
    }

    private var tasks: [Serial: Int] = [:]
    private var drainers: [Drainer] = []

    /// Begins an update by its serial number.
    mutating func begin(_ serial: UInt64, by task: Int) {
        tasks[Serial(number: serial)] = task
    }

    /// Ends an update.
    ///
    /// - Returns: Whether it was begun.
    @discardableResult
    mutating func end(_ serial: UInt64) -> Bool {
        tasks.removeValue(forKey: Serial(number: serial)) != nil
    }

    /// How many updates are being handled.
    var count: Int { tasks.count }

    /// Whether an update is being handled by another task.
    func isBusy(but task: Int?) -> Bool { tasks.values.contains { $0 != task } }

    mutating func add(_ drainer: Drainer) {
        drainers.append(drainer)
    }

    /// Takes out a task that gave up.
    mutating func remove(_ id: UInt64) -> Drainer? {
        drainers.firstIndex { $0.id == id }.map { drainers.remove(at: $0) }
    }

    /// Takes out the tasks that need not wait any more.
    mutating func takeReleased() -> [Drainer] {
        guard !drainers.isEmpty else { return [] }
        let released = drainers.filter { !isBusy(but: $0.task) }
        drainers.removeAll { drainer in released.contains { $0.id == drainer.id } }
        return released
    }

    /// Takes out all of them.
    mutating func takeAll() -> [Drainer] {
        defer { drainers = [] }
        return drainers
    }
}

/// Tells tasks apart.
enum TaskIdentity {
    /// A number that no other running task has; `nil` outside of tasks.
    static var current: Int? { withUnsafeCurrentTask { $0?.hashValue } }
}
