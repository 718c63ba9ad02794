// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Every row of `faketls.json`.
final class FakeTLSVectorTests: XCTestCase {
    /// The contents of a hello's extensions by type, as far as the random ones are concerned.
    private func extensions(of hello: [UInt8]) -> [Int: [UInt8]] {
        func number(_ offset: Int) -> Int { Int(hello[offset]) << 8 | Int(hello[offset + 1]) }
        var offset = ClientHello.sessionIDEnd
        offset += 2 + number(offset)  // cipher suites
        offset += 2 + 2  // compression, length of extensions
        var result: [Int: [UInt8]] = [:]
        while offset + 4 <= hello.count {
            let length = number(offset + 2)
            result[number(offset)] = Array(hello[offset + 4..<offset + 4 + length])
            offset += 4 + length
        }
        return result
    }

    /// Takes the random parts out of a hello.
    private func dismantled(_ row: FakeTLSVectors.Row) throws -> ClientHello {
        let extensions = extensions(of: row.helloWithZeroRandom.bytes)
        let keyShares = try XCTUnwrap(extensions[0x0033])
        var hello = ClientHello(
            grease: row.greaseBytesBySeed.bytes, sessionID: row.sessionId.bytes, keyShare: keyShares.suffix(32),
            modern: nil)
        if let order = row.extensionOrder {
            let ech = try XCTUnwrap(extensions[0xFE0D])
            hello.modern = ClientHello.Modern(
                order: order, encapsulationKey: Array(keyShares[11..<11 + 1184]),
                hybridKeyShare: Array(keyShares[11 + 1184..<11 + 1216]),
                echConfiguration: ech[5], echKey: Array(ech[8..<40]), echPayload: Array(ech[42...]))
        }
        return hello
    }

    func testLayoutDigestAndRandomOfTheHello() throws {
        let rows = try FakeTLSVectors.load().vectors
        XCTAssertEqual(rows.count, 6)
        for row in rows {
            var hello = try dismantled(row).record(domain: row.domain)
            XCTAssertEqual(hello.hex, row.helloWithZeroRandom.bytes.hex)
            let random = FakeTLSDigest.sign(
                clientHello: &hello, secret: try row.secret().key, unixTime: UInt32(row.unixTime))
            XCTAssertEqual(random, row.clientRandom.bytes)
            XCTAssertEqual(random.prefix(28), row.hmacSha256.bytes.prefix(28))
            XCTAssertEqual(hello, row.clientHello.bytes)
            XCTAssertEqual(hello.count, row.clientHelloLength)
        }
    }

    func testServerAnswers() throws {
        for row in try FakeTLSVectors.load().vectors {
            func check(_ answer: [UInt8]) throws {
                try FakeTLSAnswer.check(answer, clientRandom: row.clientRandom.bytes, secret: try row.secret())
            }
            XCTAssertNoThrow(try check(row.serverResponse.bytes))
            XCTAssertThrowsError(try check(row.serverResponseTampered.bytes)) {
                XCTAssertEqual(($0 as? TransportError)?.code, .serverDigestMismatch)
            }
        }
    }

    func testAcceptorTakesTheHellosAndChecksTheirTime() throws {
        for row in try FakeTLSVectors.load().vectors {
            for (offset, isWelcome) in [(0, true), (600, true), (601, false), (-1200, true), (-1201, false)] {
                var server = ServerEnd(secrets: [try row.secret()], unixTime: row.unixTime + offset)
                guard isWelcome else {
                    XCTAssertThrowsError(try server.receive(row.clientHello.bytes)) {
                        XCTAssertEqual($0 as? TransportError, TransportError(.clientClockSkew, found: offset))
                    }
                    continue
                }
                try server.receive(row.clientHello.bytes)
                XCTAssertNil(server.acceptance?.framing)
                XCTAssertNoThrow(
                    try FakeTLSAnswer.check(
                        server.answer, clientRandom: row.clientRandom.bytes, secret: try row.secret()))
            }
        }
    }

    func testFirstWriteAfterTheHandshake() throws {
        let row = try FakeTLSVectors.load().firstWriteAfterHandshake
        var output = TLSRecord.changeCipherSpec
        let start = output.count
        output += [0, 0, 0, 0, 0] + row.obfuscatedHeader64.bytes + row.obfuscatedData.bytes
        TLSRecord.cut(&output, from: start, payload: TransportLimits.defaultRecordPayload)
        XCTAssertEqual(output, row.wire.bytes)
    }

    func testLongWritesAreCut() throws {
        let row = try FakeTLSVectors.load().longWrite
        XCTAssertEqual(row.maxRecordPayload, TransportLimits.defaultRecordPayload)
        var output = [0, 0, 0, 0, 0] + row.data.bytes
        TLSRecord.cut(&output, from: 0, payload: row.maxRecordPayload)
        var rest = output[...]
        var data: [UInt8] = []
        for record in row.records {
            let parts = record.components(separatedBy: "...")
            let header = try XCTUnwrap([UInt8](hex: parts[0]))
            let length = try XCTUnwrap(Int(parts[1]))
            XCTAssertEqual(Array(rest.prefix(5)), header)
            data += rest.dropFirst(5).prefix(length)
            rest = rest.dropFirst(5 + length)
        }
        XCTAssertEqual(data, row.data.bytes)
        XCTAssertTrue(rest.isEmpty)
    }
}
