// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

/// The cryptographic steps of the worked example on core.telegram.org/mtproto/samples-auth_key.
final class KeyExchangeTests: XCTestCase {
    func testTemporaryKeyOpensTheServersAnswer() throws {
        let sample = try XCTUnwrap(try Vector.all("handshake_official_sample").first)
        let key = IGEKey(
            newNonce: SecureBytes(copying: try sample["new_nonce"]), serverNonce: try sample["server_nonce"])
        XCTAssertEqual(key, try IGEKey(key: try sample["tmp_aes_key"], iv: try sample["tmp_aes_iv"]))
        var bytes = try sample["encrypted_answer"]
        var decryptor = AESIGEDecryptor(key)
        try bytes.withUnsafeMutableBytes { try decryptor.decrypt($0) }
        XCTAssertEqual(bytes.hex, try sample.text("decrypted_answer_with_hash"))
    }

    func testHashesOfTheThreeAnswersDiffer() throws {
        let key = try AuthKey(SecureBytes(copying: [UInt8](repeating: 5, count: 256)))
        let nonce = [UInt8](repeating: 6, count: 32)
        for (answer, number) in [(KeyExchangeAnswer.ok, UInt8(1)), (.retry, 2), (.fail, 3)] {
            let auxiliary = SHA1.hash(of: [UInt8](repeating: 5, count: 256))[..<8]
            let expected = SHA1.hash(of: nonce + [number] + auxiliary)[4...]
            XCTAssertEqual(key.newNonceHash(for: answer, newNonce: nonce), Array(expected))
        }
    }
}
