// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Whole exchanges over every transport, the streams cut at random.
final class KeyExchangeTransportTests: XCTestCase {
    private typealias Row = (name: String, client: TransportConfiguration, secrets: [ProxySecret])

    private struct Result {
        let client: KeyExchangeOutcome
        let server: KeyExchangeServer.Outcome
    }

    /// Runs one exchange over one connection.
    private func exchange(_ row: Row, seed: UInt64) throws -> Result {
        var generator = SeededGenerator(seed: seed)
        let key = Rehearsal.key.publicKey
        let dataCenter = ProxyDataCenter(id: Int(seed % 5) + 1, isTest: seed % 7 == 0, isMediaOnly: seed % 3 == 0)
        let request: KeyExchangeRequest =
            seed % 2 == 0
            ? .permanent(dataCenter: dataCenter, trustedKeys: [key])
            : .temporary(dataCenter: dataCenter, expiresIn: 3600, trustedKeys: [key])
        var configuration = KeyExchangeServer.Configuration(keys: [Rehearsal.key], dataCenters: [dataCenter])
        configuration.script.paddingByteCounts = seed % 4 == 0 ? [16, 32, 64] : []
        configuration.script.verdicts = seed % 50 == 0 ? [.retry] : []
        var client = KeyExchangeClient(request)
        var server = KeyExchangeServer(configuration)
        let now = Rehearsal.time

        var codec = TransportCodec(client: row.client, unixTime: 1_750_000_000, using: &generator)
        var end = ServerEnd(secrets: row.secrets, acceptsDirect: row.secrets.isEmpty, seed: seed)
        func cuts(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
            randomCuts(count, pieces: Int.random(in: 1...12, using: &generator), using: &generator)
        }
        let hello = codec.takeHandshake()
        try end.receive(hello, cuts: cuts(hello.count, &generator))
        _ = try codec.frames(of: end.answer, cuts: cuts(end.answer.count, &generator))

        var payload = client.start(now: now, using: &generator)
        var handled = 0
        while true {
            var stream: [UInt8] = []
            codec.encode(payload, into: &stream, using: &generator)
            try end.receive(stream, cuts: cuts(stream.count, &generator))
            XCTAssertEqual(end.frames.count, handled + 1, row.name)
            guard case .payload(let question, _) = end.frames[handled] else { throw XCTSkip() }
            handled += 1
            let answer: [UInt8]
            var outcome: KeyExchangeServer.Outcome?
            switch server.received(question, now: now, using: &generator) {
            case .send(let bytes): answer = bytes
            case .finish(let bytes, let result): (answer, outcome) = (bytes, result)
            case .abandon: throw KeyExchangeFault(.dhGenFail)
            case .refuse(_, let error): throw error
            }
            let sent = end.encode { encoder, generator, output in
                encoder.encode(answer, into: &output, using: &generator)
            }
            let frames = try codec.frames(of: sent, cuts: cuts(sent.count, &generator))
            XCTAssertEqual(frames.count, 1, row.name)
            guard let frame = frames.first else { throw XCTSkip() }
            switch try client.received(frame, now: now, using: &generator) {
            case .send(let next): payload = next
            case .finish(let result):
                return Result(client: result, server: try XCTUnwrap(outcome))
            case .wait: throw XCTSkip()
            }
        }
    }

    func testAThousandExchangesOverEveryTransport() throws {
        let rows = try SampleConfigurations.all()
        XCTAssertEqual(rows.count, 11 + FakeTLSProfile.allCases.count)
        var keys: Set<Int64> = []
        var leadingZeros = 0
        for seed in UInt64(0)..<1000 {
            let row = rows[Int(seed) % rows.count]
            let result = try exchange(row, seed: seed)
            XCTAssertEqual(result.client.authKey, result.server.authKey, row.name)
            XCTAssertEqual(result.client.serverSalt, result.server.serverSalt, row.name)
            XCTAssertEqual(result.client.expiresAt, result.server.expiresAt, row.name)
            XCTAssertEqual(result.client.expiresAt == nil, seed % 2 == 0, row.name)
            XCTAssertFalse(result.server.usedHashedPadding, row.name)
            XCTAssertNotNil(result.server.dataCenter, row.name)
            keys.insert(result.client.authKey.id)
            leadingZeros += result.client.authKey.withUnsafeBytes { $0[0] == 0 ? 1 : 0 }
        }
        XCTAssertEqual(keys.count, 1000)
        // One key in 256 begins with a zero byte, which must not be lost.
        XCTAssertGreaterThan(leadingZeros, 0)
    }

    func testTransportErrorsOfTheServerReachTheClient() throws {
        for row in try SampleConfigurations.all() {
            var generator = SeededGenerator(seed: 1)
            var codec = TransportCodec(client: row.client, unixTime: 1_750_000_000, using: &generator)
            var end = ServerEnd(secrets: row.secrets, acceptsDirect: row.secrets.isEmpty)
            try end.receive(codec.takeHandshake())
            _ = try codec.frames(of: end.answer)
            var client = KeyExchangeClient(Rehearsal.request())
            var server = KeyExchangeServer(KeyExchangeServer.Configuration(keys: [Rehearsal.key]))
            var question = client.start(now: .zero, using: &generator)
            question[20] ^= 1
            var stream: [UInt8] = []
            codec.encode(question, into: &stream, using: &generator)
            try end.receive(stream)
            guard case .payload(let payload, _)? = end.frames.first,
                case .refuse(let code, let error) = server.received(payload, now: .zero, using: &generator)
            else { return XCTFail(row.name) }
            XCTAssertEqual(error.code, .unexpectedMessage)
            let sent = end.encode { $0.encodeTransportError(code: code, into: &$2, using: &$1) }
            let frame = try XCTUnwrap(try codec.frames(of: sent).first)
            XCTAssertThrowsError(try client.received(frame, now: .zero, using: &generator), row.name) { error in
                XCTAssertEqual((error as? KeyExchangeError)?.transportCode, -404, row.name)
            }
        }
    }
}
