// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto

extension ByteReader {
    /// Reads changes up to the end and applies them.
    ///
    /// - Parameter data: What is changed; after an error it has the changes that came before.
    /// - Throws: ``SessionFormatError`` if the bytes are no changes.
    mutating func applyChanges(to data: inout SessionData) throws(SessionFormatError) {
        while remaining > 0 { data.apply(try change()) }
    }

    private mutating func change() throws(SessionFormatError) -> SessionChange {
        let start = position
        guard let tag = ChangeTag(rawValue: try byte("change")) else {
            throw SessionFormatError(.valueInvalid, field: "change", position: start)
        }
        switch tag {
        case .homeDataCenter:
            return .homeDataCenter(
                try optional("home data center") { reader throws(SessionFormatError) in
                    try reader.dataCenterID()
                })
        case .isTest: return .isTest(try flag("test environment"))
        case .serverFingerprints: return .serverFingerprints(try fingerprints())
        case .dataCenter: return .dataCenter(try dataCenter())
        case .addresses:
            let id = try dataCenterID()
            return .addresses(try addresses(), dataCenter: id)
        case .authKey:
            let id = try dataCenterID()
            return .authKey(try optionalKey(), dataCenter: id)
        case .rejectedKeys:
            let id = try dataCenterID()
            return .rejectedKeys(try keys(), dataCenter: id)
        case .salts:
            let id = try dataCenterID()
            return .salts(try salts(), dataCenter: id)
        case .isAuthorized:
            let id = try dataCenterID()
            return .isAuthorized(try flag("authorization"), dataCenter: id)
        case .account: return .account(try account())
        case .stateOwner:
            return .stateOwner(
                try optional("account") { reader throws(SessionFormatError) in try reader.identifier("account") })
        case .updates: return .updates(try updateState())
        case .channel:
            let id = try identifier("channel")
            return .channel(
                id,
                pts: try optional("channel state") { reader throws(SessionFormatError) in
                    try reader.integer("channel state")
                })
        case .peer: return .peer(try peer())
        case .peerRemoved: return .peerRemoved(try peerID())
        case .futureAuthTokens: return .futureAuthTokens(try tokens())
        case .everything:
            var inner = ByteReader(try bytes(try count("session"), "session"))
            var data = SessionData()
            // A session within a session would only serve to exhaust the stack.
            while inner.remaining > 0 {
                let change = try inner.change(within: "session")
                data.apply(change)
            }
            return .everything(data)
        }
    }

    private mutating func change(within field: String) throws(SessionFormatError) -> SessionChange {
        var peek = self
        guard try peek.byte(field) != ChangeTag.everything.rawValue else { throw failure(.valueInvalid, field) }
        return try change()
    }

    private mutating func dataCenterID() throws(SessionFormatError) -> Int {
        let start = position
        guard let id = Int(exactly: try identifier("data center")) else {
            throw SessionFormatError(.valueInvalid, field: "data center", position: start)
        }
        return id
    }

    private mutating func dataCenter() throws(SessionFormatError) -> DataCenterEntry {
        DataCenterEntry(
            id: try dataCenterID(), addresses: try addresses(), authKey: try optionalKey(), salts: try salts(),
            isAuthorized: try flag("authorization"))
    }

    private mutating func fingerprints() throws(SessionFormatError) -> [Int64] {
        var fingerprints: [Int64] = []
        for _ in 0..<(try count("fingerprints", itemSize: 8)) { fingerprints.append(try integer("fingerprint")) }
        return fingerprints
    }

    private mutating func keys() throws(SessionFormatError) -> [AuthKey] {
        var keys: [AuthKey] = []
        for _ in 0..<(try count("keys", itemSize: AuthKey.byteCount)) { keys.append(try authKey("key")) }
        return keys
    }

    private mutating func optionalKey() throws(SessionFormatError) -> AuthKey? {
        try optional("key") { reader throws(SessionFormatError) in try reader.authKey("key") }
    }

    private mutating func addresses() throws(SessionFormatError) -> [DataCenterAddress] {
        var addresses: [DataCenterAddress] = []
        for _ in 0..<(try count("addresses", itemSize: 5)) {
            let host = try text("host")
            let port: UInt16 = try integer("port")
            let options = DataCenterAddress.Options(
                rawValue: UInt32(truncatingIfNeeded: try compact("address options")))
            let secret = try optional("address secret") { reader throws(SessionFormatError) in
                try reader.block("address secret")
            }
            addresses.append(DataCenterAddress(host: host, port: port, options: options, secret: secret))
        }
        return addresses
    }

    private mutating func salts() throws(SessionFormatError) -> [ServerSalt] {
        var salts: [ServerSalt] = []
        for _ in 0..<(try count("salts", itemSize: 24)) {
            salts.append(
                ServerSalt(
                    salt: try integer("salt"), validSince: try integer("salt"), validUntil: try integer("salt")))
        }
        return salts
    }

    private mutating func account() throws(SessionFormatError) -> SessionData.Account? {
        try optional("account") { reader throws(SessionFormatError) in
            SessionData.Account(userID: try reader.identifier("account"), isBot: try reader.flag("account"))
        }
    }

    private mutating func updateState() throws(SessionFormatError) -> UpdateState? {
        try optional("update state") { reader throws(SessionFormatError) in
            UpdateState(
                pts: try reader.integer("pts"), qts: try reader.integer("qts"), date: try reader.integer("date"),
                seq: try reader.integer("seq"))
        }
    }

    private mutating func peer() throws(SessionFormatError) -> StoredPeer {
        var peer = StoredPeer(id: try peerID())
        let parts = PeerParts(rawValue: try byte("peer"))
        guard parts.isSubset(of: .all) else { throw failure(.valueInvalid, "peer") }
        peer.traits = StoredPeer.Traits(rawValue: UInt32(truncatingIfNeeded: try compact("peer")))
        if parts.contains(.accessHash) { peer.accessHash = try integer("access hash") }
        if parts.contains(.usernames) {
            for _ in 0..<(try count("user names")) { peer.usernames.append(try text("user name")) }
        }
        if parts.contains(.phone) { peer.phone = try text("phone") }
        peer.isMin = parts.contains(.isMin)
        if parts.contains(.minContext) {
            peer.minContext = StoredPeer.MinContext(chat: try peerID(), messageID: try integer("message"))
        }
        return peer
    }

    private mutating func peerID() throws(SessionFormatError) -> StoredPeer.ID {
        guard let kind = StoredPeer.ID.Kind(rawValue: try byte("peer kind")) else {
            throw failure(.valueInvalid, "peer kind")
        }
        return StoredPeer.ID(kind, try identifier("peer"))
    }

    private mutating func tokens() throws(SessionFormatError) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        for _ in 0..<(try count("tokens")) { tokens.append(try block("token")) }
        return tokens
    }

    private mutating func optional<Value>(
        _ field: String, _ body: (inout Self) throws(SessionFormatError) -> Value
    ) throws(SessionFormatError) -> Value? {
        try flag(field) ? try body(&self) : nil
    }
}
