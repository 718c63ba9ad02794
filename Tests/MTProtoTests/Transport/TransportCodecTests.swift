// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Client and server against each other, in memory.
final class TransportCodecTests: XCTestCase {
    private let time = 1_750_000_000

    /// Runs a conversation whose streams are cut by `cuts`, and compares what arrives with what was sent.
    private func converse(
        _ row: (name: String, client: TransportConfiguration, secrets: [ProxySecret]), seed: UInt64,
        cuts: (Int, inout SeededGenerator) -> [Int]
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var client = TransportCodec(client: row.client, unixTime: time, using: &generator)
        var server = ServerEnd(secrets: row.secrets, acceptsDirect: row.secrets.isEmpty, seed: seed)
        let hello = client.takeHandshake()
        try server.receive(hello, cuts: cuts(hello.count, &generator))
        XCTAssertEqual(client.isReady, server.answer.isEmpty, row.name)
        let silence = try client.frames(of: server.answer, cuts: cuts(server.answer.count, &generator))
        XCTAssertEqual(silence, [], row.name)
        XCTAssertTrue(client.isReady, row.name)

        let quick = client.framing.supportsQuickAck
        let questions = (0..<5).map { index in
            [UInt8].random(4 * [6, 1, 127, 30, 2000][index], using: &generator)
        }
        var stream: [UInt8] = []
        for (index, question) in questions.enumerated() {
            client.encode(question, requestsQuickAck: quick && index % 2 == 0, into: &stream, using: &generator)
        }
        try server.receive(stream, cuts: cuts(stream.count, &generator))
        check(server.frames, questions.enumerated().map { ($1, quick && $0 % 2 == 0) }, client.framing, row.name)
        XCTAssertEqual(server.acceptance?.framing, client.framing, row.name)
        XCTAssertEqual(server.acceptance?.secretIndex, row.secrets.isEmpty ? nil : 0, row.name)

        let answers = questions.map { [1, 2, 3, 4] + $0 + [5, 6, 7, 8] + $0 }
        let sent = server.encode { encoder, generator, output in
            for answer in answers { encoder.encode(answer, into: &output, using: &generator) }
            if quick { encoder.encodeQuickAck(token: 0x1234_5678, into: &output, using: &generator) }
            encoder.encodeTransportError(code: 0, into: &output, using: &generator)
            encoder.encodeTransportError(code: -429, into: &output, using: &generator)
        }
        var frames = try client.frames(of: sent, cuts: cuts(sent.count, &generator))
        XCTAssertEqual(frames.popLast(), .transportError(code: -429), row.name)
        XCTAssertEqual(frames.popLast(), .noOperation, row.name)
        if quick { XCTAssertEqual(frames.popLast(), .quickAck(token: 0x9234_5678), row.name) }
        check(frames, answers.map { ($0, false) }, client.framing, row.name)
        XCTAssertEqual(client.bufferedCount + server.bufferedCount(), 0, row.name)
    }

    private func check(
        _ frames: [TransportFrame], _ expected: [(payload: [UInt8], quickAck: Bool)], _ framing: Framing, _ name: String
    ) {
        XCTAssertEqual(frames.count, expected.count, name)
        for (frame, expected) in zip(frames, expected) {
            guard case .payload(let bytes, let quickAck) = frame else { return XCTFail("\(name): \(frame)") }
            let padding = bytes.count - expected.payload.count
            XCTAssertTrue(bytes.starts(with: expected.payload), name)
            XCTAssertTrue((framing == .paddedIntermediate ? 0...15 : 0...0).contains(padding), name)
            XCTAssertEqual(quickAck, expected.quickAck, name)
        }
    }

    /// Two payloads that are written together make the frames that each alone would make, the first of a connection
    /// among them.
    func testTwoPayloadsTogetherMakeTheirFrames() throws {
        for row in try SampleConfigurations.all() {
            for (first, second) in [(4, 8), (4 * 126, 4 * 127), (40_000, 16), (16, 40_004), (70_000, 70_000)] {
                var generator = SeededGenerator(seed: 5)
                let payloads = ([UInt8].random(first, using: &generator), [UInt8].random(second, using: &generator))
                var streams: [[UInt8]] = []
                for together in [true, false] {
                    var generator = SeededGenerator(seed: 6)
                    var client = TransportCodec(client: row.client, unixTime: time, using: &generator)
                    var server = ServerEnd(secrets: row.secrets, acceptsDirect: row.secrets.isEmpty, seed: 6)
                    try server.receive(client.takeHandshake())
                    XCTAssertEqual(try client.frames(of: server.answer), [], row.name)
                    var stream: [UInt8] = []
                    client.withEncoder { encoder in
                        if together {
                            encoder.encode(counts: (first, second), into: &stream, using: &generator) {
                                $0.copyBytes(from: payloads.0)
                                $1.copyBytes(from: payloads.1)
                            }
                        } else {
                            encoder.encode(payloads.0, into: &stream, using: &generator)
                            encoder.encode(payloads.1, into: &stream, using: &generator)
                        }
                        encoder.encode([1, 2, 3, 4], into: &stream, using: &generator)
                    }
                    try server.receive(stream)
                    check(
                        server.frames, [(payloads.0, false), (payloads.1, false), ([1, 2, 3, 4], false)],
                        row.client.framing, row.name)
                    streams.append(stream)
                }
                // Records are cut without regard to the frames in them.
                if !row.name.hasPrefix("FakeTLS") { XCTAssertEqual(streams[0], streams[1], row.name) }
            }
        }
    }

