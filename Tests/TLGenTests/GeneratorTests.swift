// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLGen
import FerogramTLParser
import FerogramTestSupport
import XCTest

final class GeneratorTests: XCTestCase {
    private let schema = """
        // LAYER 7
        boolTrue#997275b5 = Bool;
        peerUser#59511722 user_id:long = Peer;
        peerChat#36c6019a chat_id:long = Peer;
        peerNone#00000001 = Peer;
        inputPeerSelf#00000008 = InputPeer;
        inputPeerUserFromMessage#00000009 peer:InputPeer msg_id:int user_id:long = InputPeer;
        box#00000002 flags:# self:flags.0?true key:long note:flags.1?string items:flags.1?Vector<Peer> tail:int = Box;
        tree#00000003 left:Tree = Tree;
        leaf#00000004 value:%Pair = Tree;
        pair#00000005 a:int b:bytes = Pair;
        ---functions---
        box.open#00000006 box:Box = Vector<Peer>;
        wrap#00000007 {X:Type} layer:int query:!X = X;
        """

    private func generator() throws -> Generator { try Generator(schemas: [try Schema(parsing: schema)]) }

    /// Everything that a small schema generates, compared with the text that stands beside this test.
    ///
    /// To accept a change, run the tests with `FEROGRAM_RECORD=1` and read the difference.
    func testGoldenText() throws {
        let generator = try generator()
        for (name, files) in [
            ("Types", generator.types()), ("FunctionDecoders", generator.functionDecoders()),
            ("TypeTable", generator.typeTable()),
        ] {
            let head = "// Generated from the schema by FerogramTLGenTool. Edits are lost.\n\n"
            let text = files.filter { $0.text != head }.map { "// \($0.name)\n" + $0.text.dropFirst(head.count) }
                .joined(separator: "\n")
            let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
            if ProcessInfo.processInfo.environment["FEROGRAM_RECORD"] == "1" {
                try text.write(to: url, atomically: true, encoding: .utf8)
            }
            XCTAssertEqual(text, try String(contentsOf: url, encoding: .utf8), name)
        }
    }

    func testGenerationIsDeterministic() throws {
        let schemas = try ["api.tl", "mtproto.tl"].map { try Schema(parsing: try SchemaFiles.text($0)) }
        let first = try Generator(schemas: schemas).types()
        XCTAssertEqual(first, try Generator(schemas: schemas).types())
        XCTAssertGreaterThan(first.map(\.text.utf8.count).reduce(0, +), 2_000_000)
    }

    /// The build plugin cannot import the generator: it repeats the names of the files.
    func testThePluginKnowsTheFiles() throws {
        let generator = try generator()
        let plugin = try String(
            contentsOf: SchemaFiles.folder.deletingLastPathComponent()
                .appending(path: "Plugins/TLGenPlugin/TLGenPlugin.swift"), encoding: .utf8)
        for (stem, count, files) in [
            ("TL", Generator.typeShards, generator.types()),
            ("TLFunctionDecoders", Generator.decoderShards, generator.functionDecoders()),
            ("TLTypeTable", Generator.tableShards, generator.typeTable()),
        ] {
            XCTAssertTrue(plugin.contains("numbered(\"\(stem)\", \(count))"), stem)
            let others = files.map(\.name).filter { $0.dropFirst(stem.count).first?.isNumber != true }
            for name in others { XCTAssertTrue(plugin.contains("\"\(name)\""), name) }
            XCTAssertEqual(files.count - others.count, count)
        }
    }

    func testAnEditTouchesOnlyTheFilesOfTheEditedNames() throws {
        let edited = schema.replacingOccurrences(of: "peerChat#36c6019a chat_id:long", with: "peerChat#36c6019a id:int")
        let before = try generator().types()
        let after = try Generator(schemas: [try Schema(parsing: edited)]).types()
        XCTAssertEqual(zip(before, after).count { $0.text != $1.text }, 1)
    }

    func testUndefinedTypesAreRefused() throws {
        let broken = try Schema(parsing: "a#1 x:Missing = A;")
        XCTAssertThrowsError(try Generator(schemas: [broken])) { error in
            XCTAssertEqual("\(error)", "a: type 'Missing' is not defined")
        }
    }

    func testCollidingNamesAreRefused() throws {
        for text in [
            "thingOne#1 = Thing; thing_one#2 = Thing;", "a#1 user_id:int userID:int = A;",
            "a#1 = Foo; b#3 = Foo; ---functions--- foo#2 = Foo;", "a#1 reader:int = A;",
        ] {
            XCTAssertThrowsError(try Generator(schemas: [try Schema(parsing: text)]), text)
        }
    }

    func testErrorNames() throws {
        let file = try Generator.errorNames("# comment\n420\tFLOOD_WAIT_X\n400\tABC_X\n400\tABC\n500\tNo workers\n")
        XCTAssertTrue(file.text.contains("static var floodWait: Self { Self(rawValue: \"FLOOD_WAIT_X\") }"))
        XCTAssertTrue(file.text.contains("static var abcX: Self"))
        XCTAssertTrue(file.text.contains("static var abc: Self"))
        XCTAssertTrue(file.text.contains("static var noWorkersMessage: Self"))
        XCTAssertThrowsError(try Generator.errorNames("420 FLOOD\n"))
        let hinted = try Generator.errorNames("420\tFLOOD_WAIT_X\twait\n400\tABC\n403\tABC\n")
        XCTAssertTrue(hinted.text.contains("    FLOOD_WAIT_X\\t420\\twait\n"), hinted.text)
        XCTAssertTrue(hinted.text.contains("    ABC\\t400,403\n"), hinted.text)
        XCTAssertThrowsError(try Generator.errorNames("400\tABC\tone\n403\tABC\ttwo\n"))
        XCTAssertThrowsError(try Generator.errorNames("400\tABC\ta \"quote\"\n"))
        XCTAssertThrowsError(try Generator.errorNames("1\tA_B\n1\tA__B\n"))
    }
}
