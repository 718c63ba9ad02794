// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The padding under which the key exchange sends its inner data, `RSA_PAD`.
///
/// See core.telegram.org/mtproto/auth_key, "Presenting proof of work; Server authentication".
enum RSAPad {
    static let paddedByteCount = 192
    static let maximumDataByteCount = 144
    static let temporaryKeyByteCount = 32
    /// With a modulus of 2,048 bits at least every second temporary key fits; so many misses never happen by chance.
    static let maximumTries = 256
}

extension RSAPublicKey {
    /// Encrypts the inner data of a key exchange under `RSA_PAD`.
    ///
    /// - Parameters:
    ///   - data: At most 144 bytes.
    ///   - generator: A cryptographically secure source. It fills the padding up to 192 bytes, then 32 bytes of temporary
    ///     key, and other 32 bytes each time the block comes out above the modulus (9 % of the time with Telegram's key).
    /// - Throws: ``CryptoError/Code/rsaPadData`` if the data is too long, ``CryptoError/Code/randomSource`` if no
    ///   temporary key fits.
    /// - Returns: 256 bytes.
    public func encryptPadded(
        _ data: some ByteSource, using generator: inout some RandomNumberGenerator
    ) throws(CryptoError) -> [UInt8] {
        let padded = try data.withContiguousBytes { data throws(CryptoError) in
            guard data.count <= RSAPad.maximumDataByteCount else {
                throw CryptoError(.rsaPadData, "\(data.count) bytes")
            }
            return SecureBytes(count: RSAPad.paddedByteCount) { padded in
                padded.copyMemory(from: data)
                generator.fill(UnsafeMutableRawBufferPointer(rebasing: padded[data.count...]))
            }
        }
        let modulus = BigNumber(modulus)
        for _ in 0..<RSAPad.maximumTries {
            let temporaryKey = SecureBytes(randomCount: RSAPad.temporaryKeyByteCount, using: &generator)
            let block = Self.paddedBlock(padded, temporaryKey)
            if BigNumber(block) < modulus { return try rawPower(block) }
        }
        throw CryptoError(.randomSource)
    }

    /// `(temporary key XOR SHA-256 of the rest) | IGE(reversed data | SHA-256(temporary key | data))`.
    static func paddedBlock(_ padded: SecureBytes, _ temporaryKey: SecureBytes) -> SecureBytes {
        SecureBytes(count: byteCount) { block in
            let head = UnsafeMutableRawBufferPointer(rebasing: block[..<RSAPad.temporaryKeyByteCount])
            let body = UnsafeMutableRawBufferPointer(rebasing: block[RSAPad.temporaryKeyByteCount...])
            padded.withUnsafeBytes { padded in
                for (index, byte) in padded.reversed().enumerated() { body[index] = byte }
            }
            SHA256.secureHash(of: temporaryKey, padded).withUnsafeBytes { digest in
                UnsafeMutableRawBufferPointer(rebasing: body[RSAPad.paddedByteCount...]).copyMemory(from: digest)
            }
            var cipher = AESIGEEncryptor(key: temporaryKey, iv: [UInt8](repeating: 0, count: AESIGE.ivByteCount))
            cipher.encrypt(body)
            head.copyXOR(of: temporaryKey, and: SHA256.hash(of: body))
        }
    }
}

extension RSAPrivateKey {
    /// Decrypts inner data that a client encrypted under `RSA_PAD`.
    ///
    /// - Parameter encrypted: 256 bytes.
    /// - Throws: ``CryptoError/Code/rsaBlock`` if these are not 256 bytes or not below the modulus,
    ///   ``CryptoError/Code/rsaPadHash`` if the hash inside is wrong.
    /// - Returns: 192 bytes: the inner data, whose own structure says how long it is, and its padding.
    public func decryptPadded(_ encrypted: some ByteSource) throws(CryptoError) -> SecureBytes {
        let count = encrypted.withContiguousBytes(\.count)
        guard count == RSAPublicKey.byteCount else { throw CryptoError(.rsaBlock, "\(count) bytes") }
        return try rawPower(encrypted).withUnsafeBytes { block throws(CryptoError) in
            let head = UnsafeRawBufferPointer(rebasing: block[..<RSAPad.temporaryKeyByteCount])
            let body = UnsafeRawBufferPointer(rebasing: block[RSAPad.temporaryKeyByteCount...])
            let temporaryKey = SecureBytes(count: RSAPad.temporaryKeyByteCount) { key in
                key.copyXOR(of: head, and: SHA256.hash(of: body))
            }
            let plaintext = try SecureBytes(count: body.count) { plaintext throws(CryptoError) in
                plaintext.copyMemory(from: body)
                var cipher = AESIGEDecryptor(key: temporaryKey, iv: [UInt8](repeating: 0, count: AESIGE.ivByteCount))
                try cipher.decrypt(plaintext)
            }
            return try plaintext.withUnsafeBytes { plaintext throws(CryptoError) in
                let padded = SecureBytes(count: RSAPad.paddedByteCount) { padded in
                    for index in 0..<padded.count { padded[index] = plaintext[padded.count - 1 - index] }
                }
                let hash = UnsafeRawBufferPointer(rebasing: plaintext[RSAPad.paddedByteCount...])
                guard ConstantTime.areEqual(SHA256.secureHash(of: temporaryKey, padded), hash) else {
                    throw CryptoError(.rsaPadHash)
                }
                return padded
            }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes the XOR of two byte strings that are as long as the buffer.
    func copyXOR(of left: some ByteSource, and right: some ByteSource) {
        left.withContiguousBytes { left in
            right.withContiguousBytes { right in
                precondition(left.count == count && right.count == count, "the lengths must agree")
                for index in 0..<count { self[index] = left[index] ^ right[index] }
            }
        }
    }
}

extension CryptoError.Code {
    /// Inner data is longer than the padding allows.
    public static let rsaPadData = Self(description: "the data is longer than 144 bytes")
    /// Inner data was altered, or encrypted for another key.
    public static let rsaPadHash = Self(description: "the hash of the padded data is wrong")
}
