// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A lease that a store has, as one of the processes sees that share something.
package struct LeaseMember: Hashable, Sendable {
    /// The name of the lease.
    package let name: String
    let owner: [UInt8]
    /// What changes as long as its holder is alive.
    package let beat: [UInt8]?

    /// Whether its holder has ended without doubt.
    package var hasEnded: Bool {
        let record = LockHolder(String(decoding: owner, as: UTF8.self))
        guard record.holder.isThisProcess, record.lines["space"] == LockHolder.processSpace else {
            return record.hasEnded
        }
        return record.lines["token"].map { !OpenSessions.shared.contains(StoreLease.registration($0)) } ?? true
    }

    /// Takes the lease away from its holder, if that has not shown a sign of life meanwhile.
    ///
    /// - Parameter batch: What is done together with that.
    package func end(in batch: inout StoreBatch) {
        let (ownerKey, beatKey) = (
            StoreKey(StoreLease.table, name), StoreKey(StoreLease.table, name + StoreLease.beatSuffix)
        )
        batch.require(owner, at: ownerKey)
        batch.require(beat, at: beatKey)
        batch.remove(at: ownerKey)
        batch.remove(at: beatKey)
    }

    /// Makes changes only if nobody has a lease.
    ///
    /// - Parameters:
    ///   - name: The name of the lease.
    ///   - batch: The changes.
    package static func requireNone(_ name: String, in batch: inout StoreBatch) {
        batch.require(nil, at: StoreKey(StoreLease.table, name))
    }

    /// The leases of a store whose names begin with a text.
    ///
    /// - Parameters:
    ///   - prefix: The text.
    ///   - store: The store.
    /// - Returns: The leases in the order of their names.
    /// - Throws: ``StoreError``.
    package static func all(_ prefix: String, in store: any Store) async throws(StoreError) -> [LeaseMember] {
        var values: [String: [UInt8]] = [:]
        var last: String?
        while true {
            let page = try await store.entries(in: StoreLease.table, prefix: prefix, after: last, limit: 1_000)
            for entry in page { values[entry.name] = entry.value }
            guard page.count == 1_000, let end = page.last else { break }
            last = end.name
        }
        return values.keys.sorted().compactMap { name in
            guard !name.hasSuffix(StoreLease.beatSuffix), let owner = values[name] else { return nil }
            return LeaseMember(name: name, owner: owner, beat: values[name + StoreLease.beatSuffix])
        }
    }
}
