// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
internal import CFerogramSQLite
import FerogramSession
internal import Foundation

/// A connection to a file, with its prepared statements; one thread uses it at a time.
final class SQLiteDatabase {
    /// The connection itself, which ends after the last of its statements.
    final class Handle {
        let pointer: OpaquePointer
        let path: String

        init(_ pointer: OpaquePointer, _ path: String) {
            self.pointer = pointer
            self.path = path
        }

        deinit { sqlite3_close_v2(pointer) }

        func error(_ code: Int32) -> StoreError {
            let text = "\(path): \(String(cString: sqlite3_errmsg(pointer)))"
            return switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .inUse("\(text); another process has been writing for too long")
            case SQLITE_NOTADB, SQLITE_CORRUPT: .damaged(text)
            default: .unavailable(text)
            }
        }
    }

    let path: String
    private let handle: Handle
    private var statements: [String: SQLiteStatement] = [:]
    private var isFullySynchronous = false

    init(path: String, busyTimeout: Duration) throws(StoreError) {
        self.path = path
        // SQLite would make a file that others may read.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        var pointer: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &pointer, flags, nil)
        guard let pointer else { throw .unavailable("\(path): out of memory") }
        handle = Handle(pointer, path)
        guard code == SQLITE_OK else { throw handle.error(code) }
        let wait = busyTimeout.components
        let milliseconds = wait.seconds * 1000 + wait.attoseconds / 1_000_000_000_000_000
        sqlite3_busy_timeout(pointer, Int32(clamping: min(max(1, milliseconds), 3_600_000)))
        sqlite3_extended_result_codes(pointer, 1)
        try execute("PRAGMA synchronous = NORMAL")
    }

    /// Opens a file that another program made, to look at it.
    init(reading path: String) throws(StoreError) {
        self.path = path
        var pointer: OpaquePointer?
        let code = sqlite3_open_v2(path, &pointer, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard let pointer else { throw .unavailable("\(path): out of memory") }
        handle = Handle(pointer, path)
        guard code == SQLITE_OK else { throw handle.error(code) }
        sqlite3_busy_timeout(pointer, 1_000)
    }

    /// A statement, prepared once.
    func statement(_ text: String) throws(StoreError) -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        let statement = try SQLiteStatement(text, handle)
        statements[text] = statement
        return statement
    }

    /// Runs a statement once.
    func execute(_ text: String) throws(StoreError) { try SQLiteStatement(text, handle).run() }

    /// The number that a statement answers.
    func number(_ text: String) throws(StoreError) -> Int64 {
        let statement = try SQLiteStatement(text, handle)
        return try statement.step() ? statement.number(0) : 0
    }

    /// Makes changes together, or none if the closure throws.
    func transaction<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        // From the start as one who writes: a reader who begins to write could be refused at once.
        try statement("BEGIN IMMEDIATE").run()
        do throws(StoreError) {
            let value = try body()
            try statement("COMMIT").run()
            return value
        } catch {
            // Some errors have rolled it back already.
            if sqlite3_get_autocommit(handle.pointer) == 0 { try? statement("ROLLBACK").run() }
            throw error
        }
    }

    func value(at key: StoreKey) throws(StoreError) -> [UInt8]? {
        let statement = try statement(
            "SELECT value FROM entries WHERE tbl = CAST(?1 AS BLOB) AND name = CAST(?2 AS BLOB)")
        defer { statement.reset() }
        try statement.bind(key.table, at: 1)
        try statement.bind(key.name, at: 2)
        return try statement.step() ? statement.bytes(0) : nil
    }

    /// - Returns: Whether all conditions held.
    func commit(_ batch: StoreBatch) throws(StoreError) -> Bool {
        if isFullySynchronous != batch.isDurable {
            // A sync of the log covers all that was written into it before.
            try execute("PRAGMA synchronous = \(batch.isDurable ? "FULL" : "NORMAL")")
            isFullySynchronous = batch.isDurable
        }
        return try transaction { () throws(StoreError) in
            for condition in batch.conditions {
                guard try value(at: condition.key) == condition.value else { return false }
            }
            for change in batch.changes { try apply(change) }
            return true
        }
    }

    private func apply(_ change: StoreBatch.Change) throws(StoreError) {
        let statement: SQLiteStatement
        switch change {
        case .put(let key, let value):
            statement = try self.statement(
                "INSERT OR REPLACE INTO entries VALUES (CAST(?1 AS BLOB), CAST(?2 AS BLOB), ?3)")
            try statement.bind(key.table, at: 1)
            try statement.bind(key.name, at: 2)
            try statement.bind(value, at: 3)
        case .remove(let key):
            statement = try self.statement(
                "DELETE FROM entries WHERE tbl = CAST(?1 AS BLOB) AND name = CAST(?2 AS BLOB)")
            try statement.bind(key.table, at: 1)
            try statement.bind(key.name, at: 2)
        case .removeAll(let table, let prefix):
            statement = try self.statement(
                """
                DELETE FROM entries WHERE tbl = CAST(?1 AS BLOB) AND name >= CAST(?2 AS BLOB)
                AND name < ?3
                """)
            try statement.bind(table, at: 1)
            try statement.bind(prefix, at: 2)
            try statement.bind(Array(prefix.utf8) + [0xFF], at: 3)
        }
        try statement.run()
    }
}
#endif
