// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Inner data under the padding that clients used before `RSA_PAD`: SHA-1 of the data, the data, random bytes.
///
/// Some clients still send it, so the server role reads it. Nothing here writes it.
public struct HashedRSABlock: Sendable {
    /// The data, whose own structure says how long it is, and its padding: 235 bytes.
    public let payload: SecureBytes
    private let digest: [UInt8]

    fileprivate init(payload: SecureBytes, digest: [UInt8]) {
        self.payload = payload
        self.digest = digest
    }

    /// Checks the hash, once the data's length is known.
    ///
    /// - Parameter byteCount: How many bytes of ``payload`` are data.
    /// - Returns: Whether the hash covers exactly these.
    public func isIntact(dataByteCount byteCount: Int) -> Bool {
        guard (0...payload.count).contains(byteCount) else { return false }
        return payload.withUnsafeBytes { payload in
            let data = UnsafeRawBufferPointer(rebasing: payload[..<byteCount])
            return ConstantTime.areEqual(SHA1.hash(of: data), digest)
        }
    }
}

extension RSAPrivateKey {
    /// Decrypts inner data under the padding that was used before `RSA_PAD`.
    ///
    /// - Parameter encrypted: 256 bytes.
    /// - Throws: ``CryptoError/Code/rsaBlock`` if these are not 256 bytes, not below the modulus, or hold more than the
    ///   255 bytes that the old padding makes.
    /// - Returns: The block; its hash is not checked yet.
    public func decryptHashed(_ encrypted: some ByteSource) throws(CryptoError) -> HashedRSABlock {
        let count = encrypted.withContiguousBytes(\.count)
        guard count == RSAPublicKey.byteCount else { throw CryptoError(.rsaBlock, "\(count) bytes") }
        return try rawPower(encrypted).withUnsafeBytes { block throws(CryptoError) in
            guard block.first == 0 else { throw CryptoError(.rsaBlock, "not 255 bytes") }
            let digestEnd = 1 + SHA1.byteCount
            return HashedRSABlock(
                payload: SecureBytes(copying: UnsafeRawBufferPointer(rebasing: block[digestEnd...])),
                digest: Array(block[1..<digestEnd]))
        }
    }
}
