// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
public import FerogramSession

/// Keeps values in a database of PostgreSQL 12 or newer, which processes of several machines may use at once.
///
/// What was committed outlives the process. If the database's machine fails, it may lose the commits of the last moments,
/// never part of one, and none before the last that was ``FerogramSession/StoreBatch/isDurable``. A connection that is lost
/// is made again with the next use.
///
///     let store = PostgreSQLStore("host=db.internal dbname=bot user=bot sslmode=verify-full")
public actor PostgreSQLStore {
    /// How often a commit waits for others.
    private static let mostWaits = 20

    private let parameters: String
    private let executor = FileExecutor()
    private var connection: PostgreSQLConnection?
    private var isClosed = false

    /// Runs on a thread of its own, since the server may make it wait.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Names the database of a store; nothing is done before it is used.
    ///
    /// - Parameter parameters: The connection string of libpq, `key=value` pairs or a `postgresql://` URL; what it leaves out
    ///   comes from libpq's variables of the environment. The tables, whose names begin with `ferogram_`, are made in the
    ///   first schema of the search path.
    public init(_ parameters: String) {
        self.parameters = parameters
    }

    private func opened() throws(StoreError) -> PostgreSQLConnection {
        if isClosed { throw .closed }
        if let connection, !connection.isBroken { return connection }
        connection = nil
        let opened = try PostgreSQLConnection(parameters)
        try PostgreSQLSchema.bringUpToDate(opened)
        connection = opened
        return opened
    }

    /// Reads, again over a new connection if the old one turns out to be lost.
    private func reading<Value>(
        _ body: (PostgreSQLConnection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let first = try opened()
        do throws(StoreError) {
            return try body(first)
        } catch {
            guard first.isBroken else { throw error }
            return try body(try opened())
        }
    }
}

extension PostgreSQLStore: Store {
    /// The value under a key.
    public func value(at key: StoreKey) throws(StoreError) -> [UInt8]? {
        try reading { connection throws(StoreError) in
            try connection.rows(.get, [Array(key.table.utf8), Array(key.name.utf8)]).first?.first
        }
    }

    /// The entries of a table in the order of their names.
    public func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) throws(StoreError) -> [StoreEntry] {
        // One lower bound, so that the index leads to the first row.
        let after = name.flatMap { $0.utf8.lexicographicallyPrecedes(prefix.utf8) ? nil : $0 }
        let count = withUnsafeBytes(of: Int64(max(1, limit)).bigEndian) { Array($0) }
        let rows = try reading { connection throws(StoreError) in
            try connection.rows(
                after == nil ? .list : .listAfter,
                [Array(table.utf8), Array(prefix.utf8), Array((after ?? prefix).utf8), count])
        }
        return rows.compactMap { row in
            guard row.count == 2 else { return nil }
            return StoreEntry(name: String(decoding: row[0], as: UTF8.self), value: row[1])
        }
    }

    /// Makes changes, all of them or none.
    public func commit(_ batch: StoreBatch) throws(StoreError) -> Bool {
        let connection = try opened()
        var statements: [(PostgreSQLStatement, [[UInt8]?])] = [(batch.isDurable ? .beginDurable : .begin, [])]
        for condition in batch.conditions {
            statements.append(
                (.require, [Array(condition.key.table.utf8), Array(condition.key.name.utf8), condition.value]))
        }
        for change in batch.changes {
            switch change {
            case .put(let key, let value):
                statements.append((.put, [Array(key.table.utf8), Array(key.name.utf8), value]))
            case .remove(let key): statements.append((.remove, [Array(key.table.utf8), Array(key.name.utf8)]))
            case .removeAll(let table, let prefix):
                statements.append((.removeAll, [Array(table.utf8), Array(prefix.utf8)]))
            }
        }
        var waits = 0
        while true {
            do throws(StoreError) {
                return try connection.runTogether(statements)
            } catch {
                waits += 1
                guard case .inUse = error, waits < Self.mostWaits else { throw error }
                try connection.endStuckConnections()
            }
        }
    }

    /// Lets go of the connection.
    public func close() {
        isClosed = true
        connection = nil
    }
}
#endif
