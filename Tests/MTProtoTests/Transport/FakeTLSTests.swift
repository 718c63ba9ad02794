// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

final class FakeTLSTests: XCTestCase {
    private let time = 1_750_000_000

    /// A client that waits for an answer, and a right answer.
    private func opened(
        _ profile: FakeTLSProfile = .classic, seed: UInt64 = 1
    ) throws -> (hello: [UInt8], answer: [UInt8], secret: ProxySecret) {
        let secret = try SampleConfigurations.fakeTLSSecret()
        var client = try client(profile, seed: seed)
        let hello = client.takeHandshake()
        var server = ServerEnd(secrets: [secret], unixTime: time)
        try server.receive(hello)
        return (hello, server.answer, secret)
    }

    private func client(_ profile: FakeTLSProfile = .classic, seed: UInt64 = 1) throws -> TransportCodec {
        var generator = SeededGenerator(seed: seed)
        return TransportCodec(
            client: .proxy(
                try SampleConfigurations.fakeTLSSecret(), dataCenter: ProxyDataCenter(id: 2), profile: profile),
            unixTime: time, using: &generator)
    }

    func testClassicHelloIs517BytesForEveryDomain() throws {
        for length in [1, 2, 14, 63, 100, 181, 182] {
            let domain = String(repeating: "a", count: length)
            var generator = SeededGenerator(seed: UInt64(length))
            let hello = ClientHello.draw(.classic, using: &generator).record(domain: domain)
            XCTAssertEqual(hello.count, 517)
            XCTAssertEqual(Array(hello.prefix(5)), [0x16, 0x03, 0x01, 0x02, 0x00])
        }
    }

    func testCurrentHelloVariesLikeABrowsers() throws {
        var lengths: Set<Int> = []
        for seed in 0..<24 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let hello = ClientHello.draw(.current, using: &generator)
            XCTAssertEqual(hello.modern?.order.sorted(), Array(0..<16))
            for index in [0, 2, 4] { XCTAssertNotEqual(hello.grease[index], hello.grease[index + 1]) }
            XCTAssertTrue(hello.grease.allSatisfy { $0 & 0x0F == 0x0A })
            lengths.insert(hello.record(domain: "a.io").count)
        }
        XCTAssertEqual(lengths, [1714, 1746, 1778, 1810])
    }

    func testNothingIsReadyBeforeTheAnswerIsComplete() throws {
        let (hello, answer, _) = try opened()
        var client = try client()
        XCTAssertEqual(client.takeHandshake(), hello)
        XCTAssertEqual(client.takeHandshake(), [])
        for index in answer.indices {
            XCTAssertFalse(client.isReady)
            XCTAssertEqual(try client.frames(of: [answer[index]]), [])
        }
        XCTAssertTrue(client.isReady)
    }

    func testEveryAlteredByteOfAnAnswerIsRefused() throws {
        let (_, answer, _) = try opened()
        for index in answer.indices {
            var altered = answer
            altered[index] ^= 0x01
            // A longer record may still be waited for: what follows then makes it wrong.
            altered += [UInt8](repeating: 0, count: TransportLimits.maximumRecordLength)
            var client = try client()
            XCTAssertThrowsError(try client.frames(of: altered), "byte \(index)")
            XCTAssertThrowsError(try client.frames(of: answer), "an error is final")
        }
    }

    func testAnAnswerToAnotherHelloIsRefused() throws {
        let (_, answer, _) = try opened()
        var client = try client(seed: 2)
        XCTAssertThrowsError(try client.frames(of: answer)) {
            XCTAssertEqual(($0 as? TransportError)?.code, .serverDigestMismatch)
        }
    }

    func testARecordThatNeverEndsIsNotKeptBeyondItsLength() throws {
        var client = try client()
        let header: [UInt8] = [0x16, 0x03, 0x03, 0x41, 0x00]
        XCTAssertEqual(try client.frames(of: header + [UInt8](repeating: 2, count: 0x4100 - 1)), [])
        XCTAssertLessThan(client.bufferedCount, 4 * TransportLimits.maximumRecordLength)
    }

    func testRecordBordersAndFrameBordersAreIndependent() throws {
        let payload = [UInt8](0..<200)
        for size in 1...210 {
            var stream: [UInt8] = []
            for start in stride(from: 0, to: 204, by: size) {
                let content = ([200, 0, 0, 0] + payload)[start..<min(204, start + size)]
                stream += [0x17, 0x03, 0x03, 0x00, UInt8(content.count)] + content
            }
            var records = RecordDecoder(role: .client)
            var decoder = FrameDecoder(framing: .intermediate, role: .client, limit: 1024)
            var frames: [TransportFrame] = []
            try stream.withUnsafeBytes { bytes in
                var offset = 0
                while let piece = try records.next(in: bytes, from: &offset) {
                    try decoder.receive(UnsafeRawBufferPointer(rebasing: bytes[piece]), into: &frames)
                }
            }
            XCTAssertEqual(frames, [.payload(payload)])
        }
    }

    func testTheLongestRecordIsAccepted() throws {
        for (length, isAllowed) in [(16_384 + 256, true), (16_384 + 257, false)] {
            var records = RecordDecoder(role: .client)
            let header: [UInt8] = [0x17, 0x03, 0x03, UInt8(length >> 8), UInt8(length & 0xFF)]
            let result = Result {
                try header.withUnsafeBytes { bytes in
                    var offset = 0
                    _ = try records.next(in: bytes, from: &offset)
                }
            }
            XCTAssertEqual((try? result.get()) != nil, isAllowed)
        }
    }

    func testRecordsNeverExceedTheConfiguredSize() throws {
        for payload in [128, 1000, 16_384] {
            for count in [1, payload - 1, payload, payload + 1, 5 * payload, 5 * payload + 7] {
                let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
                var output = [9, 9] + [0, 0, 0, 0, 0] + content
                TLSRecord.cut(&output, from: 2, payload: payload)
                XCTAssertEqual(Array(output.prefix(2)), [9, 9])
                var rest = output.dropFirst(2)
                var joined: [UInt8] = []
                while !rest.isEmpty {
                    let header = Array(rest.prefix(5))
                    XCTAssertEqual(Array(header.prefix(3)), [0x17, 0x03, 0x03])
                    let length = Int(header[3]) << 8 | Int(header[4])
                    XCTAssertLessThanOrEqual(length, payload)
                    joined += rest.dropFirst(5).prefix(length)
                    rest = rest.dropFirst(5 + length)
                }
                XCTAssertEqual(joined, content)
            }
        }
    }
}
