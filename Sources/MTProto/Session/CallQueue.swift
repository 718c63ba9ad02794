// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Calls in the order in which they shall go out.
///
/// Calls that are settled meanwhile stay in it and are skipped by whoever takes them.
struct CallQueue: Sendable {
    private var items: [CallID] = []
    private var start = 0

    var isEmpty: Bool { start == items.count }

    /// How many entries there are, also of calls that are settled.
    var count: Int { items.count - start }

    var first: CallID? { isEmpty ? nil : items[start] }

    mutating func append(_ id: CallID) {
        items.append(id)
    }

    mutating func popFirst() -> CallID? {
        guard let first else { return nil }
        start += 1
        if start == items.count || start >= 1024 {
            items.removeSubrange(..<start)
            start = 0
        }
        return first
    }

    /// Puts calls before all others, in their order.
    mutating func prepend(_ ids: [CallID]) {
        guard !ids.isEmpty else { return }
        items.replaceSubrange(..<start, with: ids)
        start = 0
    }

    /// Forgets entries, once those that are worth nothing may be the larger part.
    ///
    /// - Parameters:
    ///   - live: How many calls there are.
    ///   - isWanted: Whether an entry is still worth something.
    mutating func compact(live: Int, _ isWanted: (CallID) -> Bool) {
        guard count > 2 * live + SessionLimits.staleEntries else { return }
        items = items[start...].filter(isWanted)
        start = 0
    }

    mutating func removeAll() {
        items = []
        start = 0
    }
}
