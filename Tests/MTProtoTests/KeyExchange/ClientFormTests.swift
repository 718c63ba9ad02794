// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// What a client says, and what a server still understands.
final class ClientFormTests: XCTestCase {
    private func requests(_ seed: UInt64) -> [KeyExchangeRequest] {
        let key = Rehearsal.key.publicKey
        let dataCenter = ProxyDataCenter(
            id: Int(seed % 5) + 1, isTest: seed % 3 == 0, isMediaOnly: seed % 2 == 0)
        return [
            .permanent(dataCenter: dataCenter, trustedKeys: [key]),
            .temporary(dataCenter: dataCenter, expiresIn: Int32(seed % 86_400) + 1, trustedKeys: [key]),
            .cdn(id: 203, isTest: seed % 2 == 0, listedKeys: [key]),
        ]
    }

    func testTheClientNamesTheDataCenterUnderRSAPadAlone() throws {
        for seed in UInt64(0)..<60 {
            for request in requests(seed) {
                var generator = SeededGenerator(seed: seed)
                var client = KeyExchangeClient(request)
                var server = KeyExchangeServer(KeyExchangeServer.Configuration(keys: [Rehearsal.key]))
                let first = client.start(now: .zero, using: &generator)
                XCTAssertEqual(first.body.prefix(4), [0xF1, 0x8E, 0x7E, 0xBE], "req_pq_multi")
                guard case .send(let answer) = server.received(first, now: .zero, using: &generator),
                    case .send(let second) = try client.received(.payload(answer), now: .zero, using: &generator)
                else { return XCTFail("seed \(seed)") }
                let query = try ReqDHParams.message(second.body)
                let data = try Rehearsal.key.decryptPadded(query.encryptedData)
                let isTemporary = if case .temporary = request.kind { true } else { false }
                XCTAssertEqual(
                    data.withUnsafeBytes { Array($0[..<4]) },
                    isTemporary ? [0x88, 0xDF, 0xFD, 0x56] : [0x95, 0x5F, 0xF5, 0xA9], "an inner data of the _dc forms")
                let inner = try InnerData.read(from: data).data
                XCTAssertEqual(inner.dataCenter, Int32(request.dataCenter.rawValue))
                XCTAssertEqual([inner.p.count, inner.q.count, query.p.count, query.q.count], [4, 4, 4, 4])
                // What is under RSA_PAD has no hash of the old kind.
                if let hashed = try? Rehearsal.key.decryptHashed(query.encryptedData) {
                    XCTAssertFalse((0...235).contains { hashed.isIntact(dataByteCount: $0) })
                }
            }
        }
    }

    func testTheServerUnderstandsOldClients() throws {
        for form in Rehearsal.Form.allCases {
            for hashed in [false, true] {
                for old in [false, true] {
                    var rehearsal = Rehearsal()
                    let end = try rehearsal.run { number, payload, rehearsal in
                        if number == 0, old { payload.replaceSubrange(20..<24, with: [0x78, 0x97, 0x46, 0x60]) }
                        if number == 2 { try rehearsal.changeInner(&payload, form: form, hashed: hashed) }
                    }
                    guard case .done(let client, let server?) = end else { return XCTFail("\(form): \(end)") }
                    XCTAssertEqual(client.authKey, server.authKey)
                    XCTAssertEqual(server.usedHashedPadding, hashed)
                    let namesDataCenter = form == .dc || form == .tempDC
                    XCTAssertEqual(server.dataCenter, namesDataCenter ? ProxyDataCenter(id: 2) : nil)
                    let isTemporary = form == .temp || form == .tempDC
                    XCTAssertEqual(server.expiresAt, isTemporary ? 1_750_001_000 : nil)
                }
            }
        }
    }

    func testNumbersWithLeadingZerosAreUnderstood() throws {
        var rehearsal = Rehearsal()
        let end = try rehearsal.run { number, payload, rehearsal in
            guard number == 2 else { return }
            try rehearsal.changeInner(&payload) { inner in
                inner.p = [0, 0, 0, 0] + inner.p
                inner.q = [0] + inner.q
            }
        }
        XCTAssertNil(end.error)
    }

