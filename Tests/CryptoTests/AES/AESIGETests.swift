// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class AESIGETests: XCTestCase {
    func testVectors() throws {
        var decryptedPlaintexts = 0
        for vector in try Vector.all("aes_ige") {
            let (key, iv) = (try vector["key"], try vector["iv"])
            XCTAssertEqual(encrypt(try vector["plaintext"], key, iv).hex, try vector.text("ciphertext"))
            XCTAssertEqual(try decrypt(try vector["ciphertext"], key, iv).hex, try vector.text("plaintext"))
            guard vector.has("decrypt_of_plaintext") else { continue }
            XCTAssertEqual(try decrypt(try vector["plaintext"], key, iv).hex, try vector.text("decrypt_of_plaintext"))
            decryptedPlaintexts += 1
        }
        XCTAssertGreaterThan(decryptedPlaintexts, 0)
    }

    func testVectorIsCarriedFromCallToCall() throws {
        let streaming = try Vector.file("aes_ige").object("streaming")
        let (key, iv) = (try streaming["key"], try streaming["iv"])
        var encryptor = AESIGEEncryptor(key: key, iv: iv)
        var decryptor = AESIGEDecryptor(key: key, iv: iv)
        for chunk in try streaming.list("chunks") {
            XCTAssertEqual(encryptor.iv.hex, try chunk.text("iv_before"))
            XCTAssertEqual(decryptor.iv.hex, try chunk.text("iv_before"))
            var bytes = try chunk["plaintext"]
            bytes.withUnsafeMutableBytes { encryptor.encrypt($0) }
            XCTAssertEqual(bytes.hex, try chunk.text("ciphertext"))
            try bytes.withUnsafeMutableBytes { try decryptor.decrypt($0) }
            XCTAssertEqual(bytes.hex, try chunk.text("plaintext"))
            XCTAssertEqual(encryptor.iv.hex, try chunk.text("iv_after"))
            XCTAssertEqual(decryptor.iv.hex, try chunk.text("iv_after"))
        }
        XCTAssertEqual(encrypt(try streaming["plaintext"], key, iv).hex, try streaming.text("ciphertext"))
    }

    /// Lengths around the internal batch, cut at every block, give what one call gives.
    func testAnyCutGivesTheSame() throws {
        var generator = SeededGenerator(seed: 10)
        let (key, iv) = (generator.bytes(count: 32), generator.bytes(count: 32))
        let plaintext = generator.bytes(count: 3 * 2048 + 48)
        let whole = encrypt(plaintext, key, iv)
        for cut in stride(from: 0, through: plaintext.count, by: 16 * 13) {
            var bytes = plaintext
            var encryptor = AESIGEEncryptor(key: key, iv: iv)
            var decryptor = AESIGEDecryptor(key: key, iv: iv)
            try bytes.withUnsafeMutableBytes { buffer in
                let (head, tail) = (buffer[..<cut], buffer[cut...])
                encryptor.encrypt(UnsafeMutableRawBufferPointer(rebasing: head))
                encryptor.encrypt(UnsafeMutableRawBufferPointer(rebasing: tail))
                XCTAssertEqual(Array(buffer), whole, "cut at \(cut)")
                try decryptor.decrypt(UnsafeMutableRawBufferPointer(rebasing: head))
                try decryptor.decrypt(UnsafeMutableRawBufferPointer(rebasing: tail))
            }
            XCTAssertEqual(bytes, plaintext, "cut at \(cut)")
        }
    }

    func testAContextTakesANewKey() throws {
        var encryptor = AESIGEEncryptor()
        var decryptor = AESIGEDecryptor()
        for vector in try Vector.all("aes_ige") {
            let key = try IGEKey(key: try vector["key"], iv: try vector["iv"])
            var bytes = try vector["plaintext"]
            encryptor.setKey(key)
            bytes.withUnsafeMutableBytes { encryptor.encrypt($0) }
            XCTAssertEqual(bytes.hex, try vector.text("ciphertext"))
            decryptor.setKey(key)
            try bytes.withUnsafeMutableBytes { try decryptor.decrypt($0) }
            XCTAssertEqual(bytes.hex, try vector.text("plaintext"))
        }
    }

    func testPartialBlocksAreRefusedBeforeAnythingChanges() {
        for count in [1, 15, 17, 31] {
            var bytes = [UInt8](repeating: 9, count: count)
            var decryptor = AESIGEDecryptor(
                key: [UInt8](repeating: 1, count: 32), iv: [UInt8](repeating: 2, count: 32))
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    try bytes.withUnsafeMutableBufferPointer { buffer throws(CryptoError) in
                        try decryptor.decrypt(UnsafeMutableRawBufferPointer(buffer))
                    }
                }, .partialBlock)
            XCTAssertEqual(bytes, [UInt8](repeating: 9, count: count))
        }
    }

    func testKeysOfOtherLengthsAreRefused() {
        for (key, iv) in [(31, 32), (32, 31), (33, 32), (0, 0), (32, 16)] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try IGEKey(key: [UInt8](repeating: 0, count: key), iv: [UInt8](repeating: 0, count: iv))
                }, .igeKeyLength)
        }
    }

    func testNothingPrintsTheKey() throws {
        let marker = Array(SecureBytesTests.marker[..<32])
        assertNeverPrints(try IGEKey(key: marker, iv: marker))
    }

    private func encrypt(_ plaintext: [UInt8], _ key: [UInt8], _ iv: [UInt8]) -> [UInt8] {
        var bytes = plaintext
        var encryptor = AESIGEEncryptor(key: key, iv: iv)
        bytes.withUnsafeMutableBytes { encryptor.encrypt($0) }
        return bytes
    }

    private func decrypt(_ ciphertext: [UInt8], _ key: [UInt8], _ iv: [UInt8]) throws -> [UInt8] {
        var bytes = ciphertext
        var decryptor = AESIGEDecryptor(key: key, iv: iv)
        try bytes.withUnsafeMutableBytes { try decryptor.decrypt($0) }
        return bytes
    }
}
