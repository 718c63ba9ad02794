// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if SQLite
public import FerogramSession

extension SessionData {
    /// Reads a session file of grammers 0.8 and later, and leaves it as it is.
    ///
    /// The layout is the published one of grammers' own code. The keys, the account and the peers are taken over, and
    /// nothing that grows old.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``FerogramSession/SessionStorageError`` if it cannot be read or is none.
    public init(grammersDatabaseAt path: String) throws(SessionStorageError) {
        self = try SessionTable.read(path, .grammers) { database throws(StoreError) in
            var data = SessionData()
            let home = try database.number("SELECT dc_id FROM dc_home LIMIT 1")
            data.homeDataCenter = 1..<10_000 ~= home ? Int(home) : nil
            try database.rows("SELECT dc_id, ipv4, ipv6, auth_key FROM dc_option") { row in
                guard 1..<10_000 ~= row.number(0) else { return }
                let id = Int(row.number(0))
                let key = row.isNull(3) ? nil : SessionTable.key(row.bytes(3))
                let addresses = [row.text(1), row.text(2)].compactMap { DataCenterAddress(grammers: $0) }
                data.dataCenters.append(
                    DataCenterEntry(
                        id: id, addresses: addresses, authKey: key, isAuthorized: Int64(id) == home && key != nil))
            }
            guard data.home?.authKey != nil else { return nil }
            try database.rows("SELECT peer_id, hash, subtype FROM peer_info") { row in
                guard let id = SessionTable.peer(row.number(0)) else { return }
                // Bits of the kind: the account itself, a bot, and the kinds of channels.
                let kind = row.isNull(2) ? 0 : row.number(2)
                if id.kind == .user, kind & 1 != 0, id.value < 1 << 40 {
                    data.account = .init(userID: id.value, isBot: kind & 2 != 0)
                }
                var traits: StoredPeer.Traits = []
                if id.kind == .user, kind & 2 != 0 { traits.insert(.bot) }
                if id.kind == .channel {
                    switch kind & 12 {
                    case 12: traits = [.megagroup, .gigagroup]
                    case 8: traits = .broadcast
                    case 4: traits = .megagroup
                    default: break
                    }
                }
                let hash = row.isNull(1) ? 0 : row.number(1)
                data.peers[id] = StoredPeer(
                    id: id, accessHash: hash == 0 || id.kind == .chat ? nil : hash, traits: traits)
            }
            return data
        }
    }
}

extension DataCenterAddress {
    /// Reads `host:port` or `[host]:port`.
    fileprivate init?(grammers text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty, !host.hasPrefix("::ffff:") else { return nil }
        self.init(host: host, port: port, options: host.contains(":") ? .ipv6 : [])
    }
}
#endif
