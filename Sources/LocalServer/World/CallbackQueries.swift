// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The presses of buttons that bots have not answered yet.
struct CallbackQueries: Sendable {
    struct Entry: Sendable {
        let bot: Int64
        let user: Int64
        /// When nobody waits any more, in seconds since 1970.
        let expires: Int64
    }

    /// How long a bot may take, in seconds.
    static let lifetime: Int64 = 15

    private(set) var entries: [Int64: Entry] = [:]
    private var order: ArraySlice<Int64> = []

    mutating func add(_ entry: Entry, id: Int64, limit: Int) -> Int64? {
        entries[id] = entry
        order.append(id)
        guard order.count > limit, let oldest = order.popFirst() else { return nil }
        return entries.removeValue(forKey: oldest) == nil ? nil : oldest
    }

    mutating func remove(_ id: Int64) -> Entry? {
        entries.removeValue(forKey: id)
    }

    /// Takes those out that nobody waits for any more.
    mutating func expire(at now: Int64) -> [Int64] {
        let expired = entries.filter { $0.value.expires <= now }.map(\.key).sorted()
        for id in expired { entries[id] = nil }
        return expired
    }
}
