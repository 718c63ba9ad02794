// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Signatures on Curve25519 (RFC 8032), with which Telegram signs what mini apps are told.
public enum Ed25519 {
    /// The length of public keys in bytes.
    public static let publicKeyByteCount = 32
    /// The length of signatures in bytes.
    public static let signatureByteCount = 64

    /// Whether a signature is valid.
    ///
    /// - Parameters:
    ///   - signature: The signature; any other number of bytes than 64 is none.
    ///   - message: What was signed.
    ///   - publicKey: The signer's key; any other number of bytes than 32 is none.
    /// - Returns: Whether the owner of the key signed the message.
    public static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == signatureByteCount, publicKey.count == publicKeyByteCount,
            let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, publicKey, publicKey.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { openSSLFailure("create a digest context") }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key, nil) == 1 else { return false }
        let isValid = EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        if !isValid { ERR_clear_error() }
        return isValid
    }
}
