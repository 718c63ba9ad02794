// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import Foundation
import XCTest

/// Test vectors of the transports, read from the files beside the tests.
enum TransportVectors {
    /// A byte string, written as hexadecimal digits.
    struct Hex: Decodable {
        let bytes: [UInt8]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let bytes = [UInt8](hex: text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
            }
            self.bytes = bytes
        }
    }

    static func load<File: Decodable>(_ name: String, as type: File.Type) throws -> File {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"), "\(name).json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: url))
    }
}

/// `transport_framing.json`.
struct FramingVectors: Decodable {
    struct Padded: Decodable {
        let padding: TransportVectors.Hex
        let frame: TransportVectors.Hex
    }

    struct Numbered: Decodable {
        let seq: Int
        let frame: TransportVectors.Hex
    }

    struct Row: Decodable {
        let payload: TransportVectors.Hex
        let abridged: TransportVectors.Hex
        let abridgedWithQuickAckRequest: TransportVectors.Hex
        let intermediate: TransportVectors.Hex
        let intermediateWithQuickAckRequest: TransportVectors.Hex
        let paddedIntermediate: Padded
        let full: Numbered
    }

    struct ErrorRow: Decodable {
        let code: Int32
        let abridged: TransportVectors.Hex
        let intermediate: TransportVectors.Hex
        let paddedIntermediateWith7Pad: TransportVectors.Hex
        let fullSeq0: TransportVectors.Hex
    }

    struct QuickAcks: Decodable {
        let tokenInt: UInt32
        let intermediate: TransportVectors.Hex
        let abridged: TransportVectors.Hex
        let paddedIntermediate: TransportVectors.Hex
    }

    let initBytes: [String: TransportVectors.Hex]
    let transportErrors: [ErrorRow]
    let quickAckResponses: QuickAcks
    let vectors: [Row]

    static func load() throws -> FramingVectors {
        try TransportVectors.load("transport_framing", as: FramingVectors.self)
    }
}

/// `obfuscated2.json`.
struct ObfuscationVectors: Decodable {
    struct Packet: Decodable {
        let payload: TransportVectors.Hex
        let padding: TransportVectors.Hex?
        let frame: TransportVectors.Hex
        let wire: TransportVectors.Hex
    }

    struct Row: Decodable {
        let transport: String
        let random64: TransportVectors.Hex
        let mtproxySecret: TransportVectors.Hex?
        let dcField: Int16?
        let headerBeforeEncryption: TransportVectors.Hex
        let first64Bytes: TransportVectors.Hex
        let clientToServer: [Packet]
        let serverToClient: [Packet]
    }

    struct Forbidden: Decodable {
        let name: String
        let first4: TransportVectors.Hex
    }

    let forbiddenFirstInts: [Forbidden]
    let vectors: [Row]
}

/// `faketls.json`.
struct FakeTLSVectors: Decodable {
    struct Row: Decodable {
        let profile: String
        let secret16: TransportVectors.Hex
        let domain: String
        let unixTime: Int
        let extensionOrder: [Int]?
        let greaseBytesBySeed: TransportVectors.Hex
        let helloWithZeroRandom: TransportVectors.Hex
        let hmacSha256: TransportVectors.Hex
        let clientHello: TransportVectors.Hex
        let clientHelloLength: Int
        let clientRandom: TransportVectors.Hex
        let sessionId: TransportVectors.Hex
        let serverResponse: TransportVectors.Hex
        let serverResponseTampered: TransportVectors.Hex

        func secret() throws -> ProxySecret {
            try ProxySecret(bytes: [0xEE] + secret16.bytes + Array(domain.utf8))
        }
    }

    struct FirstWrite: Decodable {
        let obfuscatedHeader64: TransportVectors.Hex
        let obfuscatedData: TransportVectors.Hex
        let wire: TransportVectors.Hex
    }

    struct LongWrite: Decodable {
        let data: TransportVectors.Hex
        let maxRecordPayload: Int
        /// The start of each record and, after dots, the length of its content.
        let records: [String]
    }

    let firstWriteAfterHandshake: FirstWrite
    let longWrite: LongWrite
    let vectors: [Row]

    static func load() throws -> FakeTLSVectors {
        try TransportVectors.load("faketls", as: FakeTLSVectors.self)
    }
}

/// `mtproxy_secrets.json`.
struct ProxyVectors: Decodable {
    struct Secret: Decodable {
        let input: String
        let valid: Bool
        let kind: String
        let key16: TransportVectors.Hex?
        let domain: String?
        let note: String
    }

    struct Link: Decodable {
        let url: String
        let type: String
        let server: String?
        let port: UInt16?
        let secret: String?
        let user: String?
        let pass: String?
    }

    let proxyLinks: [Link]
    let vectors: [Secret]

    static func load() throws -> ProxyVectors {
        try TransportVectors.load("mtproxy_secrets", as: ProxyVectors.self)
    }
}
