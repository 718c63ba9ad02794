// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
import FerogramCrypto
public import FerogramSession

extension SessionData {
    /// Reads a session file of Pyrogram or kurigram, of any version, and leaves it as it is.
    ///
    /// The key, the account and the peers are taken over, and nothing that grows old. The other library must not use the
    /// file meanwhile, nor its key later.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``FerogramSession/SessionStorageError`` if it cannot be read or is none.
    public init(pyrogramFileAt path: String) throws(SessionStorageError) {
        self = try SessionTable.read(path, .pyrogram) { database throws(StoreError) in
            // Files of before 2025 have no address: the library knows them.
            let columns = try database.number(
                "SELECT count(*) FROM pragma_table_info('sessions') WHERE name IN ('server_address', 'port')")
            let place = columns == 2 ? "server_address, port" : "'', 443"
            var data: SessionData?
            try database.rows("SELECT dc_id, auth_key, test_mode, user_id, is_bot, \(place) FROM sessions") { row in
                guard data == nil, let key = SessionTable.key(row.bytes(1)) else { return }
                data = SessionTable.session(home: row.number(0), host: row.text(5), port: row.number(6), key: key)
                data?.isTest = row.number(2) != 0
                guard !row.isNull(3), 1..<(1 << 40) ~= row.number(3) else { return }
                data?.account = .init(userID: row.number(3), isBot: row.number(4) != 0)
            }
            guard var session = data else { return nil }
            try database.rows("SELECT id, access_hash, type, phone_number FROM peers") { row in
                guard let id = SessionTable.peer(row.number(0)) else { return }
                let hash = row.number(1)
                session.peers[id] = StoredPeer(
                    id: id, accessHash: hash == 0 || id.kind == .chat ? nil : hash,
                    traits: Self.pyrogramTraits[row.text(2)] ?? [],
                    phone: row.isNull(3) || row.text(3).isEmpty ? nil : row.text(3))
            }
            for table in ["usernames", "peers"] {
                let known = try database.number(
                    "SELECT count(*) FROM pragma_table_info('\(table)') WHERE name = 'username'")
                guard known > 0 else { continue }
                try database.rows("SELECT id, username FROM \(table) WHERE username <> ''") { row in
                    guard let id = SessionTable.peer(row.number(0)) else { return }
                    session.peers[id]?.usernames.append(row.text(1))
                }
            }
            return session
        }
    }

    /// Writes a new session file for kurigram 2.2, with the key of the home data centre, the account and the peers.
    ///
    /// The file is as secret as a password; only its owner may read it. Use the key in one program at a time.
    ///
    /// - Parameters:
    ///   - path: Where the file is going to be; there must be nothing yet.
    ///   - apiID: The application's `api_id`, which the file carries.
    ///   - address: Where the home data centre listens; by default the first address of the session that serves more than
    ///     files, or Telegram's own.
    /// - Throws: ``FerogramSession/SessionStorageError``; its ``FerogramSession/SessionStorageError/storage(_:)`` has a
    ///   ``FerogramSession/SessionExportError`` if the session lacks something.
    public func writePyrogramFile(
        to path: String, apiID: Int32, address: DataCenterAddress? = nil
    ) throws(SessionStorageError) {
        let (home, key, address) = try exportedWithAddress(address)
        guard let account else { throw .storage(SessionExportError.notLoggedIn) }
        try SessionTable.write(to: path) { database throws(StoreError) in
            for definition in Self.pyrogramTables { try database.execute("CREATE \(definition)") }
            try database.insert("version", [.number(7)])
            try database.insert(
                "sessions",
                [
                    .number(Int64(home.id)), .text(address.host), .number(Int64(address.port)), .number(Int64(apiID)),
                    .number(isTest ? 1 : 0), .bytes(key.withUnsafeBytes { Array($0) }), .number(0),
                    .number(account.userID), .number(account.isBot ? 1 : 0),
                ])
            for peer in peers.values.sorted(by: { SessionTable.marked($0.id) < SessionTable.marked($1.id) })
            where !peer.isMin && (peer.accessHash != nil || peer.id.kind == .chat) {
                let id = SQLiteValue.number(SessionTable.marked(peer.id))
                try database.insert(
                    "peers",
                    [
                        id, .number(peer.accessHash ?? 0), .text(Self.pyrogramKind(of: peer)),
                        peer.phone.map { .text($0) } ?? .nothing, .number(0),
                    ])
                for name in peer.usernames { try database.insert("usernames", [id, .text(name.lowercased())]) }
            }
        }
    }

    private static let pyrogramTraits: [String: StoredPeer.Traits] = [
        "bot": .bot, "channel": .broadcast, "supergroup": .megagroup, "forum": [.megagroup, .forum],
        "direct": .monoforum, "community": .community,
    ]

    private static func pyrogramKind(of peer: StoredPeer) -> String {
        switch peer.id.kind {
        case .user: peer.traits.contains(.bot) ? "bot" : "user"
        case .chat: "group"
        case .channel:
            if peer.traits.contains(.community) {
                "community"
            } else if peer.traits.contains(.monoforum) {
                "direct"
            } else if peer.traits.contains(.forum) {
                "forum"
            } else {
                peer.traits.contains(.megagroup) ? "supergroup" : "channel"
            }
        }
    }

    /// Version 7.
    private static let pyrogramTables = [
        """
        TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, api_id INTEGER, test_mode INTEGER,
        auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)
        """,
        """
        TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, phone_number TEXT,
        last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)))
        """,
        "TABLE usernames (id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers(id))",
        "TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)",
        "TABLE version (number INTEGER PRIMARY KEY)",
        "INDEX idx_peers_id ON peers (id)",
        "INDEX idx_peers_phone_number ON peers (phone_number)",
        "INDEX idx_usernames_id ON usernames (id)",
        "INDEX idx_usernames_username ON usernames (username)",
        """
        TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN
        UPDATE peers SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END
        """,
    ]
}
#endif
