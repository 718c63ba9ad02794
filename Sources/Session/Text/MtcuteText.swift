// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// mtcute's strings, versions 1 to 3: the version, flags, the home data centre, the one for its files if that is another,
/// the account if there is one, and the key.
///
/// The older two versions have the data centre as a `dcOption` of the schema, the newest one in a few bytes of its own.
enum MtcuteText {
    private static let dcOption: UInt32 = 0x18b7_a10d
    private static let newestVersion: UInt8 = 3

    private enum Flag {
        static let account: UInt32 = 1
        static let test: UInt32 = 2
        static let media: UInt32 = 4
        static let all: UInt32 = 7
    }

    /// Reads the bytes; what has another length than they say is none of these strings.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> SessionData {
        var reader = ByteReader(bytes)
        let version = try reader.byte("version")
        guard (1...newestVersion).contains(version) else {
            throw SessionFormatError(.versionUnsupported, field: "text", position: 0)
        }
        let flags: UInt32 = try reader.integer("flags")
        guard flags & ~Flag.all == 0 else { throw reader.failure(.valueInvalid, "flags") }
        var data = SessionData()
        data.isTest = flags & Flag.test != 0
        var home = try dataCenter(&reader, version, &data.isTest)
        if version > 1, flags & Flag.media != 0 {
            let media = try dataCenter(&reader, version, &data.isTest)
            if media.id == home.id { home.addresses += media.addresses }
        }
        if flags & Flag.account != 0 {
            let user: Int64 = try reader.integer("user")
            data.account = .init(userID: try reader.checkedUserID(user), isBot: try reader.tlBool("bot"))
        }
        home.authKey = try key(try reader.tlBytes("key"))
        home.isAuthorized = true
        try reader.expectEnd("text")
        data.homeDataCenter = home.id
        data.dataCenters = [home]
        return data
    }

    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard let bytes = Base64URL.decode(text) else { throw SessionFormatError(.textInvalid, field: "text") }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in try read(bytes) }
    }

    private static func key(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> AuthKey {
        do throws(CryptoError) {
            return try AuthKey(SecureBytes(copying: bytes))
        } catch {
            throw SessionFormatError(.valueInvalid, field: "key")
        }
    }

    private static func dataCenter(
        _ reader: inout ByteReader, _ version: UInt8, _ isTest: inout Bool
    ) throws(SessionFormatError) -> DataCenterEntry {
        if version < newestVersion { return try schemaDataCenter(&reader) }
        var part = ByteReader(try reader.tlBytes("data center"))
        let format = try part.byte("data center")
        guard format == 1 || format == 2 else { throw part.failure(.versionUnsupported, "data center") }
        let id = try part.dataCenterByte()
        let flags = try part.byte("flags")
        if format == 2, flags & 4 != 0 { isTest = true }
        var options: DataCenterAddress.Options = flags & 1 != 0 ? .ipv6 : []
        if flags & 2 != 0 { options.insert(.mediaOnly) }
        let host = try part.tlText("address")
        let address = DataCenterAddress(
            host: host, port: try part.checkedPort(try part.integer("port")), options: options)
        return DataCenterEntry(id: id, addresses: [address])
    }

    /// Reads `dcOption` of the schema.
    private static func schemaDataCenter(_ reader: inout ByteReader) throws(SessionFormatError) -> DataCenterEntry {
        guard try reader.integer("data center") as UInt32 == dcOption else {
            throw reader.failure(.valueInvalid, "data center")
        }
        let flags: UInt32 = try reader.integer("flags")
        let id = try reader.checkedDataCenter(try reader.integer("data center"))
        let host = try reader.tlText("address")
        let port = try reader.checkedPort(try reader.integer("port"))
        let secret: [UInt8]? = flags & 1 << 10 != 0 ? Array(try reader.tlBytes("secret")) : nil
        let options: [(UInt32, DataCenterAddress.Options)] = [
            (1, .ipv6), (2, .mediaOnly), (4, .tcpObfuscatedOnly), (8, .cdn), (16, .isStatic), (32, .thisPortOnly),
        ]
        var kept: DataCenterAddress.Options = []
        for (bit, option) in options where flags & bit != 0 { kept.insert(option) }
        let address = DataCenterAddress(host: host, port: port, options: kept, secret: secret)
        return DataCenterEntry(id: id, addresses: [address])
    }

    static func write(
        _ home: DataCenterEntry, _ address: DataCenterAddress, isTest: Bool, account: SessionData.Account?, key: AuthKey
    ) throws(SessionExportError) -> String {
        guard let id = UInt8(exactly: home.id) else { throw .dataCenterOutOfRange(home.id) }
        let place = ByteWriter.write { writer in
            writer.bytes([2, id, (address.options.contains(.ipv6) ? 1 : 0) | (isTest ? 4 : 0)])
            writer.tlBytes(Array(address.host.utf8))
            writer.integer(Int32(address.port))
        }
        return Base64URL.encode(
            ByteWriter.write { writer in
                writer.byte(newestVersion)
                writer.integer(account == nil ? 0 : Flag.account)
                writer.tlBytes(place)
                if let account {
                    writer.integer(account.userID)
                    writer.integer(account.isBot ? TLConstant.true : TLConstant.false)
                }
                writer.tlBytes(key)
            })
    }
}
