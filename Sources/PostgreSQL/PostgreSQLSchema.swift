// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
import FerogramSession

/// How the tables of a database look, and how older ones become newer ones.
enum PostgreSQLSchema {
    /// The step from each version to the next; the version of a database is how many of them were done.
    private static let migrations = [
        "CREATE TABLE ferogram_entries (tbl bytea, name bytea, value bytea NOT NULL, PRIMARY KEY (tbl, name))"
    ]

    /// Makes the tables, or brings those of an older version up to date, in one transaction.
    static func bringUpToDate(_ connection: PostgreSQLConnection) throws(StoreError) {
        let exists = "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('ferogram_schema')"
        if try connection.text(exists) == "1", try connection.text(Self.version) == "\(migrations.count)" {
            return try connection.prepare()
        }
        _ = try connection.text("BEGIN")
        do throws(StoreError) {
            // Another process may be at it.
            _ = try connection.text("SELECT pg_advisory_xact_lock(\(0x4665_726F))")
            _ = try connection.text("CREATE TABLE IF NOT EXISTS ferogram_schema (version integer NOT NULL)")
            let version = try connection.text(Self.version).flatMap { Int($0) } ?? 0
            guard version <= migrations.count else {
                throw .damaged(
                    "the database was made by a newer version of the library (schema \(version), not \(migrations.count))"
                )
            }
            for migration in migrations.dropFirst(version) { _ = try connection.text(migration) }
            _ = try connection.text("DELETE FROM ferogram_schema")
            _ = try connection.text("INSERT INTO ferogram_schema VALUES (\(migrations.count))")
            _ = try connection.text("COMMIT")
        } catch {
            _ = try? connection.text("ROLLBACK")
            throw error
        }
        try connection.prepare()
    }

    private static let version = "SELECT version FROM ferogram_schema"
}
#endif
