// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// A negative case for each check of the transports.
final class TransportErrorTests: XCTestCase {
    private let time = 1_750_000_000

    private func decode(_ framing: Framing, _ role: TransportRole, _ stream: [UInt8]) throws {
        var decoder = FrameDecoder(framing: framing, role: role, limit: 64)
        _ = try decoder.frames(of: stream)
    }

    private func accept(
        _ stream: [UInt8], secrets: [ProxySecret] = [], acceptsDirect: Bool = true
    ) throws {
        var server = ServerEnd(secrets: secrets, acceptsDirect: acceptsDirect, unixTime: time)
        try server.receive(stream)
    }

    /// What a FakeTLS client says when this comes for an answer.
    private func answer(_ bytes: [UInt8]) throws {
        var generator = SeededGenerator(seed: 1)
        var client = TransportCodec(
            client: .proxy(try SampleConfigurations.fakeTLSSecret(), dataCenter: nil), unixTime: time,
            using: &generator)
        _ = try client.frames(of: bytes)
    }

    private func hello(_ secret: ProxySecret, unixTime: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 1)
        return FakeTLSClientHandshake(
            secret: secret, profile: .classic, unixTime: unixTime, using: &generator
        ).hello
    }

    /// What a client with this configuration sends first.
    private func opening(_ configuration: TransportConfiguration) -> [UInt8] {
        var generator = SeededGenerator(seed: 1)
        var client = TransportCodec(client: configuration, unixTime: time, using: &generator)
        var output: [UInt8] = []
        client.encode([UInt8](0..<24), into: &output, using: &generator)
        return output
    }

    /// Breaks the one rule that the code stands for.
    ///
    /// The switch has no default, so a new code does not compile without a case here.
    private func provoke(_ code: TransportError.Code) throws {
        let serverHello: [UInt8] = [0x16, 0x03, 0x03, 0x00, 0x26, 0x02] + [UInt8](repeating: 0, count: 37)
        let fakeTLS = try SampleConfigurations.fakeTLSSecret()
        switch code {
        case .frameTooShort: try decode(.abridged, .client, [0])
        case .frameTooLong: try decode(.abridged, .client, [0x11])
        case .frameMisaligned: try decode(.intermediate, .client, [5, 0, 0, 0])
        case .sequenceMismatch: try decode(.full, .client, [16, 0, 0, 0, 1, 0, 0, 0])
        case .checksumMismatch: try decode(.full, .client, [16, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0])
        case .unexpectedRecord: try answer([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])
        case .recordTooLong: try answer([0x16, 0x03, 0x03, 0x41, 0x01])
        case .changeCipherSpecMalformed: try answer(serverHello + [0x14, 0x03, 0x03, 0x00, 0x02])
        case .serverHelloMalformed: try answer([0x16, 0x03, 0x03, 0x00, 0x25])
        case .serverDigestMismatch:
            try answer(serverHello + TLSRecord.changeCipherSpec + [0x17, 0x03, 0x03, 0x00, 0x01, 0x00])
        case .clientHelloMalformed:
            try accept([0x16, 0x03, 0x01, 0x01, 0xFF, 0x01, 0x00, 0x01, 0xFB, 0x03, 0x03], secrets: [fakeTLS])
        case .clientDigestMismatch:
            let other = try ProxySecret(bytes: [0xEE] + [UInt8](repeating: 9, count: 16) + [0x61])
            try accept(hello(other, unixTime: time), secrets: [fakeTLS])
        case .clientClockSkew: try accept(hello(fakeTLS, unixTime: time - 601), secrets: [fakeTLS])
        case .httpRequest: try accept(Array("GET / HTTP/1.1\r\n".utf8))
        case .unknownTransport: try accept([UInt8](repeating: 0x77, count: 64))
        case .secretRequired: try accept([0xEF], secrets: [fakeTLS], acceptsDirect: false)
        }
    }

    func testEveryCheckHasANegativeCase() {
        for code in TransportError.Code.allCases {
            XCTAssertThrowsError(try provoke(code), "\(code)") { error in
                XCTAssertEqual((error as? TransportError)?.code, code)
            }
        }
    }

    func testErrorsSayWhatHappened() {
        let texts = Set(TransportError.Code.allCases.map { String(describing: TransportError($0)) })
        XCTAssertEqual(texts.count, TransportError.Code.allCases.count)
        XCTAssertEqual(
            "\(TransportError(.frameTooLong, found: 68, expected: 64))",
            "transport: frame longer than the limit, found 68, expected 64")
    }

    func testLengthsAtTheirBounds() throws {
        // The length is a multiple of four, at least four, at most the limit; with padding any number in between.
        for role in [TransportRole.client, .server] {
            for (framing, length, code) in [
                (Framing.intermediate, 0, TransportError.Code.frameTooShort), (.intermediate, 3, .frameTooShort),
                (.intermediate, 6, .frameMisaligned), (.intermediate, 68, .frameTooLong),
                (.paddedIntermediate, 3, .frameTooShort), (.paddedIntermediate, 65, .frameTooLong),
            ] {
                XCTAssertThrowsError(try decode(framing, role, [UInt8(length), 0, 0, 0])) { error in
                    XCTAssertEqual((error as? TransportError)?.code, code, "\(framing) \(length)")
                }
            }
            for (total, code) in [
                (12, TransportError.Code.frameTooShort), (15, .frameTooShort), (18, .frameMisaligned),
                (80, .frameTooLong),
            ] {
                XCTAssertThrowsError(try decode(.full, role, [UInt8(total), 0, 0, 0])) { error in
                    XCTAssertEqual((error as? TransportError)?.code, code, "full \(total)")
                }
            }
            XCTAssertThrowsError(try decode(.abridged, role, [0x7F, 0xFF, 0xFF, 0xFF])) { error in
                XCTAssertEqual(
                    error as? TransportError, TransportError(.frameTooLong, found: 0xFF_FFFF * 4, expected: 64))
            }
            XCTAssertNoThrow(try decode(.paddedIntermediate, role, [5, 0, 0, 0, 1, 2, 3, 4, 5]))
        }
        XCTAssertThrowsError(try decode(.full, .server, [0xFF, 0xFF, 0xFF, 0xFF])) { error in
            XCTAssertEqual((error as? TransportError)?.code, .frameTooShort)
        }
        XCTAssertThrowsError(try decode(.full, .server, [0, 0, 0, 0x80])) { error in
            XCTAssertEqual((error as? TransportError)?.code, .frameTooShort)
        }
    }

    func testSecretsMustBeUsedTheirWay() throws {
        let padded = try SampleConfigurations.paddedSecret()
        let plain = try SampleConfigurations.plainSecret()
        let fakeTLS = try SampleConfigurations.fakeTLSSecret()
        // All have the same key, so only the way of use differs.
        let abridged = opening(.proxy(plain, dataCenter: nil, framing: .abridged))
        let withPadding = opening(.proxy(plain, dataCenter: nil))
        let rows: [([UInt8], [ProxySecret], TransportError.Code?)] = [
            (abridged, [plain], nil), (withPadding, [padded], nil), (abridged, [padded], .secretRequired),
            (withPadding, [fakeTLS], .secretRequired), (opening(.obfuscated(.abridged)), [plain], .unknownTransport),
            (opening(.plain(.intermediate)), [plain], .secretRequired),
            (opening(.plain(.full)), [plain], .secretRequired), (hello(fakeTLS, unixTime: time), [fakeTLS], nil),
            (hello(fakeTLS, unixTime: time), [plain], .clientDigestMismatch),
        ]
        for (index, (stream, secrets, code)) in rows.enumerated() {
            let result = Result { try accept(stream, secrets: secrets, acceptsDirect: false) }
            switch result {
            case .success: XCTAssertNil(code, "row \(index)")
            case .failure(let error): XCTAssertEqual((error as? TransportError)?.code, code, "row \(index)")
            }
        }
    }

    func testRecordsAfterTheHandshake() throws {
        let rows: [(TransportRole, [UInt8], TransportError.Code)] = [
            (.client, TLSRecord.changeCipherSpec, .unexpectedRecord),
            (.client, [0x17, 0x03, 0x01, 0x00, 0x01], .unexpectedRecord),
            (.client, [0x15, 0x03, 0x03, 0x00, 0x02], .unexpectedRecord),
            (.client, [0x17, 0x03, 0x03, 0x41, 0x01], .recordTooLong),
            (.server, [0x17, 0x03, 0x03, 0x00, 0x40, 0x00], .changeCipherSpecMalformed),
            (.server, [0x14, 0x03, 0x03, 0x00, 0x01, 0x02], .changeCipherSpecMalformed),
            (.server, TLSRecord.changeCipherSpec + TLSRecord.changeCipherSpec, .unexpectedRecord),
        ]
        for (role, stream, code) in rows {
            var records = RecordDecoder(role: role)
            XCTAssertThrowsError(
                try stream.withUnsafeBytes { bytes in
                    var offset = 0
                    _ = try records.next(in: bytes, from: &offset)
                }
            ) { error in
                XCTAssertEqual((error as? TransportError)?.code, code)
            }
        }
    }
}
