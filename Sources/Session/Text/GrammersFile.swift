// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramCrypto

/// The session files of grammers before it used SQLite: a value of a schema of its own, as grammers' generated code has it.
enum GrammersFile {
    private enum ID {
        static let session: UInt32 = 2_805_905_614
        static let dataCenter: UInt32 = 1_970_083_510
        static let user: UInt32 = 1_731_150_477
        static let updateState: UInt32 = 3_502_955_713
        static let channelState: UInt32 = 3_266_377_933
    }

    static func read(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> SessionData {
        var reader = ByteReader(bytes)
        guard try reader.integer("session") as UInt32 == ID.session else {
            throw SessionFormatError(.signatureMismatch, field: "file", position: 0)
        }
        let flags: UInt32 = try reader.integer("flags")
        var data = SessionData()
        for _ in 0..<(try reader.tlCount("data centers", itemSize: 16)) {
            let entry = try dataCenter(&reader)
            data.dataCenters.append(entry)
        }
        if flags & 1 != 0 {
            try expect(ID.user, &reader, "user")
            let id: Int64 = try reader.integer("user")
            data.homeDataCenter = try reader.checkedDataCenter(try reader.integer("data center"))
            let isBot = try reader.tlBool("bot")
            // An id that grammers did not know yet.
            if id != 0 { data.account = .init(userID: try reader.checkedUserID(id), isBot: isBot) }
        }
        if flags & 2 != 0 { try updates(&reader, into: &data) }
        try reader.expectEnd("file")
        // Without a user there is no home; the data centre that has a key must be it.
        data.homeDataCenter = data.homeDataCenter ?? data.dataCenters.first { $0.authKey != nil }?.id
        for index in data.dataCenters.indices where data.dataCenters[index].id == data.homeDataCenter {
            data.dataCenters[index].isAuthorized = data.dataCenters[index].authKey != nil
        }
        return data
    }

    private static func expect(
        _ id: UInt32, _ reader: inout ByteReader, _ field: String
    ) throws(SessionFormatError) {
        guard try reader.integer(field) as UInt32 == id else { throw reader.failure(.versionUnsupported, field) }
    }

    private static func dataCenter(_ reader: inout ByteReader) throws(SessionFormatError) -> DataCenterEntry {
        try expect(ID.dataCenter, &reader, "data center")
        let flags: UInt32 = try reader.integer("flags")
        let id = try reader.checkedDataCenter(try reader.integer("data center"))
        // Both numbers stand with their lowest bytes first.
        var hosts: [IPAddress] = []
        if flags & 1 != 0 { hosts.append(try IPAddress(reversed: &reader, byteCount: 4)) }
        if flags & 2 != 0 { hosts.append(try IPAddress(reversed: &reader, byteCount: 16)) }
        let port = try reader.checkedPort(try reader.integer("port"))
        var entry = DataCenterEntry(id: id, addresses: hosts.map { DataCenterAddress($0, port: port) })
        guard flags & 4 != 0 else { return entry }
        let key = SecureBytes(copying: try reader.tlBytes("key"))
        do throws(CryptoError) {
            entry.authKey = try AuthKey(key)
        } catch {
            throw reader.failure(.valueInvalid, "key")
        }
        return entry
    }

    private static func updates(_ reader: inout ByteReader, into data: inout SessionData) throws(SessionFormatError) {
        try expect(ID.updateState, &reader, "state")
        let state = UpdateState(
            pts: try reader.integer("pts"), qts: try reader.integer("qts"), date: try reader.integer("date"),
            seq: try reader.integer("seq"))
        if state.pts > 0 { data.updates = state }
        for _ in 0..<(try reader.tlCount("channels", itemSize: 16)) {
            try expect(ID.channelState, &reader, "channel")
            let id: Int64 = try reader.integer("channel")
            data.channels[id] = try reader.integer("channel state")
        }
    }
}

extension IPAddress {
    /// Reads bytes of which the lowest stands first.
    fileprivate init(reversed reader: inout ByteReader, byteCount: Int) throws(SessionFormatError) {
        self.init(bytes: try reader.bytes(byteCount, "address").reversed())
    }
}

extension SessionData {
    /// Reads a session file that grammers wrote before it used SQLite.
    ///
    /// The layout is the published one of grammers' own code.
    ///
    /// - Parameter bytes: The whole file.
    /// - Throws: ``SessionFormatError`` if it is none.
    public init(grammersFile bytes: some ByteSource) throws(SessionFormatError) {
        self = try bytes.withContiguousBytes { bytes throws(SessionFormatError) in try GrammersFile.read(bytes) }
    }

    /// Reads a session file that grammers wrote before it used SQLite, and leaves it as it is.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``SessionStorageError`` if it cannot be read or is none.
    public init(grammersFileAt path: String) throws(SessionStorageError) {
        let bytes = try OpenFile.opening(path).contents(limit: 1 << 26)
        do throws(SessionFormatError) {
            try self.init(grammersFile: bytes)
        } catch {
            throw .damaged(path: path, error)
        }
    }
}
