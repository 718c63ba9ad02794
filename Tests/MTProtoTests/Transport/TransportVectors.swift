// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

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
