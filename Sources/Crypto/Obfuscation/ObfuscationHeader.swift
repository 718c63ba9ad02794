// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which framing an obfuscated connection carries, as its header announces it.
///
/// See core.telegram.org/mtproto/mtproto-transports#transport-obfuscation.
public struct ObfuscationTag: Hashable, Sendable {
    /// The byte that fills the header's four tag bytes.
    public let byte: UInt8

    private init(byte: UInt8) {
        self.byte = byte
    }

    /// The abridged framing, `ef`.
    public static let abridged = Self(byte: 0xEF)
    /// The intermediate framing, `ee`.
    public static let intermediate = Self(byte: 0xEE)
    /// The padded intermediate framing, `dd`.
    public static let paddedIntermediate = Self(byte: 0xDD)

    /// Finds the tag that a header names.
    init?(filling bytes: ArraySlice<UInt8>) {
        let known: [Self] = [.abridged, .intermediate, .paddedIntermediate]
        guard let tag = known.first(where: { tag in bytes.allSatisfy { $0 == tag.byte } }) else { return nil }
        self = tag
    }
}

/// The 64 bytes before encryption that open an obfuscated connection and from which its keys are derived.
///
/// See core.telegram.org/mtproto/mtproto-transports#transport-obfuscation.
public struct ObfuscationHeader: Sendable {
    /// The length in bytes.
    public static let byteCount = 64

    /// The header in the clear.
    public let bytes: [UInt8]

    /// Draws a header, again and again until it cannot be taken for another protocol.
    ///
    /// - Parameters:
    ///   - tag: The framing inside.
    ///   - dcID: The data centre for an MTProxy: its id, plus 10,000 on the test servers, negated for a media-only one.
    ///     Without it the two bytes stay random.
    ///   - generator: A cryptographically secure source; each try draws 64 bytes.
    public init(tag: ObfuscationTag, dcID: Int16?, using generator: inout some RandomNumberGenerator) {
        var random = generator.bytes(count: Self.byteCount)
        while Self.isForbidden(random) { random = generator.bytes(count: Self.byteCount) }
        self.init(random: random, tag: tag, dcID: dcID)
    }

    private init(random: [UInt8], tag: ObfuscationTag, dcID: Int16?) {
        var bytes = random
        for index in Layout.tag { bytes[index] = tag.byte }
        if let dcID {
            let field = UInt16(bitPattern: dcID)
            bytes[Layout.dcID.lowerBound] = UInt8(truncatingIfNeeded: field)
            bytes[Layout.dcID.lowerBound + 1] = UInt8(truncatingIfNeeded: field >> 8)
        }
        self.bytes = bytes
    }

    /// Says whether a connection must not start with these bytes.
    ///
    /// Servers and middle boxes would take them for the abridged framing, for HTTP, for another framing's tag, for TLS, or
    /// (the second word being zero) for the full framing.
    ///
    /// - Parameter bytes: At least the first 8 bytes of a header; fewer are forbidden.
    /// - Returns: Whether another header must be drawn.
    public static func isForbidden(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 8 else { return true }
        return bytes[0] == ObfuscationTag.abridged.byte
            || forbiddenStarts.contains { bytes.starts(with: $0) }
            || bytes[4..<8].allSatisfy { $0 == 0 }
    }

    private static let forbiddenStarts: [[UInt8]] = [
        Array("HEAD".utf8), Array("POST".utf8), Array("GET ".utf8), Array("OPTI".utf8),
        [0xDD, 0xDD, 0xDD, 0xDD], [0xEE, 0xEE, 0xEE, 0xEE],
        [0x16, 0x03, 0x01, 0x02],
    ]

    /// Where things are in a header.
    enum Layout {
        static let key = 8..<40
        static let iv = 40..<56
        static let tag = 56..<60
        static let dcID = 60..<62
    }
}
