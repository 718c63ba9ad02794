// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramCrypto

/// The session file of ferogram for Rust, in its versions 1 to 8.
///
/// Numbers begin with the lowest byte. Version 1 has no version byte but begins with the number of the home data
/// centre, whose lowest byte looks like a version; so the version is the one by which the file ends where it should.
enum FerogramFile {
    private static let newestVersion: UInt8 = 8
    /// More than any number of a data centre, and less than what a count read as one gives.
    private static let dataCenterLimit: Int32 = 1 << 20

    static func read(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> SessionData {
        guard let first = bytes.first else { throw SessionFormatError(.truncated, field: "version", position: 0) }
        if (2...newestVersion).contains(first), let data = try? read(bytes, version: first) { return data }
        do throws(SessionFormatError) {
            return try read(bytes, version: 1)
        } catch {
            // Say what is wrong by the version that it claims, unless it claims none of ours.
            guard (2...newestVersion).contains(first) else { throw error }
            return try read(bytes, version: first)
        }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, version: UInt8
    ) throws(SessionFormatError) -> SessionData {
        var reader = ByteReader(bytes)
        var data = SessionData()
        if version > 1 { _ = try reader.byte("version") }
        let home = try dataCenterID(&reader)
        // A later version that is cut off after its second byte would pass for the first.
        guard version > 1 || home < 256 else { throw reader.failure(.valueInvalid, "home data center") }
        data.homeDataCenter = home == 0 ? nil : home
        for _ in 0..<(try reader.byte("data centers")) { try dataCenter(&reader, version: version, into: &data) }
        if version >= 2 {
            try updates(&reader, into: &data)
            for _ in 0..<(try reader.integer("peers") as UInt16) { try peer(&reader, version: version, into: &data) }
        }
        if version >= 4 {
            for _ in 0..<(try reader.integer("min peers") as UInt16) { try minPeer(&reader, into: &data) }
        }
        if version >= 7, try reader.flag("token") {
            let length: UInt16 = try reader.integer("token")
            data.futureAuthTokens = [Array(try reader.bytes(Int(length), "token"))]
        }
        try reader.expectEnd("file")
        return data
    }

    private static func dataCenterID(_ reader: inout ByteReader) throws(SessionFormatError) -> Int {
        let id: Int32 = try reader.integer("data center")
        guard id >= 0, id < dataCenterLimit else { throw reader.failure(.valueInvalid, "data center") }
        return Int(id)
    }

    /// Reads one address of a data centre; the file repeats the number for each.
    private static func dataCenter(
        _ reader: inout ByteReader, version: UInt8, into data: inout SessionData
    ) throws(SessionFormatError) {
        let id = try dataCenterID(&reader)
        let key = try reader.flag("key") ? try reader.authKey("key") : nil
        _ = try reader.bytes(8, "salt")  // When it ends is not told, so it is of no use.
        _ = try reader.bytes(4, "time")
        let address = String(decoding: try reader.bytes(Int(try reader.byte("address")), "address"), as: UTF8.self)
        let flags = version >= 3 ? try reader.byte("flags") : 0
        let options = DataCenterAddress.Options(rawValue: UInt32(flags))
        var entry = data.dataCenter(id) ?? DataCenterEntry(id: id)
        if let address = DataCenterAddress(ferogram: address, options: options) { entry.addresses.append(address) }
        if let key, entry.authKey == nil || options.isDisjoint(with: [.mediaOnly, .cdn]) { entry.authKey = key }
        entry.isAuthorized = id == data.homeDataCenter && entry.authKey != nil
        data.apply(.dataCenter(entry))
    }

    private static func updates(_ reader: inout ByteReader, into data: inout SessionData) throws(SessionFormatError) {
        let state = UpdateState(
            pts: try reader.integer("pts"), qts: try reader.integer("qts"), date: try reader.integer("date"),
            seq: try reader.integer("seq"))
        if state.pts > 0 { data.updates = state }
        for _ in 0..<(try reader.integer("channels") as UInt16) {
            let id: Int64 = try reader.integer("channel")
            data.channels[id] = try reader.integer("channel state")
        }
    }

    private static func peer(
        _ reader: inout ByteReader, version: UInt8, into data: inout SessionData
    ) throws(SessionFormatError) {
        let value: Int64 = try reader.integer("peer")
        let hash: Int64 = try reader.integer("access hash")
        let kinds: [StoredPeer.ID.Kind] = [.user, .channel, .chat]
        let kind = Int(try reader.byte("peer kind"))
        guard kinds.indices.contains(kind) else { throw reader.failure(.valueInvalid, "peer kind") }
        var traits: StoredPeer.Traits = []
        if version >= 6 {
            switch try reader.byte("channel kind") {
            case 0: traits = .broadcast
            case 1: traits = .megagroup
            case 2: traits = [.megagroup, .gigagroup]
            case 0xFF: break
            default: throw reader.failure(.valueInvalid, "channel kind")
            }
        }
        if version >= 8, try reader.flag("community") { traits.insert(.community) }
        let id = StoredPeer.ID(kinds[kind], value)
        data.apply(.peer(StoredPeer(id: id, accessHash: hash == 0 ? nil : hash, traits: traits)))
    }

    /// Reads where a user was seen; the file does not say what kind of chat it is, so one that is not known is skipped.
    private static func minPeer(_ reader: inout ByteReader, into data: inout SessionData) throws(SessionFormatError) {
        let user: Int64 = try reader.integer("min peer")
        let chat: Int64 = try reader.integer("chat of a min peer")
        let message: Int32 = try reader.integer("message of a min peer")
        let known = [StoredPeer.ID.channel(chat), .chat(chat), .user(chat)].first { data.peers[$0] != nil }
        guard let known else { return }
        let context = StoredPeer.MinContext(chat: known, messageID: message)
        data.apply(.peer(StoredPeer(id: .user(user), isMin: true, minContext: context)))
    }
}

extension DataCenterAddress {
    /// Reads `host`, `host:port` or `[host]:port`; 443 stands for a port that is missing.
    init?(ferogram text: String, options: Options) {
        var host = Substring(text)
        var port: UInt16 = 443
        if IPAddress(text) == nil, let colon = text.lastIndex(of: ":") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else { return nil }
            port = number
            host = text[..<colon]
        }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        let isSix = IPAddress(String(host))?.isSix ?? false
        self.init(host: String(host), port: port, options: isSix ? options.union(.ipv6) : options)
    }
}

extension SessionData {
    /// Reads the session file of ferogram for Rust.
    ///
    /// - Parameter bytes: The whole file, of any version from 1 to 8.
    /// - Throws: ``SessionFormatError`` if it is none.
    public init(ferogramFile bytes: some ByteSource) throws(SessionFormatError) {
        self = try bytes.withContiguousBytes { bytes throws(SessionFormatError) in try FerogramFile.read(bytes) }
    }

    /// Reads the session file of ferogram for Rust, and leaves it as it is.
    ///
    /// - Parameter path: Where the file is.
    /// - Throws: ``SessionStorageError`` if it cannot be read or is none.
    public init(ferogramFileAt path: String) throws(SessionStorageError) {
        let bytes = try OpenFile.opening(path).contents(limit: 1 << 26)
        do throws(SessionFormatError) {
            try self.init(ferogramFile: bytes)
        } catch {
            throw .damaged(path: path, error)
        }
    }
}
