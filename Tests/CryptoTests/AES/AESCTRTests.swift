// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class AESCTRTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("aes_ctr") {
            var bytes = try vector["plaintext"]
            var stream = AESCTR(key: try vector["key"], iv: try vector["iv"])
            stream.apply(&bytes)
            XCTAssertEqual(bytes.hex, try vector.text("ciphertext"))
        }
    }

    func testPositionIsKeptAcrossWritesOfAnySize() throws {
        let streaming = try Vector.file("aes_ctr").object("streaming")
        var stream = AESCTR(key: try streaming["key"], iv: try streaming["iv"])
        for chunk in try streaming.list("chunks") {
            var bytes = try chunk["in"]
            stream.apply(&bytes)
            XCTAssertEqual(bytes.hex, try chunk.text("out"))
        }
    }

    func testAnyOffsetContinuesTheSameStream() {
        var generator = SeededGenerator(seed: 1)
        let key = generator.bytes(count: 32)
        // The counter's last byte overflows into the whole number.
        let iv = [UInt8](repeating: 0xFF, count: 15) + [0xFE]
        var whole = [UInt8](repeating: 0, count: 200)
        var stream = AESCTR(key: key, iv: iv)
        stream.apply(&whole)
        for offset in 0..<whole.count {
            var part = [UInt8](repeating: 0, count: whole.count - offset)
            var stream = AESCTR(key: key, iv: iv, offset: UInt64(offset))
            stream.apply(&part)
            XCTAssertEqual(part, Array(whole[offset...]), "offset \(offset)")
        }
    }

    func testEmptyBuffersDoNothing() {
        var stream = AESCTR(key: [UInt8](repeating: 1, count: 32), iv: [UInt8](repeating: 2, count: 16))
        stream.apply(UnsafeMutableRawBufferPointer(start: nil, count: 0))
        var bytes: [UInt8] = []
        stream.apply(&bytes)
        XCTAssertEqual(bytes, [])
    }
}
