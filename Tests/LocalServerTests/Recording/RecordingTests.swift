// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes
import Foundation
import XCTest

@testable import FerogramLocalServer

/// What a server keeps of the calls that came, and what it shows of them.
final class RecordingTests: XCTestCase {
    private func start(_ log: @escaping @Sendable (String) -> Void = { _ in }) async throws -> LocalServer {
        var configuration = LocalServerConfiguration()
        configuration.rsaKey = TestKey.rsa
        configuration.log = log
        return try await LocalServer.start(configuration)
    }

    private func arguments(_ call: RecordedCall, _ digests: RecordingDigests) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(call.json(digests).utf8))
        return try XCTUnwrap((object as? [String: Any])?["arguments"] as? [String: Any])
    }

    func testCallsAreKeptInOrderWithTheirArguments() async throws {
        let server = try await start()
        let (ann, bob) = (try server.addPerson("Ann"), try server.addPerson("Bob"))
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: ann)
        XCTAssertTrue(server.recordedCalls.isEmpty, "nothing is kept that nobody asked for")
        server.startRecording(limit: 2)
        let hash = server.accessHash(of: bob.id, for: ann)
        for text in ["one \"\\\n", "two", "three"] {
            _ = try await client.invoke(
                TL.messages.SendMessage(
                    peer: .user(.init(userID: bob.id, accessHash: hash)), message: text, randomID: Int64(text.count),
                    entities: []))
        }
        let calls = server.recordedCalls
        XCTAssertEqual(calls.map(\.method), ["messages.sendMessage", "messages.sendMessage"])
        XCTAssertEqual(calls.map(\.account), [ann.id, ann.id])
        XCTAssertEqual(calls.map(\.layer), [TL.layer, TL.layer])
        XCTAssertEqual(calls.first?.request(as: TL.messages.SendMessage.self)?.message, "one \"\\\n")
        XCTAssertNil(calls.first?.request(as: TL.messages.EditMessage.self))
        let digests = RecordingDigests()
        let shown = try calls.map { try arguments($0, digests) }
        XCTAssertEqual(shown.map { $0["message"] as? String }, ["one \"\\\n", "two"])
        XCTAssertEqual(shown.compactMap { ($0["entities"] as? [Any])?.count }, [0, 0], "an empty list is no bytes")
        let peers = shown.compactMap { $0["peer"] as? [String: Any] }
        XCTAssertEqual(peers.map { $0["_"] as? String }, ["inputPeerUser", "inputPeerUser"])
        XCTAssertEqual(peers.map { $0["userID"] as? Int64 }, [bob.id, bob.id])
        let hidden = peers.compactMap { $0["accessHash"] as? String }
        XCTAssertEqual(hidden.count, 2)
        XCTAssertEqual(Set(hidden).count, 1, "equal values have equal digests")
        let others = try arguments(calls[0], RecordingDigests())["peer"] as? [String: Any]
        XCTAssertNotEqual(others?["accessHash"] as? String, hidden.first, "a digest says nothing elsewhere")
        server.stopRecording()
        XCTAssertTrue(server.recordedCalls.isEmpty)
        client.close()
        server.stop()
    }

    func testARecordingAndEverythingElseThatIsPrintedHoldsNoSecret() async throws {
        let lines = Lines()
        let server = try await start { lines.add($0) }
        let ann = try server.addPerson("Ann", phone: "9996610042")
        try ann.setPassword("correct horse")
        let bob = try server.addPerson("Bob")
        let bot = try server.addBot(username: "secret_bot")
        let digests = RecordingDigests()
        server.startRecording { call in
            lines.add(call.json(digests))
            lines.add("\(call)")
            lines.add(String(reflecting: call))
            var text = ""
            dump(call, to: &text)
            lines.add(text)
        }
        let client = try await LoopbackClient.connect(to: server)
        try await client.logIn(as: bob)
        let other = try await LoopbackClient.connect(to: server)
        try await other.logIn(as: bot)
        let hash = server.accessHash(of: bot.id, for: bob)
        _ = try await client.invoke(
            TL.messages.SendMessage(
                peer: .user(.init(userID: bot.id, accessHash: hash)), message: "/start", randomID: 1))
        do {
            _ = try await client.invoke(
                TL.auth.SignIn(phoneNumber: ann.phone, phoneCodeHash: "no such hash", phoneCode: "54321"))
            XCTFail("a wrong hash was taken")
        } catch {
            lines.add("\(error)")
        }
        _ = try? await client.invoke(TL.auth.ImportAuthorization(id: ann.id, bytes: Array("exported bytes".utf8)))
        lines.add("\(server.report())")
        lines.add("\(bot) \(digests)")
        let text = lines.text
        XCTAssertTrue(text.contains("messages.sendMessage"))
        XCTAssertTrue(text.contains("auth.importBotAuthorization"))
        let exported = CallJSON.hex(Array("exported bytes".utf8))
        let secrets = [
            bot.token, ann.phone, bob.phone, "54321", "no such hash", "correct horse", exported, String(hash),
        ]
        for secret in secrets { XCTAssertFalse(text.contains(secret), "a secret is printed") }
        for client in [client, other] { client.close() }
        server.stop()
    }

    func testALayerThatIsNotSpokenIsRefusedByNameAndLogged() throws {
        let harness = EngineHarness()
        let lines = Lines()
        harness.engine.log = { lines.add($0) }
        let client = try EngineClient(harness, introduces: false)
        let query = TL.InitConnection(
            apiID: 1, deviceModel: "test", systemVersion: "1", appVersion: "1", systemLangCode: "en", langPack: "",
            langCode: "en", query: TL.help.GetConfig())
        for _ in 0..<2 {
            XCTAssertThrowsError(try client.invoke(TL.InvokeWithLayer(layer: 201, query: query))) {
                XCTAssertEqual(($0 as? RPCFailure)?.name, "INPUT_LAYER_INVALID")
            }
        }
        XCTAssertEqual(harness.engine.report.refusedLayers, [201: 2])
        let logged = lines.text
        XCTAssertTrue(logged.contains("201") && logged.contains("\(TL.layer)"), logged)
        XCTAssertEqual(logged.split(separator: "\n").count, 1, "each layer is logged once")
        _ = try client.invoke(TL.InvokeWithLayer(layer: TL.layer, query: query))
        XCTAssertEqual(harness.engine.report.layers, [TL.layer])
    }

    func testACallThatCannotBeReadIsInTheReport() throws {
        let harness = EngineHarness()
        let client = try EngineClient(harness)
        _ = try client.invoke(TL.help.GetConfig())
        var bytes = try TL.users.GetUsers(id: [.userSelf]).encoded()
        bytes.replaceSubrange(12..<16, with: [1, 2, 3, 4])
        XCTAssertThrowsError(try client.invoke(TLRawFunction(bytes: bytes)))
        XCTAssertThrowsError(try client.invoke(TLRawFunction(bytes: [0x78, 0x56, 0x34, 0x12])))
        let report = harness.engine.report
        XCTAssertEqual(
            report.unreadable,
            [
                "users.getUsers: unexpected constructor 0x04030201 at offset 12 where InputUser is expected": 1,
                "0x12345678: no method has this id": 1,
            ])
        for part in ["unreadable", "layers: \(TL.layer)", "key exchanges: 1"] {
            XCTAssertTrue("\(report)".contains(part), "\(report)")
        }
    }
}

private final class Lines: Sendable {
    private let lines = Lock<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}
