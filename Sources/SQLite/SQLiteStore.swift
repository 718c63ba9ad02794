// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
public import FerogramSession

/// Keeps values in a file of SQLite, which several processes of one machine may use at once.
///
/// What was committed outlives the process whenever that ends. A power failure may take the last commits with it, never part
/// of one, and none before the last that was ``FerogramSession/StoreBatch/isDurable``. A file that is damaged, or of another
/// program, is an error, and is never changed. Only its owner may read it.
///
///     let store = SQLiteStore(path: "bot.db")
public actor SQLiteStore {
    /// The path of the file, as it was given.
    public nonisolated let path: String
    private let busyTimeout: Duration
    private let migrations: [String]
    private let executor = FileExecutor()
    private var database: SQLiteDatabase?
    private var isClosed = false

    /// Runs on a thread of its own, since the disk and other processes may make it wait.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Names the file of a store; nothing is read before it is used.
    ///
    /// - Parameters:
    ///   - path: The file, which need not exist, in a folder that does.
    ///   - busyTimeout: How long to wait for other processes that write, 1 ms to an hour; 10 seconds by default.
    public init(path: String, busyTimeout: Duration = .seconds(10)) {
        self.init(path: path, busyTimeout: busyTimeout, migrations: SQLiteSchema.migrations)
    }

    /// Names the file of a store with a schema of its own, for tests of migrations.
    package init(path: String, busyTimeout: Duration = .seconds(10), migrations: [String]) {
        self.path = path
        self.busyTimeout = busyTimeout
        self.migrations = migrations
    }

    private func opened() throws(StoreError) -> SQLiteDatabase {
        if isClosed { throw .closed }
        if let database { return database }
        let opened = try SQLiteDatabase(path: path, busyTimeout: busyTimeout)
        try SQLiteSchema.bringUpToDate(opened, migrations)
        database = opened
        return opened
    }
}

extension SQLiteStore: Store {
    /// The value under a key.
    public func value(at key: StoreKey) throws(StoreError) -> [UInt8]? { try opened().value(at: key) }

    /// The entries of a table in the order of their names.
    public func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) throws(StoreError) -> [StoreEntry] {
        let database = try opened()
        // One lower bound, so that the index leads to the first row. Everything that begins with the prefix lies before the
        // prefix with a byte that UTF-8 does not have.
        let after = name.flatMap { $0.utf8.lexicographicallyPrecedes(prefix.utf8) ? nil : $0 }
        let statement = try database.statement(
            """
            SELECT name, value FROM entries WHERE tbl = CAST(?1 AS BLOB)
            AND name \(after == nil ? ">=" : ">") CAST(?3 AS BLOB)
            AND name < ?2 ORDER BY name LIMIT ?4
            """)
        defer { statement.reset() }
        try statement.bind(table, at: 1)
        try statement.bind(Array(prefix.utf8) + [0xFF], at: 2)
        try statement.bind(after ?? prefix, at: 3)
        try statement.bind(Int64(max(1, limit)), at: 4)
        var entries: [StoreEntry] = []
        while try statement.step() {
            entries.append(
                StoreEntry(name: String(decoding: statement.bytes(0), as: UTF8.self), value: statement.bytes(1)))
        }
        return entries
    }

    /// Makes changes, all of them or none.
    public func commit(_ batch: StoreBatch) throws(StoreError) -> Bool {
        try opened().commit(batch)
    }

    /// Lets go of the file.
    public func close() {
        isClosed = true
        database = nil
    }
}
#endif
