// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// An RSA private key of 2,048 bits, which the server role needs.
public struct RSAPrivateKey: Sendable {
    /// The public half.
    public let publicKey: RSAPublicKey
    private let privateExponent: SecureBytes

    /// Checks the numbers of a key pair.
    ///
    /// - Parameters:
    ///   - modulus: Big-endian, 2,048 bits.
    ///   - exponent: The public exponent.
    ///   - privateExponent: Big-endian, at most 256 bytes.
    /// - Throws: ``CryptoError``: the codes of ``RSAPublicKey/init(modulus:exponent:)``, and
    ///   ``CryptoError/Code/rsaKeyPair`` if the exponents do not undo each other.
    public init(modulus: some ByteSource, exponent: UInt64, privateExponent: SecureBytes) throws(CryptoError) {
        publicKey = try RSAPublicKey(modulus: modulus, exponent: exponent)
        guard privateExponent.count <= RSAPublicKey.byteCount else { throw CryptoError(.rsaKeyPair) }
        self.privateExponent = privateExponent
        // Any block shows whether the exponents fit; that a wrong one maps this block back would need 2 to be
        // of a small order, and a factor of the modulus would fall out of that.
        let probe: [UInt8] = [2]
        guard try rawPower(try publicKey.rawPower(probe)).withUnsafeBytes({ $0.last == 2 && $0.dropLast().allZero })
        else { throw CryptoError(.rsaKeyPair) }
    }

    /// Computes the private exponent from two primes.
    ///
    /// - Parameters:
    ///   - p: A prime, big-endian, at most 256 bytes.
    ///   - q: Another prime.
    ///   - exponent: The public exponent.
    /// - Throws: ``CryptoError``, as for the other initialisers.
    public init(p: SecureBytes, q: SecureBytes, exponent: UInt64 = 65_537) throws(CryptoError) {
        guard p.count <= RSAPublicKey.byteCount, q.count <= RSAPublicKey.byteCount else {
            throw CryptoError(.rsaModulus, "the primes are too long")
        }
        let first = BigNumber(p)
        let second = BigNumber(q)
        let one = BigNumber(1)
        let modulus = first * second
        guard modulus.bitCount == 8 * RSAPublicKey.byteCount, !(first == second) else {
            throw CryptoError(.rsaModulus, "\(modulus.bitCount) bits")
        }
        guard let inverse = BigNumber(exponent).inverse(modulo: (first - one) * (second - one)) else {
            throw CryptoError(.rsaExponent, "\(exponent)")
        }
        try self.init(
            modulus: modulus.minimalBytes, exponent: exponent,
            privateExponent: inverse.secureBytes(count: RSAPublicKey.byteCount))
    }

    /// Reads a key from text.
    ///
    /// - Parameter pem: PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`), not encrypted, in PEM armour or as base64.
    /// - Throws: ``CryptoError``: ``CryptoError/Code/rsaKeyEncoding`` or a code of the other initialisers.
    public init(pem: String) throws(CryptoError) {
        self = try RSAKeyFile.privateKey(pem)
    }

    /// Makes a new key pair with the exponent 65,537, which takes some tenths of a second.
    ///
    /// - Parameter generator: A cryptographically secure source.
    /// - Throws: ``CryptoError/Code/randomSource`` if no primes come out of the generator.
    /// - Returns: The key.
    public static func generate(using generator: inout some RandomNumberGenerator) throws(CryptoError) -> Self {
        let exponent: UInt64 = 65_537
        let p = try prime(exponent, using: &generator)
        var q = try prime(exponent, using: &generator)
        if p == q { q = try prime(exponent, using: &generator) }
        return try Self(p: p, q: q, exponent: exponent)
    }

    /// Raises a block to the private exponent, in constant time and without any padding.
    ///
    /// - Parameter block: A big-endian number of at most 256 bytes, smaller than the modulus.
    /// - Throws: ``CryptoError/Code/rsaBlock`` if the number is too big.
    /// - Returns: 256 bytes, with leading zeros.
    public func rawPower(_ block: some ByteSource) throws(CryptoError) -> SecureBytes {
        let number = try RSABlock.number(block, below: publicKey.modulus)
        return BigNumber.power(number, secret: BigNumber(privateExponent), modulo: BigNumber(publicKey.modulus))
            .secureBytes(count: RSAPublicKey.byteCount)
    }

    /// Draws a prime of 1,024 bits.
    ///
    /// Its two highest bits are set, so that a product of two has 2,048 bits.
    private static func prime(
        _ exponent: UInt64, using generator: inout some RandomNumberGenerator
    ) throws(CryptoError) -> SecureBytes {
        // One odd number of this size in 355 is prime: that 20,000 are not has a chance below 10^-24.
        for _ in 0..<20_000 {
            let candidate = SecureBytes(count: RSAPublicKey.byteCount / 2) { bytes in
                generator.fill(bytes)
                bytes[0] |= 0xC0
                bytes[bytes.count - 1] |= 1
            }
            let number = BigNumber(candidate)
            // The exponent is prime, so it has an inverse unless it divides the number less one.
            if number.remainder(dividingBy: exponent) != 1, number.isProbablyPrime { return candidate }
        }
        throw CryptoError(.randomSource)
    }
}

extension RSAPrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public key's name, never the key.
    public var description: String { "RSAPrivateKey(\(publicKey))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror that shows the public key alone.
    public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}

extension Sequence<UInt8> {
    /// Whether there are only zeros; it stops at the first other byte, so it is not for secrets of others.
    var allZero: Bool { allSatisfy { $0 == 0 } }
}

extension CryptoError.Code {
    /// A random number generator gives the same or unusable numbers again and again.
    public static let randomSource = Self(description: "the random number generator gives no usable numbers")
}
