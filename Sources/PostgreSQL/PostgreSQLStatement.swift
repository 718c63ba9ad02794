// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if PostgreSQL
/// The statements that each connection prepares once; all parameters and results are binary.
enum PostgreSQLStatement: String, CaseIterable {
    case get, list, listAfter, begin, beginDurable, require, put, remove, removeAll

    /// What says in the locks of the database that it is ours: "Fero".
    static let lock = 0x4665_726F

    var text: String {
        switch self {
        case .get: "SELECT value FROM ferogram_entries WHERE tbl = $1::bytea AND name = $2::bytea"
        case .list, .listAfter:
            """
            SELECT name, value FROM ferogram_entries WHERE tbl = $1::bytea AND name \(self == .list ? ">=" : ">") $3::bytea
            AND name < $2::bytea || '\\xFF'::bytea ORDER BY name LIMIT $4::bigint
            """
        // Commits go one after another, which also spares them deadlocks; the lock ends with the transaction.
        case .begin, .beginDurable:
            """
            SELECT pg_advisory_xact_lock(\(Self.lock)),
            set_config('synchronous_commit', '\(self == .begin ? "off" : "on")', true)
            """
        // A condition that does not hold is an error, so that the server undoes everything by itself.
        case .require:
            """
            SELECT 1 / (CASE WHEN (SELECT value FROM ferogram_entries WHERE tbl = $1::bytea AND name = $2::bytea)
            IS NOT DISTINCT FROM $3::bytea THEN 1 ELSE 0 END)
            """
        case .put:
            """
            INSERT INTO ferogram_entries VALUES ($1::bytea, $2::bytea, $3::bytea)
            ON CONFLICT (tbl, name) DO UPDATE SET value = excluded.value
            """
        case .remove: "DELETE FROM ferogram_entries WHERE tbl = $1::bytea AND name = $2::bytea"
        case .removeAll:
            """
            DELETE FROM ferogram_entries WHERE tbl = $1::bytea AND name >= $2::bytea
            AND name < $2::bytea || '\\xFF'::bytea
            """
        }
    }
}
#endif
