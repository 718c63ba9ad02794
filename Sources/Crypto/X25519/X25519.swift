// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Public keys on Curve25519 (RFC 7748), which a FakeTLS hello shows as its key share.
public enum X25519 {
    /// The length of private and public keys in bytes.
    public static let byteCount = 32

    /// Computes the public key of a private key.
    ///
    /// - Parameter privateKey: 32 bytes; any bytes are a private key.
    /// - Returns: 32 bytes.
    public static func publicKey(of privateKey: SecureBytes) -> [UInt8] {
        precondition(privateKey.count == byteCount, "an X25519 private key has 32 bytes")
        let key = privateKey.withUnsafeBytes { bytes in
            EVP_PKEY_new_raw_private_key_ex(
                nil, "X25519", nil, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
        guard let key else { openSSLFailure("take an X25519 key") }
        defer { EVP_PKEY_free(key) }
        return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            initialized = byteCount
            guard EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &initialized) == 1 else {
                openSSLFailure("compute an X25519 public key")
            }
        }
    }

    /// Draws a private key and gives its public key, forgetting the private one.
    ///
    /// - Parameter generator: A cryptographically secure source; 32 bytes are drawn.
    /// - Returns: 32 bytes that are a point of the curve, as a TLS client would show.
    public static func randomPublicKey(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        publicKey(of: SecureBytes(randomCount: byteCount, using: &generator))
    }
}
