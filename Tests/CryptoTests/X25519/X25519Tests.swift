// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class X25519Tests: XCTestCase {
    /// The two key pairs of RFC 7748, section 6.1.
    func testPublicKeysOfTheStandard() throws {
        let pairs = [
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a":
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb":
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ]
        for (privateKey, publicKey) in pairs {
            let secret = SecureBytes(copying: try XCTUnwrap([UInt8](hex: privateKey)))
            XCTAssertEqual(X25519.publicKey(of: secret).hex, publicKey)
        }
    }

    func testRandomKeyIsThePublicKeyOfTheDrawnBytes() {
        var generator = SeededGenerator(seed: 4)
        var same = generator
        let publicKey = X25519.randomPublicKey(using: &generator)
        XCTAssertEqual(publicKey, X25519.publicKey(of: SecureBytes(randomCount: 32, using: &same)))
    }
}
