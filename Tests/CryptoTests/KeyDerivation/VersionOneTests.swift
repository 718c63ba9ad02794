// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class VersionOneTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("mtproto1_bind") {
            let authKey = try AuthKey(SecureBytes(copying: try vector["perm_auth_key"]))
            let plaintext = try vector["plaintext_before_padding"]
            let messageKey = VersionOneKeyDerivation.messageKey(of: plaintext)
            XCTAssertEqual(messageKey, try MessageKey(try vector["msg_key_v1"]))
            for (direction, x) in [(MessageDirection.fromClient, "x0"), (.fromServer, "x8")] {
                XCTAssertEqual(
                    IGEKey(versionOneMessageKey: messageKey, authKey: authKey, direction: direction),
                    try IGEKey(key: try vector["aes_key_\(x)"], iv: try vector["aes_iv_\(x)"]))
            }
            var encryptor = AESIGEEncryptor(
                IGEKey(versionOneMessageKey: messageKey, authKey: authKey, direction: .fromClient))
            var bytes = plaintext + (try vector["padding"])
            bytes.withUnsafeMutableBytes { encryptor.encrypt($0) }
            XCTAssertEqual(bytes.hex, try vector["encrypted_message"][24...].hex)
        }
    }
}

extension ArraySlice where Element == UInt8 {
    /// The bytes as lower-case hexadecimal digits.
    var hex: String { Array(self).hex }
}