    func testEveryConfigurationInOnePiece() throws {
        for row in try SampleConfigurations.all() { try converse(row, seed: 1) { _, _ in [] } }
    }

    func testEveryConfigurationByteByByte() throws {
        for row in try SampleConfigurations.all() { try converse(row, seed: 2) { count, _ in Array(0..<count) } }
    }

    func testEveryConfigurationWithRandomSplits() throws {
        for row in try SampleConfigurations.all() {
            for seed in 3..<9 {
                try converse(row, seed: UInt64(seed)) { count, generator in
                    randomCuts(count, pieces: Int.random(in: 1...60, using: &generator), using: &generator)
                }
            }
        }
    }

    func testEverySplitOfASmallOpeningIsAccepted() throws {
        for row in try SampleConfigurations.all() where row.client.framing != .full {
            var generator = SeededGenerator(seed: 5)
            var client = TransportCodec(client: row.client, unixTime: time, using: &generator)
            guard client.isReady else { continue }
            var stream: [UInt8] = []
            client.encode([UInt8](0..<24), into: &stream, using: &generator)
            for cut in 0...stream.count {
                var server = ServerEnd(secrets: row.secrets)
                try server.receive(stream, cuts: [cut])
                XCTAssertEqual(server.frames.count, 1, "\(row.name) at \(cut)")
            }
        }
    }

    func testRecordsOfAnotherSize() throws {
        for row in try SampleConfigurations.all() where row.name.hasPrefix("FakeTLS") {
            var row = row
            row.client.recordPayload = 128
            try converse(row, seed: 4) { _, _ in [] }
        }
    }

    func testHalvesWorkOnTheirOwn() throws {
        var generator = SeededGenerator(seed: 6)
        let codec = TransportCodec(client: .obfuscated(.abridged), unixTime: time, using: &generator)
        let sent = codec.split { _, encoder in
            var encoder = encoder
            var output: [UInt8] = []
            encoder.encode([1, 2, 3, 4, 5, 6, 7, 8], into: &output, using: &generator)
            return output
        }
        var server = ServerEnd()
        try server.receive(sent)
        XCTAssertEqual(server.frames, [.payload([1, 2, 3, 4, 5, 6, 7, 8])])
    }

    func testAnErrorIsFinal() throws {
        var generator = SeededGenerator(seed: 7)
        var codec = TransportCodec(client: .plain(.intermediate), unixTime: time, using: &generator)
        for stream: [UInt8] in [[2, 0, 0, 0], [4, 0, 0, 0, 1, 2, 3, 4]] {
            XCTAssertThrowsError(try codec.frames(of: stream)) {
                XCTAssertEqual($0 as? TransportError, TransportError(.frameTooShort, found: 2, expected: 4))
            }
        }
    }
}

/// What a server pads with.
final class ServerPaddingTests: XCTestCase {
    /// Telethon and others round the length of a padded frame down to four bytes to find the packet.
    func testAServersPaddingIsLessThanAWord() throws {
        let secret = try ProxySecret("dd00112233445566778899aabbccddeeff")
        var generator = SeededGenerator(seed: 7)
        var client = TransportCodec(
            client: .proxy(secret, dataCenter: ProxyDataCenter(id: 2)), unixTime: 0, using: &generator)
        var server = ServerEnd(secrets: [secret])
        var bytes = client.takeHandshake()
        client.encode([UInt8](repeating: 1, count: 24), into: &bytes, using: &generator)
        try server.receive(bytes)
        var lengths: Set<Int> = []
        for _ in 0..<200 {
            var frames: [TransportFrame] = []
            var answer = server.encode { encoder, generator, output in
                encoder.encode([UInt8](repeating: 2, count: 24), into: &output, using: &generator)
            }
            try answer.withUnsafeMutableBytes { try client.receive($0, into: &frames) }
            guard case .payload(let payload, _)? = frames.first else { return XCTFail("no frame") }
            lengths.insert(payload.count)
        }
        XCTAssertEqual(lengths, [24, 25, 26, 27])
    }
}
