// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class PBKDF2Tests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.file("hashes").list("pbkdf2_hmac_sha512") {
            let key = PBKDF2.hmacSHA512(
                password: try vector["password"], salt: try vector["salt"],
                iterations: try vector.integer("iterations"), byteCount: try vector.integer("dklen"))
            XCTAssertEqual(key.hex, try vector.text("out"))
        }
    }

    /// Values of Python's hashlib.
    func testEmptyPasswordAndSalt() {
        let key = PBKDF2.hmacSHA512(password: [UInt8](), salt: [UInt8](), iterations: 1, byteCount: 16)
        XCTAssertEqual(key.hex, "6d2ecbbbfb2e6dcd7056faf9af6aa06e")
    }
}
