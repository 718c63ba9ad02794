// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramTLJSON

final class TLJSONTests: XCTestCase {
    private let json = TLJSON.current

    private func failure(_ body: () throws -> Void) -> TLJSONError? {
        do { try body() } catch { return error as? TLJSONError }
        return nil
    }

    func testAValueReadsAsTheSchemaWritesIt() throws {
        let call = TL.messages.SendMessage(
            silent: true, peer: .user(.init(userID: 7, accessHash: -1)), message: "a \"b\"\n", randomID: 1 << 60)
        let text = try json.text(of: try call.encoded())
        XCTAssertEqual(
            text,
            #"{"_":"messages.sendMessage","silent":true,"peer":{"_":"inputPeerUser","user_id":"7","access_hash":"-1"},"#
                + #""message":"a \"b\"\n","random_id":"1152921504606846976"}"#)
        XCTAssertEqual(try json.bytes(from: text), try call.encoded())
    }

    /// Samples of every constructor and method come back as they were.
    func testEveryDefinitionRoundTrips() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        var generator = SeededGenerator(seed: 230)
        var count = 0
        for definition in definitions where definition.genericParameters.isEmpty {
            let sample = sampler.sample(definition, using: &generator)
            for isPretty in [false, true] {
                let text = try json.text(of: sample.bytes, options: .init(isPretty: isPretty))
                XCTAssertEqual(try json.bytes(from: text), sample.bytes, sample.name)
            }
            count += 1
        }
        XCTAssertGreaterThan(count, 2_500)
    }

    func testAnswersAreReadByTheirCall() throws {
        let call = try TL.InvokeWithoutUpdates(query: TL.users.GetUsers(id: [])).encoded()
        let answer: [UInt8] = [0x15, 0xC4, 0xB5, 0x1C, 0, 0, 0, 0]
        XCTAssertEqual(try json.text(ofAnswer: answer, to: call), "[]")
        XCTAssertEqual(try json.text(of: answer, type: "Vector<User>"), "[]")
        XCTAssertEqual(try json.bytes(from: "[]", type: "Vector<User>"), answer)
        XCTAssertEqual(failure { _ = try json.text(of: answer, type: "Vector<Nothing>") }?.reason, .unknownType)
        XCTAssertEqual(failure { _ = try json.text(of: answer, type: "a; b") }?.reason, .unknownType)
    }

    func testSecretsBecomeDigests() throws {
        let call = try TL.auth.SignIn(phoneNumber: "+1555", phoneCodeHash: "abc", phoneCode: "12345").encoded()
        let text = try json.text(of: call, options: .init(secrets: .digests(key: [1])))
        XCTAssertFalse(text.contains("555") || text.contains("abc") || text.contains("12345"), text)
        XCTAssertEqual(text, try json.text(of: call, options: .init(secrets: .digests(key: [1]))))
        XCTAssertNotEqual(text, try json.text(of: call, options: .init(secrets: .digests(key: [2]))))
        XCTAssertEqual(failure { _ = try json.bytes(from: text) }?.reason, .digest)
        let peer = try TL.InputPeer.user(.init(userID: 1, accessHash: 77)).encoded()
        XCTAssertTrue(try json.text(of: peer, options: .init(secrets: .digests(key: [1]))).contains("77"))
    }

    func testValuesThatJSONCannotHold() throws {
        let number = try TL.CurrencyRate(currency: "EUR", rate: .infinity).encoded()
        XCTAssertEqual(try json.bytes(from: try json.text(of: number)), number)
        // A text that is no UTF-8.
        let bytes: [UInt8] = [0xFF, 0xFE, 0xFD]
        let text = try json.text(of: [3] + bytes, type: "string")
        XCTAssertEqual(text, #"{"$base64":"//79"}"#)
        XCTAssertEqual(try json.bytes(from: text, type: "string"), [3] + bytes)
    }

    func testWhatIsWrongIsNamed() {
        for (text, reason, path) in [
            ("{", TLJSONError.Reason.invalidJSON, []), ("[]", .invalidValue, []), ("{}", .unknownName, []),
            (#"{"_":"nothing"}"#, .unknownName, []), (#"{"_":"inputPeerChat"}"#, .missingField, ["chat_id"]),
            (#"{"_":"inputPeerChat","chat_id":"x"}"#, .invalidValue, ["chat_id"]),
            (#"{"_":"inputPeerSelf","more":1}"#, .unknownField, ["more"]),
            (#"{"_":"messages.getPeerSettings","peer":{"_":"peerUser","user_id":1}}"#, .unknownName, ["peer"]),
            (String(repeating: "[", count: 100_000), .nestedTooDeep, []),
        ] as [(String, TLJSONError.Reason, [String])] {
            let error = failure { _ = try json.bytes(from: text) }
            XCTAssertEqual(error?.reason, reason, String(text.prefix(60)))
            XCTAssertEqual(error?.path, path, String(text.prefix(60)))
        }
    }

    /// Damaged bytes and damaged JSON end as errors or as other values, never as a trap.
    func testDamagedInput() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        var generator = SeededGenerator(seed: 7)
        var refused = 0
        for definition in definitions where definition.genericParameters.isEmpty {
            let sample = sampler.sample(definition, using: &generator)
            var bytes = sample.bytes
            if let index = bytes.indices.randomElement(using: &generator) {
                bytes[index] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
            }
            for input in [bytes, Array(bytes.dropLast(4))] {
                if let text = try? json.text(of: input, options: .init(maximumLength: 1 << 20)) {
                    _ = try? json.bytes(from: text)
                } else {
                    refused += 1
                }
            }
            var text = Array(try json.text(of: sample.bytes).utf8)
            if let index = text.indices.randomElement(using: &generator) {
                text[index] = UInt8.random(in: 0x20..<0x7F, using: &generator)
            }
            _ = try? json.bytes(from: String(decoding: text, as: UTF8.self))
        }
        XCTAssertGreaterThan(refused, 1_000)
        var deep: [UInt8] = []
        // textBold of textBold of …
        for _ in 0..<100_000 { deep += [0xC4, 0xAB, 0x24, 0x67] }
        XCTAssertEqual(failure { _ = try json.text(of: deep) }?.reason, .nestedTooDeep)
    }
}
