// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTestSupport
import XCTest

/// Damaged and random markup never traps, and what comes out of it is sound.
final class MutationTests: XCTestCase {
    private var count: Int {
        #if DEBUG
        10_000
        #else
        1_000_000
        #endif
    }

    func testMutatedMarkupNeverTraps() throws {
        var corpus: [String] = []
        for file in [
            "botapi_html", "botapi_markdownv2", "botapi_markdown_legacy", "telethon_markdown", "telethon_html",
            "kurigram_markdown", "kurigram_html", "autodetect",
        ] {
            corpus += try EntityVectors.load("entities_" + file).map(\.input)
        }
        var generator = SeededGenerator(seed: 1_000_003)
        for round in 0..<count {
            var bytes = Array(corpus[Int.random(in: 0..<corpus.count, using: &generator)].utf8)
            if round % 4 == 0 { bytes += corpus[Int.random(in: 0..<corpus.count, using: &generator)].utf8 }
            for _ in 0..<Int.random(in: 1...6, using: &generator) { mutate(&bytes, using: &generator) }
            let markup = String(decoding: bytes, as: UTF8.self)
            let dialect = MarkupDialect.allCases[round % MarkupDialect.allCases.count]
            guard let text = try? FormattedText(parsing: markup, as: dialect) else {
                XCTAssertTrue(dialect.isStrict, "\(dialect) refuses \(markup.debugDescription)")
                continue
            }
            checkSoundness(of: text, markup, dialect)
            _ = text.markup(as: MarkupDialect.allCases[Int.random(in: 0..<9, using: &generator)])
            if round % 8 == 0 { checkSoundness(of: text.detectingEntities(.all), markup, dialect) }
            if round % 8 == 1 { checkSoundness(of: text.normalized(), markup, dialect) }
        }
    }

    private func checkSoundness(of text: FormattedText, _ markup: String, _ dialect: MarkupDialect) {
        let units = Array(text.text.utf16)
        func splitsPair(_ offset: Int) -> Bool {
            offset > 0 && offset < units.count && UTF16.isTrailSurrogate(units[offset])
        }
        for entity in text.entities {
            let isSound =
                entity.offset >= 0 && entity.length > 0 && entity.end <= units.count && !splitsPair(entity.offset)
                && !splitsPair(entity.end)
            if !isSound { XCTFail("\(dialect) \(markup.debugDescription) \(text)") }
        }
    }

    private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let pieces = RandomText<SeededGenerator>.wildAlphabet
        let index = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1 where index < bytes.count: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...127, using: &generator), at: index)
        case 3:
            bytes.insert(contentsOf: Array(pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8), at: index)
        case 4:
            let end = Int.random(in: index...bytes.count, using: &generator)
            bytes.insert(
                contentsOf: Array(bytes[index..<min(end, index + 24)]),
                at: Int.random(in: 0...bytes.count, using: &generator))
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...8, using: &generator)))
        }
    }
}
