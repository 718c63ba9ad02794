// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// How payloads become frames in a stream of bytes.
///
/// See core.telegram.org/mtproto/mtproto-transports. A connection has one framing, which the client's first bytes choose.
public enum Framing: Hashable, Sendable, CaseIterable {
    /// One byte of length for most frames, four for others: the least overhead.
    case abridged
    /// Four bytes of length.
    case intermediate
    /// Four bytes of length and up to 15 random bytes after the payload, against recognition by length.
    case paddedIntermediate
    /// Length, sequence number and CRC-32.
    case full

    /// The bytes with which a client chooses the framing, if the connection is not obfuscated.
    var initialBytes: [UInt8] {
        switch self {
        case .abridged: [0xEF]
        case .intermediate: [0xEE, 0xEE, 0xEE, 0xEE]
        case .paddedIntermediate: [0xDD, 0xDD, 0xDD, 0xDD]
        case .full: []
        }
    }

    /// What names the framing in an obfuscated header, `nil` if it cannot be obfuscated.
    var obfuscationTag: ObfuscationTag? {
        switch self {
        case .abridged: .abridged
        case .intermediate: .intermediate
        case .paddedIntermediate: .paddedIntermediate
        case .full: nil
        }
    }

    init?(obfuscationTag tag: ObfuscationTag) {
        guard let framing = Self.allCases.first(where: { $0.obfuscationTag == tag }) else { return nil }
        self = framing
    }

    /// Whether a client can ask for a quick acknowledgement.
    public var supportsQuickAck: Bool { self != .full }
}

/// The side of a connection.
public enum TransportRole: Hashable, Sendable {
    /// The side that opened the connection and chose the transport.
    case client
    /// The side that answers.
    case server
}
