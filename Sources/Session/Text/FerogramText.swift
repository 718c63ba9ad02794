// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The strings of ferogram for Rust.
///
/// A compact string is base64url of a version, the data centre, the family of the address (4 or 6), the address, the
/// port, the user and the key, with the highest byte first; version 1 has a salt, a sequence number and a layer before
/// the key. A native one is base64url of the session file, see ``FerogramFile``.
enum FerogramText {
    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard let bytes = Base64URL.decode(text) else { throw SessionFormatError(.textInvalid, field: "text") }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            if let data = try compact(bytes) { return data }
            return try FerogramFile.read(bytes)
        }
    }

    /// Reads a compact string, or gives `nil` if its length or its family is not that of one.
    ///
    /// The family is what a native string cannot have there: it would be part of the number of a data centre beyond
    /// 1,000.
    private static func compact(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> SessionData? {
        guard bytes.count > 3, bytes[0] == 1 || bytes[0] == 2 else { return nil }
        let hostLength = bytes[2] == 4 ? 4 : 16
        let obsoleteLength = bytes[0] == 1 ? 16 : 0
        guard bytes[2] == 4 || bytes[2] == 6, bytes.count == 13 + hostLength + obsoleteLength + AuthKey.byteCount
        else { return nil }
        var reader = ByteReader(bytes)
        _ = try reader.byte("version")
        let id = try reader.dataCenterByte()
        _ = try reader.byte("family")
        let address = DataCenterAddress(
            try IPAddress(&reader, byteCount: hostLength), port: try reader.port())
        let user: Int64 = try reader.bigEndian("user")
        _ = try reader.bytes(obsoleteLength, "salt")
        // The string does not say whether the account is a bot's; the server does, after the first connection.
        let account = user == 0 ? nil : SessionData.Account(userID: try reader.checkedUserID(user), isBot: false)
        return SessionData(home: id, key: try reader.authKey("key"), addresses: [address], account: account)
    }
}
