// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// The derivation of keys from passwords (RFC 8018) with HMAC-SHA-512.
public enum PBKDF2 {
    /// Derives a key; a hundred thousand iterations take about a tenth of a second.
    ///
    /// - Parameters:
    ///   - password: Any number of bytes below 2 GiB.
    ///   - salt: Any number of bytes below 2 GiB.
    ///   - iterations: At least 1.
    ///   - byteCount: The length of the key in bytes, at least 1.
    /// - Returns: The key.
    public static func hmacSHA512(
        password: some ByteSource, salt: some ByteSource, iterations: Int32, byteCount: Int = SHA512.byteCount
    ) -> SecureBytes {
        precondition(iterations > 0 && byteCount > 0, "a derivation has iterations and a result")
        return password.withContiguousBytes { password in
            salt.withContiguousBytes { salt in
                SecureBytes(count: byteCount) { key in
                    let status = PKCS5_PBKDF2_HMAC(
                        password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(password.count),
                        salt.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(salt.count),
                        iterations, DigestAlgorithm.sha512, Int32(byteCount),
                        key.baseAddress?.assumingMemoryBound(to: UInt8.self))
                    guard status == 1 else { openSSLFailure("derive a key from a password") }
                }
            }
        }
    }
}
