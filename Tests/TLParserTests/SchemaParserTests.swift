// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import XCTest

final class SchemaParserTests: XCTestCase {
    private func parse(_ text: String) throws -> Definition {
        try XCTUnwrap(try Schema(parsing: text).definitions.first)
    }

    func testConstructor() throws {
        let definition = try parse("messages.messageEmpty#90a6ca84 flags:# id:int peer_id:flags.0?Peer = Message;")
        XCTAssertEqual(definition.namespace, ["messages"])
        XCTAssertEqual(definition.name, "messageEmpty")
        XCTAssertEqual(definition.id, 0x90A6_CA84)
        XCTAssertEqual(definition.category, .types)
        XCTAssertEqual(definition.result, TypeExpression(name: "Message"))
        XCTAssertEqual(
            definition.parameters,
            [
                Parameter(name: "flags", kind: .flagsWord),
                Parameter(name: "id", kind: .value(TypeExpression(name: "int"), flag: nil)),
                Parameter(
                    name: "peer_id",
                    kind: .value(TypeExpression(name: "Peer"), flag: Parameter.Flag(word: "flags", bit: 0))),
            ])
    }

    func testFunctionCategory() throws {
        let text = "a#1 = A; ---functions--- help.getA#2 = A; ---types--- b#3 = B;"
        XCTAssertEqual(try Schema(parsing: text).definitions.map(\.category), [.types, .functions, .types])
    }

    func testCommentsAndBlankLines() throws {
        let text = """
            // a comment

            a#1 = A; // behind a definition
            // b#2 = B;
            c#3 x:int // within one
              y:int = C;
            """
        let definitions = try Schema(parsing: text).definitions
        XCTAssertEqual(definitions.map(\.name), ["a", "c"])
        XCTAssertEqual(definitions[1].parameters.map(\.name), ["x", "y"])
    }

    func testSeveralDefinitionsOnALineAndNoFinalSemicolon() throws {
        XCTAssertEqual(try Schema(parsing: "a#1 = A; b#2 = B; c#3 = C").definitions.map(\.name), ["a", "b", "c"])
    }

    func testLayer() throws {
        XCTAssertEqual(try Schema(parsing: "// LAYER 228\n// LAYER 229\n//LAYER 300\na#1 = A;").layer, 229)
        XCTAssertNil(try Schema(parsing: "a#1 = A;").layer)
    }

    func testComputedID() throws {
        XCTAssertEqual(try parse("boolFalse = Bool").id, 0xBC79_9737)
        XCTAssertEqual(try parse("vector {t:Type} # [ t ] = Vector t").id, 0x1CB5_C415)
        XCTAssertEqual(
            try parse("test.f flags:# a:flags.0?true b:bytes c:Vector<bytes> = Bool").computedID,
            try parse("test.f flags:# b:string c:Vector<bytes> = Bool").computedID)
    }

