// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// gramjs's strings: `1`, then base64 of the data centre, two bytes of the host's length, the host as text, the port and
/// the key.
///
/// With a host of 14 characters such a string is as long as one of Telethon's with an IPv6 address. What it is shows in
/// the length, which would be an address that begins with `e:` or the like, and in the host, which is printable.
enum GramJSText {
    private static let overhead = 5 + AuthKey.byteCount

    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard text.hasPrefix(TelethonText.prefix) else {
            throw SessionFormatError(.versionUnsupported, field: "text", position: 0)
        }
        guard let bytes = Base64URL.decode(text.dropFirst(TelethonText.prefix.count)) else {
            throw SessionFormatError(.textInvalid, field: "text")
        }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            guard let data = try read(bytes) else { throw SessionFormatError(.lengthInvalid, field: "text") }
            return data
        }
    }

    /// Reads the bytes, or gives `nil` if the length of the host is not what the whole length asks for.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(SessionFormatError) -> SessionData? {
        let hostLength = bytes.count - overhead
        guard (1...253).contains(hostLength), bytes[1] == 0, Int(bytes[2]) == hostLength,
            bytes[3..<3 + hostLength].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        var reader = ByteReader(bytes)
        let id = try reader.dataCenterByte()
        _ = try reader.bytes(2, "length of the address")
        let host = String(decoding: try reader.bytes(hostLength, "address"), as: UTF8.self)
        let isSix = IPAddress(host)?.isSix ?? false
        let address = DataCenterAddress(host: host, port: try reader.port(), options: isSix ? .ipv6 : [])
        return SessionData(home: id, key: try reader.authKey("key"), addresses: [address])
    }

    static func write(
        dataCenter: Int, host: String, port: UInt16, key: AuthKey
    ) throws(SessionExportError) -> String {
        guard let dataCenter = UInt8(exactly: dataCenter) else { throw .dataCenterOutOfRange(dataCenter) }
        guard let length = UInt16(exactly: host.utf8.count), (1...253).contains(length) else {
            throw .addressMissing(dataCenter: Int(dataCenter))
        }
        let text = Base64URL.encode(
            ByteWriter.write { writer in
                writer.byte(dataCenter)
                writer.bigEndian(length)
                writer.bytes(Array(host.utf8))
                writer.bigEndian(port)
                writer.bytes(key)
            })
        // gramjs reads and writes the alphabet of ordinary base64.
        let plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return TelethonText.prefix + String(plain) + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}

extension ByteReader {
    /// Reads one byte that is the number of a data centre.
    mutating func dataCenterByte() throws(SessionFormatError) -> Int {
        let id = Int(try byte("data center"))
        guard id > 0 else { throw failure(.valueInvalid, "data center") }
        return id
    }

    /// Reads a port, the highest byte first.
    mutating func port() throws(SessionFormatError) -> UInt16 {
        let port: UInt16 = try bigEndian("port")
        guard port > 0 else { throw failure(.valueInvalid, "port") }
        return port
    }

    /// Makes sure that a number is that of a user.
    ///
    /// User ids take up to 40 bits (core.telegram.org/api/bots/ids).
    func checkedUserID(_ id: Int64) throws(SessionFormatError) -> Int64 {
        guard id > 0, id < 1 << 40 else { throw failure(.valueInvalid, "user") }
        return id
    }
}
