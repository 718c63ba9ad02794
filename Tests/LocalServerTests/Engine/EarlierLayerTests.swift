// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Clients of the layer before: what has changed since is read and written in its form.
final class EarlierLayerTests: XCTestCase {
    /// `users.userFull` of a bot with both types that have changed.
    private func full() throws -> [UInt8] {
        let text = TL.TextWithEntities(text: "a shop", entities: [.bold(.init(offset: 0, length: 1))])
        let settings = TL.BotVerifierSettings(
            canModifyCustomDescription: true, icon: 7, company: "Company", customDescription: text)
        let verification = TL.BotVerification(botID: 5, icon: 6, description: text)
        let user = TL.UserFull(
            id: 1, settings: .init(), notifySettings: .init(), botInfo: .init(verifierSettings: settings),
            commonChatsCount: 3, botVerification: verification)
        return try TL.users.UserFull(fullUser: user, chats: [], users: []).encoded()
    }

    private func words(_ numbers: UInt32...) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }

    private let shop: [UInt8] = [6] + Array("a shop".utf8) + [0]

    func testTypesAreWrittenInTheirEarlierForm() throws {
        let object = try full()
        let written = EarlierLayer.downgraded(object)
        XCTAssertLessThan(written.count, object.count)
        let verification = words(0xF93C_D45C, 5, 0, 6, 0) + shop
        let settings = words(0xB0CD_6617, 3, 7, 0) + [7] + Array("Company".utf8) + shop
        for part in [verification, settings] {
            let found = written.indices.contains { written[$0...].starts(with: part) }
            XCTAssertTrue(found, "\(CallJSON.hex(part)) is not in \(CallJSON.hex(written))")
        }
        let plain = try TL.help.GetConfig().encoded()
        XCTAssertEqual(EarlierLayer.downgraded(plain), plain)
        XCTAssertEqual(EarlierLayer.downgraded([]), [])
    }

    /// What a client of a layer gets if a call is answered with an object.
    private func answer<Function: TLFunction>(_ object: [UInt8], to function: Function, layer: Int32) throws -> [UInt8]
    {
        let harness = EngineHarness()
        let client = try EngineClient(harness, introduces: false)
        let query = TL.InitConnection(
            apiID: 1, deviceModel: "test", systemVersion: "1", appVersion: "1", systemLangCode: "en", langPack: "",
            langCode: "en", query: TL.help.GetConfig())
        _ = try client.invoke(TL.InvokeWithLayer(layer: layer, query: query))
        harness.engine.overridden.insert(Function.constructorID)
        let call = try client.send(function)
        let pending = try XCTUnwrap(harness.handed.last?.call)
        harness.engine.answer(pending, with: .success(object))
        try harness.pump()
        guard case .object(let answer)? = client.answers[call] else {
            XCTFail("no answer")
            return []
        }
        return Array(answer)
    }

    func testEachClientHasTheFormOfItsLayer() throws {
        let object = try full()
        for layer in Engine.servedLayers.sorted() {
            let expected = layer == TL.layer ? object : EarlierLayer.downgraded(object)
            XCTAssertEqual(
                try answer(object, to: TL.users.GetFullUser(id: .userSelf), layer: layer), expected, "layer \(layer)")
        }
    }

    /// A file may hold what looks like an object.
    func testFilesAreTheSameInAllLayers() throws {
        // Long enough for the bytes to begin at a multiple of four.
        let bytes = [UInt8](repeating: 0, count: 256) + (try full())
        let file = try TL.upload.File.file(.init(type: .partial, mtime: 1, bytes: bytes)).encoded()
        XCTAssertNotEqual(EarlierLayer.downgraded(file), file)
        let location = TL.InputFileLocation.photo(.init(id: 1, accessHash: 2, fileReference: [], thumbSize: "x"))
        for layer in Engine.servedLayers.sorted() {
            XCTAssertEqual(
                try answer(file, to: TL.upload.GetFile(location: location, offset: 0, limit: 4_096), layer: layer),
                file,
                "layer \(layer)")
        }
    }

    func testFunctionsAreReadFromTheirEarlierForm() throws {
        let name: [UInt8] = [3] + Array("bot".utf8)
        let check = try LenientInput.read((words(0x87F2_219B) + name)[...])
        XCTAssertEqual((check as? TL.bots.CheckUsername)?.username, "bot")
        let login = try LenientInput.read((words(0x777D_F37A, 9) + name)[...])
        XCTAssertEqual((login as? TL.auth.InitFirebasePnvLogin)?.apiID, 9)
        let plain = try LenientInput.read((words(0x8B89_DFBD, 2, 0x7DA0_7EC9))[...])
        XCTAssertNil((plain as? TL.bots.SetCustomVerification)?.customDescription)
        XCTAssertEqual((plain as? TL.bots.SetCustomVerification)?.enabled, true)
        let described = try LenientInput.read((words(0x8B89_DFBD, 5, 0xF7C1_B13F, 0x7DA0_7EC9) + shop)[...])
        let verification = try XCTUnwrap(described as? TL.bots.SetCustomVerification)
        XCTAssertEqual(verification.customDescription?.text, "a shop")
        XCTAssertEqual(verification.customDescription?.entities.count, 0)
    }
}
