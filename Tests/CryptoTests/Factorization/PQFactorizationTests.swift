// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class PQFactorizationTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("pq") {
            let (p, q) = try PQFactorization.factor(try vector["pq_bytes_be"])
            XCTAssertEqual(p, try vector.integer("p"))
            XCTAssertEqual(q, try vector.integer("q"))
            XCTAssertEqual(PQFactorization.bytes(of: p).hex, try vector.text("p_bytes_be"))
            XCTAssertEqual(PQFactorization.bytes(of: q).hex, try vector.text("q_bytes_be"))
        }
    }

    func testOfficialSample() throws {
        let sample = try XCTUnwrap(try Vector.all("handshake_official_sample").first)
        let (p, q) = try PQFactorization.factor(try sample.integer("pq") as UInt64)
        XCTAssertEqual(p, try sample.integer("p"))
        XCTAssertEqual(q, try sample.integer("q"))
    }

    /// Every odd number below a bound is split exactly when it is a product of two different odd primes.
    func testSmallNumbersAreJudgedRightly() {
        for number in UInt64(0)..<2000 {
            let factors = Self.factors(of: number)
            let expected: CryptoError.Code? =
                if factors.count == 1 && number > 2 {
                    .pqPrime
                } else if factors.count == 2 && factors[0] != factors[1] && factors[0] != 2 {
                    nil
                } else {
                    .pqFactors
                }
            do {
                let (p, q) = try PQFactorization.factor(number)
                XCTAssertNil(expected, "\(number)")
                XCTAssertEqual([p, q], factors, "\(number)")
            } catch {
                XCTAssertEqual(error.code, expected, "\(number)")
            }
        }
    }

    func testNumbersThatAreNoProductOfTwoPrimes() {
        let cases: [(number: UInt64, code: CryptoError.Code)] = [
            (0, .pqFactors), (1, .pqFactors), (2, .pqFactors), (.max, .pqFactors), (1 << 63, .pqFactors),
            (18_446_744_073_709_551_557, .pqPrime),  // the largest prime below 2^64
            (9_223_372_036_854_775_783, .pqPrime),
            (4_294_967_291 * 4_294_967_291, .pqFactors),  // the square of the largest prime below 2^32
            (2_147_483_647 * 2_147_483_647, .pqFactors),
            (2_097_143 * 2_097_133 * 2_097_131, .pqFactors),
            (2 * 4_611_686_018_427_387_847, .pqFactors),
        ]
        for (number, expected) in cases {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try PQFactorization.factor(number) }, expected, "\(number)")
        }
    }

    func testBytesOfOtherLengths() throws {
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try PQFactorization.factor([UInt8](repeating: 1, count: 9)) },
            .pqLength)
        XCTAssertEqual(code { () throws(CryptoError) in _ = try PQFactorization.factor([UInt8]()) }, .pqFactors)
        let (p, q) = try PQFactorization.factor([0, 0, 21])
        XCTAssertEqual([p, q], [3, 7])
    }

    func testPrimalityOfKnownPseudoprimes() {
        // Strong pseudoprimes to the first bases, and Carmichael numbers.
        for number: UInt64 in [
            561, 1729, 2047, 1_373_653, 25_326_001, 3_215_031_751, 3_474_749_660_383, 341_550_071_728_321,
            3_825_123_056_546_413_051,
        ] {
            XCTAssertFalse(MontgomeryArithmetic(modulus: number).modulusIsPrime, "\(number)")
        }
        for number: UInt64 in [3, 5, 37, 41, 65_537, 4_294_967_291, 18_446_744_073_709_551_557] {
            XCTAssertTrue(MontgomeryArithmetic(modulus: number).modulusIsPrime, "\(number)")
        }
    }

    private static func factors(of number: UInt64) -> [UInt64] {
        var (rest, factors, divisor) = (number, [UInt64](), UInt64(2))
        while rest > 1 {
            if rest % divisor == 0 {
                factors.append(divisor)
                rest /= divisor
            } else {
                divisor += 1
            }
        }
        return factors
    }
}
