// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// An RSA public key of 2,048 bits, as Telegram's servers have them.
///
/// See core.telegram.org/mtproto/auth_key.
public struct RSAPublicKey: Hashable, Sendable {
    /// The length of the modulus, and so of every encrypted block, in bytes.
    public static let byteCount = 256

    /// The modulus, 256 bytes, big-endian.
    public let modulus: [UInt8]
    /// The public exponent, mostly 65,537.
    public let exponent: UInt64
    /// The key's name on the wire: the last 64 bits of the SHA-1 of modulus and exponent as TL strings, as a TL long.
    public let fingerprint: Int64

    /// Checks the numbers of a key.
    ///
    /// - Parameters:
    ///   - modulus: Big-endian, 2,048 bits; leading zeros are allowed.
    ///   - exponent: Odd and at least 3.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/rsaModulus`` or ``CryptoError/Code/rsaExponent``.
    public init(modulus: some ByteSource, exponent: UInt64) throws(CryptoError) {
        self.modulus = try modulus.withContiguousBytes { bytes throws(CryptoError) in
            let digits = Array(bytes.drop { $0 == 0 })
            guard digits.count == Self.byteCount, let first = digits.first, let last = digits.last else {
                throw CryptoError(.rsaModulus, "\(digits.count) bytes")
            }
            guard first >= 0x80, last & 1 == 1 else { throw CryptoError(.rsaModulus, "too small or even") }
            return digits
        }
        guard exponent >= 3, exponent & 1 == 1 else { throw CryptoError(.rsaExponent, "\(exponent)") }
        self.exponent = exponent
        fingerprint = Self.fingerprint(self.modulus, exponent)
    }

    /// Reads a key from text.
    ///
    /// - Parameter pem: PKCS#1 (`RSA PUBLIC KEY`) or SPKI (`PUBLIC KEY`) in PEM armour, or its bare base64.
    /// - Throws: ``CryptoError`` with ``CryptoError/Code/rsaKeyEncoding``, ``CryptoError/Code/rsaModulus`` or
    ///   ``CryptoError/Code/rsaExponent``.
    public init(pem: String) throws(CryptoError) {
        self = try RSAKeyFile.publicKey(pem)
    }

    /// The key as PKCS#1 in PEM armour, as `help.getCdnConfig` lists keys.
    public var pem: String { RSAKeyFile.text(of: self) }

    /// Raises a block to the public exponent, without any padding.
    ///
    /// - Parameter block: A big-endian number of at most 256 bytes, smaller than the modulus.
    /// - Throws: ``CryptoError/Code/rsaBlock`` if the number is too big.
    /// - Returns: 256 bytes, with leading zeros.
    public func rawPower(_ block: some ByteSource) throws(CryptoError) -> [UInt8] {
        let number = try RSABlock.number(block, below: modulus)
        return BigNumber.power(number, BigNumber(exponent), modulo: BigNumber(modulus)).bytes(count: Self.byteCount)
    }

    /// Bytes of 254 and more have a four-byte head in TL, fewer a one-byte head; both are filled up to four bytes.
    private static func fingerprint(_ modulus: [UInt8], _ exponent: UInt64) -> Int64 {
        let modulusHead: [UInt8] = [0xFE, UInt8(byteCount & 255), UInt8(byteCount >> 8), 0]
        let digits = withUnsafeBytes(of: exponent.bigEndian) { Array($0.drop { $0 == 0 }) }
        var exponentString = [UInt8(digits.count)] + digits
        while exponentString.count % 4 != 0 { exponentString.append(0) }
        let digest = SHA1.hash(of: modulusHead, modulus, exponentString)
        return Int64(littleEndianBytes: digest[12..<20])
    }
}

extension RSAPublicKey: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        "RSAPublicKey(fingerprint: \(String(UInt64(bitPattern: fingerprint), radix: 16)))"
    }
}

extension Int64 {
    /// Reads eight bytes as TL's `long`.
    init(littleEndianBytes bytes: some Collection<UInt8>) {
        precondition(bytes.count == 8, "a long has eight bytes")
        self = Int64(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
