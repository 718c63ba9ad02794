// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Splits the number by which a server makes a client prove its work.
///
/// See core.telegram.org/mtproto/auth_key.
public enum PQFactorization {
    /// Splits a product of two different odd primes.
    ///
    /// - Parameter bytes: `pq` of `resPQ`, big-endian.
    /// - Throws: ``CryptoError/Code/pqLength`` if there are more than 8 bytes, and the codes of ``factor(_:)``.
    /// - Returns: The primes, the smaller first.
    public static func factor(_ bytes: [UInt8]) throws(CryptoError) -> (p: UInt64, q: UInt64) {
        guard bytes.count <= 8 else { throw CryptoError(.pqLength, "\(bytes.count) bytes") }
        return try factor(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// Splits a product of two different odd primes, by Pollard's rho in Brent's form.
    ///
    /// For numbers as servers send them it takes about a hundred thousand steps of some nanoseconds; run it off the caller's
    /// actor. It gives up after four million steps.
    ///
    /// - Parameter pq: Any number.
    /// - Throws: ``CryptoError/Code/pqPrime`` if the number is prime, ``CryptoError/Code/pqFactors`` if it is anything else
    ///   than a product of two different odd primes, ``CryptoError/Code/pqSteps`` if no factor was found.
    /// - Returns: The primes, the smaller first.
    public static func factor(_ pq: UInt64) throws(CryptoError) -> (p: UInt64, q: UInt64) {
        guard pq > 1, pq & 1 == 1 else { throw CryptoError(.pqFactors, "\(pq)") }
        let arithmetic = MontgomeryArithmetic(modulus: pq)
        guard !arithmetic.modulusIsPrime else { throw CryptoError(.pqPrime, "\(pq)") }
        guard let factor = divisor(of: pq, arithmetic) else { throw CryptoError(.pqSteps, "\(pq)") }
        let (p, q) = (min(factor, pq / factor), max(factor, pq / factor))
        guard p < q, MontgomeryArithmetic(modulus: p).modulusIsPrime, MontgomeryArithmetic(modulus: q).modulusIsPrime
        else { throw CryptoError(.pqFactors, "\(pq)") }
        return (p, q)
    }

    /// The bytes of a factor as the inner data carries them: big-endian without leading zeros.
    ///
    /// - Parameter factor: One of the primes.
    /// - Returns: Mostly 4 bytes.
    public static func bytes(of factor: UInt64) -> [UInt8] {
        withUnsafeBytes(of: factor.bigEndian) { Array($0.drop { $0 == 0 }) }
    }

    private static let maximumSteps = 1 << 22
    /// The differences of so many steps are multiplied before one greatest common divisor is taken.
    private static let batch = 128

    /// Finds a divisor that is neither 1 nor the odd composite number itself.
    private static func divisor(of number: UInt64, _ arithmetic: MontgomeryArithmetic) -> UInt64? {
        let root = squareRoot(of: number)
        if root * root == number { return root }
        var steps = 0
        var increment: UInt64 = 1
        // A sequence may close before it splits the number, mainly with tiny factors; then another one is tried.
        while steps < maximumSteps {
            let divisor = divisor(of: number, arithmetic, increment, &steps)
            if divisor > 1, divisor < number { return divisor }
            increment += 1
        }
        return nil
    }

    /// Follows `x * x + increment` until something divides the number, be it the number itself, or the steps are spent.
    private static func divisor(
        of number: UInt64, _ arithmetic: MontgomeryArithmetic, _ increment: UInt64, _ steps: inout Int
    ) -> UInt64 {
        // The sequence starts over, so its values need no conversion to the Montgomery form.
        var hare: UInt64 = 2 % number
        var tortoise = hare
        var batchStart = hare
        var divisor: UInt64 = 1
        var length = 1
        while divisor == 1, steps < maximumSteps {
            tortoise = hare
            for _ in 0..<length { hare = arithmetic.step(hare, increment) }
            var done = 0
            while done < length, divisor == 1 {
                batchStart = hare
                var product = arithmetic.one
                let count = min(batch, length - done)
                for _ in 0..<count {
                    hare = arithmetic.step(hare, increment)
                    product = arithmetic.multiply(product, hare > tortoise ? hare - tortoise : tortoise - hare)
                }
                divisor = greatestCommonDivisor(product, number)
                done += count
            }
            steps += 2 * length
            length *= 2
        }
        guard divisor == number else { return divisor }
        // Both factors were caught within one batch: walk it again step by step.
        hare = batchStart
        for _ in 0..<batch {
            hare = arithmetic.step(hare, increment)
            divisor = greatestCommonDivisor(hare > tortoise ? hare - tortoise : tortoise - hare, number)
            if divisor > 1 { break }
        }
        return divisor
    }

    private static func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var (first, second) = (first, second)
        while second != 0 { (first, second) = (second, first % second) }
        return first
    }

    /// The integer square root, found bit by bit.
    private static func squareRoot(of number: UInt64) -> UInt64 {
        var root: UInt64 = 0
        for bit in (0..<32).reversed() {
            let candidate = root | 1 << UInt64(bit)
            if candidate * candidate <= number { root = candidate }
        }
        return root
    }
}

extension CryptoError.Code {
    /// A number to split has more than 64 bits.
    public static let pqLength = Self(description: "pq is longer than 8 bytes")
    /// A number to split is prime.
    public static let pqPrime = Self(description: "pq is prime")
    /// A number to split is no product of two different odd primes.
    public static let pqFactors = Self(description: "pq is not the product of two different odd primes")
    /// No factor was found within the bound.
    public static let pqSteps = Self(description: "pq was not split within the allowed steps")
}
