// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What every RSA operation asks of its input.
enum RSABlock {
    /// Reads a block that must be smaller than a modulus.
    static func number(_ block: some ByteSource, below modulus: [UInt8]) throws(CryptoError) -> BigNumber {
        let count = block.withContiguousBytes(\.count)
        guard count <= RSAPublicKey.byteCount else { throw CryptoError(.rsaBlock, "\(count) bytes") }
        let number = BigNumber(block)
        guard number < BigNumber(modulus) else { throw CryptoError(.rsaBlock) }
        return number
    }
}

extension CryptoError.Code {
    /// A key file is neither PKCS#1 nor SPKI nor PKCS#8 with an RSA key.
    public static let rsaKeyEncoding = Self(description: "the text is no RSA key")
    /// A modulus is not an odd number of 2,048 bits.
    public static let rsaModulus = Self(description: "the RSA modulus is not an odd number of 2,048 bits")
    /// A public exponent is even or too small or too big.
    public static let rsaExponent = Self(description: "the RSA exponent is not usable")
    /// The private exponent does not undo the public one.
    public static let rsaKeyPair = Self(description: "the private RSA key does not fit the public one")
    /// A block is not smaller than the modulus.
    public static let rsaBlock = Self(description: "the RSA block is not smaller than the modulus")
}
