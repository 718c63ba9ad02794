// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// A big non-negative number of OpenSSL, wiped when it goes.
struct BigNumber: ~Copyable {
    fileprivate let pointer: OpaquePointer

    /// Creates the number zero, to be overwritten.
    fileprivate init() {
        guard let number = BN_new() else { openSSLFailure("create a number") }
        pointer = number
    }

    /// Reads a big-endian number.
    ///
    /// - Parameter bytes: Any bytes; leading zeros change nothing. Callers bound the length.
    init(_ bytes: some ByteSource) {
        self.init()
        bytes.withContiguousBytes { bytes in
            precondition(bytes.count <= Self.maximumByteCount, "a number from outside must be bounded before")
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            // Without an address the number is empty and stays zero.
            guard let start else { return }
            guard BN_bin2bn(start, Int32(bytes.count), pointer) != nil else { openSSLFailure("read a number") }
        }
    }

    init(_ word: UInt64) {
        self.init()
        guard BN_set_word(pointer, UInt(word)) == 1 else { openSSLFailure("set a number") }
    }

    deinit {
        BN_clear_free(pointer)
    }

    private static let maximumByteCount = 1024
}

extension BigNumber {
    /// The number of bits up to the highest that is set.
    var bitCount: Int { Int(BN_num_bits(pointer)) }
    var isZero: Bool { BN_is_zero(pointer) == 1 }
    var isOdd: Bool { BN_is_odd(pointer) == 1 }

    static func == (left: borrowing Self, right: borrowing Self) -> Bool {
        BN_cmp(left.pointer, right.pointer) == 0
    }

    static func < (left: borrowing Self, right: borrowing Self) -> Bool {
        BN_cmp(left.pointer, right.pointer) < 0
    }

    static func + (left: borrowing Self, right: borrowing Self) -> Self {
        let sum = Self()
        guard BN_add(sum.pointer, left.pointer, right.pointer) == 1 else { openSSLFailure("add numbers") }
        return sum
    }

    /// Subtracts a number that is not greater.
    static func - (left: borrowing Self, right: borrowing Self) -> Self {
        precondition(BN_cmp(left.pointer, right.pointer) >= 0, "numbers here are not negative")
        let difference = Self()
        guard BN_sub(difference.pointer, left.pointer, right.pointer) == 1 else { openSSLFailure("subtract numbers") }
        return difference
    }

    static func * (left: borrowing Self, right: borrowing Self) -> Self {
        let product = Self()
        withContext { context in
            guard BN_mul(product.pointer, left.pointer, right.pointer, context) == 1 else {
                openSSLFailure("multiply numbers")
            }
        }
        return product
    }

    /// The number divided by 2 to the given power, rounded down.
    func shiftedRight(by bits: Int32) -> Self {
        let result = Self()
        guard BN_rshift(result.pointer, pointer, bits) == 1 else { openSSLFailure("shift a number") }
        return result
    }

    /// 2 to the given power.
    static func powerOfTwo(_ bit: Int32) -> Self {
        let result = Self()
        guard BN_set_bit(result.pointer, bit) == 1 else { openSSLFailure("set a bit") }
        return result
    }

    /// The remainder of a division by a small number.
    func remainder(dividingBy divisor: UInt64) -> UInt64 {
        precondition(divisor > 0, "nothing is divided by zero")
        return UInt64(BN_mod_word(pointer, UInt(divisor)))
    }

    /// `left * right mod modulus`.
    static func product(_ left: borrowing Self, _ right: borrowing Self, modulo modulus: borrowing Self) -> Self {
        let product = Self()
        withContext { context in
            let status = BN_mod_mul(product.pointer, left.pointer, right.pointer, modulus.pointer, context)
            guard status == 1 else { openSSLFailure("multiply numbers") }
        }
        return product
    }

    /// `left - right mod modulus`, never negative.
    static func difference(_ left: borrowing Self, _ right: borrowing Self, modulo modulus: borrowing Self) -> Self {
        let difference = Self()
        withContext { context in
            let status = BN_mod_sub(difference.pointer, left.pointer, right.pointer, modulus.pointer, context)
            guard status == 1 else { openSSLFailure("subtract numbers") }
        }
        return difference
    }

    /// The number that gives 1 when multiplied with this one, or `nil` if there is none.
    func inverse(modulo modulus: borrowing Self) -> Self? {
        let inverse = Self()
        BN_set_flags(pointer, BN_FLG_CONSTTIME)
        let exists = Self.withContext { context in
            BN_mod_inverse(inverse.pointer, pointer, modulus.pointer, context) != nil
        }
        guard exists else {
            ERR_clear_error()  // "no inverse" is an answer, not a failure
            return nil
        }
        return inverse
    }

    /// `base ^ exponent mod modulus` for a public exponent.
    static func power(_ base: borrowing Self, _ exponent: borrowing Self, modulo modulus: borrowing Self) -> Self {
        let result = Self()
        precondition(modulus.isOdd && modulus.bitCount > 1, "the modulus must be checked before")
        withContext { context in
            let status = BN_mod_exp_mont(
                result.pointer, base.pointer, exponent.pointer, modulus.pointer, context, nil)
            guard status == 1 else { openSSLFailure("raise a number to a power") }
        }
        return result
    }

    /// `base ^ exponent mod modulus` in a time that does not depend on the exponent's bits.
    static func power(
        _ base: borrowing Self, secret exponent: borrowing Self, modulo modulus: borrowing Self
    ) -> Self {
        let result = Self()
        precondition(modulus.isOdd && modulus.bitCount > 1, "the modulus must be checked before")
        BN_set_flags(exponent.pointer, BN_FLG_CONSTTIME)
        withContext { context in
            let status = BN_mod_exp_mont_consttime(
                result.pointer, base.pointer, exponent.pointer, modulus.pointer, context, nil)
            guard status == 1 else { openSSLFailure("raise a number to a secret power") }
        }
        return result
    }

    /// Whether the number is prime, as far as OpenSSL's Miller-Rabin rounds (64 and more) with random bases can tell.
    var isProbablyPrime: Bool {
        let verdict = Self.withContext { BN_check_prime(pointer, $0, nil) }
        guard verdict >= 0 else { openSSLFailure("test a number for primality") }
        return verdict == 1
    }

    private static func withContext<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        guard let context = BN_CTX_new() else { openSSLFailure("create a number context") }
        defer { BN_CTX_free(context) }
        return body(context)
    }
}

extension BigNumber {
    /// Writes the number big-endian with zeros in front; it must fit.
    func write(into buffer: UnsafeMutableRawBufferPointer) {
        let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard BN_bn2binpad(pointer, start, Int32(buffer.count)) == Int32(buffer.count) else {
            openSSLFailure("write a number")
        }
    }

    /// The number big-endian with zeros in front; it must fit.
    func bytes(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            write(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            initialized = count
        }
    }

    /// The number big-endian without leading zeros; zero is empty.
    var minimalBytes: [UInt8] { bytes(count: (bitCount + 7) / 8) }

    /// The number big-endian with zeros in front, in wiped memory; it must fit.
    func secureBytes(count: Int) -> SecureBytes {
        SecureBytes(count: count) { write(into: $0) }
    }
}
