// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTestSupport
import XCTest

@testable import FerogramTLGen

final class SchemaToolsTests: XCTestCase {
    func testStatisticsOfTheSchemas() throws {
        let api = SchemaStatistics(try Schema(parsing: try SchemaFiles.text("api.tl")))
        XCTAssertEqual(api.layer, 230)
        XCTAssertEqual(api.constructors, 1705)
        XCTAssertEqual(api.types, 650)
        XCTAssertEqual(api.typesWithOneConstructor, 402)
        XCTAssertEqual(api.functions, 850)
        XCTAssertEqual(api.sharedFlagBits, 89)
        XCTAssertTrue(api.description.contains("1,705 constructors"))
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
            layer 1 to 2: 1 added, 1 removed, 3 changed, 0 renamed
            - TL.Gone (gone)
            + TL.Peer.new (peerNew)
            ~ TL.Peer.user (peerUser): x: Int64 is now Int32
            ~ TL.F (f): -b, +c: String?
            ~ TL.G (g): TL.Same is now TL.Peer
            """)
        XCTAssertEqual(try SchemaDifference(from: old, to: old).changes, [])
    }

    /// A constructor without the words that its siblings had in common gives these a longer name.
    func testDifferenceNamesTheCasesThatANewLayerRenames() throws {
        let old = try Schema(parsing: "// LAYER 1\nkeyBoardOne a:int = Mark; keyBoardTwo = Mark;")
        let new = try Schema(
            parsing: "// LAYER 2\nkeyBoardOne a:int b:int = Mark; keyBoardTwo = Mark; keyHide = Mark;")
        XCTAssertEqual(
            try SchemaDifference(from: old, to: new).description,
            """
            layer 1 to 2: 1 added, 0 removed, 1 changed, 2 renamed
            ! TL.Mark.one (keyBoardOne): now TL.Mark.boardOne
            ~ TL.Mark.boardOne (keyBoardOne): +b: Int32
            ! TL.Mark.two (keyBoardTwo): now TL.Mark.boardTwo
            + TL.Mark.hide (keyHide)
            """)
        let kept = try SchemaDifference(
            from: old, to: new, overrides: ["keyBoardOne": "one", "keyBoardTwo": "two"])
        XCTAssertEqual(
            kept.changes.map(\.description), ["~ TL.Mark.one (keyBoardOne): +b: Int32", "+ TL.Mark.hide (keyHide)"])
    }
}
