// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps values in memory; they are gone when the program ends.
public actor MemoryStore {
    private var tables = StoreTables()
    private var isClosed = false

    /// Creates an empty store.
    public init() {}
}

extension MemoryStore: Store {
    /// The value under a key.
    public func value(at key: StoreKey) throws(StoreError) -> [UInt8]? {
        if isClosed { throw .closed }
        return tables.value(at: key)
    }

    /// The entries of a table in the order of their names.
    public func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) throws(StoreError) -> [StoreEntry] {
        if isClosed { throw .closed }
        return tables.entries(in: table, prefix: prefix, after: name, limit: limit)
    }

    /// Makes changes, all of them or none.
    public func commit(_ batch: StoreBatch) throws(StoreError) -> Bool {
        if isClosed { throw .closed }
        return tables.apply(batch)
    }

    /// Lets go of the store; what it held stays for nobody.
    public func close() {
        isClosed = true
    }
}

/// Values under keys, in memory.
///
/// The names of a table are sorted when somebody walks through it, and stay so until one is added or removed.
struct StoreTables: Sendable {
    private struct Table: Sendable {
        var values: [String: [UInt8]] = [:]
        var sorted: [String]?

        mutating func put(_ value: [UInt8], at name: String) {
            if values.updateValue(value, forKey: name) == nil { sorted = nil }
        }

        mutating func remove(_ name: String) {
            if values.removeValue(forKey: name) != nil { sorted = nil }
        }

        mutating func names() -> [String] {
            if let sorted { return sorted }
            let names = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            sorted = names
            return names
        }
    }

    private var tables: [String: Table] = [:]

    func value(at key: StoreKey) -> [UInt8]? { tables[key.table]?.values[key.name] }

    mutating func entries(in table: String, prefix: String, after name: String?, limit: Int) -> [StoreEntry] {
        guard let names = tables[table]?.names() else { return [] }
        let start = name.flatMap { $0.utf8.lexicographicallyPrecedes(prefix.utf8) ? nil : $0 } ?? prefix
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle].utf8.lexicographicallyPrecedes(start.utf8) { low = middle + 1 } else { high = middle }
        }
        var entries: [StoreEntry] = []
        for candidate in names[low...] where candidate != name {
            guard candidate.utf8.starts(with: prefix.utf8), entries.count < max(1, limit) else { break }
            if let value = tables[table]?.values[candidate] { entries.append(.init(name: candidate, value: value)) }
        }
        return entries
    }

    /// - Returns: Whether all conditions held.
    mutating func apply(_ batch: StoreBatch) -> Bool {
        guard batch.conditions.allSatisfy({ value(at: $0.key) == $0.value }) else { return false }
        for change in batch.changes {
            switch change {
            case .put(let key, let value): tables[key.table, default: Table()].put(value, at: key.name)
            case .remove(let key): tables[key.table]?.remove(key.name)
            case .removeAll(let table, let prefix):
                for name in tables[table]?.values.keys.filter({ $0.utf8.starts(with: prefix.utf8) }) ?? [] {
                    tables[table]?.remove(name)
                }
            }
        }
        return true
    }

    /// Everything, as changes that make it.
    var everything: StoreBatch {
        var batch = StoreBatch()
        for (table, content) in tables {
            for (name, value) in content.values { batch.put(value, at: StoreKey(table, name)) }
        }
        return batch
    }
}
