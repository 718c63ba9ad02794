// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramCrypto

final class ObfuscationTests: XCTestCase {
    func testVectorsForClientAndServer() throws {
        for vector in try Vector.all("obfuscated2") {
            let secret = vector.has("mtproxy_secret") ? SecureBytes(copying: try vector["mtproxy_secret"]) : nil
            let dcID: Int16? = vector.has("dc_field") ? try vector.integer("dc_field") : nil
            let tag = try XCTUnwrap(Self.tags[try vector.text("transport")])
            var generator = ScriptedGenerator([try vector["random64"]])
            let header = ObfuscationHeader(tag: tag, dcID: dcID, using: &generator)
            XCTAssertEqual(header.bytes.hex, try vector.text("header_before_encryption"))

            let keys = ObfuscationKeys(header: header.bytes, secret: secret)
            XCTAssertEqual(keys.clientToServer.key.hex, try vector.text("encrypt_key"))
            XCTAssertEqual(keys.clientToServer.iv.hex, try vector.text("encrypt_iv"))
            XCTAssertEqual(keys.serverToClient.key.hex, try vector.text("decrypt_key"))
            XCTAssertEqual(keys.serverToClient.iv.hex, try vector.text("decrypt_iv"))

            var client = ObfuscatedClientStreams(header: header, secret: secret)
            XCTAssertEqual(client.firstBytes.hex, try vector.text("first_64_bytes"))
            var server = try ObfuscatedServerStreams(firstBytes: client.firstBytes, secret: secret)
            XCTAssertEqual(server.tag, tag)
            if let dcID { XCTAssertEqual(server.dcID, dcID) }
            for message in try vector.list("client_to_server") {
                var bytes = try message["frame"]
                client.outgoing.apply(&bytes)
                XCTAssertEqual(bytes.hex, try message.text("wire"))
                server.incoming.apply(&bytes)
                XCTAssertEqual(bytes.hex, try message.text("frame"))
            }
            for message in try vector.list("server_to_client") {
                var bytes = try message["frame"]
                server.outgoing.apply(&bytes)
                XCTAssertEqual(bytes.hex, try message.text("wire"))
                client.incoming.apply(&bytes)
                XCTAssertEqual(bytes.hex, try message.text("frame"))
            }
        }
    }

    func testForbiddenStartsAreDrawnAgain() throws {
        let good = [UInt8](repeating: 0x5A, count: 64)
        var bad = try Vector.file("obfuscated2").list("forbidden_first_ints").map { try $0["first4"] + good[4...] }
        bad.append([0xEF] + good[1...])
        bad.append(good[..<4] + [0, 0, 0, 0] + good[8...])
        for start in bad { XCTAssertTrue(ObfuscationHeader.isForbidden(start), Array(start[..<8]).hex) }
        XCTAssertFalse(ObfuscationHeader.isForbidden(good))
        XCTAssertTrue(ObfuscationHeader.isForbidden([1, 2, 3]))

        var generator = ScriptedGenerator(bad + [good])
        let header = ObfuscationHeader(tag: .abridged, dcID: nil, using: &generator)
        XCTAssertEqual(header.bytes[..<56], good[..<56])
        XCTAssertTrue(generator.isExhausted)
    }

    func testServerRefusesStrangersHeaders() {
        var generator = SeededGenerator(seed: 3)
        let header = ObfuscationHeader(tag: .abridged, dcID: 2, using: &generator)
        let secret = SecureBytes(randomCount: 16, using: &generator)
        let firstBytes = ObfuscatedClientStreams(header: header, secret: secret).firstBytes
        let other = SecureBytes(randomCount: 16, using: &generator)
        for (bytes, secret) in [
            (firstBytes, other), (firstBytes, nil), (Array(firstBytes.dropLast()), secret), ([], secret),
            (firstBytes + [0], secret),
        ] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    _ = try ObfuscatedServerStreams(firstBytes: bytes, secret: secret)
                }, .obfuscationHeader)
        }
    }

    private static let tags: [String: ObfuscationTag] = [
        "abridged": .abridged, "intermediate": .intermediate, "padded_intermediate": .paddedIntermediate,
    ]
}
