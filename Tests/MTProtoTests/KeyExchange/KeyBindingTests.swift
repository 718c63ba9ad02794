// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Binding temporary keys; see core.telegram.org/api/pfs and core.telegram.org/method/auth.bindTempAuthKey.
final class KeyBindingTests: XCTestCase {
    private struct File: Decodable {
        struct Row: Decodable {
            let permAuthKey: TransportVectors.Hex
            let tempAuthKey: TransportVectors.Hex
            let permAuthKeyId: TransportVectors.Hex
            let tempAuthKeyId: TransportVectors.Hex
            let nonce: TransportVectors.Hex
            let tempSessionId: TransportVectors.Hex
            let expiresAt: Int32
            let msgId: String
            let random16: TransportVectors.Hex
            let bindAuthKeyInner: TransportVectors.Hex
            let plaintextBeforePadding: TransportVectors.Hex
            let padding: TransportVectors.Hex
            let msgKeyV1: TransportVectors.Hex
            let aesKeyX0: TransportVectors.Hex
            let aesIvX0: TransportVectors.Hex
            let aesKeyX8: TransportVectors.Hex
            let aesIvX8: TransportVectors.Hex
            let encryptedMessage: TransportVectors.Hex
            // The file writes `bindTempAuthKey_call`, whose first part the conversion makes lower case.
            let bindtempauthkeyCall: TransportVectors.Hex
        }
        let vectors: [Row]
    }

