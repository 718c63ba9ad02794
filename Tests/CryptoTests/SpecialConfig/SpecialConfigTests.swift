// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class SpecialConfigTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("simple_config") {
            let text = Array(try vector.text("input").utf8)
            let key = try vector.has("rsa_key") ? RSAPrivateKey(pem: TestKeys.pkcs1).publicKey : .telegramSpecialConfig
            let plaintext = try vector["decrypted"]
            let length = Int(plaintext[0])
            XCTAssertEqual(try SpecialConfig.open(text, key: key).hex, plaintext[4..<length].hex)
        }
    }

    func testOtherTextsAreRefused() throws {
        let vector = try XCTUnwrap(try Vector.all("simple_config").first)
        let digits = Array(try vector.text("filtered_base64").utf8)
        XCTAssertNoThrow(try SpecialConfig.open(digits))
        XCTAssertEqual(openCode([]), .specialConfigText)
        XCTAssertEqual(openCode(Array(digits.dropLast())), .specialConfigText)
        XCTAssertEqual(openCode(digits.dropLast() + [0x20]), .specialConfigText)
        XCTAssertEqual(openCode(digits + [UInt8](repeating: 0x20, count: 681)), .specialConfigText)
        XCTAssertNil(openCode(digits + [UInt8](repeating: 0x20, count: 680)))
        XCTAssertEqual(openCode([0x3D] + digits[1...]), .specialConfigText, "padding at the start")
        XCTAssertEqual(openCode([UInt8](repeating: 0x2F, count: 342) + [0x3D, 0x3D]), .rsaBlock, "above the modulus")
        var altered = digits
        altered[100] = altered[100] == 0x41 ? 0x42 : 0x41
        XCTAssertEqual(openCode(altered), .specialConfigHash)
        let foreign = RSAPublicKey.telegramProduction
        XCTAssertEqual(openCode(digits, key: foreign), .specialConfigHash)
    }

    /// Only the owner of the key can write a wrong length; it is refused all the same.
    func testLengthsOutOfRange() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        for (length, expected) in [
            (UInt32(0), CryptoError.Code.specialConfigLength), (7, .specialConfigLength), (209, .specialConfigLength),
            (.max, .specialConfigLength), (8, nil), (208, nil),
        ] {
            let text = try signed(length: length, key)
            XCTAssertEqual(openCode(text, key: key.publicKey), expected, "\(length)")
            if expected == nil {
                XCTAssertEqual(try SpecialConfig.open(text, key: key.publicKey).count, Int(length) - 4)
            }
        }
    }

    private func openCode(_ text: [UInt8], key: RSAPublicKey = .telegramSpecialConfig) -> CryptoError.Code? {
        code { () throws(CryptoError) in _ = try SpecialConfig.open(text, key: key) }
    }

    /// Builds a text as the owner of the key does.
    private func signed(length: UInt32, _ key: RSAPrivateKey) throws -> [UInt8] {
        let aesKey: [UInt8] = [0] + (1..<32).map { UInt8($0) }
        var plaintext = withUnsafeBytes(of: length.littleEndian) { Array($0) } + [UInt8](repeating: 0xAB, count: 204)
        plaintext += SHA256.hash(of: plaintext)[..<16]
        var previous = Array(aesKey[16...])
        var ciphertext: [UInt8] = []
        for start in stride(from: 0, to: plaintext.count, by: 16) {
            // One block of CBC is one block of IGE whose previous plaintext is zero.
            var block = Array(plaintext[start..<start + 16])
            var encryptor = AESIGEEncryptor(key: aesKey, iv: previous + [UInt8](repeating: 0, count: 16))
            block.withUnsafeMutableBytes { encryptor.encrypt($0) }
            previous = block
            ciphertext += block
        }
        let block = try key.rawPower(aesKey + ciphertext).withUnsafeBytes { Array($0) }
        return Array(Base64.encode(block).utf8)
    }
}
