// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class RSAKeyTests: XCTestCase {
    func testKeysAndFingerprints() throws {
        for vector in try Vector.all("rsa_keys") {
            let key = try RSAPublicKey(pem: try vector.text("pem"))
            XCTAssertEqual(key.modulus.hex, try vector.text("n_hex"))
            XCTAssertEqual(key.exponent, try vector.integer("e"))
            XCTAssertEqual(key.fingerprint, try vector.integer("fingerprint_i64"))
            let unsigned = String(UInt64(bitPattern: key.fingerprint), radix: 16).leftPadded(to: 16)
            XCTAssertEqual(unsigned, try vector.text("fingerprint_u64_hex"))
            let wire = withUnsafeBytes(of: key.fingerprint.littleEndian) { Array($0) }
            XCTAssertEqual(wire.hex, try vector.text("fingerprint_wire_bytes"))
            XCTAssertEqual(try RSAPublicKey(modulus: try vector["n_hex"], exponent: key.exponent), key)
            XCTAssertEqual(key.pem.filter { !$0.isWhitespace }, try vector.text("pem").filter { !$0.isWhitespace })
        }
    }

    func testBuiltInKeys() throws {
        let keys = Dictionary(
            uniqueKeysWithValues: try Vector.all("rsa_keys").map { (try $0.text("name"), try $0.text("pem")) })
        for (name, key) in [
            ("production", RSAPublicKey.telegramProduction), ("test", .telegramTest),
            ("simple_config", .telegramSpecialConfig),
        ] {
            XCTAssertEqual(try RSAPublicKey(pem: try XCTUnwrap(keys[name])), key)
        }
    }

    func testOtherFormsOfTheSameKey() throws {
        let key = RSAPublicKey.telegramProduction
        let body = key.pem.split(separator: "\n").dropFirst().dropLast().joined()
        XCTAssertEqual(try RSAPublicKey(pem: body), key, "bare base64")
        XCTAssertEqual(try RSAPublicKey(pem: key.pem.replacing("\n", with: "\r\n")), key)
        XCTAssertEqual(try RSAPublicKey(pem: TestKeys.publicKeyInfo), try RSAPrivateKey(pem: TestKeys.pkcs1).publicKey)
        XCTAssertEqual(try RSAPublicKey(modulus: [0, 0] + key.modulus, exponent: 65_537), key)
    }

    func testLargeExponentsSurviveTheTextForm() throws {
        for exponent: UInt64 in [3, 0x81, 0xFFFF, 0x8000_0001, .max] {
            let key = try RSAPublicKey(modulus: RSAPublicKey.telegramTest.modulus, exponent: exponent)
            XCTAssertEqual(try RSAPublicKey(pem: key.pem), key)
        }
    }

    func testPrivateKeysInBothForms() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        XCTAssertEqual(try RSAPrivateKey(pem: TestKeys.pkcs8).publicKey, key.publicKey)
        let parts = try RSAPrivateKey(p: TestKeys.p, q: TestKeys.q)
        XCTAssertEqual(parts.publicKey, key.publicKey)
        XCTAssertEqual(try RSAPrivateKey(p: TestKeys.q, q: TestKeys.p).publicKey, key.publicKey)
        var generator = SeededGenerator(seed: 20)
        let block = [0] + generator.bytes(count: 255)
        let encrypted = try key.publicKey.rawPower(block)
        XCTAssertEqual(try key.rawPower(encrypted).hex, block.hex)
        XCTAssertEqual(try parts.rawPower(encrypted).hex, block.hex)
    }

    func testGeneratedKeyWorks() throws {
        var generator = SeededGenerator(seed: 21)
        let key = try RSAPrivateKey.generate(using: &generator)
        let encrypted = try key.publicKey.encryptPadded([1, 2, 3], using: &generator)
        XCTAssertEqual(try key.decryptPadded(encrypted).withUnsafeBytes { Array($0[..<3]) }, [1, 2, 3])
        var again = SeededGenerator(seed: 21)
        XCTAssertEqual(try RSAPrivateKey.generate(using: &again).publicKey, key.publicKey, "the seed decides")
    }

    func testPrivateKeyNeverPrints() throws {
        let key = try RSAPrivateKey(pem: TestKeys.pkcs1)
        var dumped = ""
        dump(key, to: &dumped)
        for output in ["\(key)", String(reflecting: key), dumped] {
            XCTAssertTrue(output.contains("fingerprint"), output)
            XCTAssertFalse(output.contains("402c63519d"), output)
            XCTAssertFalse(output.contains("privateExponent"), output)
        }
    }

    func testDamagedNumbersAreRefused() throws {
        let good = RSAPublicKey.telegramTest.modulus
        for bad in [Array(good[1...]), good + [1], [0x7F] + good[1...], good.dropLast() + [0], []] {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try RSAPublicKey(modulus: bad, exponent: 65_537) }, .rsaModulus)
        }
        for exponent: UInt64 in [0, 1, 2, 65_536] {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try RSAPublicKey(modulus: good, exponent: exponent) },
                .rsaExponent)
        }
        let wrong = SecureBytes(copying: [3])
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try RSAPrivateKey(modulus: good, exponent: 65_537, privateExponent: wrong)
            }, .rsaKeyPair)
        let long = SecureBytes(copying: [UInt8](repeating: 1, count: 257))
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try RSAPrivateKey(modulus: good, exponent: 65_537, privateExponent: long)
            }, .rsaKeyPair)
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try RSAPrivateKey(p: TestKeys.p, q: TestKeys.p) }, .rsaModulus)
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try RSAPrivateKey(p: TestKeys.p, q: long) }, .rsaModulus)
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try RSAPrivateKey(p: TestKeys.p, q: TestKeys.q, exponent: 4) },
            .rsaExponent)
        // Numbers that are no primes at all.
        for (p, q) in [([UInt8](), good), ([1], good), ([0], good), ([3], [UInt8](repeating: 0xAB, count: 255) + [1])] {
            XCTAssertNotNil(
                code { () throws(CryptoError) in
                    _ = try RSAPrivateKey(p: SecureBytes(copying: p), q: SecureBytes(copying: q))
                })
        }
    }

    func testDamagedTextIsRefused() throws {
        let pem = RSAPublicKey.telegramTest.pem
        let texts = [
            "", "-----BEGIN RSA PUBLIC KEY-----", "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n", "not a key",
            pem.replacing("-----END RSA PUBLIC KEY-----", with: ""),
            pem.replacing("MIIBCg", with: "MIIBCw"), pem.replacing("MIIBCg", with: "MIIBCQ"),
            pem.replacing("MIIBCg", with: "MIIBC*"), pem.replacing("MIIBCg", with: "AIIBCg"),
            pem.replacing("MIIBCg", with: "MIIB"), String(repeating: "A", count: 20_000),
            "MAA=", "MA==", "MIA=", "MIQAAAAA", TestKeys.pkcs1,
        ]
        for text in texts {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try RSAPublicKey(pem: text) }, .rsaKeyEncoding, text)
        }
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try RSAPrivateKey(pem: pem) }, .rsaKeyEncoding)
        // An EC key in the same envelope.
        let elliptic = """
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAES89HOO/Taa/qPAK7F6qzcKnqYA0P
            hM1WGF+tgD/RIWp19cE0XfEmn8KNK2cb7/9uXDxD1zX60O7LEgoaSPXvVw==
            """
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try RSAPublicKey(pem: elliptic) }, .rsaKeyEncoding)
    }

    /// Every single-byte change of a key file either is refused or gives a checked key; none traps.
    func testAlteredFilesNeverTrap() throws {
        var generator = SeededGenerator(seed: 22)
        let files = [RSAPublicKey.telegramTest.pem, TestKeys.publicKeyInfo, TestKeys.pkcs1, TestKeys.pkcs8]
        for text in files {
            let body = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
            let bytes = try XCTUnwrap(Base64.decode(body.utf8)).withUnsafeBytes { Array($0) }
            for position in 0..<40 {
                var altered = bytes
                altered[position] = UInt8.random(in: 0...255, using: &generator)
                let base64 = Base64.encode(altered)
                _ = try? RSAPublicKey(pem: base64)
                _ = try? RSAKeyFile.publicKey(Base64.encode(Array(altered[..<position])))
                if position < 30 { _ = try? RSAPrivateKey(pem: base64) }
            }
        }
    }

    func testBlocksAboveTheModulusAreRefused() throws {
        let key = RSAPublicKey.telegramTest
        for block in [key.modulus, [UInt8](repeating: 0xFF, count: 256), [UInt8](repeating: 0, count: 257)] {
            XCTAssertEqual(code { () throws(CryptoError) in _ = try key.rawPower(block) }, .rsaBlock)
        }
        XCTAssertEqual(try key.rawPower([UInt8]()), [UInt8](repeating: 0, count: 256))
        XCTAssertEqual(try key.rawPower([1]), [UInt8](repeating: 0, count: 255) + [1])
    }
}
