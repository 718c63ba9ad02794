// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// What the first bytes of a connection say about its transport.
enum FirstBytes: Hashable {
    /// More bytes are needed.
    case incomplete
    /// A framing that is not obfuscated; its initial bytes are `length` long.
    case plain(Framing, length: Int)
    /// A TLS record with a ClientHello.
    case clientHello
    /// 64 bytes that are an obfuscated header if they are anything.
    case obfuscated

    /// Judges the bytes that have come.
    ///
    /// - Parameter bytes: The first bytes of a connection, any number.
    /// - Throws: ``TransportError`` if it is HTTP.
    init(_ bytes: [UInt8]) throws(TransportError) {
        guard let first = bytes.first else {
            self = .incomplete
            return
        }
        if first == 0xEF {
            self = .plain(.abridged, length: 1)
            return
        }
        for framing in [Framing.intermediate, .paddedIntermediate] where bytes.starts(with: framing.initialBytes) {
            self = .plain(framing, length: framing.initialBytes.count)
            return
        }
        if Self.verbs.contains(where: { bytes.starts(with: $0.utf8) }) { throw TransportError(.httpRequest) }
        guard bytes.count >= 8 else {
            self = .incomplete
            return
        }
        // The first full frame has the sequence number 0, which no obfuscated header has there.
        if bytes[4..<8].allSatisfy({ $0 == 0 }) {
            self = .plain(.full, length: 0)
        } else if Self.resemblesClientHello(bytes) {
            self = bytes.count >= Self.helloPattern.count ? .clientHello : .incomplete
        } else {
            self = bytes.count >= ObfuscationHeader.byteCount ? .obfuscated : .incomplete
        }
    }

    private static let verbs = ["HEAD", "POST", "GET ", "OPTI"]

    /// Record type and version, a length, handshake type, a length below 2^16, version; `nil` is anything.
    ///
    /// An obfuscated header may begin with the first three bytes, so these alone decide nothing.
    private static let helloPattern: [UInt8?] = [0x16, 0x03, 0x01, nil, nil, 0x01, 0x00, nil, nil, 0x03, 0x03]

    private static func resemblesClientHello(_ bytes: [UInt8]) -> Bool {
        zip(bytes, helloPattern).allSatisfy { byte, pattern in pattern == nil || pattern == byte }
    }
}
