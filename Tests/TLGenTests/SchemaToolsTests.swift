// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLGen
import FerogramTLParser
import FerogramTestSupport
import XCTest

final class SchemaToolsTests: XCTestCase {
    func testStatisticsOfTheSchemas() throws {
        let api = SchemaStatistics(try Schema(parsing: try SchemaFiles.text("api.tl")))
        XCTAssertEqual(api.layer, 229)
        XCTAssertEqual(api.constructors, 1658)
        XCTAssertEqual(api.types, 617)
        XCTAssertEqual(api.typesWithOneConstructor, 372)
        XCTAssertEqual(api.functions, 813)
        XCTAssertEqual(api.sharedFlagBits, 89)
        XCTAssertTrue(api.description.contains("1,658 constructors"))
        let service = SchemaStatistics(try Schema(parsing: try SchemaFiles.text("mtproto.tl")))
        XCTAssertEqual(service.constructors, 41)
        XCTAssertEqual(service.functions, 10)
    }

    func testBothSchemasAreClean() throws {
        XCTAssertEqual(SchemaCheck(try SchemaFiles.text("api.tl")).problems, [])
        XCTAssertEqual(SchemaCheck(try SchemaFiles.text("api.tl")).exceptions, [])
        let service = SchemaCheck(try SchemaFiles.text("mtproto.tl"))
        XCTAssertEqual(service.problems, [])
        XCTAssertEqual(service.exceptions.sorted(), ["accessPointRule", "help.configSimple", "ipPortSecret"])
    }

    func testCheckFindsEachKindOfProblem() {
        let rows = [
            ("a#1 = A;", "1:1: a: the id should be #"),
            ("a#zz = A;", "constructor id is not"),
            ("a = A;\na = A;", "2:1: a is defined at 1:1 already"),
            ("a = A; b#\(String(SchemaToolsTests.idOfA, radix: 16)) = A;", "b has the id of a at 1:1"),
            ("a x:Missing = A;", "type 'Missing' is not defined"),
            ("thingOne = Thing; thing_one = Thing;", "would both be called"),
        ]
        for (text, expected) in rows {
            let problems = SchemaCheck(text).problems
            XCTAssertTrue(problems.contains { $0.contains(expected) }, "\(text): \(problems)")
        }
    }

    private static var idOfA: UInt32 {
        Definition(name: "a", result: TypeExpression(name: "A"), category: .types).id
    }

    func testDifference() throws {
        let old = try Schema(
            parsing: """
                // LAYER 1
                peerUser x:long = Peer; peerChat y:long = Peer; gone = Gone; same a:int = Same;
                ---functions--- f a:int b:int = Same; g = Same;
                """)
        let new = try Schema(
            parsing: """
                // LAYER 2
                peerUser x:int = Peer; peerChat y:long = Peer; peerNew = Peer; same a:int = Same;
                ---functions--- f flags:# a:int c:flags.0?string = Same; g = Peer;
                """)
        let difference = try SchemaDifference(from: old, to: new)
        XCTAssertEqual(
            difference.description,
            """
            layer 1 to 2: 1 added, 1 removed, 3 changed
            - TL.Gone (gone)
            + TL.Peer.new (peerNew)
            ~ TL.Peer.user (peerUser): x: Int64 is now Int32
            ~ TL.F (f): -b, +c: String?
            ~ TL.G (g): TL.Same is now TL.Peer
            """)
        XCTAssertEqual(try SchemaDifference(from: old, to: old).changes, [])
    }
}
