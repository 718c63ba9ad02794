// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The file of one account: whose it is, where it lives, and its keys.
enum DesktopAccountFile {
    /// The only part of the file.
    private static let authorization: Int32 = 75
    /// What stands for ids of more than 32 bits.
    private static let wideIDs: UInt64 = .max

    static func read(
        _ content: UnsafeRawBufferPointer, _ cipher: DesktopCipher
    ) throws(SessionFormatError) -> SessionData {
        var reader = ByteReader(content)
        let plain = try cipher.open(try reader.desktopBytes("account"), "account")
        return try plain.withUnsafeBytes { plain throws(SessionFormatError) in
            var reader = ByteReader(plain)
            guard try reader.bigEndian("account") as Int32 == authorization else {
                throw reader.failure(.valueInvalid, "account")
            }
            var part = ByteReader(try reader.desktopBytes("authorization"))
            return try account(&part)
        }
    }

    private static func account(_ reader: inout ByteReader) throws(SessionFormatError) -> SessionData {
        let ids: UInt64 = try reader.bigEndian("user")
        let user: Int64
        let home: Int32
        if ids == wideIDs {
            user = try reader.bigEndian("user")
            home = try reader.bigEndian("data center")
        } else {
            user = Int64(ids >> 32)
            home = Int32(truncatingIfNeeded: ids)
        }
        var data = SessionData()
        data.homeDataCenter = try reader.checkedDataCenter(home)
        data.account = .init(userID: try reader.checkedUserID(user), isBot: false)
        let count: Int32 = try reader.bigEndian("keys")
        guard count >= 0, Int(count) <= reader.remaining / (4 + AuthKey.byteCount) else {
            throw reader.failure(.truncated, "keys")
        }
        for _ in 0..<count {
            let id: Int32 = try reader.bigEndian("data center")
            let key = try reader.authKey("key")
            // Beyond 10,000 are keys for parts of the work, which the program makes anew.
            guard let id = try? reader.checkedDataCenter(id) else { continue }
            data.dataCenters.append(
                DataCenterEntry(id: id, authKey: key, isAuthorized: id == data.homeDataCenter))
        }
        guard data.home?.authKey != nil else { throw reader.failure(.valueInvalid, "key of the home data center") }
        return data
    }

    /// The content of the file of a session.
    static func content(_ session: SessionData, _ cipher: DesktopCipher) throws -> SecureBytes {
        let (home, _) = try session.exported()
        guard let account = session.account else { throw SessionExportError.notLoggedIn }
        guard !session.isTest, !account.isBot else { throw SessionExportError.notForDesktop }
        guard let id = Int32(exactly: home.id) else { throw SessionExportError.dataCenterOutOfRange(home.id) }
        let keys = session.dataCenters.compactMap { entry in
            entry.authKey.flatMap { key in Int32(exactly: entry.id).map { ($0, key) } }
        }.filter { $0.0 > 0 }
        let authorization = ByteWriter.write { writer in
            writer.integer(wideIDs)
            writer.bigEndian(account.userID)
            writer.bigEndian(id)
            writer.bigEndian(Int32(truncatingIfNeeded: keys.count))
            for (id, key) in keys {
                writer.bigEndian(id)
                writer.bytes(key)
            }
            // Keys that are going to be destroyed: none.
            writer.bigEndian(Int32(0))
        }
        let plain = ByteWriter.write { writer in
            writer.bigEndian(Self.authorization)
            writer.desktopBytes(authorization)
        }
        let sealed = try cipher.seal(plain)
        return ByteWriter.write { $0.desktopBytes(sealed) }
    }
}
