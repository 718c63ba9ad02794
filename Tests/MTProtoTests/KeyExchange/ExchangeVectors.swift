// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTestSupport
import XCTest

/// `handshake.json`: whole exchanges with everything that was drawn for them.
struct ExchangeVectors: Decodable {
    typealias Hex = TransportVectors.Hex

    struct Packet: Decodable {
        let from: String
        let name: String
        let payload: Hex
    }

    struct Attempt: Decodable {
        let b: Hex
        let clientInnerPadding: Hex
        let authKey: Hex
    }

    struct Row: Decodable {
        let name: String
        let temp: Bool
        let dcField: Int16
        let expiresIn: Int32?
        let nonce: Hex
        let serverNonce: Hex
        let newNonce: Hex
        let p: UInt32
        let q: UInt32
        let fingerprints: [Hex]
        let rsaPadding: Hex
        let rsaTempKeys: [Hex]
        let serverA: Hex
        let g: Int32
        let serverTime: Int64
        let serverInner: Hex
        let serverAnswerWithHash: Hex
        let attempts: [Attempt]
        let authKey: Hex
        let serverSaltI64: Int64
        let packets: [Packet]

        /// Everything that the client draws, in its order.
        var clientDraws: [[UInt8]] {
            [nonce.bytes, newNonce.bytes, rsaPadding.bytes] + rsaTempKeys.map(\.bytes)
                + attempts.flatMap { [$0.b.bytes, $0.clientInnerPadding.bytes] }
        }

        func request(trusting key: RSAPublicKey) -> KeyExchangeRequest {
            let dataCenter = ProxyDataCenter(rawValue: dcField)
            if let expiresIn {
                return .temporary(dataCenter: dataCenter, expiresIn: expiresIn, trustedKeys: [key])
            }
            return .permanent(dataCenter: dataCenter, trustedKeys: [key])
        }
    }

    let rsaPrivateKeyPem: String
    let rsaPublicKeyPem: String
    let vectors: [Row]

    static func load() throws -> Self { try TransportVectors.load("handshake", as: Self.self) }
}

/// `handshake_negative.json`: packets of the first exchange that were altered.
struct NegativeExchangeVectors: Decodable {
    struct Row: Decodable {
        let name: String
        let serverPacketIndex: Int
        let payload: TransportVectors.Hex
    }

    let vectors: [Row]

    static func load() throws -> Self { try TransportVectors.load("handshake_negative", as: Self.self) }
}

extension ScriptedGenerator {
    /// Gives whole draws; those that are no multiple of eight bytes drop the rest of their last number.
    init(draws: [[UInt8]]) {
        self.init(draws.flatMap { $0 + [UInt8](repeating: 0, count: (8 - $0.count % 8) % 8) })
    }
}

extension Duration {
    /// The time that a message id tells, rounded so that the same id comes out again.
    init(ofMessageIn payload: [UInt8]) {
        let id = payload[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let (high, low) = (id & 0xFFFF_FFFF).multipliedFullWidth(by: 1_000_000_000_000_000_000)
        let attoseconds = high << 32 | low >> 32
        self.init(secondsComponent: Int64(id >> 32), attosecondsComponent: Int64(attoseconds) + 1)
    }
}
