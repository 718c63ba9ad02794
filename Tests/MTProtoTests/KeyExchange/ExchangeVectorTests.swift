// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Recorded exchanges: both machines must say the same, byte for byte.
final class ExchangeVectorTests: XCTestCase {
    func testTheClientRepeatsEveryTranscript() throws {
        let file = try ExchangeVectors.load()
        let key = try RSAPublicKey(pem: file.rsaPublicKeyPem)
        XCTAssertGreaterThanOrEqual(file.vectors.count, 7)
        for row in file.vectors {
            var generator = ScriptedGenerator(draws: row.clientDraws)
            var client = KeyExchangeClient(row.request(trusting: key))
            var said = [client.start(now: Duration(ofMessageIn: row.packets[0].payload.bytes), using: &generator)]
            var outcome: KeyExchangeOutcome?
            for (index, packet) in row.packets.enumerated() where packet.from == "server" {
                let next = index + 1 < row.packets.count ? index + 1 : index
                let now = Duration(ofMessageIn: row.packets[next].payload.bytes)
                switch try client.received(.payload(packet.payload.bytes), now: now, using: &generator) {
                case .send(let payload): said.append(payload)
                case .finish(let result): outcome = result
                case .wait: XCTFail("\(row.name): \(packet.name) means something")
                }
            }
            let expected = row.packets.filter { $0.from == "client" }
            XCTAssertEqual(said.map(\.hex), expected.map(\.payload.bytes.hex), row.name)
            let result = try XCTUnwrap(outcome, row.name)
            XCTAssertEqual(result.authKey, try AuthKey(SecureBytes(copying: row.authKey.bytes)), row.name)
            XCTAssertEqual(result.serverSalt, row.serverSaltI64, row.name)
            XCTAssertEqual(result.group.generator, row.g, row.name)
            XCTAssertEqual(result.expiresAt, row.expiresIn.map { Int32(row.serverTime) + $0 }, row.name)
            // The client's second answer went out one second after the server's parameters.
            XCTAssertEqual(result.timeOffset, -1, row.name)
        }
    }

    func testTheServerRepeatsEveryTranscript() throws {
        let file = try ExchangeVectors.load()
        let key = try RSAPrivateKey(pem: file.rsaPrivateKeyPem)
        for row in file.vectors {
            let inner = row.serverInner.bytes
            let answers = row.packets.filter { $0.from == "server" }
            // What stands behind the objects was drawn for the packets.
            let padding = zip(answers, [72, 4 + 32 + 4 + 592, 52, 52]).map { answer, length in
                Array(answer.payload.bytes.dropFirst(20 + length))
            }
            XCTAssertEqual(padding.count, answers.count)

            var configuration = KeyExchangeServer.Configuration(
                keys: [key], dataCenters: [ProxyDataCenter(rawValue: row.dcField)],
                group: try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: row.g))
            configuration.script.serverNonce = row.serverNonce.bytes
            configuration.script.factors = (row.p, row.q)
            configuration.script.fingerprints = row.fingerprints.map { bytes in
                Int64(bitPattern: bytes.bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            }
            configuration.script.exponent = SecureBytes(copying: row.serverA.bytes)
            configuration.script.verdicts = row.attempts.dropLast().map { _ in .retry } + [.ok]
            configuration.script.paddingByteCounts = padding.map(\.count)
            var generator = ScriptedGenerator(
                draws: [padding[0], Array(row.serverAnswerWithHash.bytes.dropFirst(20 + inner.count))]
                    + padding.dropFirst())

            var server = KeyExchangeServer(configuration)
            var outcome: KeyExchangeServer.Outcome?
            for (index, packet) in row.packets.enumerated() where packet.from == "client" {
                let expected = row.packets[index + 1].payload.bytes
                let action = server.received(
                    packet.payload.bytes, now: Duration(ofMessageIn: expected), using: &generator)
                switch action {
                case .send(let payload):
                    XCTAssertEqual(payload.hex, expected.hex, "\(row.name): \(packet.name)")
                case .finish(let payload, let result):
                    XCTAssertEqual(payload.hex, expected.hex, "\(row.name): \(packet.name)")
                    outcome = result
                case .abandon, .refuse:
                    XCTFail("\(row.name): \(packet.name): \(action)")
                }
            }
            let result = try XCTUnwrap(outcome, row.name)
            XCTAssertEqual(result.authKey, try AuthKey(SecureBytes(copying: row.authKey.bytes)), row.name)
            XCTAssertEqual(result.serverSalt, row.serverSaltI64, row.name)
            XCTAssertEqual(result.dataCenter, ProxyDataCenter(rawValue: row.dcField), row.name)
            XCTAssertEqual(result.expiresAt, row.expiresIn.map { Int32(row.serverTime) + $0 }, row.name)
            XCTAssertFalse(result.usedHashedPadding, row.name)
        }
    }

    func testAlteredPacketsEndTheExchange() throws {
        let expected: [String: KeyExchangeError.Code] = [
            "packet0_respq_nonce_differs": .nonceMismatch,
            "packet1_server_dh_params_ok_nonce_differs": .nonceMismatch,
            "packet1_server_nonce_differs": .serverNonceMismatch,
            "packet1_sha1_of_decrypted_answer_differs": .innerHashMismatch,
            "packet2_dh_gen_nonce_differs": .nonceMismatch,
            "packet2_new_nonce_hash1_differs": .newNonceHashMismatch,
            "inner_nonce": .innerNonceMismatch,
            "g_a_one": .dhValueRange,
            "g_a_p_minus_1": .dhValueRange,
            "g_a_small": .dhValueNearBounds,
            "g_a_large": .dhValueNearBounds,
            "g_2": .dhGeneratorResidue,
            "g_6": .dhGeneratorResidue,
            "g_1": .dhGeneratorRange,
            "g_8": .dhGeneratorRange,
            "composite_p": .dhPrimeNotPrime,
            "prime_not_safe": .dhPrimeNotSafe,
            "short_p": .dhPrimeSize,
        ]
        let steps: [KeyExchangeError.Step] = [.resPQ, .serverDHParams, .dhGenAnswer]
        let file = try ExchangeVectors.load()
        let row = try XCTUnwrap(file.vectors.first)
        let key = try RSAPublicKey(pem: file.rsaPublicKeyPem)
        let answers = row.packets.filter { $0.from == "server" }.map(\.payload.bytes)
        let negative = try NegativeExchangeVectors.load().vectors
        XCTAssertEqual(Set(negative.map(\.name)), Set(expected.keys))
        for vector in negative {
            var generator = ScriptedGenerator(draws: row.clientDraws)
            var client = KeyExchangeClient(row.request(trusting: key))
            let now = Duration.seconds(1_750_000_000)
            _ = client.start(now: now, using: &generator)
            for answer in answers[..<vector.serverPacketIndex] {
                _ = try client.received(.payload(answer), now: now, using: &generator)
            }
            for _ in 0..<2 {
                XCTAssertThrowsError(
                    try client.received(.payload(vector.payload.bytes), now: now, using: &generator), vector.name
                ) { error in
                    let error = error as? KeyExchangeError
                    XCTAssertEqual(error?.code, expected[vector.name], vector.name)
                    XCTAssertEqual(error?.step, steps[vector.serverPacketIndex], vector.name)
                    XCTAssertEqual(error?.dataCenter, ProxyDataCenter(id: 2), vector.name)
                }
            }
        }
    }
}
