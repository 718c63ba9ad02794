// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Numbers, booleans and byte strings at the borders of their length forms.
final class TLPrimitiveVectorTests: XCTestCase {
    private struct File: Decodable {
        struct Vector: Decodable {
            enum Value: Decodable {
                case number(Int64)
                case text(String)

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    if let text = try? container.decode(String.self) {
                        self = .text(text)
                    } else {
                        self = .number(try container.decode(Int64.self))
                    }
                }

                var text: String {
                    switch self {
                    case .number(let number): "\(number)"
                    case .text(let text): text
                    }
                }
            }

            let type: String
            let value: Value?
            let encoding: String?
            let name: String?
            let length: Int?
            let prefix: String?
            let total: Int?
            let hash: String?

            enum CodingKeys: String, CodingKey {
                case type, value, encoding, name, length, prefix, total
                case hash = "sha256_of_encoding"
            }
        }

        let vectors: [Vector]
    }

    private func vectors(_ type: String) throws -> [File.Vector] {
        let vectors = try VectorFile.read(File.self, "tl_primitives", bundle: Bundle.module.bundlePath).vectors
        let found = vectors.filter { $0.type == type }
        XCTAssertFalse(found.isEmpty, type)
        return found
    }

    func testInts() throws {
        for vector in try vectors("int") {
            let value = try XCTUnwrap(vector.value.flatMap { Int32($0.text) })
            var writer = TLWriter()
            writer.int32(value)
            let bytes = try writer.finish()
            XCTAssertEqual(bytes.hex, vector.encoding)
            XCTAssertEqual(try Int32(decoding: bytes), value)
        }
    }

    func testLongs() throws {
        for vector in try vectors("long") {
            let value = try XCTUnwrap(vector.value.flatMap { Int64($0.text) })
            var writer = TLWriter()
            writer.int64(value)
            let bytes = try writer.finish()
            XCTAssertEqual(bytes.hex, vector.encoding)
            XCTAssertEqual(try Int64(decoding: bytes), value)
        }
    }

    func testDoubles() throws {
        for vector in try vectors("double") {
            let value = try XCTUnwrap(vector.value.flatMap { Double($0.text) })
            var writer = TLWriter()
            writer.double(value)
            let bytes = try writer.finish()
            XCTAssertEqual(bytes.hex, vector.encoding)
            XCTAssertEqual(try Double(decoding: bytes).bitPattern, value.bitPattern)
        }
    }

    func testByteStrings() throws {
        for vector in try vectors("bytes") {
            let length = try XCTUnwrap(vector.length)
            let content = Self.content(length)
            var writer = TLWriter()
            writer.bytes(content)
            let bytes = try writer.finish()
            XCTAssertEqual(bytes.count, vector.total)
            XCTAssertTrue(bytes.hex.hasPrefix(try XCTUnwrap(vector.prefix)), "\(length)")
            XCTAssertEqual(SHA256.hash(of: bytes).hex, vector.hash, "\(length)")
            let again = try TLReader.read(bytes) { (reader) throws(TLError) in
                let content = try reader.bytes()
                try reader.finish()
                return content
            }
            XCTAssertEqual(again, content)
        }
    }

    func testConstructorIDs() throws {
        let known = ["boolTrue": TL.boolTrueID, "boolFalse": TL.boolFalseID, "vector": TL.vectorID]
        for vector in try vectors("constructor") {
            let name = try XCTUnwrap(vector.name)
            guard let id = known[name] ?? TL.constructorID(named: name) else { continue }
            XCTAssertEqual(littleEndian(id).hex, vector.encoding, name)
        }
        XCTAssertEqual(littleEndian(TL.gzipPackedID).hex, "a1cf7230")
    }

    func testBooleans() throws {
        XCTAssertTrue(try Bool(decoding: littleEndian(TL.boolTrueID)))
        XCTAssertFalse(try Bool(decoding: littleEndian(TL.boolFalseID)))
        XCTAssertThrowsError(try Bool(decoding: littleEndian(0x1234_5678))) { error in
            let error = error as? TLError
            XCTAssertEqual(error?.code, .unexpectedConstructor)
            XCTAssertEqual(error?.constructorID, 0x1234_5678)
            XCTAssertEqual(error?.offset, 0)
        }
    }

    /// The content that the vectors' hashes stand for: block i is SHA-256 of "str", the length and i.
    private static func content(_ length: Int) -> [UInt8] {
        var content: [UInt8] = []
        var block: UInt32 = 0
        while content.count < length {
            content += SHA256.hash(of: Array("str\(length)".utf8) + littleEndian(block))
            block += 1
        }
        return Array(content.prefix(length))
    }
}
