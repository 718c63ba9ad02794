// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class SRPTests: XCTestCase {
    func testProverAndVerifierAgainstVectors() throws {
        for vector in try Vector.all("srp") {
            let parameters = try parameters(of: vector)
            let password = try vector["password_utf8"]
            XCTAssertEqual(parameters.passwordHash(password).hex, try vector.text("x"))
            XCTAssertEqual(parameters.multiplier.bytes(count: 32).hex, try vector.text("k"))
            let stored = parameters.verifier(password: password)
            XCTAssertEqual(stored.hex, try vector.text("v"))

            var clientDraws = ScriptedGenerator([try vector["a"]])
            let proof = try SRPProver.prove(
                parameters, password: password, serverValue: try vector["srp_B"], id: try vector.integer("srp_id"),
                using: &clientDraws)
            XCTAssertEqual(proof.publicValue.hex, try vector.text("A"))
            XCTAssertEqual(proof.proof.hex, try vector.text("M1"))
            XCTAssertEqual(proof.id, try vector.integer("srp_id"))

            var serverDraws = ScriptedGenerator([try vector["server_b"]])
            let verifier = try SRPVerifier(parameters, verifier: stored, using: &serverDraws)
            XCTAssertEqual(verifier.publicValue.hex, try vector.text("srp_B").leftPadded(to: 512))
            try verifier.check(clientValue: proof.publicValue, proof: proof.proof)
        }
    }

    func testInvalidServerValues() throws {
        let parameters = try parameters(of: try XCTUnwrap(try Vector.all("srp").first))
        var generator = SeededGenerator(seed: 50)
        let values = try Vector.file("srp").list("invalid_srp_B").map { try $0["srp_B"] } + [[]]
        for value in values {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try SRPProver.prove(parameters, password: [1], serverValue: value, id: 1, using: &generator)
                }, .srpServerValue, "\(value.count) bytes")
        }
    }

    /// With B = k * v the shared key would be the same for every exponent.
    func testAServerValueThatHidesNothing() throws {
        let vector = try XCTUnwrap(try Vector.all("srp").first)
        var generator = SeededGenerator(seed: 51)
        let (parameters, password, value) = (
            try parameters(of: vector), try vector["password_utf8"], try vector["k_v"]
        )
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try SRPProver.prove(parameters, password: password, serverValue: value, id: 1, using: &generator)
            }, .srpDegenerate)
    }

    func testWrongPasswordsAndValuesAreRefused() throws {
        let vector = try XCTUnwrap(try Vector.all("srp").first)
        let parameters = try parameters(of: vector)
        var generator = SeededGenerator(seed: 52)
        let stored = SecureBytes(copying: try vector["v"])
        let verifier = try SRPVerifier(parameters, verifier: stored, using: &generator)
        let wrong = try SRPProver.prove(
            parameters, password: try vector["password_utf8"] + [0x20], serverValue: verifier.publicValue, id: 1,
            using: &generator)
        let check = { (value: [UInt8], proof: [UInt8]) in
            code { () throws(CryptoError) in try verifier.check(clientValue: value, proof: proof) }
        }
        XCTAssertEqual(check(wrong.publicValue, wrong.proof), .srpProof, "a trailing blank is part of the password")
        XCTAssertEqual(check(wrong.publicValue, []), .srpProof)
        let prime = parameters.group.prime
        let zeros = [UInt8](repeating: 0, count: 256)
        for value in [[], [0], [1], zeros, prime, zeros + [1], [UInt8](repeating: 0xFF, count: 256)] {
            XCTAssertEqual(check(value, wrong.proof), .srpClientValue)
        }
    }

    func testBadVerifiersAndSaltsAreRefused() throws {
        let parameters = try parameters(of: try XCTUnwrap(try Vector.all("srp").first))
        var generator = SeededGenerator(seed: 53)
        for bad in [[], [0], parameters.group.prime, [UInt8](repeating: 1, count: 257)] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try SRPVerifier(parameters, verifier: SecureBytes(copying: bad), using: &generator)
                }, .srpVerifier)
        }
        let long = [UInt8](repeating: 0, count: 1025)
        for (salt1, salt2) in [(long, []), ([], long)] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try SRPParameters(salt1: salt1, salt2: salt2, group: parameters.group)
                }, .srpSalt)
        }
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try SRPParameters(salt1: [], salt2: [], generator: 2, prime: DiffieHellmanGroup.knownPrime)
            }, .dhGeneratorResidue)
    }

    func testABrokenGeneratorIsNotAskedForEver() throws {
        let vector = try XCTUnwrap(try Vector.all("srp").first)
        let parameters = try parameters(of: vector)
        let zeros = [[UInt8]](repeating: [UInt8](repeating: 0, count: 256), count: 8)
        let value = try vector["srp_B"]
        var generator = ScriptedGenerator(zeros)
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try SRPProver.prove(parameters, password: [1], serverValue: value, id: 1, using: &generator)
            }, .randomSource)
        var another = ScriptedGenerator(zeros)
        let stored = SecureBytes(copying: try vector["v"])
        XCTAssertEqual(
            code { () throws(CryptoError) in
                _ = try SRPVerifier(parameters, verifier: stored, using: &another)
            }, .randomSource)
    }

    func testFreshSaltKeepsTheServersPart() throws {
        let parameters = try parameters(of: try XCTUnwrap(try Vector.all("srp").first))
        var generator = ScriptedGenerator([[UInt8](repeating: 7, count: 32)])
        let fresh = try parameters.withFreshSalt(using: &generator)
        XCTAssertEqual(fresh.salt1, parameters.salt1 + [UInt8](repeating: 7, count: 32))
        XCTAssertEqual(fresh.salt2, parameters.salt2)
        XCTAssertEqual(fresh.group, parameters.group)
    }

    func testNothingPrintsTheVerifier() throws {
        let parameters = try parameters(of: try XCTUnwrap(try Vector.all("srp").first))
        var generator = SeededGenerator(seed: 54)
        let verifier = SecureBytes(copying: SecureBytesTests.marker)
        assertNeverPrints(try SRPVerifier(parameters, verifier: verifier, using: &generator))
    }

    private func parameters(of vector: Vector) throws -> SRPParameters {
        try SRPParameters(
            salt1: try vector["salt1"], salt2: try vector["salt2"], generator: try vector.integer("g"),
            prime: try vector["p"])
    }
}
