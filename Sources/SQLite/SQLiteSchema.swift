// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramSession

/// How the tables of a file look, and how older ones become newer ones.
enum SQLiteSchema {
    /// What says in the file's header that it is ours: "Fero".
    static let applicationID: Int64 = 0x4665_726F

    /// The step from each version to the next; the version of a file is how many of them were done.
    static let migrations = [
        """
        CREATE TABLE entries (tbl BLOB NOT NULL, name BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, name)) WITHOUT ROWID
        """
    ]

    /// Makes the tables of a new file, or brings those of an older version up to date, in one transaction.
    static func bringUpToDate(_ database: SQLiteDatabase, _ migrations: [String]) throws(StoreError) {
        func version() throws(StoreError) -> Int {
            let application = try database.number("PRAGMA application_id")
            let version = try database.number("PRAGMA user_version")
            if application == 0, version == 0, try database.number("SELECT count(*) FROM sqlite_schema") == 0 {
                return 0
            }
            guard application == applicationID else {
                throw .damaged("\(database.path) is a database of another program")
            }
            guard version <= migrations.count else {
                throw .damaged(
                    "\(database.path) was made by a newer version of the library (schema \(version), not \(migrations.count))"
                )
            }
            return Int(version)
        }
        // Another process may make the file between two of these reads, so only a finished one is known by them; all
        // else is decided in the transaction.
        let application = try database.number("PRAGMA application_id")
        if application == applicationID, try database.number("PRAGMA user_version") == migrations.count { return }
        if application == 0, try database.number("SELECT count(*) FROM sqlite_schema") == 0 {
            // Outside of a transaction, and kept in the file.
            _ = try? database.execute("PRAGMA journal_mode = WAL")
        }
        try database.transaction { () throws(StoreError) in
            let version = try version()
            // Another process may have been faster.
            if version == migrations.count { return }
            for migration in migrations.dropFirst(version) { try database.execute(migration) }
            try database.execute("PRAGMA application_id = \(applicationID)")
            try database.execute("PRAGMA user_version = \(migrations.count)")
        }
    }
}
#endif
