// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// The worked example on core.telegram.org/mtproto/samples-auth_key.
///
/// It does not tell what the RSA padding was made with, so the exchange is entered after that step.
final class OfficialSampleTests: XCTestCase {
    private struct File: Decodable {
        struct Row: Decodable {
            let nonce: TransportVectors.Hex
            let serverNonce: TransportVectors.Hex
            let newNonce: TransportVectors.Hex
            let pq: String
            let p: UInt64
            let q: UInt64
            let dc: Int16
            let pqInnerData: TransportVectors.Hex
            let encryptedAnswer: TransportVectors.Hex
            let serverTime: Int64
            let g: Int32
            let b: TransportVectors.Hex
            let clientInnerPadding: TransportVectors.Hex
            let clientEncryptedData: TransportVectors.Hex
            let authKey: TransportVectors.Hex
            let authKeyId: TransportVectors.Hex
            let newNonceHash1: TransportVectors.Hex
            let serverSaltBytes: TransportVectors.Hex
        }
        let vectors: [Row]
    }

    func testEveryNumberOfTheSample() throws {
        let sample = try XCTUnwrap(
            try TransportVectors.load("handshake_official_sample", as: File.self).vectors.first)
        let request = KeyExchangeRequest.permanent(dataCenter: ProxyDataCenter(rawValue: sample.dc))
        let nonces = ExchangeNonces(
            client: TL.Int128(exactly: sample.nonce.bytes), server: TL.Int128(exactly: sample.serverNonce.bytes))
        let newNonce = SecureBytes(copying: sample.newNonce.bytes)

        let pq = try XCTUnwrap(UInt64(sample.pq))
        let factors = try PQFactorization.factor(pq)
        XCTAssertEqual([factors.p, factors.q], [sample.p, sample.q])
        let inner = InnerData.serialize(
            pq: PQFactorization.bytes(of: pq), p: PQFactorization.bytes(of: factors.p),
            q: PQFactorization.bytes(of: factors.q), nonces: nonces, newNonce: newNonce,
            dataCenter: request.dataCenter, kind: request.kind)
        XCTAssertEqual(inner.withUnsafeBytes { Array($0).hex }, sample.pqInnerData.bytes.hex)

        let waiting = KeyExchangeClient.WaitingForServerDHParams(nonces: nonces, newNonce: newNonce)
        let answer = TL.ServerDHParams.ok(
            .init(nonce: nonces.client, serverNonce: nonces.server, encryptedAnswer: sample.encryptedAnswer.bytes))
        var generator = ScriptedGenerator(draws: [sample.b.bytes, sample.clientInnerPadding.bytes])
        let next = try waiting.accept(
            answer.encoded(), request, [], .seconds(sample.serverTime - 7), using: &generator)
        let query = try SetClientDHParams.message(next.query)
        XCTAssertEqual(query.encryptedData.hex, sample.clientEncryptedData.bytes.hex)
        XCTAssertEqual(next.state.authKey, try AuthKey(SecureBytes(copying: sample.authKey.bytes)))

        let verdict = TL.SetClientDHParamsAnswer.dhGenOk(
            .init(
                nonce: nonces.client, serverNonce: nonces.server,
                newNonceHash1: TL.Int128(exactly: sample.newNonceHash1.bytes)))
        guard case .done(let outcome) = try next.state.accept(verdict.encoded(), using: &generator) else {
            return XCTFail("the exchange is over")
        }
        XCTAssertEqual(withUnsafeBytes(of: outcome.authKey.id.littleEndian) { Array($0) }, sample.authKeyId.bytes)
        XCTAssertEqual(withUnsafeBytes(of: outcome.serverSalt.littleEndian) { Array($0) }, sample.serverSaltBytes.bytes)
        XCTAssertEqual(outcome.timeOffset, 7)
        XCTAssertEqual(outcome.group.generator, sample.g)
    }
}
