// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The keys of both directions of an obfuscated connection, seen from the client.
struct ObfuscationKeys {
    let clientToServer: (key: SecureBytes, iv: [UInt8])
    let serverToClient: (key: SecureBytes, iv: [UInt8])

    /// Derives the keys.
    ///
    /// - Parameters:
    ///   - header: 64 bytes, of which 8..<56 matter, forwards and backwards; the wire shows those in the clear.
    ///   - secret: The 16 bytes of a proxy's or an address's secret.
    init(header: [UInt8], secret: SecureBytes?) {
        precondition(header.count == ObfuscationHeader.byteCount, "an obfuscation header has 64 bytes")
        precondition(secret.map { $0.count == 16 } ?? true, "the key of a proxy secret has 16 bytes")
        clientToServer = Self.direction(header, secret)
        serverToClient = Self.direction(header.reversed(), secret)
    }

    private static func direction(_ header: [UInt8], _ secret: SecureBytes?) -> (key: SecureBytes, iv: [UInt8]) {
        let material = header[ObfuscationHeader.Layout.key]
        let key = secret.map { SHA256.secureHash(of: material, $0) } ?? SecureBytes(copying: material)
        return (key, Array(header[ObfuscationHeader.Layout.iv]))
    }
}
