// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

final class FirstBytesTests: XCTestCase {
    func testOpeningsOneByteAtATime() throws {
        let noise = [UInt8](repeating: 0x5A, count: 64)
        let hello: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]
        // What decides, and after how many bytes.
        let rows: [(bytes: [UInt8], decisive: Int, expected: FirstBytes)] = [
            ([0xEF] + noise, 1, .plain(.abridged, length: 1)),
            ([0xEE, 0xEE, 0xEE, 0xEE] + noise, 4, .plain(.intermediate, length: 4)),
            ([0xDD, 0xDD, 0xDD, 0xDD] + noise, 4, .plain(.paddedIntermediate, length: 4)),
            ([0x24, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00] + noise, 8, .plain(.full, length: 0)),
            (hello + noise, 11, .clientHello),
            // Only the beginning of these looks like something else.
            ([0xEE, 0xEE, 0xEE] + noise.dropFirst(3), 64, .obfuscated),
            (hello.dropLast() + noise.dropFirst(10), 64, .obfuscated),
            ([0x16, 0x03, 0x01] + noise.dropFirst(3), 64, .obfuscated), (noise, 64, .obfuscated),
        ]
        for (bytes, decisive, expected) in rows {
            for count in 0...min(bytes.count, 64) {
                XCTAssertEqual(
                    try FirstBytes(Array(bytes.prefix(count))), count < decisive ? .incomplete : expected,
                    "\(expected) after \(count)")
            }
        }
    }

    func testHTTPIsRefusedAtItsFirstFourBytes() {
        for verb in ["GET ", "POST", "HEAD", "OPTIONS *"] {
            let bytes = Array(verb.utf8)
            XCTAssertEqual(try FirstBytes(Array(bytes.prefix(3))), .incomplete)
            XCTAssertThrowsError(try FirstBytes(bytes)) { error in
                XCTAssertEqual((error as? TransportError)?.code, .httpRequest)
            }
        }
        var server = ServerEnd()
        let request = "DELETE /index.html HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
        XCTAssertThrowsError(try server.receive(Array(request.utf8))) {
            XCTAssertEqual(($0 as? TransportError)?.code, .unknownTransport)
        }
    }

    func testTheMatchingSecretIsNamed() throws {
        let secrets = try (0..<5).map { try ProxySecret(bytes: [UInt8](repeating: UInt8($0), count: 16)) }
        for (index, secret) in secrets.enumerated() {
            var generator = SeededGenerator(seed: UInt64(index))
            let dataCenter = ProxyDataCenter(id: index + 1, isTest: index % 2 == 0, isMediaOnly: index > 2)
            var client = TransportCodec(
                client: .proxy(secret, dataCenter: dataCenter, framing: .intermediate), unixTime: 0, using: &generator)
            var output: [UInt8] = []
            client.encode([UInt8](0..<24), into: &output, using: &generator)
            var server = ServerEnd(secrets: secrets, acceptsDirect: false)
            try server.receive(output)
            XCTAssertEqual(server.acceptance?.secretIndex, index)
            XCTAssertEqual(server.acceptance?.dataCenter, dataCenter)
            XCTAssertEqual(server.acceptance?.framing, .intermediate)
        }
    }

    func testAnErrorOfTheAcceptorIsFinal() {
        var server = ServerEnd()
        for _ in 0..<2 {
            XCTAssertThrowsError(try server.receive(Array("POST".utf8))) {
                XCTAssertEqual(($0 as? TransportError)?.code, .httpRequest)
            }
        }
    }
}
