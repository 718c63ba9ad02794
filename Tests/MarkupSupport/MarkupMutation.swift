// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
package import FerogramTestSupport
import Foundation

/// The markup of the vectors of other implementations.
package enum MarkupCorpus {
    /// Reads the inputs of every file of vectors.
    ///
    /// - Returns: Markup in every dialect.
    /// - Throws: An error if a file is missing or has another form.
    package static func read() throws -> [String] {
        struct File: Decodable {
            struct Vector: Decodable { let input: String }
            let vectors: [Vector]
        }
        let folder = SchemaFiles.folder.deletingLastPathComponent().appending(path: "Tests/ParsersTests/Vectors")
        let names = [
            "botapi_html", "botapi_markdownv2", "botapi_markdown_legacy", "telethon_markdown", "telethon_html",
            "kurigram_markdown", "kurigram_html", "autodetect",
        ]
        return try names.flatMap { name in
            let data = try Data(contentsOf: folder.appending(path: "entities_\(name).json"))
            return try JSONDecoder().decode(File.self, from: data).vectors.map(\.input)
        }
    }
}

/// Damaged and random markup never traps, and what comes out of it is sound.
package struct MarkupMutation: Sendable {
    private let corpus: [[UInt8]]

    /// Prepares the proof.
    ///
    /// - Parameter corpus: What to damage.
    package init(corpus: [String]) {
        self.corpus = corpus.map { Array($0.utf8) }
    }

    /// All inputs of the proof, 1,000,000.
    package var proof: Proof {
        Proof("damaged markup is read without a trap", count: 1_000_000, ofEach: failure)
    }

    private func failure(_ index: Int) -> String? {
        var generator = SeededGenerator(seed: 1_000_003, index: index)
        var bytes = corpus.randomElement(using: &generator) ?? []
        if index % 4 == 0 { bytes += corpus.randomElement(using: &generator) ?? [] }
        for _ in 0..<Int.random(in: 1...6, using: &generator) { Self.mutate(&bytes, using: &generator) }
        let markup = String(decoding: bytes, as: UTF8.self)
        let dialect = MarkupDialect.allCases[index % MarkupDialect.allCases.count]
        guard let text = try? FormattedText(parsing: markup, as: dialect) else {
            return dialect.isStrict ? nil : "\(dialect) refuses \(markup.debugDescription)"
        }
        var isSound = Self.isSound(text)
        if let other = MarkupDialect.allCases.randomElement(using: &generator) { _ = text.markup(as: other) }
        switch index / 9 % 8 {
        case 0: isSound = isSound && Self.isSound(text.detectingEntities(.all))
        case 1: isSound = isSound && Self.isSound(text.normalized())
        case 2: isSound = isSound && text.split(limit: 2 + index % 30).allSatisfy(Self.isSound)
        default: break
        }
        return isSound ? nil : "\(dialect) \(markup.debugDescription) \(text)"
    }

    /// Whether every entity is in the text and splits no surrogate pair.
    private static func isSound(_ text: FormattedText) -> Bool {
        let units = Array(text.text.utf16)
        func splitsPair(_ offset: Int) -> Bool {
            offset > 0 && offset < units.count && UTF16.isTrailSurrogate(units[offset])
        }
        return text.entities.allSatisfy { entity in
            entity.offset >= 0 && entity.length > 0 && entity.end <= units.count && !splitsPair(entity.offset)
                && !splitsPair(entity.end)
        }
    }

    private static let pieces = RandomText.wildAlphabet.map { Array($0.utf8) }

    private static func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let index = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1 where index < bytes.count: bytes.remove(at: index)
        case 2: bytes.insert(UInt8.random(in: 0...127, using: &generator), at: index)
        case 3: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: index)
        case 4:
            let end = Int.random(in: index...bytes.count, using: &generator)
            let copy = Array(bytes[index..<min(end, index + 24)])
            bytes.insert(contentsOf: copy, at: Int.random(in: 0...bytes.count, using: &generator))
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...8, using: &generator)))
        }
    }
}
