// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Authorizations on their way from one data centre to another.
struct ExportedAuthorizations: Sendable {
    private struct Entry: Sendable {
        let account: Int64
        let dataCenter: Int
    }

    private var entries: [[UInt8]: Entry] = [:]
    private var order: ArraySlice<[UInt8]> = []

    mutating func add(_ bytes: [UInt8], account: Int64, dataCenter: Int, limit: Int) {
        entries[bytes] = Entry(account: account, dataCenter: dataCenter)
        order.append(bytes)
        if order.count > limit, let oldest = order.popFirst() { entries[oldest] = nil }
    }

    /// Takes an authorization in; each works once, and only where it was meant for.
    mutating func take(_ bytes: [UInt8], account: Int64, dataCenter: Int) -> Bool {
        guard let entry = entries[bytes], entry.account == account, entry.dataCenter == dataCenter else { return false }
        entries[bytes] = nil
        return true
    }
}
