// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Multiplication modulo an odd 64-bit number without divisions.
///
/// A number `a` stands for `a * 2^-64`, and products keep that form.
struct MontgomeryArithmetic {
    private let modulus: UInt64
    /// The inverse of the modulus modulo 2^64.
    private let inverse: UInt64
    /// 1 in Montgomery form.
    let one: UInt64

    /// - Parameter modulus: An odd number above 1.
    init(modulus: UInt64) {
        precondition(modulus > 1 && modulus & 1 == 1, "Montgomery's method needs an odd modulus")
        self.modulus = modulus
        // Newton's iteration doubles the number of right bits, of which an odd number has three at the start.
        var inverse = modulus
        for _ in 0..<5 { inverse &*= 2 &- modulus &* inverse }
        self.inverse = inverse
        one = modulus.dividingFullWidth((1 % modulus, 0)).remainder
    }

    /// The product of two numbers in Montgomery form; both must be below the modulus.
    @inline(__always)
    func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        let (subtrahend, _) = (low &* inverse).multipliedFullWidth(by: modulus)
        let (difference, borrow) = high.subtractingReportingOverflow(subtrahend)
        return borrow ? difference &+ modulus : difference
    }

    /// `value * value + increment`; the value must be below the modulus.
    @inline(__always)
    func step(_ value: UInt64, _ increment: UInt64) -> UInt64 {
        let (sum, overflow) = multiply(value, value).addingReportingOverflow(increment)
        return overflow || sum >= modulus ? sum &- modulus : sum
    }

    private func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var (result, base, exponent) = (one, base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = multiply(result, base) }
            base = multiply(base, base)
            exponent >>= 1
        }
        return result
    }

    /// Whether the modulus is prime: the test of Miller and Rabin with twelve bases, which is exact below 2^64.
    var modulusIsPrime: Bool {
        let bases: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
        if bases.contains(modulus) { return true }
        let trailingZeros = (modulus - 1).trailingZeroBitCount
        let odd = (modulus - 1) >> UInt64(trailingZeros)
        let minusOne = modulus - one
        return bases.allSatisfy { base in
            guard modulus % base != 0 else { return false }
            var power = power(modulus.dividingFullWidth((base % modulus, 0)).remainder, odd)
            if power == one || power == minusOne { return true }
            for _ in 1..<max(1, trailingZeros) {
                power = multiply(power, power)
                if power == minusOne { return true }
            }
            return false
        }
    }
}
