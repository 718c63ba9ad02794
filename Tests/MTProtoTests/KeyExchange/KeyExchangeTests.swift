// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Both machines against each other, without a hand between them.
final class KeyExchangeTests: XCTestCase {
    private let key = Rehearsal.key.publicKey

    private struct Result {
        let client: KeyExchangeOutcome
        let server: KeyExchangeServer.Outcome
        let rehearsal: Rehearsal
    }

    private func outcomes(_ rehearsal: Rehearsal, line: UInt = #line) throws -> Result {
        var rehearsal = rehearsal
        let end = rehearsal.run()
        guard case .done(let client, let server?) = end else {
            XCTFail("\(end)", line: line)
            throw end.error ?? XCTSkip()
        }
        XCTAssertEqual(client.authKey, server.authKey, line: line)
        XCTAssertEqual(client.serverSalt, server.serverSalt, line: line)
        XCTAssertEqual(client.expiresAt, server.expiresAt, line: line)
        XCTAssertEqual(server.dataCenter, rehearsal.client.request.dataCenter, line: line)
        XCTAssertFalse(server.usedHashedPadding, line: line)
        return Result(client: client, server: server, rehearsal: rehearsal)
    }

    func testPermanentAndTemporaryKeysOfEveryKindOfDataCenter() throws {
        for (index, isTest, isMediaOnly) in [(1, false, false), (2, true, false), (3, false, true), (4, true, true)] {
            let dataCenter = ProxyDataCenter(id: index, isTest: isTest, isMediaOnly: isMediaOnly)
            let permanent = try outcomes(Rehearsal(seed: UInt64(index), request: Rehearsal.request(dataCenter)))
            XCTAssertNil(permanent.client.expiresAt)
            XCTAssertEqual(permanent.client.timeOffset, 0)
            let temporary = try outcomes(
                Rehearsal(
                    request: .temporary(dataCenter: dataCenter, expiresIn: 1000 + Int32(index), trustedKeys: [key])))
            XCTAssertEqual(temporary.client.expiresAt, 1_750_001_000 + Int32(index))
            XCTAssertNotEqual(permanent.client.authKey, temporary.client.authKey)
        }
    }

    func testTheContentDeliveryNetworkHasKeysOfItsOwn() throws {
        let request = KeyExchangeRequest.cdn(id: 203, listedKeys: [key])
        XCTAssertEqual(request.dataCenter, ProxyDataCenter(id: 203))
        XCTAssertNil(try outcomes(Rehearsal(request: request)).client.expiresAt)
    }

    func testDefaultKeysFollowTheDataCenter() {
        XCTAssertEqual(
            KeyExchangeRequest.permanent(dataCenter: ProxyDataCenter(id: 2)).trustedKeys, [.telegramProduction])
        XCTAssertEqual(
            KeyExchangeRequest.temporary(dataCenter: ProxyDataCenter(id: 2, isTest: true)).trustedKeys, [.telegramTest])
    }

    func testTheClientPrefersItsFirstKeyWhateverTheServersOrder() throws {
        var generator = SeededGenerator(seed: 40)
        let other = try RSAPrivateKey.generate(using: &generator)
        for keys in [[Rehearsal.key, other], [other, Rehearsal.key]] {
            for trusted in [[key, other.publicKey], [other.publicKey, key]] {
                let result = try outcomes(
                    Rehearsal(
                        request: .permanent(dataCenter: ProxyDataCenter(id: 1), trustedKeys: trusted),
                        configuration: KeyExchangeServer.Configuration(keys: keys)))
                let query = try ReqDHParams.message(result.rehearsal.payloads[2].body)
                XCTAssertEqual(query.fingerprint, trusted[0].fingerprint)
            }
        }
    }

    func testAnotherExponentIsProposedWhenTheServerAsks() throws {
        for count in 1..<KeyExchangeClient.maximumAttempts {
            let result = try outcomes(
                Rehearsal { $0.verdicts = [KeyExchangeAnswer](repeating: .retry, count: count) })
            XCTAssertEqual(result.rehearsal.payloads.count, 6 + 2 * count)
            let queries = try stride(from: 4, to: result.rehearsal.payloads.count, by: 2).map { index in
                let query = try SetClientDHParams.message(result.rehearsal.payloads[index].body)
                return try TL.ClientDHInnerData.inner(
                    try HashedCipher.open(query.encryptedData, result.rehearsal.temporaryKey))
            }
            XCTAssertEqual(queries.first?.retryID, 0)
            XCTAssertEqual(Set(queries.map(\.retryID)).count, count + 1)
            XCTAssertEqual(Set(queries.map(\.gB)).count, count + 1)
        }
    }

