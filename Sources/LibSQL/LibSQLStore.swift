// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if LibSQL
import FerogramConnect
public import FerogramSession

/// Keeps values in a remote database of libSQL, such as Turso's, over HTTPS.
///
/// Several processes may use one database at once. Each commit is one request, which the server runs as one transaction; how
/// safe it is from power failures is the server's concern. Each request has a connection of its own, so that this store fits
/// programs with few updates.
///
///     let store = try LibSQLStore("libsql://bot-name.turso.io", authToken: token)
public actor LibSQLStore {
    private let server: HranaServer
    private var isPrepared = false
    private var isClosed = false

    /// How many values one statement puts; a server takes 32,766 parameters at most.
    private static let putsAtOnce = 100

    /// Names the database of a store; nothing is done before it is used.
    ///
    /// - Parameters:
    ///   - url: `libsql://…` or `https://…`; connections are always encrypted.
    ///   - authToken: What the server knows the program by, if it asks for it.
    ///   - certificates: The certificates to trust in PEM form, instead of those of the system.
    /// - Throws: ``FerogramSession/StoreError`` if the URL or the certificates cannot be used.
    public init(_ url: String, authToken: String? = nil, certificates: String? = nil) throws(StoreError) {
        server = try HranaServer(url, authToken: authToken, certificates: certificates)
    }

    private func prepare() async throws(StoreError) {
        if isClosed { throw .closed }
        if isPrepared { return }
        var batch = HranaBatch()
        batch.add("BEGIN IMMEDIATE")
        batch.add("CREATE TABLE IF NOT EXISTS ferogram_schema (version INTEGER NOT NULL)")
        batch.add(
            """
            CREATE TABLE IF NOT EXISTS ferogram_entries (tbl BLOB NOT NULL, name BLOB NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (tbl, name)) WITHOUT ROWID
            """)
        batch.add(
            "INSERT INTO ferogram_schema SELECT \(Self.version) WHERE NOT EXISTS (SELECT 1 FROM ferogram_schema)")
        batch.add("COMMIT")
        batch.addUnlessLast("ROLLBACK")
        let version = batch.addAlways("SELECT version FROM ferogram_schema")
        let results = try await server.run(batch, isRepeatable: true)
        guard let row = results[version]?.rows.first?.first, case .integer(let found) = row else {
            throw .unavailable("libSQL: \(results.firstError ?? "the tables cannot be made")")
        }
        guard found == Self.version else {
            throw .damaged(
                "the database was made by another version of the library (schema \(found), not \(Self.version))")
        }
        isPrepared = true
    }

    /// The version of the tables.
    private static let version: Int64 = 1
}

extension LibSQLStore: Store {
    /// The value under a key.
    public func value(at key: StoreKey) async throws(StoreError) -> [UInt8]? {
        try await prepare()
        var batch = HranaBatch()
        batch.add(
            "SELECT value FROM ferogram_entries WHERE tbl = ? AND name = ?",
            [.blob(Array(key.table.utf8)), .blob(Array(key.name.utf8))])
        let results = try await server.run(batch, isRepeatable: true)
        guard let result = results[0] else { throw .unavailable("libSQL: \(results.firstError ?? "no result")") }
        return result.rows.first?.first?.bytes
    }

    /// The entries of a table in the order of their names.
    public func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) async throws(StoreError) -> [StoreEntry] {
        try await prepare()
        let after = name.flatMap { $0.utf8.lexicographicallyPrecedes(prefix.utf8) ? nil : $0 }
        var batch = HranaBatch()
        batch.add(
            """
            SELECT name, value FROM ferogram_entries WHERE tbl = ? AND name \(after == nil ? ">=" : ">") ? AND name < ?
            ORDER BY name LIMIT ?
            """,
            [
                .blob(Array(table.utf8)), .blob(Array((after ?? prefix).utf8)), .blob(Array(prefix.utf8) + [0xFF]),
                .integer(Int64(max(1, limit))),
            ])
        let results = try await server.run(batch, isRepeatable: true)
        guard let result = results[0] else { throw .unavailable("libSQL: \(results.firstError ?? "no result")") }
        return result.rows.compactMap { row in
            guard row.count == 2, let name = row[0].bytes, let value = row[1].bytes else { return nil }
            return StoreEntry(name: String(decoding: name, as: UTF8.self), value: value)
        }
    }

    /// Makes changes, all of them or none.
    public func commit(_ batch: StoreBatch) async throws(StoreError) -> Bool {
        try await prepare()
        var steps = HranaBatch()
        steps.add("BEGIN IMMEDIATE")
        for condition in batch.conditions {
            // A condition that does not hold is an error, so that nothing after it is run.
            steps.add(
                """
                SELECT CASE WHEN (SELECT value FROM ferogram_entries WHERE tbl = ? AND name = ?) IS ? THEN 0
                ELSE abs(-9223372036854775807 - 1) END
                """,
                [
                    .blob(Array(condition.key.table.utf8)), .blob(Array(condition.key.name.utf8)),
                    condition.value.map(HranaValue.blob) ?? .null,
                ])
        }
        add(batch.changes, to: &steps)
        let end = steps.add("COMMIT")
        steps.addUnlessLast("ROLLBACK")
        let results = try await server.run(steps, isRepeatable: false)
        if results[end] != nil { return true }
        guard let failed = results.errors.firstIndex(where: { $0 != nil }), let error = results.errors[failed] else {
            throw .unavailable("libSQL: the server did not say what became of the changes")
        }
        if failed >= 1, failed <= batch.conditions.count, error.contains("overflow") { return false }
        throw .unavailable("libSQL: \(error)")
    }

    private func add(_ changes: [StoreBatch.Change], to steps: inout HranaBatch) {
        var puts: [HranaValue] = []
        func addPuts() {
            guard !puts.isEmpty else { return }
            let rows = [String](repeating: "(?, ?, ?)", count: puts.count / 3).joined(separator: ", ")
            steps.add("INSERT OR REPLACE INTO ferogram_entries VALUES \(rows)", puts)
            puts = []
        }
        for change in changes {
            switch change {
            case .put(let key, let value):
                puts += [.blob(Array(key.table.utf8)), .blob(Array(key.name.utf8)), .blob(value)]
                if puts.count == 3 * Self.putsAtOnce { addPuts() }
            case .remove(let key):
                addPuts()
                steps.add(
                    "DELETE FROM ferogram_entries WHERE tbl = ? AND name = ?",
                    [.blob(Array(key.table.utf8)), .blob(Array(key.name.utf8))])
            case .removeAll(let table, let prefix):
                addPuts()
                steps.add(
                    "DELETE FROM ferogram_entries WHERE tbl = ? AND name >= ? AND name < ?",
                    [.blob(Array(table.utf8)), .blob(Array(prefix.utf8)), .blob(Array(prefix.utf8) + [0xFF])])
            }
        }
        addPuts()
    }

    /// Lets go of the database.
    public func close() {
        isClosed = true
    }
}
#endif