    private func long(_ bytes: [UInt8]) -> Int64 {
        Int64(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    func testVectors() throws {
        let rows = try TransportVectors.load("mtproto1_bind", as: File.self).vectors
        XCTAssertEqual(rows.count, 6)
        for row in rows {
            let messageID = try XCTUnwrap(Int64(row.msgId))
            let permanent = try AuthKey(SecureBytes(copying: row.permAuthKey.bytes))
            let temporary = try AuthKey(SecureBytes(copying: row.tempAuthKey.bytes))
            XCTAssertEqual(permanent.id, long(row.permAuthKeyId.bytes))
            XCTAssertEqual(temporary.id, long(row.tempAuthKeyId.bytes))
            let messageKey = VersionOneKeyDerivation.messageKey(of: row.plaintextBeforePadding.bytes)
            XCTAssertEqual(messageKey, try MessageKey(row.msgKeyV1.bytes))
            for (direction, key, iv) in [
                (MessageDirection.fromClient, row.aesKeyX0, row.aesIvX0), (.fromServer, row.aesKeyX8, row.aesIvX8),
            ] {
                XCTAssertEqual(
                    IGEKey(versionOneMessageKey: messageKey, authKey: permanent, direction: direction),
                    try IGEKey(key: key.bytes, iv: iv.bytes))
            }

            var generator = ScriptedGenerator(draws: [row.nonce.bytes, row.random16.bytes, row.padding.bytes])
            let binding = KeyBinding(
                permanentKey: permanent, temporaryKeyID: temporary.id, sessionID: long(row.tempSessionId.bytes),
                expiresAt: row.expiresAt, using: &generator)
            let request = binding.request(messageID: messageID, using: &generator)
            XCTAssertEqual(request.encryptedMessage.hex, row.encryptedMessage.bytes.hex)
            XCTAssertEqual(try request.encoded().hex, row.bindtempauthkeyCall.bytes.hex)
            XCTAssertNoThrow(
                try KeyBinding.check(
                    request, messageID: messageID, permanentKey: permanent, temporaryKeyID: temporary.id,
                    sessionID: long(row.tempSessionId.bytes), now: .seconds(Int64(row.expiresAt) - 86_400)))
        }
    }

    func testEveryMessageIDHasARequestOfItsOwn() throws {
        var generator = SeededGenerator(seed: 1)
        let scene = try Scene()
        let first = scene.binding.request(messageID: 4, using: &generator)
        let second = scene.binding.request(messageID: 8, using: &generator)
        XCTAssertEqual(first.nonce, second.nonce)
        XCTAssertNotEqual(first.encryptedMessage, second.encryptedMessage)
        XCTAssertNil(scene.failure(of: first, messageID: 4))
        XCTAssertNil(scene.failure(of: second, messageID: 8))
        XCTAssertEqual(scene.failure(of: second, messageID: 4), .messageIDMismatch)
    }

    /// A permanent key, a temporary key, and a request that binds them.
    private struct Scene {
        let permanent: AuthKey
        let other: AuthKey
        let binding: KeyBinding
        let now = Int64(1_750_000_000)

        init(expiresAt: Int32 = 1_750_086_400) throws {
            var generator = SeededGenerator(seed: 7)
            permanent = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
            other = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
            binding = KeyBinding(
                permanentKey: permanent, temporaryKeyID: 11, sessionID: 12, expiresAt: expiresAt, using: &generator)
        }

        func failure(
            of request: TL.auth.BindTempAuthKey, messageID: Int64 = 4, temporaryKeyID: Int64 = 11,
            sessionID: Int64 = 12, with key: AuthKey? = nil
        ) -> KeyBindingError.Code? {
            do {
                try KeyBinding.check(
                    request, messageID: messageID, permanentKey: key ?? permanent, temporaryKeyID: temporaryKeyID,
                    sessionID: sessionID, now: .seconds(now))
                return nil
            } catch {
                return error.code
            }
        }

        /// A request whose plaintext is changed and encrypted again.
        func request(changing change: (inout [UInt8]) -> Void) throws -> TL.auth.BindTempAuthKey {
            var generator = SeededGenerator(seed: 9)
            let request = binding.request(messageID: 4, using: &generator)
            var plaintext = Array(request.encryptedMessage[24...])
            let messageKey = try MessageKey(request.encryptedMessage[8..<24])
            var decryptor = AESIGEDecryptor(
                IGEKey(versionOneMessageKey: messageKey, authKey: permanent, direction: .fromClient))
            try plaintext.withUnsafeMutableBytes { try decryptor.decrypt($0) }
            change(&plaintext)
            let newKey = VersionOneKeyDerivation.messageKey(of: plaintext[..<72])
            var encryptor = AESIGEEncryptor(
                IGEKey(versionOneMessageKey: newKey, authKey: permanent, direction: .fromClient))
            plaintext.withUnsafeMutableBytes { encryptor.encrypt($0) }
            return replacing(
                request,
                message: request.encryptedMessage[..<8] + newKey.withContiguousBytes { Array($0) } + plaintext)
        }

        func replacing(
            _ request: TL.auth.BindTempAuthKey, permanentKeyID: Int64? = nil, message: [UInt8]? = nil
        ) -> TL.auth.BindTempAuthKey {
            TL.auth.BindTempAuthKey(
                permAuthKeyID: permanentKeyID ?? request.permAuthKeyID, nonce: request.nonce,
                expiresAt: request.expiresAt, encryptedMessage: message ?? request.encryptedMessage)
        }
    }

    func testEveryCheckOfTheServer() throws {
        let scene = try Scene()
        var generator = SeededGenerator(seed: 3)
        let request = scene.binding.request(messageID: 4, using: &generator)
        XCTAssertNil(scene.failure(of: request))
        var seen: Set<KeyBindingError.Code> = []
        func expect(_ code: KeyBindingError.Code, _ found: KeyBindingError.Code?, line: UInt = #line) {
            XCTAssertEqual(found, code, line: line)
            seen.insert(code)
        }
        func flipped(_ index: Int) -> [UInt8] {
            var message = request.encryptedMessage
            message[index] ^= 1
            return message
        }
        for count in [0, 24, 88, 103, 105, 120] {
            let message = Array((request.encryptedMessage + [UInt8](repeating: 0, count: 16))[..<count])
            expect(.messageLength, scene.failure(of: scene.replacing(request, message: message)))
        }
        expect(.permanentKeyMismatch, scene.failure(of: request, with: scene.other))
        expect(
            .messagePermanentKeyMismatch, scene.failure(of: scene.replacing(request, message: flipped(0))))
        for index in 8..<104 {
            expect(.messageKeyMismatch, scene.failure(of: scene.replacing(request, message: flipped(index))))
        }
        expect(.messageIDMismatch, scene.failure(of: request, messageID: 8))
        expect(.temporaryKeyMismatch, scene.failure(of: request, temporaryKeyID: 13))
        expect(.sessionMismatch, scene.failure(of: request, sessionID: 13))
        let fields: [(Int, KeyBindingError.Code)] = [
            (16, .messageIDMismatch), (24, .sequenceNumber), (28, .objectLength), (32, .unexpectedObject),
            (36, .nonceMismatch), (44, .temporaryKeyMismatch), (52, .objectPermanentKeyMismatch),
            (60, .sessionMismatch), (68, .expiryMismatch),
        ]
        for (offset, code) in fields {
            expect(code, scene.failure(of: try scene.request { $0[offset] ^= 1 }))
        }
        XCTAssertNil(scene.failure(of: try scene.request { $0[0] ^= 1 }), "the first bytes are random")
        for expiresAt: Int32 in [1_749_999_999, 1_750_000_000 + 86_400 + 301, -1] {
            let scene = try Scene(expiresAt: expiresAt)
            expect(.expiryRange, scene.failure(of: scene.binding.request(messageID: 4, using: &generator)))
        }
        XCTAssertEqual(seen, Set(KeyBindingError.Code.allCases))
    }

    func testErrorsNameTheAnswer() {
        for code in KeyBindingError.Code.allCases {
            let error = KeyBindingError(code: code)
            XCTAssertTrue(error.description.contains(code.rawValue))
            XCTAssertEqual(
                error.rpcErrorName.rawValue,
                code == .expiryRange ? "EXPIRES_AT_INVALID" : "ENCRYPTED_MESSAGE_INVALID")
        }
    }

    func testNothingSecretIsPrinted() throws {
        let scene = try Scene()
        let hex = scene.permanent.withUnsafeBytes { Array($0[..<8]).hex }
        var text = "\(scene.binding)"
        dump(scene.binding, to: &text)
        XCTAssertFalse(text.contains(hex))
    }
}
