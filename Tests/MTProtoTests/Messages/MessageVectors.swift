// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport

/// `mtproto2_messages.json`.
struct PacketVectors: Decodable {
    struct Row: Decodable {
        let direction: String
        let authKey: TransportVectors.Hex
        let salt: TransportVectors.Hex
        let sessionId: TransportVectors.Hex
        let msgId: String
        let seqNo: Int32
        let body: TransportVectors.Hex
        let padding: TransportVectors.Hex
        let packet: TransportVectors.Hex
        let quickAckTokenInt: UInt32
    }

    struct Negative: Decodable {
        let name: String
        let packet: TransportVectors.Hex
        let expect: String
        let authKey: TransportVectors.Hex
        let sessionId: TransportVectors.Hex
    }

    let vectors: [Row]
    let negative: [Negative]
}

/// `service_messages.json`.
struct ServiceVectors: Decodable {
    struct Row: Decodable {
        let name: String
        let bytes: TransportVectors.Hex
        let inner: TransportVectors.Hex?
        let containerMsgId: String?
        let containerSeqNo: Int32?
    }

    let vectors: [Row]
}

/// Gives out bytes that were decided before, and counts how many were asked for.
struct BytesGenerator: RandomNumberGenerator {
    var bytes: [UInt8]

    mutating func next() -> UInt64 {
        let piece = bytes.prefix(8)
        bytes.removeFirst(piece.count)
        return piece.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension [UInt8] {
    /// The first eight bytes as a TL long.
    var long: Int64 { prefix(8).reversed().reduce(0) { $0 << 8 | Int64($1) } }
}