    func testPublicValuesMayLackLeadingZeros() throws {
        var generator = SeededGenerator(seed: 8)
        var exchange = try DiffieHellmanExchange(in: .telegram, using: &generator)
        for _ in 0..<5000 where exchange.publicValue[0] != 0 {
            exchange = try DiffieHellmanExchange(in: .telegram, using: &generator)
        }
        XCTAssertEqual(exchange.publicValue[0], 0)
        for value in [exchange.publicValue, Array(exchange.publicValue.drop { $0 == 0 })] {
            var rehearsal = Rehearsal()
            var server: KeyExchangeServer?
            var proposal: [UInt8] = []
            var serverValue: [UInt8] = []
            _ = try rehearsal.run { number, payload, rehearsal in
                if number == 3 {
                    try rehearsal.changeAnswer(&payload) { inner in
                        serverValue = inner.gA
                        return try inner.encoded()
                    }
                }
                guard number == 4 else { return }
                try rehearsal.changeProposal(&payload) { inner in
                    try TL.ClientDHInnerData(
                        nonce: inner.nonce, serverNonce: inner.serverNonce, retryID: inner.retryID, gB: value
                    ).encoded()
                }
                server = rehearsal.server
                proposal = payload
            }
            let action = server?.received(proposal, now: .zero, using: &generator)
            guard case .finish(_, let outcome)? = action else { return XCTFail("\(String(describing: action))") }
            XCTAssertEqual(outcome.authKey, try exchange.authKey(with: serverValue))
        }
    }

    func testTheServersPrimesFitFourBytes() {
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<100 {
            let challenge = PQChallenge(using: &generator)
            XCTAssertLessThan(challenge.p, challenge.q)
            XCTAssertGreaterThan(challenge.p, 1 << 30)
            XCTAssertLessThan(challenge.q, 1 << 31)
            let factors = try? PQFactorization.factor(challenge.bytes)
            XCTAssertEqual(factors?.p, UInt64(challenge.p))
            XCTAssertEqual(factors?.q, UInt64(challenge.q))
        }
        var zeros = ScriptedGenerator([])
        let challenge = PQChallenge(using: &zeros)
        XCTAssertNotEqual(challenge.p, challenge.q)
    }

    func testMessageIDs() {
        var (client, server) = (ExchangeMessageIDs.client, ExchangeMessageIDs.server)
        var (lastClient, lastServer) = (UInt64(0), UInt64(0))
        let times: [Duration] = [
            .seconds(1_750_000_000), .seconds(1_750_000_000), .seconds(1_749_999_999), .seconds(1_750_000_001),
            .seconds(-5), .zero, .seconds(Int64.max), .seconds(1_750_000_002),
        ]
        for time in times {
            // Unsigned, as the time in them is beyond 2038.
            let question = UInt64(bitPattern: client.next(at: time))
            let answer = UInt64(bitPattern: server.next(at: time))
            XCTAssertGreaterThan(question, lastClient)
            XCTAssertGreaterThan(answer, lastServer)
            XCTAssertEqual(question & 3, 0)
            XCTAssertEqual(answer & 3, 1)
            XCTAssertNotEqual(question & 0xFFFF_FFFF, 0)
            (lastClient, lastServer) = (question, answer)
        }
    }

    func testTheClientsMessageIDsGrowWithinAnExchange() throws {
        var rehearsal = Rehearsal { $0.verdicts = [.retry, .retry] }
        XCTAssertNil(rehearsal.run().error)
        let ids = rehearsal.payloads.enumerated().filter { $0.offset % 2 == 0 }.map { payload in
            payload.element[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        XCTAssertEqual(ids.count, 5)
        XCTAssertEqual(ids, Set(ids).sorted())
        XCTAssertTrue(ids.allSatisfy { $0 % 4 == 0 && $0 >> 32 == 1_750_000_000 })
    }
}
