// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
internal import CFerogramSQLite
import FerogramSession

/// A prepared statement of one database, which belongs to the actor that has the database.
final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let database: SQLiteDatabase.Handle

    init(_ text: String, _ database: SQLiteDatabase.Handle) throws(StoreError) {
        var pointer: OpaquePointer?
        let code = sqlite3_prepare_v3(
            database.pointer, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer else { throw database.error(code) }
        self.pointer = pointer
        self.database = database
    }

    deinit { sqlite3_finalize(pointer) }

    func bind(_ text: String, at index: Int32) throws(StoreError) {
        var text = text
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                ferogram_sqlite_bind_text(pointer, index, characters.baseAddress, UInt64(characters.count))
            }
        }
        guard code == SQLITE_OK else { throw database.error(code) }
    }

    func bind(_ bytes: [UInt8], at index: Int32) throws(StoreError) {
        let code = bytes.withUnsafeBytes { bytes in
            ferogram_sqlite_bind_blob(pointer, index, bytes.baseAddress, UInt64(bytes.count))
        }
        guard code == SQLITE_OK else { throw database.error(code) }
    }

    func bind(_ number: Int64, at index: Int32) throws(StoreError) {
        let code = sqlite3_bind_int64(pointer, index, number)
        guard code == SQLITE_OK else { throw database.error(code) }
    }

    /// - Returns: Whether there is a row.
    func step() throws(StoreError) -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code)
        }
    }

    /// Runs it to its end.
    func run() throws(StoreError) {
        defer { reset() }
        while try step() {}
    }

    func bytes(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(pointer, column))
        guard count > 0, let bytes = sqlite3_column_blob(pointer, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

    func bindNothing(at index: Int32) throws(StoreError) {
        let code = sqlite3_bind_null(pointer, index)
        guard code == SQLITE_OK else { throw database.error(code) }
    }

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    /// Makes it ready for the next time; locks that it holds are free then.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }
}
#endif
