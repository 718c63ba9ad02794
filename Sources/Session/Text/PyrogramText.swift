// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Pyrogram's strings: base64url without padding of the data centre, the application, whether it is a test, the key,
/// the user and whether it is a bot, with the highest byte first.
///
/// Older strings lack the application, and the oldest ones have 32 bits for the user.
enum PyrogramText {
    private static let oldestByteCount = 263
    private static let olderByteCount = 267
    private static let byteCount = 271
    static let lengths: Set<Int> = [351, 356, 362]

    static func write(
        dataCenter: Int, isTest: Bool, account: SessionData.Account, apiID: Int32, key: AuthKey
    ) throws(SessionExportError) -> String {
        guard let dataCenter = UInt8(exactly: dataCenter) else { throw .dataCenterOutOfRange(dataCenter) }
        return Base64URL.encode(
            ByteWriter.write { writer in
                writer.byte(dataCenter)
                writer.bigEndian(apiID)
                writer.byte(isTest ? 1 : 0)
                writer.bytes(key)
                writer.bigEndian(account.userID)
                writer.byte(account.isBot ? 1 : 0)
            })
    }

    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard let bytes = Base64URL.decode(text) else { throw SessionFormatError(.textInvalid, field: "text") }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            guard [oldestByteCount, olderByteCount, byteCount].contains(bytes.count) else {
                throw SessionFormatError(.lengthInvalid, field: "text")
            }
            var reader = ByteReader(bytes)
            let id = try reader.dataCenterByte()
            if bytes.count == byteCount { _ = try reader.bytes(4, "application") }
            let isTest = try reader.flag("test environment")
            let key = try reader.authKey("key")
            let user: Int64
            if bytes.count == oldestByteCount {
                user = Int64(try reader.bigEndian("user") as UInt32)
            } else {
                user = try reader.bigEndian("user")
            }
            let account = SessionData.Account(userID: try reader.checkedUserID(user), isBot: try reader.flag("bot"))
            var data = SessionData(home: id, key: key, account: account)
            data.isTest = isTest
            return data
        }
    }
}