    func testTheServerAsksAgainWhenTheKeyIsTaken() throws {
        for taken in 1...6 {
            var rehearsal = Rehearsal()
            var payload = rehearsal.client.start(now: .zero, using: &rehearsal.clientGenerator)
            var asked = 0
            var last: KeyExchangeServer.Action?
            exchange: while true {
                let action = rehearsal.server.received(
                    payload, now: .zero,
                    isTaken: { _ in
                        asked += 1
                        return asked <= taken
                    }, using: &rehearsal.serverGenerator)
                last = action
                guard case .send(let answer) = action,
                    case .send(let question) = try rehearsal.client.received(
                        .payload(answer), now: .zero, using: &rehearsal.clientGenerator)
                else { break exchange }
                payload = question
            }
            switch last {
            case .finish: XCTAssertLessThan(taken, 5)
            case .abandon: XCTAssertGreaterThanOrEqual(taken, 5)
            default: XCTFail("\(String(describing: last))")
            }
            XCTAssertEqual(asked, min(taken + 1, 5))
        }
    }

    func testPaddingBehindTheServersObjectsIsIgnored() throws {
        let result = try outcomes(Rehearsal { $0.paddingByteCounts = [16, 240, 4] })
        XCTAssertEqual(result.rehearsal.payloads[5].count, 20 + 52 + 4)
    }

    func testPaddingThatEitherSideCountsInIsIgnored() throws {
        // Some clients hide the lengths of their objects in this way.
        var rehearsal = Rehearsal()
        let end = rehearsal.run { number, payload, _ in
            payload = payload.replacingBody(payload.body + [UInt8](repeating: 0xA5, count: 16 * (number + 1)))
        }
        XCTAssertNil(end.error)
    }

    func testTheServerAnswersWhateverTheIDOfTheClientsMessage() throws {
        for messageID: Int64 in [0, 1, 2, 3, .max] {
            var server = KeyExchangeServer(.init(keys: [Rehearsal.key]))
            var generator = SeededGenerator(seed: 1)
            let question = UnencryptedMessage(
                messageID: messageID, body: try TL.ReqPqMulti(nonce: TL.Int128.nonce(using: &generator)).encoded())
            guard case .send = server.received(question.payload, now: .seconds(1), using: &generator) else {
                XCTFail("no answer to the id \(messageID)")
                continue
            }
        }
    }

    func testPaddingOfTheTransportIsIgnored() throws {
        var rehearsal = Rehearsal()
        let end = rehearsal.run { number, payload, _ in payload += [UInt8](repeating: 7, count: number * 2 + 1) }
        XCTAssertNil(end.error)
    }

