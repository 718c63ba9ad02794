// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The sizes of AES-256 in the infinite garble extension mode, and single-shot operations.
///
/// `c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]`. The initialisation vector is the block `c[-1]` followed by the block `p[-1]`.
/// See core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector.
public enum AESIGE {
    /// The length of an initialisation vector in bytes.
    public static let ivByteCount = 32

    /// One block in two machine words.
    typealias Block = SIMD2<UInt64>
}

extension CryptoError.Code {
    /// An encrypted byte string is not a whole number of cipher blocks.
    public static let partialBlock = Self(description: "the length is not a multiple of 16")
}
