// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The encryption of the exchange's later objects: SHA-1 of the object, the object, random bytes up to a whole block.
///
/// See core.telegram.org/mtproto/auth_key, "Server responds with".
enum HashedCipher {
    /// The longest encrypted part, well above what either side's object needs.
    static let maximumByteCount = 1024
    private static let blockByteCount = 16

    /// Encrypts an object.
    static func seal(
        _ object: [UInt8], _ key: IGEKey, using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        var bytes = SHA1.hash(of: object) + object
        bytes += generator.bytes(count: (blockByteCount - bytes.count % blockByteCount) % blockByteCount)
        var encryptor = AESIGEEncryptor(key)
        bytes.withUnsafeMutableBytes { encryptor.encrypt($0) }
        return bytes
    }

    /// Decrypts an object.
    ///
    /// The hash is found at one of the lengths that the padding allows, so that nothing is parsed before it is known to be
    /// what the other side sent.
    ///
    /// - Parameters:
    ///   - encrypted: The encrypted part.
    ///   - key: The key that both sides derived from the nonces.
    /// - Throws: ``KeyExchangeError/Code/cipherLength`` or ``KeyExchangeError/Code/innerHashMismatch``.
    /// - Returns: The object without its padding.
    static func open(_ encrypted: [UInt8], _ key: IGEKey) throws(KeyExchangeFault) -> [UInt8] {
        var bytes = encrypted
        var decryptor = AESIGEDecryptor(key)
        guard (2 * blockByteCount...maximumByteCount).contains(encrypted.count),
            bytes.withUnsafeMutableBytes({ (try? decryptor.decrypt($0)) != nil })
        else { throw KeyExchangeFault(.cipherLength, "\(encrypted.count) bytes") }
        let digest = bytes[..<SHA1.byteCount]
        let rest = bytes[SHA1.byteCount...]
        // An object is a multiple of four bytes, as the encrypted part and its hash are.
        for padding in stride(from: 0, to: blockByteCount, by: 4) where padding < rest.count {
            let object = rest.dropLast(padding)
            if ConstantTime.areEqual(SHA1.hash(of: object), digest) { return Array(object) }
        }
        throw KeyExchangeFault(.innerHashMismatch)
    }
}