    func testIDsWithFewerDigits() throws {
        XCTAssertEqual(try parse("a#d91a548 = A").id, 0x0D91_A548)
        XCTAssertEqual("\(try parse("a#d91a548 = A"))", "a#0d91a548 = A")
    }

    func testGenerics() throws {
        let definition = try parse("invokeAfterMsg#cb9f372d {X:Type} msg_id:long query:!X = X;")
        XCTAssertEqual(definition.genericParameters, ["X"])
        guard case .value(let type, nil) = definition.parameters[1].kind else { return XCTFail("no value") }
        XCTAssertTrue(type.hasExclamation)
        XCTAssertTrue(type.isGenericParameter)
        XCTAssertTrue(definition.result.isGenericParameter)
    }

    func testBareTypes() throws {
        let definition = try parse("a#1 x:vector<future_salt> y:%FutureSalt z:Vector<Vector<long>> = A;")
        let types = definition.parameters.compactMap { parameter -> TypeExpression? in
            if case .value(let type, _) = parameter.kind { type } else { nil }
        }
        XCTAssertTrue(types[0].isBare)
        XCTAssertEqual(types[0].argument?.isBare, true)
        XCTAssertTrue(types[1].isBare)
        XCTAssertFalse(types[2].isBare)
        XCTAssertEqual(types[2].argument?.argument?.name, "long")
    }

    func testErrorsDoNotEndTheSequence() {
        let results = Array(SchemaParser("a#1 = A; b#xyz = B; c#3 = C;"))
        XCTAssertEqual(results.count, 3)
        guard case .failure(let error) = results[1] else { return XCTFail("no error") }
        XCTAssertEqual(error.reason, .invalidID)
        XCTAssertNoThrow(try results[2].get())
    }

    /// Each kind of error, with the place where it is reported.
    func testErrorsHavePositions() {
        let rows: [(text: String, reason: ParseError.Reason, line: Int, column: Int)] = [
            ("a#1 = A;;", .emptyDefinition, 1, 9),
            ("= A;", .missingName, 1, 1),
            ("\n a#1 x:int;", .missingResult, 2, 2),
            ("a#1 x:int =;", .missingResult, 1, 11),
            ("a#1 = A B;", .unexpectedText, 1, 9),
            ("a#123456789 = A;", .invalidID, 1, 1),
            ("a# = A;", .invalidID, 1, 1),
            ("a#1 = é;", .invalidName, 1, 7),
            ("a#1 1x:int = A;", .invalidName, 1, 5),
            ("a..b#1 = A;", .invalidName, 1, 1),
            ("a#1 x = A;", .missingType, 1, 5),
            ("a#1\n  x: = A;", .missingType, 2, 3),
            ("a#1 flags:# x:flags.32?int = A;", .invalidFlag, 1, 13),
            ("a#1 flags:# x:flags?int = A;", .invalidFlag, 1, 13),
            ("a#1 x:flags.0?int = A;", .undeclaredFlagsWord, 1, 5),
            ("a#1 x:Vector<int = A;", .invalidGenericArgument, 1, 5),
            ("a#1 x:Vectorint> = A;", .invalidGenericArgument, 1, 5),
            ("a#1 x:Vector<> = A;", .invalidGenericArgument, 1, 5),
            ("a#1 x:!X = A;", .undeclaredGenericParameter, 1, 5),
            ("a#1 {X:Foo} = A;", .notSupported, 1, 5),
            ("a#1 ? = A;", .notSupported, 1, 5),
            ("a#1 [ t ] = A;", .notSupported, 1, 5),
            ("a 4*[ int ] ] = A;", .missingType, 1, 3),
        ]
        for row in rows {
            XCTAssertThrowsError(try Schema(parsing: row.text), row.text) { error in
                let error = error as? ParseError
                XCTAssertEqual(error?.reason, row.reason, row.text)
                XCTAssertEqual(error?.position, SourcePosition(line: row.line, column: row.column), row.text)
            }
        }
    }

    func testErrorsPrintLikeACompilers() {
        XCTAssertThrowsError(try Schema(parsing: "a#1 = A;\nb#zz = B;")) { error in
            XCTAssertEqual("\(error)", "2:1: constructor id is not a 32-bit hexadecimal number: 'zz'")
        }
    }

    /// The files that Telegram publishes pass as they are.
    func testLinesThatSayWhatIsBuiltInArePassedOver() throws {
        let text = """
            \u{FEFF}int ? = Int;
            double ? = Double;
            int128 4*[ int ] = Int128;
            int256 8*[ int ] = Int256;
            a#1 x:int128 = A;
            """
        let schema = try Schema(parsing: text)
        XCTAssertEqual(schema.definitions.map(\.fullName), ["a"])
        XCTAssertEqual(schema.entries.first?.position.line, 5)
        XCTAssertThrowsError(try Schema(parsing: "a#1 = A; \u{FEFF}b#2 = B;"))
    }
}
