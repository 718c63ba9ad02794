// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// AES-256 in cipher block chaining mode, decryption only, as the special configuration needs it.
public enum AESCBC {
    /// Decrypts in place; no padding is removed.
    ///
    /// - Parameters:
    ///   - buffer: A whole number of blocks of 16 bytes.
    ///   - key: 32 bytes.
    ///   - iv: 16 bytes.
    /// - Throws: ``CryptoError/Code/partialBlock`` if the buffer is no whole number of blocks.
    public static func decrypt(
        _ buffer: UnsafeMutableRawBufferPointer, key: some ByteSource, iv: some ByteSource
    ) throws(CryptoError) {
        guard buffer.count % AES.blockByteCount == 0 else {
            throw CryptoError(.partialBlock, "\(buffer.count) bytes")
        }
        guard let start = buffer.baseAddress else { return }
        let context = CipherContext(CipherAlgorithm.aes256CBC, .decrypt)
        key.withContiguousBytes { key in
            iv.withContiguousBytes { iv in
                precondition(key.count == AES.keyByteCount && iv.count == AES.blockByteCount, "32 and 16 bytes")
                context.set(key: key.baseAddress, iv: iv.baseAddress)
            }
        }
        context.update(start, from: start, count: buffer.count)
    }
}
