// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class RSAPadTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("rsa_pad") {
            let key = try RSAPublicKey(modulus: try vector["n_hex"], exponent: try vector.integer("e"))
            let data = try vector["data"]
            let padding = try vector["padding"]
            let temporaryKeys = try vector.bytesList("temp_keys_in_order")
            var generator = ScriptedGenerator([padding] + temporaryKeys)
            let encrypted = try key.encryptPadded(data, using: &generator)
            XCTAssertEqual(encrypted.hex, try vector.text("encrypted_data"))
            XCTAssertTrue(generator.isExhausted, "each temporary key was tried once")

            let padded = SecureBytes(copying: data + padding)
            for step in try vector.list("steps") {
                let block = RSAPublicKey.paddedBlock(padded, SecureBytes(copying: try step["temp_key"]))
                XCTAssertEqual(block.hex, try step.text("key_aes_encrypted"))
            }
        }
    }

    func testPrivateKeyUndoesIt() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        for vector in try Vector.all("rsa_pad") where try vector["n_hex"] == key.publicKey.modulus {
            let padded = try key.decryptPadded(try vector["encrypted_data"])
            XCTAssertEqual(padded.hex, (try vector["data"] + (try vector["padding"])).hex)
        }
        var generator = SeededGenerator(seed: 30)
        for count in [0, 1, 143, 144] {
            let data = generator.bytes(count: count)
            let encrypted = try key.publicKey.encryptPadded(data, using: &generator)
            let padded = try key.decryptPadded(encrypted)
            XCTAssertEqual(padded.count, 192)
            XCTAssertEqual(padded.withUnsafeBytes { Array($0[..<count]) }, data)
        }
    }

    func testTooMuchDataIsRefused() {
        var generator = SeededGenerator(seed: 31)
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try RSAPublicKey.telegramTest.encryptPadded([UInt8](repeating: 0, count: 145), using: &generator)
            }, .rsaPadData)
    }

    func testABrokenGeneratorIsNotAskedForEver() throws {
        // A temporary key whose block is above the modulus, given again and again.
        let vector = try XCTUnwrap(
            try Vector.all("rsa_pad").first { try $0.text("name").contains("production_key_case16") })
        let temporaryKey = try XCTUnwrap(try vector.bytesList("temp_keys_in_order").first)
        var generator = ScriptedGenerator(
            [try vector["padding"]] + [[UInt8]](repeating: temporaryKey, count: RSAPad.maximumTries))
        let data = try vector["data"]
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try RSAPublicKey.telegramProduction.encryptPadded(data, using: &generator)
            }, .randomSource)
    }

    func testAlteredBlocksAreRefused() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        var generator = SeededGenerator(seed: 32)
        let data = generator.bytes(count: 96)
        let encrypted = try key.publicKey.encryptPadded(data, using: &generator)
        for position in stride(from: 3, to: 256, by: 51) {
            var altered = encrypted
            altered[position] ^= 1
            XCTAssertEqual(code { () throws(CryptoError) in _ = try key.decryptPadded(altered) }, .rsaPadHash)
        }
        for bad in [[], Array(encrypted[1...]), encrypted + [0], [UInt8](repeating: 0xFF, count: 256)] {
            XCTAssertEqual(code { () throws(CryptoError) in _ = try key.decryptPadded(bad) }, .rsaBlock)
        }
    }

    func testServerReadsTheOldPadding() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        var generator = SeededGenerator(seed: 33)
        let data = generator.bytes(count: 96)
        let block = SHA1.hash(of: data) + data + generator.bytes(count: 255 - 20 - 96)
        let opened = try key.decryptHashed(try key.publicKey.rawPower(block))
        XCTAssertEqual(opened.payload.count, 235)
        XCTAssertEqual(opened.payload.withUnsafeBytes { Array($0[..<96]) }, data)
        XCTAssertTrue(opened.isIntact(dataByteCount: 96))
        for count in [-1, 0, 95, 97, 235, 236, .max] { XCTAssertFalse(opened.isIntact(dataByteCount: count)) }
        let long = [1] + block
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try key.decryptHashed(try key.publicKey.rawPower(long)) }, .rsaBlock)
        XCTAssertEqual(code { () throws(CryptoError) in _ = try key.decryptHashed(data) }, .rsaBlock)
    }
}
