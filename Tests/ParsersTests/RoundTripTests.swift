// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTestSupport
import XCTest

/// Reading what was written gives what there was, for random texts with random valid entities.
final class RoundTripTests: XCTestCase {
    /// For each of nine dialects: more than 10,000 together, and more than 100,000 in a release build.
    private var count: Int {
        #if DEBUG
        1250
        #else
        12_500
        #endif
    }

    func testMarkdown() { check(.markdown, quotes: true) }
    func testMarkdownV2() { check(.markdownV2, quotes: true, quotesEndWithNewline: true) }
    func testHTML() { check(.html, quotes: true) }
    func testBotHTML() { check(.botHTML, quotes: true) }

    /// Pyrogram's HTML loses white space next to tags at both ends, so the texts begin and end with a letter.
    func testPyrogramHTML() { check(.pyrogramHTML, quotes: true, framed: true) }

    /// Telethon strips the text, knows no spoilers and dates, and makes no mentions of links.
    func testTelethonHTML() {
        let kinds: [MessageEntity.Kind] = [
            .bold, .italic, .underline, .strikethrough, .code, .pre(language: ""), .pre(language: "swift"),
            .textURL("https://a.b/c"), .customEmoji(documentID: 5),
        ]
        check(.telethonHTML, quotes: true, kinds: kinds, framed: true)
    }

    /// Telethon's Markdown has no escapes: the texts hold no markers.
    func testTelethonMarkdown() {
        let kinds: [MessageEntity.Kind] = [.bold, .italic, .strikethrough, .code, .pre(language: ""), .textURL("a.b")]
        check(.telethonMarkdown, kinds: kinds, alphabet: Self.plainAlphabet, framed: true, flat: true)
    }

    /// Pyrogram's Markdown has no escapes and cannot nest links.
    func testPyrogramMarkdown() {
        let kinds = MessageEntity.Kind.styles + [.code, .textURL("a.b"), .customEmoji(documentID: 5)]
        check(.pyrogramMarkdown, kinds: kinds, alphabet: Self.plainAlphabet, framed: true, flat: true)
    }

    /// The Bot API's old Markdown cannot nest.
    func testLegacyMarkdown() {
        let kinds: [MessageEntity.Kind] = [.bold, .italic, .code, .pre(language: "c"), .textURL("http://a.b/")]
        let alphabet = RandomText<SeededGenerator>.wildAlphabet.filter { !$0.contains { "*_`[]\\".contains($0) } }
        check(.botMarkdownLegacy, kinds: kinds, alphabet: alphabet, framed: true, flat: true)
    }

    /// Whatever the entities, markup keeps the text, and strict readers accept it.
    func testWritersCopeWithInvalidEntities() {
        for dialect in MarkupDialect.allCases {
            let isPlain = [.telethonMarkdown, .pyrogramMarkdown, .botMarkdownLegacy].contains(dialect)
            var random = RandomText(
                generator: SeededGenerator(seed: 99),
                alphabet: isPlain ? Self.plainAlphabet : RandomText<SeededGenerator>.wildAlphabet, allowsQuotes: true,
                quotesEndWithNewline: false,
                kinds: MessageEntity.Kind.everything + [.blockquote(collapsed: true), .hashtag, .diffDelete])
            for _ in 0..<count / 4 {
                var text = random.nextWild()
                if isPlain || dialect == .pyrogramHTML || dialect == .telethonHTML { text.text = "x" + text.text + "x" }
                let markup = text.markup(as: dialect)
                let read: FormattedText
                do {
                    read = try FormattedText(parsing: markup, as: dialect)
                } catch {
                    XCTFail("\(dialect) \(text) \(markup.debugDescription): \(error)")
                    continue
                }
                // Telethon's and Pyrogram's Markdown cannot say that a marker is text, and Pyrogram's HTML loses white
                // space next to tags.
                if !isPlain, dialect != .pyrogramHTML {
                    XCTAssertEqual(
                        read.text.debugDescription, text.text.debugDescription,
                        "\(dialect) \(text.entities) \(markup.debugDescription)")
                }
            }
        }
    }

    /// Whatever the entities, normalizing makes them valid; doing it again changes no character's look.
    func testNormalizingMakesEntitiesValid() {
        var random = RandomText(
            generator: SeededGenerator(seed: 7), alphabet: RandomText<SeededGenerator>.wildAlphabet, allowsQuotes: true,
            quotesEndWithNewline: false, kinds: MessageEntity.Kind.everything)
        for _ in 0..<count {
            let text = random.nextWild().normalized()
            XCTAssertEqual(text.trimmed(), text)
            XCTAssertEqual(Self.coverage(of: text.normalized()), Self.coverage(of: text))
            let length = text.text.utf16.count
            for (index, entity) in text.entities.enumerated() {
                XCTAssertTrue(entity.offset >= 0 && entity.length > 0 && entity.end <= length)
                for other in text.entities[index...].dropFirst() {
                    XCTAssertTrue(other.offset >= entity.end || other.end <= entity.end, "\(text)")
                }
            }
        }
    }

    /// What each visible UTF-16 code unit looks like.
    private static func coverage(of text: FormattedText) -> [Set<MessageEntity.Kind>] {
        var coverage = Array(repeating: Set<MessageEntity.Kind>(), count: text.utf16Length)
        for entity in text.entities {
            for offset in entity.offset..<entity.end { coverage[offset].insert(entity.kind) }
        }
        return zip(coverage, text.text.utf16).filter { $0.1 > 32 }.map(\.0)
    }

    private static let plainAlphabet = [
        "a", "b", " ", "é", "e\u{301}", "日", "🙂", "👨‍👩‍👧‍👦", "🇩🇪", "𝒜", "&", "\"", "x",
    ]

    private func check(
        _ dialect: MarkupDialect, quotes: Bool = false, quotesEndWithNewline: Bool = false,
        kinds: [MessageEntity.Kind] = MessageEntity.Kind.everything, alphabet: [String]? = nil, framed: Bool = false,
        flat: Bool = false
    ) {
        let isStrict = dialect.isStrict
        var random = RandomText(
            generator: SeededGenerator(seed: 2026), alphabet: alphabet ?? RandomText<SeededGenerator>.wildAlphabet,
            allowsQuotes: quotes, quotesEndWithNewline: quotesEndWithNewline,
            kinds: kinds.filter {
                !isStrict || $0 != .textURL("http://a.b/(x)\\") || dialect == .markdownV2 || dialect == .botHTML
            })
        var failures = 0
        for _ in 0..<count where failures < 5 {
            var text = random.next()
            if flat { text.entities = Self.flat(text.entities) }
            if framed {
                text = FormattedText(
                    "x" + text.text + "x",
                    entities: text.entities.map { MessageEntity($0.kind, offset: $0.offset + 1, length: $0.length) })
            }
            let markup = text.markup(as: dialect)
            do {
                let read = try FormattedText(parsing: markup, as: dialect)
                guard read != text || !read.text.utf8.elementsEqual(text.text.utf8) else { continue }
                failures += 1
                XCTFail(
                    "\(text.text.debugDescription) \(text.entities)\n→ \(markup.debugDescription)\n→ \(read.text.debugDescription) \(read.entities)"
                )
            } catch {
                failures += 1
                XCTFail("\(text.text.debugDescription) \(text.entities)\n→ \(markup.debugDescription)\n→ \(error)")
            }
        }
    }

    /// Only entities that touch no other.
    private static func flat(_ entities: [MessageEntity]) -> [MessageEntity] {
        var end = -1
        return entities.filter { entity in
            guard entity.offset > end else { return false }
            end = entity.end
            return true
        }
    }
}