    func testEveryGeneratorThatFitsThePrimeIsAccepted() throws {
        for generator: Int32 in [3, 4, 7] {
            let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: generator)
            let result = try outcomes(
                Rehearsal(configuration: KeyExchangeServer.Configuration(keys: [Rehearsal.key], group: group)))
            XCTAssertEqual(result.client.group, group)
        }
    }

    func testTheTimeOffsetIsTheServersTimeLessOurs() throws {
        var rehearsal = Rehearsal()
        var payload = rehearsal.client.start(now: .seconds(1_000_000_000), using: &rehearsal.clientGenerator)
        while true {
            switch rehearsal.server.received(payload, now: .seconds(1_000_000_100), using: &rehearsal.serverGenerator) {
            case .send(let answer), .finish(let answer, _): payload = answer
            default: return XCTFail("refused")
            }
            let action = try rehearsal.client.received(
                .payload(payload), now: .seconds(1_000_000_003), using: &rehearsal.clientGenerator)
            switch action {
            case .send(let question): payload = question
            case .finish(let outcome): return XCTAssertEqual(outcome.timeOffset, 97)
            case .wait: return XCTFail("waits")
            }
        }
    }

    func testAnUnknownPrimeIsTestedOnceAndRememberedByTheCaller() throws {
        // The 2,048-bit prime of RFC 3526, which is safe; 2 generates its quadratic residues.
        let prime = try XCTUnwrap([UInt8](hex: Self.rfc3526Prime))
        let group = try DiffieHellmanGroup(prime: prime, generator: 2)
        var rehearsal = Rehearsal(configuration: KeyExchangeServer.Configuration(keys: [Rehearsal.key], group: group))
        var known = rehearsal
        known.client = KeyExchangeClient(known.client.request, verifiedGroups: [group, .telegram])
        let ends = [rehearsal.run(), known.run()]
        XCTAssertEqual(ends[0], ends[1])
        guard case .done(let outcome, _) = ends[0] else { return XCTFail("\(ends[0])") }
        XCTAssertEqual(outcome.group, group)

        // A remembered prime does not excuse a generator, nor a public value.
        let changes: [(KeyExchangeError.Code, (inout KeyExchangeServer.Script) -> Void)] = [
            (.dhGeneratorRange, { $0.generator = 8 }), (.dhValueRange, { $0.publicValue = [1] }),
            (.dhPrimeNotPrime, { $0.prime = prime.dropLast() + [0xF7] }),
        ]
        for (code, change) in changes {
            var configuration = KeyExchangeServer.Configuration(keys: [Rehearsal.key], group: group)
            change(&configuration.script)
            var rehearsal = Rehearsal(configuration: configuration)
            rehearsal.client = KeyExchangeClient(rehearsal.client.request, verifiedGroups: [group])
            XCTAssertEqual(rehearsal.run().error?.code, code)
        }
    }

    static let rfc3526Prime = """
        FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
        EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
        EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
        83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
        E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510
        15728E5A8AACAA68FFFFFFFFFFFFFFFF
        """

    func testFramesThatMeanNothingAreWaitedOut() throws {
        var rehearsal = Rehearsal()
        _ = rehearsal.client.start(now: .zero, using: &rehearsal.clientGenerator)
        for frame: TransportFrame in [.noOperation, .quickAck(token: 0x8000_0001)] {
            XCTAssertEqual(
                try rehearsal.client.received(frame, now: .zero, using: &rehearsal.clientGenerator), .wait)
        }
        XCTAssertEqual(rehearsal.client.step, .resPQ)
    }

    func testHeavyStepsCanRunElsewhere() async throws {
        @concurrent func advance(
            _ exchange: KeyExchangeClient, _ frame: TransportFrame, now: Duration
        ) async throws(KeyExchangeError) -> (KeyExchangeClient, KeyExchangeClient.Action) {
            var (exchange, generator) = (exchange, SystemRandomNumberGenerator())
            let action = try exchange.received(frame, now: now, using: &generator)
            return (exchange, action)
        }
        var generator = SystemRandomNumberGenerator()
        var client = KeyExchangeClient(Rehearsal.request())
        var server = KeyExchangeServer(KeyExchangeServer.Configuration(keys: [Rehearsal.key]))
        var payload = client.start(now: .zero, using: &generator)
        while true {
            var result: KeyExchangeServer.Outcome?
            switch server.received(payload, now: .zero, using: &generator) {
            case .send(let answer): payload = answer
            case .finish(let answer, let outcome): (payload, result) = (answer, outcome)
            case let other: return XCTFail("\(other)")
            }
            let action: KeyExchangeClient.Action
            (client, action) = try await advance(client, .payload(payload), now: .zero)
            switch action {
            case .send(let question): payload = question
            case .finish(let outcome): return XCTAssertEqual(outcome.authKey, result?.authKey)
            case .wait: return XCTFail("waits")
            }
        }
    }

    func testSecretsAreDroppedAtTheEnd() {
        func secrets(_ rehearsal: Rehearsal) -> [String] {
            var text = ""
            dump(rehearsal.client, to: &text)
            dump(rehearsal.server, to: &text)
            return ["newNonce", "temporaryKey", "AuthKey", "parameters: "].filter(text.contains)
        }
        var good = Rehearsal()
        _ = good.run { number, _, rehearsal in
            if number == 5 { XCTAssertEqual(secrets(rehearsal).count, 4) }
        }
        XCTAssertEqual(secrets(good), [])
        for message in Rehearsal.Message.allCases.dropFirst(2) {
            var failed = Rehearsal()
            let end = failed.run { number, payload, _ in payload[24] ^= number == message.rawValue ? 1 : 0 }
            XCTAssertNotNil(end.error)
            var text = ""
            if message.isFromClient { dump(failed.server, to: &text) } else { dump(failed.client, to: &text) }
            XCTAssertFalse(text.contains("newNonce"), "\(message)")
        }
    }

    func testNothingSecretIsPrinted() throws {
        var rehearsal = Rehearsal()
        var texts = ""
        _ = rehearsal.run { _, _, rehearsal in
            for value in [rehearsal.client as Any, rehearsal.server] {
                dump(value, to: &texts)
                texts += "\(value) \(String(reflecting: value))"
            }
        }
        let secret = rehearsal.newNonce
        XCTAssertEqual(secret.count, 32)
        XCTAssertFalse(texts.contains(secret.hex))
        XCTAssertFalse(texts.contains(secret[..<8].map(\.description).joined(separator: ", ")))
        XCTAssertTrue(texts.contains("KeyExchangeClient(waiting for resPQ)"))
    }
}
