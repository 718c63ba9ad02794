// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// A keyed digest (RFC 2104) over one of the hash functions.
public enum HMAC<Function: HashFunction> {
    /// Authenticates several pieces as if they were one string, without joining them.
    ///
    /// - Parameters:
    ///   - pieces: The pieces in order.
    ///   - key: Any number of bytes.
    /// - Returns: As many bytes as the function's digest has; compare them with ``ConstantTime/areEqual(_:_:)``.
    public static func authenticationCode<each Piece: ByteSource>(
        for pieces: repeat each Piece, key: some ByteSource
    ) -> [UInt8] {
        guard let context = EVP_MAC_CTX_new(DigestAlgorithm.hmac) else { openSSLFailure("create a MAC context") }
        defer { EVP_MAC_CTX_free(context) }
        start(context, key: key)
        for piece in repeat each pieces {
            piece.withContiguousBytes { piece in
                let start = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
                guard EVP_MAC_update(context, start, piece.count) == 1 else { openSSLFailure("authenticate") }
            }
        }
        return [UInt8](unsafeUninitializedCapacity: Function.byteCount) { buffer, initialized in
            guard EVP_MAC_final(context, buffer.baseAddress, &initialized, Function.byteCount) == 1 else {
                openSSLFailure("finish a MAC")
            }
        }
    }

    private static func start(_ context: OpaquePointer, key: some ByteSource) {
        key.withContiguousBytes { key in
            // Without an address OpenSSL takes "no new key" for "empty key".
            withUnsafeBytes(of: UInt8(0)) { empty in
                let address = (key.baseAddress ?? empty.baseAddress)?.assumingMemoryBound(to: UInt8.self)
                var parameters = (
                    OSSL_PARAM_construct_utf8_string(
                        text(parameterName), UnsafeMutablePointer(mutating: text(Function.implementation.name)), 0),
                    OSSL_PARAM_construct_end()
                )
                let status = withUnsafeBytes(of: &parameters) { parameters in
                    EVP_MAC_init(
                        context, address, key.count, parameters.baseAddress?.assumingMemoryBound(to: OSSL_PARAM.self))
                }
                guard status == 1 else { openSSLFailure("start a MAC") }
            }
        }
    }

    /// `OSSL_MAC_PARAM_DIGEST`; a parameter keeps the address of its name, which only a static string has for good.
    private static var parameterName: StaticString { "digest" }

    private static func text(_ string: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(string.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

/// HMAC with SHA-256.
public typealias HMACSHA256 = HMAC<SHA256>
/// HMAC with SHA-512.
public typealias HMACSHA512 = HMAC<SHA512>
