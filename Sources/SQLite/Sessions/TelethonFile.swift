// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramCrypto
public import FerogramSession

extension SessionData {
    /// Reads a session file of Telethon, of any version, and leaves it as it is.
    ///
    /// The key and the peers are taken over, and nothing that grows old. Telethon must not use the file meanwhile, nor its
    /// key later.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``FerogramSession/SessionStorageError`` if it cannot be read or is none.
    public init(telethonFileAt path: String) throws(SessionStorageError) {
        self = try SessionTable.read(path, .telethon) { database throws(StoreError) in
            var data: SessionData?
            try database.rows("SELECT dc_id, server_address, port, auth_key FROM sessions") { row in
                guard data == nil, let key = SessionTable.key(row.bytes(3)) else { return }
                data = SessionTable.session(home: row.number(0), host: row.text(1), port: row.number(2), key: key)
            }
            guard var session = data else { return nil }
            try database.rows("SELECT id, hash, username, phone FROM entities") { row in
                guard let id = SessionTable.peer(row.number(0)) else { return }
                let hash = row.number(1)
                session.peers[id] = StoredPeer(
                    id: id, accessHash: hash == 0 || id.kind == .chat ? nil : hash,
                    usernames: row.isNull(2) || row.text(2).isEmpty ? [] : [row.text(2)],
                    phone: row.isNull(3) || row.number(3) == 0 ? nil : "\(row.number(3))")
            }
            return session
        }
    }

    /// Writes a new session file for Telethon 1.24 and later, with the key of the home data centre and the peers.
    ///
    /// The file is as secret as a password; only its owner may read it. Use the key in one program at a time.
    ///
    /// - Parameters:
    ///   - path: Where the file is going to be; there must be nothing yet.
    ///   - address: Where the home data centre listens; by default the first address of the session that serves more than
    ///     files, or Telegram's own.
    /// - Throws: ``FerogramSession/SessionStorageError``; its ``FerogramSession/SessionStorageError/storage(_:)`` has a
    ///   ``FerogramSession/SessionExportError`` if the session lacks something.
    public func writeTelethonFile(
        to path: String, address: DataCenterAddress? = nil
    ) throws(SessionStorageError) {
        let (home, key, address) = try exportedWithAddress(address)
        try SessionTable.write(to: path) { database throws(StoreError) in
            for table in Self.telethonTables { try database.execute("CREATE TABLE \(table)") }
            try database.insert("version", [.number(7)])
            try database.insert(
                "sessions",
                [
                    .number(Int64(home.id)), .text(address.host), .number(Int64(address.port)),
                    .bytes(key.withUnsafeBytes { Array($0) }), .nothing,
                ])
            for peer in peers.values.sorted(by: { SessionTable.marked($0.id) < SessionTable.marked($1.id) })
            where !peer.isMin && (peer.accessHash != nil || peer.id.kind == .chat) {
                try database.insert(
                    "entities",
                    [
                        .number(SessionTable.marked(peer.id)), .number(peer.accessHash ?? 0),
                        peer.usernames.first.map { .text($0.lowercased()) } ?? .nothing,
                        peer.phone.flatMap { Int64($0) }.map { .number($0) } ?? .nothing, .nothing, .nothing,
                    ])
            }
        }
    }

    /// Version 7, which later versions bring up to date by themselves.
    private static let telethonTables = [
        "version (version integer primary key)",
        "sessions (dc_id integer primary key, server_address text, port integer, auth_key blob, takeout_id integer)",
        """
        entities (id integer primary key, hash integer not null, username text, phone integer, name text, date integer)
        """,
        """
        sent_files (md5_digest blob, file_size integer, type integer, id integer, hash integer,
        primary key(md5_digest, file_size, type))
        """,
        "update_state (id integer primary key, pts integer, qts integer, date integer, seq integer)",
    ]

    /// The home data centre with its key and an address.
    func exportedWithAddress(
        _ address: DataCenterAddress?
    ) throws(SessionStorageError) -> (DataCenterEntry, AuthKey, DataCenterAddress) {
        do throws(SessionExportError) {
            let (home, key) = try exported()
            guard let address = address ?? self.address(of: home) else { throw .addressMissing(dataCenter: home.id) }
            return (home, key, address)
        } catch {
            throw .storage(error)
        }
    }
}
#endif
