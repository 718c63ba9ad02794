// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramCrypto
import FerogramSession

/// Reads and writes the session files of other libraries, which are databases of SQLite.
enum SessionTable {
    /// Which library made a file.
    enum Library {
        case telethon, pyrogram, grammers
    }

    /// Finds out who made a file by the tables in it.
    static func library(_ database: SQLiteDatabase) throws(StoreError) -> Library? {
        func has(_ table: String, _ column: String) throws(StoreError) -> Bool {
            try database.number("SELECT count(*) FROM pragma_table_info('\(table)') WHERE name = '\(column)'") > 0
        }
        if try has("dc_home", "dc_id"), try has("dc_option", "auth_key") { return .grammers }
        guard try has("sessions", "auth_key") else { return nil }
        if try has("version", "number"), try has("sessions", "user_id") { return .pyrogram }
        return try has("version", "version") ? .telethon : nil
    }

    /// Reads a file, and leaves it as it is.
    static func read(
        _ path: String, _ expected: Library, _ body: (SQLiteDatabase) throws(StoreError) -> SessionData?
    ) throws(SessionStorageError) -> SessionData {
        do throws(StoreError) {
            let database = try SQLiteDatabase(reading: path)
            guard try library(database) == expected, let data = try body(database) else {
                throw StoreError.damaged(path)
            }
            return data
        } catch {
            guard case .damaged = error else { throw .storage(error) }
            throw .foreign(path: path)
        }
    }

    /// Writes a new file that only its owner may read.
    static func write(
        to path: String, _ body: (SQLiteDatabase) throws(StoreError) -> Void
    ) throws(SessionStorageError) {
        do throws(StoreError) {
            let database = try SQLiteDatabase(path: path, busyTimeout: .seconds(1))
            try database.transaction { () throws(StoreError) in
                guard try database.number("SELECT count(*) FROM sqlite_schema") == 0 else {
                    throw StoreError.inUse("\(path) exists and is left as it is")
                }
                try body(database)
            }
        } catch {
            throw .storage(error)
        }
    }

    /// A key of 256 bytes; `nil` if it is none.
    static func key(_ bytes: [UInt8]) -> AuthKey? { try? AuthKey(SecureBytes(copying: bytes)) }

    /// The number of a peer as these libraries write it, below zero for groups and channels.
    static func marked(_ id: StoredPeer.ID) -> Int64 {
        switch id.kind {
        case .user: id.value
        case .chat: -id.value
        case .channel: -channelBase - id.value
        }
    }

    /// The peer of such a number.
    static func peer(_ number: Int64) -> StoredPeer.ID? {
        if number > 0 { return .user(number) }
        guard (Int64.min / 2)..<0 ~= number else { return nil }
        return number > -channelBase ? .chat(-number) : .channel(-number - channelBase)
    }

    private static let channelBase: Int64 = 1_000_000_000_000

    /// A session with a home and nothing else.
    static func session(home: Int64, host: String, port: Int64, key: AuthKey) -> SessionData? {
        guard 1..<10_000 ~= home, let port = UInt16(exactly: port), port > 0 else { return nil }
        var data = SessionData()
        data.homeDataCenter = Int(home)
        let address = DataCenterAddress(host: host, port: port, options: host.contains(":") ? .ipv6 : [])
        data.dataCenters = [
            DataCenterEntry(
                id: Int(home), addresses: host.isEmpty ? [] : [address], authKey: key, isAuthorized: true)
        ]
        return data
    }
}

extension SQLiteStatement {
    /// Binds several values in order, beginning with the first place.
    func bind(_ values: [SQLiteValue]) throws(StoreError) {
        for (index, value) in values.enumerated() {
            let place = Int32(truncatingIfNeeded: index + 1)
            switch value {
            case .number(let number): try bind(number, at: place)
            case .text(let text): try bind(text, at: place)
            case .bytes(let bytes): try bind(bytes, at: place)
            case .nothing: try bindNothing(at: place)
            }
        }
    }
}

/// A value of a row.
enum SQLiteValue {
    case number(Int64)
    case text(String)
    case bytes([UInt8])
    case nothing
}

extension SQLiteDatabase {
    /// Adds a row to a table.
    func insert(_ table: String, _ values: [SQLiteValue]) throws(StoreError) {
        let places = values.map { _ in "?" }.joined(separator: ", ")
        let statement = try statement("INSERT INTO \(table) VALUES (\(places))")
        defer { statement.reset() }
        try statement.bind(values)
        try statement.run()
    }

    /// Reads rows one by one.
    func rows(_ text: String, _ body: (SQLiteStatement) -> Void) throws(StoreError) {
        let statement = try statement(text)
        defer { statement.reset() }
        while try statement.step() { body(statement) }
    }
}
#endif
