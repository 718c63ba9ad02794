// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTestSupport
import XCTest

/// The rule that gives definitions their ids, against declarations with known ids.
final class ConstructorIDTests: XCTestCase {
    private struct File: Decodable {
        struct Vector: Decodable {
            let line: String
            let id: String
        }

        let vectors: [Vector]
    }

    func testVectors() throws {
        let file = try VectorFile.read(File.self, "constructor_ids", bundle: Bundle.module.bundlePath)
        XCTAssertGreaterThanOrEqual(file.vectors.count, 41)
        for vector in file.vectors {
            let definition = try XCTUnwrap(try Schema(parsing: vector.line).definitions.first)
            XCTAssertEqual(definition.computedID, UInt32(vector.id, radix: 16), vector.line)
            XCTAssertEqual(definition.id, definition.computedID)
        }
    }

    func testTheSchemasFollowTheRuleButForThreeDefinitions() throws {
        let exceptions = try SchemaFiles.definitions().filter { $0.id != $0.computedID }
        XCTAssertEqual(exceptions.map(\.fullName).sorted(), ["accessPointRule", "help.configSimple", "ipPortSecret"])
    }

    func testPrintingAndParsingIsTheIdentity() throws {
        for name in ["api.tl", "mtproto.tl"] {
            let schema = try Schema(parsing: try SchemaFiles.text(name))
            let again = try Schema(parsing: schema.description)
            XCTAssertEqual(again.definitions, schema.definitions)
            XCTAssertEqual(again.layer, schema.layer)
            XCTAssertEqual(again.description, schema.description)
        }
    }

    func testParserSurvivesAnyText() {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "a", "#", "1f", " ", ":", "int", "flags", ".", "0", "?", "Vector", "<", ">", "{X:Type}", "!X", "=", ";",
            "\n",
            "//", "---functions---", "[", "]", "%", "é", "LAYER",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...20, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            for case .success(let entry) in SchemaParser(text) {
                XCTAssertEqual(
                    try? Schema(parsing: entry.definition.description).definitions.first?.id, entry.definition.id)
            }
        }
    }
}
