// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class HashTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("hashes") {
            let data = try vector["data"]
            XCTAssertEqual(SHA1.hash(of: data).hex, try vector.text("sha1"))
            XCTAssertEqual(SHA256.hash(of: data).hex, try vector.text("sha256"))
            XCTAssertEqual(SHA512.hash(of: data).hex, try vector.text("sha512"))
            XCTAssertEqual(MD5.hash(of: data).hex, try vector.text("md5"))
            XCTAssertEqual(String(CRC32.checksum(of: data), radix: 16).leftPadded(to: 8), try vector.text("crc32"))
            let code = HMACSHA256.authenticationCode(for: data, key: try vector["hmac_sha256_key"])
            XCTAssertEqual(code.hex, try vector.text("hmac_sha256"))
        }
    }

    func testPiecesHashAsTheWhole() {
        var generator = SeededGenerator(seed: 2)
        let data = generator.bytes(count: 300)
        for split in [0, 1, 7, 8, 9, 63, 64, 65, 150, 299, 300] {
            let (first, second) = (data[..<split], data[split...])
            XCTAssertEqual(SHA1.hash(of: first, second), SHA1.hash(of: data))
            XCTAssertEqual(SHA256.hash(of: first, second), SHA256.hash(of: data))
            XCTAssertEqual(
                HMACSHA256.authenticationCode(for: first, second, key: data),
                HMACSHA256.authenticationCode(for: data, key: data))
            XCTAssertEqual(CRC32.checksum(of: first, second), CRC32.checksum(of: data))
            var stream = HashStream<SHA512>()
            stream.update(first)
            stream.update(second)
            XCTAssertEqual(stream.finish(), SHA512.hash(of: data))
            XCTAssertEqual(stream.finish(), SHA512.hash(of: [UInt8]()), "a finished stream starts again")
        }
    }

    func testSecureHashIsTheSameDigest() {
        let secret = SecureBytes(copying: [UInt8]("abc".utf8))
        XCTAssertEqual(SHA1.secureHash(of: secret).hex, "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    /// RFC 4231, test case 2, and an empty key, which HMAC allows.
    func testHMACSHA512() {
        let code = HMACSHA512.authenticationCode(
            for: [UInt8]("what do ya want for nothing?".utf8), key: [UInt8]("Jefe".utf8))
        XCTAssertEqual(
            code.hex,
            """
            164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
            9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
            """)
        XCTAssertEqual(
            HMACSHA256.authenticationCode(for: [UInt8](), key: [UInt8]()).hex,
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    func testCRC32OfTheCheckString() {
        XCTAssertEqual(CRC32.checksum(of: [UInt8]("123456789".utf8)), 0xCBF4_3926)
    }
}

extension String {
    /// The text with zeros in front.
    func leftPadded(to length: Int) -> String {
        String(repeating: "0", count: max(0, length - count)) + self
    }
}
