// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A checked prime and generator for a Diffie-Hellman exchange.
///
/// Having a value means that all checks passed. See core.telegram.org/mtproto/security_guidelines.
public struct DiffieHellmanGroup: Hashable, Sendable {
    /// The length of the prime and of every number of the exchange in bytes.
    public static let byteCount = 256

    /// The prime, 256 bytes, big-endian.
    public let prime: [UInt8]
    /// The generator, from 2 to 7.
    public let generator: Int32

    /// Checks a prime and a generator that a server chose.
    ///
    /// The cheap checks come first. The prime that Telegram has always used is recognised; for any other the two tests for
    /// primality take some tenths of a second, so keep the group and compare before checking the same prime again.
    ///
    /// - Parameters:
    ///   - prime: Big-endian; must be a safe prime of exactly 2,048 bits.
    ///   - generator: From 2 to 7; must generate the subgroup of quadratic residues.
    /// - Throws: ``CryptoError`` with one of the codes that begin with `dhPrime` and `dhGenerator`.
    public init(prime: [UInt8], generator: Int32) throws(CryptoError) {
        guard prime.count == Self.byteCount, let first = prime.first, first >= 0x80 else {
            throw CryptoError(.dhPrimeSize, "\(prime.count) bytes")
        }
        let number = BigNumber(prime)
        try Self.check(generator, in: number)
        if prime != Self.knownPrime {
            guard number.isOdd, number.isProbablyPrime else { throw CryptoError(.dhPrimeNotPrime) }
            guard number.shiftedRight(by: 1).isProbablyPrime else { throw CryptoError(.dhPrimeNotSafe) }
        }
        self.prime = prime
        self.generator = generator
    }

    /// Checks a public value of the other side.
    ///
    /// It must lie between 1 and the prime less 1, and not within 2^(2048-64) of either end of the range.
    ///
    /// - Parameter value: Big-endian, at most 256 bytes; leading zeros may be missing.
    /// - Throws: ``CryptoError/Code/dhValueRange`` or ``CryptoError/Code/dhValueNearBounds``.
    public func check(publicValue value: [UInt8]) throws(CryptoError) {
        guard value.count <= Self.byteCount else { throw CryptoError(.dhValueRange, "\(value.count) bytes") }
        try check(BigNumber(value))
    }

    func check(_ value: borrowing BigNumber) throws(CryptoError) {
        let one = BigNumber(1)
        let modulus = BigNumber(prime)
        guard one < value, value < modulus - one else { throw CryptoError(.dhValueRange) }
        let margin = BigNumber.powerOfTwo(Self.marginBits)
        guard !(value < margin), !(modulus - margin < value) else { throw CryptoError(.dhValueNearBounds) }
    }

    /// Checks that the generator generates the subgroup of prime order (p-1)/2, by the law of quadratic reciprocity.
    private static func check(_ generator: Int32, in prime: borrowing BigNumber) throws(CryptoError) {
        let isResidue =
            switch generator {
            case 2: prime.remainder(dividingBy: 8) == 7
            case 3: prime.remainder(dividingBy: 3) == 2
            case 4: true
            case 5: [1, 4].contains(prime.remainder(dividingBy: 5))
            case 6: [19, 23].contains(prime.remainder(dividingBy: 24))
            case 7: [3, 5, 6].contains(prime.remainder(dividingBy: 7))
            default: throw CryptoError(.dhGeneratorRange, "\(generator)")
            }
        guard isResidue else { throw CryptoError(.dhGeneratorResidue, "\(generator)") }
    }

    private static let marginBits: Int32 = 2048 - 64
}

extension DiffieHellmanGroup {
    /// The safe prime that Telegram's servers use; 3, 4 and 7 generate with it.
    public static let knownPrime: [UInt8] = knownPrimeWords.flatMap { word in
        withUnsafeBytes(of: word.bigEndian) { Array($0) }
    }

    private static let knownPrimeWords: [UInt64] = [
        0xC71C_AEB9_C6B1_C904, 0x8E6C_522F_70F1_3F73, 0x980D_4023_8E3E_21C1, 0x4934_D037_563D_930F,
        0x4819_8A0A_A7C1_4058, 0x2294_93D2_2530_F4DB, 0xFA33_6F6E_0AC9_2513, 0x9543_AED4_4CCE_7C37,
        0x20FD_51F6_9458_705A, 0xC68C_D4FE_6B6B_13AB, 0xDC97_4651_2969_3284, 0x54F1_8FAF_8C59_5F64,
        0x2477_FE96_BB2A_941D, 0x5BCD_1D4A_C8CC_4988, 0x0708_FA9B_378E_3C4F, 0x3A90_60BE_E67C_F9A4,
        0xA4A6_9581_1051_907E, 0x1627_53B5_6B0F_6B41, 0x0DBA_74D8_A84B_2A14, 0xB314_4E0E_F128_4754,
        0xFD17_ED95_0D59_65B4, 0xB9DD_4658_2DB1_178D, 0x169C_6BC4_65B0_D6FF, 0x9CA3_928F_EF5B_9AE4,
        0xE418_FC15_E83E_BEA0, 0xF87F_A9FF_5EED_7005, 0x0DED_2849_F47B_F959, 0xD956_850C_E929_851F,
        0x0D81_15F6_35B1_05EE, 0x2E4E_15D0_4B24_54BF, 0x6F4F_ADF0_34B1_0403, 0x119C_D8E3_B92F_CC5B,
    ]
}

extension CryptoError.Code {
    /// A prime does not have exactly 2,048 bits.
    public static let dhPrimeSize = Self(description: "the prime does not have 2,048 bits")
    /// A number that should be prime is not.
    public static let dhPrimeNotPrime = Self(description: "the modulus is not prime")
    /// A prime p is not safe: (p-1)/2 is not prime.
    public static let dhPrimeNotSafe = Self(description: "half of the prime less one is not prime")
    /// A generator is not from 2 to 7.
    public static let dhGeneratorRange = Self(description: "the generator is not from 2 to 7")
    /// A generator does not generate the subgroup of prime order.
    public static let dhGeneratorResidue = Self(description: "the generator does not fit the prime")
    /// A public value is not between 1 and the prime less 1.
    public static let dhValueRange = Self(description: "the public value is out of range")
    /// A public value lies within 2^1984 of an end of its range.
    public static let dhValueNearBounds = Self(description: "the public value is too near the bounds")
}
