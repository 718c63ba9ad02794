// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Telethon's strings: `1`, then base64url of the data centre, 4 or 16 bytes of address, the port and the key.
///
/// The data centre is one byte and the port two, the highest first. The padding of base64 is kept.
enum TelethonText {
    static let prefix = "1"
    /// With an IPv4 address, and with an IPv6 address.
    static let lengths: Set<Int> = [353, 369]
    /// With padding or without: 353, 369, and one or two characters less.
    static func hasLength(of text: Substring) -> Bool {
        lengths.contains(1 + (text.utf8.count { $0 != UInt8(ascii: "=") } - 1 + 3) / 4 * 4)
    }

    static func write(
        dataCenter: Int, host: IPAddress, port: UInt16, key: AuthKey
    ) throws(SessionExportError) -> String {
        guard let dataCenter = UInt8(exactly: dataCenter) else { throw .dataCenterOutOfRange(dataCenter) }
        let text = Base64URL.encode(
            ByteWriter.write { writer in
                writer.byte(dataCenter)
                writer.bytes(host.bytes)
                writer.bigEndian(port)
                writer.bytes(key)
            })
        return prefix + text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard text.hasPrefix(prefix) else { throw SessionFormatError(.versionUnsupported, field: "text", position: 0) }
        guard let bytes = Base64URL.decode(text.dropFirst(prefix.count)) else {
            throw SessionFormatError(.textInvalid, field: "text")
        }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            let hostLength = bytes.count - 3 - AuthKey.byteCount
            guard hostLength == 4 || hostLength == 16 else { throw SessionFormatError(.lengthInvalid, field: "text") }
            if hostLength == 16, let data = try GramJSText.read(bytes) { return data }
            var reader = ByteReader(bytes)
            let id = try reader.dataCenterByte()
            let address = DataCenterAddress(try IPAddress(&reader, byteCount: hostLength), port: try reader.port())
            return SessionData(home: id, key: try reader.authKey("key"), addresses: [address])
        }
    }
}

extension SessionData {
    /// A session that is logged in, as a string of another library tells it.
    init(home id: Int, key: AuthKey, addresses: [DataCenterAddress] = [], account: Account? = nil) {
        self.init()
        homeDataCenter = id
        dataCenters = [DataCenterEntry(id: id, addresses: addresses, authKey: key, isAuthorized: true)]
        self.account = account
    }
}
