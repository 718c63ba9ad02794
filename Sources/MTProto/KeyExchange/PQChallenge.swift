// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The number that a server gives a client to split, and its factors.
struct PQChallenge: Hashable, Sendable {
    /// The smaller prime.
    let p: UInt32
    /// The greater prime.
    let q: UInt32

    /// The product, big-endian, without leading zeros.
    var bytes: [UInt8] { PQFactorization.bytes(of: UInt64(p) * UInt64(q)) }

    /// Takes two numbers.
    init(_ first: UInt32, _ second: UInt32) {
        p = min(first, second)
        q = max(first, second)
    }

    /// Draws two different primes of 31 bits: each fits four bytes, and the product is positive as a `long`.
    init(using generator: inout some RandomNumberGenerator) {
        let first = Self.prime(using: &generator)
        var second = Self.prime(using: &generator)
        // A generator that repeats itself must not make this endless.
        while second == first { second = Self.nextPrime(after: first) }
        self.init(first, second)
    }

    /// Whether a factor on the wire is this number.
    static func isEqual(_ bytes: [UInt8], _ number: UInt64) -> Bool {
        bytes.count <= 8 && bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } == number
    }

    private static func prime(using generator: inout some RandomNumberGenerator) -> UInt32 {
        // 2^30 up to somewhat less than 2^31, so that the next prime has 31 bits too.
        nextPrime(after: 1 << 30 | UInt32(truncatingIfNeeded: generator.next()) % (1 << 30 - 1 << 10))
    }

    private static func nextPrime(after number: UInt32) -> UInt32 {
        var candidate = (number + 1) | 1
        while !isPrime(UInt64(candidate)) { candidate += 2 }
        return candidate
    }

    /// The test of Miller and Rabin to the bases 2, 7 and 61, which is exact for odd numbers of 32 bits above 61.
    private static func isPrime(_ number: UInt64) -> Bool {
        let shift = (number - 1).trailingZeroBitCount
        return [2, 7, 61].allSatisfy { (base: UInt64) in
            var value = power(base, (number - 1) >> UInt64(shift), modulo: number)
            if value == 1 { return true }
            for _ in 0..<shift {
                if value == number - 1 { return true }
                value = value * value % number
            }
            return false
        }
    }

    private static func power(_ base: UInt64, _ exponent: UInt64, modulo modulus: UInt64) -> UInt64 {
        var (result, square, rest) = (UInt64(1), base % modulus, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square % modulus }
            square = square * square % modulus
            rest >>= 1
        }
        return result
    }
}
