// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Seeded mutations of valid streams: nothing traps, hangs or keeps more than it may.
final class TransportFuzzTests: XCTestCase {
    /// Valid streams for each reader, to start from.
    private func corpus() throws -> [[UInt8]] {
        var corpus: [[UInt8]] = []
        func add(_ target: TransportFuzz.Target, _ stream: [UInt8]) { corpus.append([target.rawValue, 0] + stream) }
        let framings: [(TransportFuzz.Target, Framing)] = [
            (.abridgedClient, .abridged), (.intermediateClient, .intermediate), (.paddedClient, .paddedIntermediate),
            (.fullClient, .full),
        ]
        for (target, framing) in framings {
            add(target, serverStream(framing))
            var generator = SeededGenerator(seed: 3)
            var client = TransportCodec(client: .plain(framing), unixTime: 0, using: &generator)
            add(.directServer, clientStream(&client, using: &generator))
        }
        add(.obfuscatedClient, serverStream(.intermediate))
        for (index, secret) in TransportFuzz.secrets.enumerated() {
            var generator = SeededGenerator(seed: 1)
            let configuration = TransportConfiguration.proxy(secret, dataCenter: nil)
            var client = TransportCodec(
                client: configuration, unixTime: TransportFuzz.unixTime, using: &generator)
            let hello = client.takeHandshake()
            if index == 2 {
                var server = ServerEnd(secrets: [secret])
                try server.receive(hello)
                add(.fakeTLSClient, server.answer + [0x17, 0x03, 0x03, 0x00, 0x05, 1, 2, 3, 4, 5])
                _ = try client.frames(of: server.answer)
            }
            add(.proxyServer, hello + clientStream(&client, using: &generator))
        }
        for row in try ProxyVectors.load().vectors where row.input.count < 100 { add(.secret, Array(row.input.utf8)) }
        for row in try ProxyVectors.load().proxyLinks { add(.link, Array(row.url.utf8)) }
        return corpus
    }

    private func serverStream(_ framing: Framing) -> [UInt8] {
        var encoder = FrameEncoder(framing: framing)
        var stream: [UInt8] = []
        encoder.append([UInt8](0..<24), to: &stream)
        if framing.supportsQuickAck { encoder.appendQuickAck(token: 77, padding: .none, to: &stream) }
        encoder.appendCode(-404, padding: .none, to: &stream)
        encoder.append([UInt8](100..<140), to: &stream)
        return stream
    }

    private func clientStream(_ client: inout TransportCodec, using generator: inout SeededGenerator) -> [UInt8] {
        var stream: [UInt8] = []
        for size in [24, 40] { client.encode([UInt8](0..<UInt8(size)), into: &stream, using: &generator) }
        return stream
    }

    private func mutate(_ input: inout [UInt8], using generator: inout SeededGenerator) {
        input[1] = UInt8(truncatingIfNeeded: generator.next())
        for _ in 0..<Int(generator.next() % 4) {
            // The first bytes choose the reader; most of what is interesting comes soon after them.
            let room = generator.next() % 2 == 0 ? input.count - 2 : min(input.count - 2, 24)
            guard room > 0 else { return }
            let offset = 2 + Int(generator.next() % UInt64(room))
            switch generator.next() % 6 {
            case 0: input[offset] ^= 1 << UInt8(generator.next() % 8)
            case 1: input[offset] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][Int(generator.next() % 6)]
            case 2: input[offset] = UInt8(truncatingIfNeeded: generator.next())
            case 3: input.removeLast(input.count - offset)
            case 4: input.insert(UInt8(truncatingIfNeeded: generator.next()), at: offset)
            default: input.append(contentsOf: input[offset...].prefix(40))
            }
        }
    }

    func testCorpusReachesEveryReaderAndIsValid() throws {
        let corpus = try corpus()
        XCTAssertEqual(Set(corpus.map { $0[0] }), Set(TransportFuzz.Target.allCases.map(\.rawValue)))
        for input in corpus { XCTAssertNoThrow(try TransportFuzz.run(input)) }
    }

    func testMutatedStreams() throws {
        let corpus = try corpus()
        var generator = SeededGenerator(seed: 2026)
        for round in 0..<300_000 {
            var input = corpus[round % corpus.count]
            mutate(&input, using: &generator)
            do {
                try TransportFuzz.run(input)
            } catch {
                return XCTFail("round \(round), input \(input.hex): \(error)")
            }
        }
    }
}
