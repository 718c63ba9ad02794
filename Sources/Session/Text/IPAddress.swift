// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An address of the internet as the bytes that some formats hold.
struct IPAddress {
    /// 4 or 16 bytes, the highest first.
    let bytes: [UInt8]

    /// Reads text such as `149.154.167.51` or `2001:67c:4e8:f002::a`.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// - Parameter bytes: 4 or 16 bytes, the highest first.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads bytes.
    init(_ reader: inout ByteReader, byteCount: Int) throws(SessionFormatError) {
        bytes = Array(try reader.bytes(byteCount, "address"))
    }

    var isSix: Bool { bytes.count == 16 }

    var text: String {
        var text = [CChar](repeating: 0, count: 64)
        let size = socklen_t(text.count)
        guard inet_ntop(isSix ? AF_INET6 : AF_INET, bytes, &text, size) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension DataCenterAddress {
    /// Names a port at an address.
    init(_ address: IPAddress, port: UInt16, options: Options = []) {
        self.init(host: address.text, port: port, options: address.isSix ? options.union(.ipv6) : options)
    }
}
