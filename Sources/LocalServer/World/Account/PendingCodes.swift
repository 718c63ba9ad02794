// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The login codes that were sent.
struct PendingCodes: Sendable {
    struct Entry: Sendable {
        let phone: String
        let code: String
        let expires: Int64
        var failures = 0
        /// Whether the code was right and only a name is missing.
        var isConfirmed = false
    }

    /// How long a code is good, in seconds.
    static let lifetime: Int64 = 300
    /// How often one may err.
    static let maximumFailures = 5

    private var entries: [String: Entry] = [:]
    private var order: ArraySlice<String> = []

    subscript(hash: String) -> Entry? { entries[hash] }

    mutating func add(_ entry: Entry, hash: String, limit: Int) {
        entries[hash] = entry
        order.append(hash)
        if order.count > limit, let oldest = order.popFirst() { entries[oldest] = nil }
    }

    mutating func remove(_ hash: String) {
        entries[hash] = nil
    }

    mutating func fail(_ hash: String) {
        entries[hash]?.failures += 1
    }

    mutating func confirm(_ hash: String) {
        entries[hash]?.isConfirmed = true
    }
}
