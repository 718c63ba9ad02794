// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class DiffieHellmanTests: XCTestCase {
    func testOfficialSample() throws {
        let sample = try XCTUnwrap(try Vector.all("handshake_official_sample").first)
        let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: try sample.integer("g"))
        var generator = ScriptedGenerator([try sample["b"]])
        let exchange = try DiffieHellmanExchange(in: group, using: &generator)
        XCTAssertEqual(exchange.publicValue.hex, try sample.text("g_b"))
        let key = try exchange.authKey(with: try sample["g_a"])
        XCTAssertEqual(key.withUnsafeBytes { Array($0) }.hex, try sample.text("auth_key"))
        let wireID = withUnsafeBytes(of: key.id.littleEndian) { Array($0) }
        XCTAssertEqual(wireID.hex, try sample.text("auth_key_id"))
        XCTAssertEqual(
            key.newNonceHash(for: .ok, newNonce: try sample["new_nonce"]).hex, try sample.text("new_nonce_hash1"))
    }

    func testKnownPrimeIsTheOneOfTheVectors() throws {
        XCTAssertEqual(DiffieHellmanGroup.knownPrime.hex, try XCTUnwrap(try Vector.all("srp").first).text("p"))
    }

    func testBothSidesGetTheSameKeyWithLeadingZerosKept() throws {
        let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: 3)
        var generator = SeededGenerator(seed: 40)
        let first = try DiffieHellmanExchange(in: group, using: &generator)
        let second = try DiffieHellmanExchange(in: group, using: &generator)
        let key = try first.authKey(with: second.publicValue)
        XCTAssertEqual(key, try second.authKey(with: first.publicValue))
        // A public value may come without its leading zeros; 2^1984 has eight bytes of them.
        let short: [UInt8] = [1] + [UInt8](repeating: 0, count: 248)
        XCTAssertEqual(
            try first.authKey(with: short), try first.authKey(with: [UInt8](repeating: 0, count: 7) + short))
    }

    /// With the known prime the remainders leave 3, 4 and 7.
    func testGeneratorsOfTheKnownPrime() {
        for generator: Int32 in [3, 4, 7] {
            XCTAssertNil(groupCode(DiffieHellmanGroup.knownPrime, generator), "\(generator)")
        }
        for generator: Int32 in [2, 5, 6] {
            XCTAssertEqual(groupCode(DiffieHellmanGroup.knownPrime, generator), .dhGeneratorResidue, "\(generator)")
        }
        for generator: Int32 in [.min, -1, 0, 1, 8, .max] {
            XCTAssertEqual(groupCode(DiffieHellmanGroup.knownPrime, generator), .dhGeneratorRange, "\(generator)")
        }
    }

    /// All generators from 2 to 7 are quadratic residues of this prime, so the rule must let each pass.
    func testAnotherSafePrimeIsTestedForPrimality() throws {
        let prime = try XCTUnwrap([UInt8](hex: Self.modpGroup14))
        for generator: Int32 in 2...7 { XCTAssertNil(groupCode(prime, generator), "\(generator)") }
    }

    func testPrimesThatAreNone() throws {
        let known = DiffieHellmanGroup.knownPrime
        XCTAssertEqual(groupCode([], 3), .dhPrimeSize)
        XCTAssertEqual(groupCode(Array(known[1...]), 3), .dhPrimeSize)
        XCTAssertEqual(groupCode([0] + known, 3), .dhPrimeSize)
        XCTAssertEqual(groupCode([0x7F] + known[1...], 4), .dhPrimeSize)
        XCTAssertEqual(groupCode(Array(known.dropLast()) + [0x5D], 4), .dhPrimeNotPrime)
        XCTAssertEqual(groupCode(Array(known.dropLast()) + [0x5A], 4), .dhPrimeNotPrime, "even")
        XCTAssertEqual(groupCode([UInt8](repeating: 0xFF, count: 256), 4), .dhPrimeNotPrime)
        // A prime whose half is composite.
        let unsafe = try XCTUnwrap([UInt8](hex: Self.unsafePrime))
        XCTAssertEqual(groupCode(unsafe, 4), .dhPrimeNotSafe)
    }

    func testPublicValuesOutOfRange() throws {
        let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: 3)
        let prime = group.prime
        let primeLessOne = Array(prime.dropLast()) + [0x5A]
        let primeLessTwo = Array(prime.dropLast()) + [0x59]
        let margin: [UInt8] = [1] + [UInt8](repeating: 0, count: 248)
        let belowMargin = [UInt8](repeating: 0xFF, count: 248)
        // p - 2^1984 changes the eighth byte from the left only: C904 ends with 04 at index 7.
        var upper = prime
        upper[7] -= 1
        var aboveUpper = upper
        aboveUpper[255] += 1
        let cases: [(value: [UInt8], code: CryptoError.Code?)] = [
            ([], .dhValueRange), ([0], .dhValueRange), ([1], .dhValueRange), (prime, .dhValueRange),
            (primeLessOne, .dhValueRange), ([UInt8](repeating: 0xFF, count: 256), .dhValueRange),
            ([UInt8](repeating: 0, count: 257), .dhValueRange),
            ([2], .dhValueNearBounds), (primeLessTwo, .dhValueNearBounds), (belowMargin, .dhValueNearBounds),
            (aboveUpper, .dhValueNearBounds), (margin, nil), (upper, nil),
        ]
        let exchange = try DiffieHellmanExchange(in: group, exponent: SecureBytes(copying: belowMargin))
        for (value, expected) in cases {
            XCTAssertEqual(code { () throws(CryptoError) in try group.check(publicValue: value) }, expected)
            XCTAssertEqual(code { () throws(CryptoError) in _ = try exchange.authKey(with: value) }, expected)
        }
    }

    func testWeakExponents() throws {
        let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: 3)
        for (exponent, expected) in [
            ([UInt8](), CryptoError.Code.dhValueRange), ([0], .dhValueRange), ([1], .dhValueNearBounds),
            ([UInt8](repeating: 1, count: 257), .dhExponent),
        ] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try DiffieHellmanExchange(in: group, exponent: SecureBytes(copying: exponent))
                }, expected)
        }
        // A weak draw is drawn again; a generator that gives nothing else is given up.
        let zeros = [UInt8](repeating: 0, count: 256)
        let good = [UInt8](repeating: 0x42, count: 256)
        var generator = ScriptedGenerator([zeros, good])
        let exchange = try DiffieHellmanExchange(in: group, using: &generator)
        XCTAssertEqual(
            exchange.publicValue,
            try DiffieHellmanExchange(in: group, exponent: SecureBytes(copying: good)).publicValue)
        var broken = ScriptedGenerator([[UInt8]](repeating: zeros, count: 8))
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try DiffieHellmanExchange(in: group, using: &broken) }, .randomSource)
    }

    func testNothingPrintsTheExponent() throws {
        let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: 3)
        let exponent = SecureBytes(copying: SecureBytesTests.marker)
        assertNeverPrints(try DiffieHellmanExchange(in: group, exponent: exponent))
    }

    private func groupCode(_ prime: [UInt8], _ generator: Int32) -> CryptoError.Code? {
        code { () throws(CryptoError) in _ = try DiffieHellmanGroup(prime: prime, generator: generator) }
    }

    /// The 2,048-bit group of RFC 3526, section 3.
    private static let modpGroup14 = """
        ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd\
        ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed\
        ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f\
        83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b\
        e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510\
        15728e5a8aacaa68ffffffffffffffff
        """

    private static let unsafePrime = """
        aa9eba0cdf561d802a759159fb7ff337f5cae3bf3729c619c60a3cab359eeefb015c33b2df1461aaf8eb18b900745130\
        21da8978206f5c6671e0c07e9e115e4b9e30691c238642ea126a1e48cc11d357c30d8b7628dbd25e63b229f1c4069545\
        de11cc9dea959c212e9c82b1478c281d687c966c377b9aa2bb2edb20035b73993fd4235992edcf451a1afe878b33e968\
        617959ce3f1f65a8de5271007814e8a25f2dd97f1cfb10f62827688de6a16a3b0d464138a62332553fc1ea36f17fd374\
        c6a5387777330bdbd7210dff076ce2ef87b0b125ec1d7da0a6eb8c9ebd69fe29d76d4330f1446beab0c11fdecb91ce37\
        5bc8fbbcbde5c0994164d8399f767c9d
        """
}
