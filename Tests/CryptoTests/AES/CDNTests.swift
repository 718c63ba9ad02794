// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class CDNTests: XCTestCase {
    func testPartsOfAFile() throws {
        let file = try Vector.file("cdn_ctr")
        for vector in try file.list("vectors") {
            var bytes = try vector["encrypted"]
            XCTAssertEqual(SHA256.hash(of: bytes).hex, try vector.text("sha256_of_encrypted"))
            var stream = try AESCTR(cdnKey: try file["key"], iv: try file["iv"], offset: try vector.integer("offset"))
            stream.apply(&bytes)
            XCTAssertEqual(bytes.hex, try vector.text("plain"))
            XCTAssertEqual(SHA256.hash(of: bytes).hex, try vector.text("sha256_of_plain"))
        }
    }

    /// The counter is replaced, and it is the one of the published vectors up to the largest offsets.
    func testCounterAtLargeOffsets() throws {
        let file = try Vector.file("cdn_ctr")
        for vector in try file.list("iv_at_large_offsets") {
            let offset: UInt64 = try vector.integer("offset")
            var part = [UInt8](repeating: 0, count: 64)
            var stream = try AESCTR(cdnKey: try file["key"], iv: try file["iv"], offset: offset)
            stream.apply(&part)
            var expected = [UInt8](repeating: 0, count: 64)
            var plain = AESCTR(key: try file["key"], iv: try vector["iv"])
            plain.apply(&expected)
            XCTAssertEqual(part, expected, "offset \(offset)")
        }
    }

    func testAnOffsetInsideABlock() throws {
        let file = try Vector.file("cdn_ctr")
        let vector = try XCTUnwrap(try file.list("vectors").first)
        var bytes = Array(try vector["encrypted"][5...])
        var stream = try AESCTR(cdnKey: try file["key"], iv: try file["iv"], offset: try vector.integer("offset") + 5)
        stream.apply(&bytes)
        XCTAssertEqual(bytes, Array(try vector["plain"][5...]))
    }

    func testWrongLengthsAndOffsetsAreRefused() {
        let (key, iv) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 16))
        for (key, iv) in [(Array(key[1...]), iv), (key, Array(iv[1...])), (key, iv + iv), ([], [])] {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try AESCTR(cdnKey: key, iv: iv, offset: 0) }, .cdnKey)
        }
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try AESCTR(cdnKey: key, iv: iv, offset: 16 << 32) }, .cdnOffset)
        XCTAssertNil(code { () throws(CryptoError) in _ = try AESCTR(cdnKey: key, iv: iv, offset: 16 << 32 - 1) })
        XCTAssertEqual(
            code { () throws(CryptoError) in _ = try AESCTR(cdnKey: key, iv: iv, offset: .max) }, .cdnOffset)
    }
}
