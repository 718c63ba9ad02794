// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// The block cipher modes that are used, fetched once for the life of the process.
///
/// A fetched algorithm never changes and counts its references atomically; OpenSSL documents it as safe to share
/// between threads, which is why the pointers may be `nonisolated(unsafe)`.
enum CipherAlgorithm {
    nonisolated(unsafe) static let aes256CTR = fetch("AES-256-CTR")
    nonisolated(unsafe) static let aes256CBC = fetch("AES-256-CBC")
    nonisolated(unsafe) static let aes256ECB = fetch("AES-256-ECB")

    private static func fetch(_ name: String) -> OpaquePointer {
        guard let cipher = EVP_CIPHER_fetch(nil, name, nil) else { openSSLFailure("fetch a cipher") }
        return cipher
    }
}

/// The message digests and the MAC that are used, fetched once for the life of the process.
///
/// They are shared for the same reason as the ciphers of ``CipherAlgorithm``.
enum DigestAlgorithm {
    nonisolated(unsafe) static let md5 = fetch("MD5")
    nonisolated(unsafe) static let sha1 = fetch("SHA1")
    nonisolated(unsafe) static let sha256 = fetch("SHA256")
    nonisolated(unsafe) static let sha512 = fetch("SHA512")
    nonisolated(unsafe) static let blake2b = fetch("BLAKE2B-512")

    nonisolated(unsafe) static let hmac: OpaquePointer = {
        guard let mac = EVP_MAC_fetch(nil, "HMAC", nil) else { openSSLFailure("fetch HMAC") }
        return mac
    }()

    private static func fetch(_ name: String) -> OpaquePointer {
        guard let digest = EVP_MD_fetch(nil, name, nil) else { openSSLFailure("fetch a digest") }
        return digest
    }
}
