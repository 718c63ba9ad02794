// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTestSupport
import XCTest

@testable import FerogramTLGen

final class CaseNamingTests: XCTestCase {
    private struct Row: Hashable {
        let type: String
        let constructor: String
        let name: String
    }

    private func catalog() throws -> Catalog {
        try Catalog(schemas: [try Schema(parsing: try SchemaFiles.text("api.tl"))])
    }

    /// The name of every case of layer 230.
    func testEveryCaseOfTheLayerHasItsName() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "case-names.tsv")
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t").map(String.init) }
        XCTAssertEqual(rows.count, 1301)
        let expected = Set(rows.map { Row(type: $0[0], constructor: $0[1], name: $0[2]) })
        let enumerations = try catalog().types.filter { !$0.isSingle }
        XCTAssertEqual(enumerations.count, 247)
        let found = Set(
            enumerations.flatMap { type in
                type.constructors.map { Row(type: type.name, constructor: $0.definition.name, name: $0.caseName) }
            })
        let sorted = { (rows: Set<Row>) in rows.map { "\($0.type) \($0.constructor) \($0.name)" }.sorted() }
        XCTAssertEqual(sorted(found.subtracting(expected)), [])
        XCTAssertEqual(sorted(expected.subtracting(found)), [])
    }

    /// Names that would mean something else in Swift keep one word more than the others.
    func testReservedRemaindersKeepAWord() throws {
        let reserved: Set<String> = [
            "none", "some", "self", "type", "init", "protocol", "string", "bool", "array", "error", "double",
        ]
        let names = try catalog().types.filter { !$0.isSingle }.flatMap(\.constructors)
            .map { (constructor: $0.definition.fullName, name: $0.caseName) }
        XCTAssertEqual(
            names.filter { reserved.contains($0.name.lowercased()) || $0.name.first?.isNumber == true }.map(\.name), [])
        let kept = names.filter { row in
            ["id64", "selfLocated", "soundNone", "graphError"].contains(row.name)
                || ["peer", "user", "json", "reactions", "participant"].contains { front in
                    reserved.contains { row.name == front + Naming.capitalizedFirst($0) }
                }
        }
        XCTAssertEqual(
            kept.map { "\($0.constructor) \($0.name)" }.sorted(),
            [
                "channelParticipantSelf participantSelf", "chatReactionsNone reactionsNone",
                "chatReactionsSome reactionsSome",
                "inputBotInlineMessageID64 id64", "inputPeerSelf peerSelf", "inputUserSelf userSelf",
                "jsonArray jsonArray", "jsonBool jsonBool", "jsonString jsonString",
                "notificationSoundNone soundNone", "peerSelfLocated selfLocated", "statsGraphError graphError",
            ])
    }

    func testRule() {
        let rows: [(type: String, constructors: [String], names: [String])] = [
            ("InputPeer", ["inputPeerUser", "inputPeerSelf"], ["User", "PeerSelf"]),
            ("SendMessageAction", ["sendMessageTypingAction", "speakingInCall"], ["Typing", "SpeakingInCall"]),
            ("InputFileLocation", ["inputPhotoFileLocation", "inputGroupCallStream"], ["Photo", "GroupCallStream"]),
            ("RichText", ["textBold", "textItalic"], ["Bold", "Italic"]),
            ("MessageEntity", ["messageEntityBold", "inputMessageEntityMentionName"], ["Bold", "InputMentionName"]),
            ("PollAnswer", ["pollAnswer", "inputPollAnswer"], ["PollAnswer", "InputPollAnswer"]),
            ("Message", ["message", "messageEmpty"], ["Message", "Empty"]),
            ("Updates", ["updatesTooLong", "updateShort"], ["TooLong", "UpdateShort"]),
            (
                "InputBotInlineMessageID", ["inputBotInlineMessageID", "inputBotInlineMessageID64"],
                ["InputBotInlineMessageID", "ID64"]
            ),
            ("AppUpdate", ["appUpdate", "noAppUpdate"], ["AppUpdate", "NoAppUpdate"]),
            ("PeerLocated", ["peerLocated", "peerSelfLocated"], ["PeerLocated", "SelfLocated"]),
        ]
        for row in rows {
            XCTAssertEqual(CaseNaming.payloads(of: row.constructors, in: row.type), row.names, row.type)
        }
    }

    func testWords() {
        let rows = [
            "inputPeerUser": ["input", "Peer", "User"], "MessageID64": ["Message", "ID", "64"],
            "server_DH_params_ok": ["server", "DH", "params", "ok"], "Int64": ["Int", "64"], "": [],
        ]
        for (name, words) in rows { XCTAssertEqual(CaseNaming.words(name), words) }
    }

    /// The protocol's own schema is no layer: its names stay.
    func testTheProtocolKeepsItsNames() throws {
        let catalog = try Catalog(schemas: [try Schema(parsing: try SchemaFiles.text("mtproto.tl"))])
        XCTAssertEqual(
            catalog.type(named: "Set_client_DH_params_answer")?.constructors.map(\.caseName),
            ["dhGenFail", "dhGenOk", "dhGenRetry"])
    }

    func testAnOverrideNamesOneCase() throws {
        let schema = try Schema(parsing: "// LAYER 1\nthingOne a:int = Thing; thingTwo = Thing; alone = Alone;")
        let catalog = try Catalog(schemas: [schema], overrides: ["thingOne": "first", "alone": "ignored"])
        XCTAssertEqual(catalog.type(named: "Thing")?.constructors.map(\.caseName), ["first", "two"])
        XCTAssertEqual(catalog.type(named: "Thing")?.constructors.map(\.swiftName), ["First", "Two"])
        XCTAssertEqual(catalog.type(named: "Alone")?.constructors.map(\.swiftName), ["Alone"])
    }
}
