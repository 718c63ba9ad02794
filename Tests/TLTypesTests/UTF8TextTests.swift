// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramTLTypes

/// Texts are what the standard library makes of the same bytes.
final class UTF8TextTests: XCTestCase {
    /// The first and last bytes of each row of the table of what is well-formed, and their neighbours.
    private static let edges: [UInt8] = [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]

    private func check(_ bytes: [UInt8], _ seen: inout (mixed: Int, wrong: Int)) {
        let (isMixed, text) = bytes.withUnsafeBytes { (UTF8Text.isMixed($0), UTF8Text.string($0)) }
        let isRight = String(validating: bytes, as: UTF8.self) != nil
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        seen.mixed += isMixed ? 1 : 0
        // The processor may leave it to the library, but never take what is malformed or plain.
        guard (!isMixed || isRight && !isASCII) && text == String(decoding: bytes, as: UTF8.self) else {
            return seen.wrong += 1
        }
        #if arch(x86_64)
        if bytes.count >= 16, isRight, !isASCII, !isMixed { seen.wrong += 1 }
        #endif
    }

    func testEachKindOfCharacterAtEachPlace() {
        var seen = (mixed: 0, wrong: 0)
        for first in Self.edges {
            for second in Self.edges {
                for third in Self.edges {
                    for place in [0, 12, 13, 14, 15, 16] {
                        var bytes = [UInt8](repeating: 0x61, count: 33)
                        bytes.replaceSubrange(place..<(place + 4), with: [first, second, third, 0x90])
                        check(bytes, &seen)
                        check(Array(bytes.prefix(max(16, place + 4))), &seen)
                        check(Array(bytes.prefix(max(16, place + 3))), &seen)
                    }
                }
            }
        }
        XCTAssertEqual(seen.wrong, 0)
        #if arch(x86_64)
        XCTAssertGreaterThan(seen.mixed, 1000)
        #endif
    }

    func testTextsOfAllLengthsWithAndWithoutFlaws() {
        let samples: [String] = [
            "a", " ", "\u{0}", "é", "\u{7FF}", "\u{800}", "€", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "🙂", "\u{10FFFF}",
        ]
        var generator = SeededGenerator(seed: 8)
        var seen = (mixed: 0, wrong: 0)
        for round in 0..<20_000 {
            var bytes: [UInt8] = []
            let count = round % 80
            while bytes.count < count {
                let isPlain = Int.random(in: 0..<3, using: &generator) > 0
                bytes += Array((isPlain ? "text" : samples.randomElement(using: &generator) ?? "").utf8)
            }
            check(bytes, &seen)
            if let place = bytes.indices.randomElement(using: &generator) {
                bytes[place] = Self.edges.randomElement(using: &generator) ?? 0xFF
                check(bytes, &seen)
            }
            bytes.removeLast(min(bytes.count, Int.random(in: 1...3, using: &generator)))
            check(bytes, &seen)
        }
        XCTAssertEqual(seen.wrong, 0)
    }

    func testWhatStandsBehindTheEndIsNotSeen() {
        // Behind the end, another character begins.
        let room = [UInt8](repeating: 0xC3, count: 32)
        for count in 16...64 {
            let text = Array(String(repeating: "aé", count: 30).utf8.prefix(count))
            let isWhole = String(validating: text, as: UTF8.self) != nil
            (text + room).withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
                #if arch(x86_64)
                XCTAssertEqual(UTF8Text.isMixed(bytes), isWhole, "\(count)")
                #endif
                XCTAssertEqual(UTF8Text.string(bytes), String(decoding: text, as: UTF8.self))
            }
        }
    }
}
