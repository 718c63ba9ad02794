// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramTLGen

final class NamingTests: XCTestCase {
    func testFields() {
        let rows = [
            "user_id": "userID", "access_hash": "accessHash", "self": "isSelf", "srp_B": "srpB", "M1": "m1", "A": "a",
            "ids": "ids", "msg_ids": "msgIDs", "url": "url", "me_url_prefix": "meURLPrefix", "dc_id": "dcID",
            "ip_address": "ipAddress", "api_hash": "apiHash", "md5_checksum": "md5Checksum", "default": "default",
        ]
        for (name, expected) in rows { XCTAssertEqual(Naming.field(name), expected) }
    }

    func testTypes() {
        XCTAssertEqual(Naming.type("server_DH_params_ok"), "ServerDHParamsOk")
        XCTAssertEqual(Naming.type("P_Q_inner_data"), "PQInnerData")
        XCTAssertEqual(Naming.type("sendMessage"), "SendMessage")
        XCTAssertEqual(Naming.boxedType("RpcDropAnswer"), "RpcDropAnswerResult")
    }

    func testLowercasedFirst() {
        let rows = [
            "InputPeerUser": "inputPeerUser", "PQInnerData": "pqInnerData", "PM": "pm", "URL": "url",
            "URLAuth": "urlAuth",
            "X": "x", "ID64": "id64", "abc": "abc", "": "",
        ]
        for (name, expected) in rows { XCTAssertEqual(Naming.lowercasedFirst(name), expected) }
    }

    /// Constructor, type, and the payload's name.
    func testPayloads() {
        let rows = [
            ("inputPeerUser", "InputPeer", "User"),
            ("message", "Message", "Message"),
            ("messageEmpty", "Message", "Empty"),
            ("updateShortMessage", "Updates", "UpdateShortMessage"),
            ("updatesTooLong", "Updates", "TooLong"),
            ("inputPeerSelf", "InputPeer", "PeerSelf"),
            ("inputUserSelf", "InputUser", "UserSelf"),
            ("inputBotInlineMessageID64", "InputBotInlineMessageID", "ID64"),
            ("chatReactionsNone", "ChatReactions", "ChatReactionsNone"),
            ("chatReactionsSome", "ChatReactions", "ChatReactionsSome"),
            ("thingDefault", "Thing", "ThingDefault"),
            ("thingInit", "Thing", "ThingInit"),
            ("thingType", "Thing", "ThingType"),
            ("thingString", "Thing", "ThingString"),
            ("thingself", "Thing", "Thingself"),
            ("server_DH_params_ok", "Server_DH_Params", "Ok"),
            ("dh_gen_ok", "Set_client_DH_params_answer", "DhGenOk"),
            ("p_q_inner_data_dc", "P_Q_inner_data", "Dc"),
        ]
        for (constructor, type, expected) in rows {
            XCTAssertEqual(Naming.payload(constructor: constructor, of: type), expected, constructor)
        }
    }

    func testShardsAreStable() {
        XCTAssertEqual(
            ["Message", "Update", "messages.sendMessage"].map { Shard.index(of: $0, count: 48) },
            ["Message", "Update", "messages.sendMessage"].map { Shard.index(of: $0, count: 48) })
        let counts = (0..<1000).reduce(into: [Int](repeating: 0, count: 16)) { counts, number in
            counts[Shard.index(of: "type\(number)", count: 16)] += 1
        }
        XCTAssertTrue(counts.allSatisfy { (30...110).contains($0) }, "\(counts)")
    }
}
