// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Objects and calls of layer 229 as an independent implementation writes them.
final class TLObjectVectorTests: XCTestCase {
    private struct File: Decodable {
        struct Vector: Decodable {
            let constructor: String
            let kind: String
            let bytes: String
            let constructorID: String

            enum CodingKeys: String, CodingKey {
                case constructor
                case kind
                case bytes
                case constructorID = "constructor_id"
            }
        }

        let layer: Int
        let vectors: [Vector]
    }

    private func file() throws -> File {
        try VectorFile.read(File.self, "tl_objects", bundle: Bundle.module.bundlePath)
    }

    func testObjectsEncodeToTheVectorsBytes() throws {
        let file = try file()
        let objects = try VectorObjects.all()
        // The later layers did not change these definitions.
        XCTAssertEqual(file.layer, 229)
        XCTAssertEqual(objects.count, file.vectors.count)
        for (object, vector) in zip(objects, file.vectors) {
            XCTAssertEqual(try object.encoded().hex, vector.bytes, vector.constructor)
        }
    }

    func testVectorsDecodeAndEncodeBack() throws {
        for vector in try file().vectors {
            let bytes = try XCTUnwrap([UInt8](hex: vector.bytes))
            let id = try XCTUnwrap(UInt32(vector.constructorID, radix: 16))
            let again = try TLReader.read(bytes) { (reader) throws(TLError) -> [UInt8] in
                if vector.kind == "function" {
                    guard let call = try TLFunctionTable.read(&reader) else { return [] }
                    try reader.finish()
                    return try call.encoded()
                }
                guard let value = try TLTypeTable.read(&reader) else { return [] }
                try reader.finish()
                return value.constructorID == id ? try value.encoded() : []
            }
            XCTAssertEqual(again.hex, vector.bytes, vector.constructor)
        }
    }

    func testDecodedFieldsHaveTheVectorsValues() throws {
        let vectors = try file().vectors
        let user = try XCTUnwrap(vectors.first { $0.constructor == "User" })
        guard case .user(let fields) = try TL.User(decoding: try XCTUnwrap([UInt8](hex: user.bytes))) else {
            return XCTFail("not a user")
        }
        XCTAssertEqual(fields.id, 777_000)
        XCTAssertEqual(fields.accessHash, 123)
        XCTAssertEqual(fields.firstName, "Telegram")
        XCTAssertNil(fields.lastName)
        XCTAssertTrue(fields.verified)
        XCTAssertFalse(fields.isSelf)
        guard case .offline(let status) = fields.status else { return XCTFail("wrong status") }
        XCTAssertEqual(status.wasOnline, 1_700_000_002)
    }
}
