// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramParsers
package import FerogramTestSupport

/// Reading what was written gives what there was, for random texts with random valid entities.
package struct MarkupRoundTrip: Sendable {
    /// The language.
    package let dialect: MarkupDialect
    private var allowsQuotes = false
    private var quotesEndWithNewline = false
    private var kinds = MessageEntity.Kind.everything
    private var alphabet = RandomText.wildAlphabet
    /// Whether the texts begin and end with a letter.
    private var isFramed = false
    /// Whether no entity touches another.
    private var isFlat = false

    private init(_ dialect: MarkupDialect, _ change: (inout MarkupRoundTrip) -> Void = { _ in }) {
        self.dialect = dialect
        change(&self)
    }

    /// One for each dialect, with what it has words for.
    package static let all: [MarkupRoundTrip] = [
        MarkupRoundTrip(.markdown) { $0.allowsQuotes = true },
        MarkupRoundTrip(.markdownV2) {
            $0.allowsQuotes = true
            $0.quotesEndWithNewline = true
        },
        MarkupRoundTrip(.html) { $0.allowsQuotes = true },
        MarkupRoundTrip(.botHTML) { $0.allowsQuotes = true },
        // Pyrogram's HTML loses white space next to tags at both ends.
        MarkupRoundTrip(.pyrogramHTML) {
            $0.allowsQuotes = true
            $0.isFramed = true
        },
        // Telethon strips the text, knows no spoilers and dates, and makes no mentions of links.
        MarkupRoundTrip(.telethonHTML) {
            $0.allowsQuotes = true
            $0.isFramed = true
            $0.kinds = [
                .bold, .italic, .underline, .strikethrough, .code, .pre(language: ""), .pre(language: "swift"),
                .textURL("https://a.b/c"), .customEmoji(documentID: 5),
            ]
        },
        // Telethon's Markdown has no escapes: the texts hold no markers.
        MarkupRoundTrip(.telethonMarkdown) {
            $0.kinds = [.bold, .italic, .strikethrough, .code, .pre(language: ""), .textURL("a.b")]
            $0.alphabet = plainAlphabet
            $0.isFramed = true
            $0.isFlat = true
        },
        // Pyrogram's Markdown has no escapes and cannot nest links.
        MarkupRoundTrip(.pyrogramMarkdown) {
            $0.kinds = MessageEntity.Kind.styles + [.code, .textURL("a.b"), .customEmoji(documentID: 5)]
            $0.alphabet = plainAlphabet
            $0.isFramed = true
            $0.isFlat = true
        },
        // The Bot API's old Markdown cannot nest.
        MarkupRoundTrip(.botMarkdownLegacy) {
            $0.kinds = [.bold, .italic, .code, .pre(language: "c"), .textURL("http://a.b/")]
            $0.alphabet = RandomText.wildAlphabet.filter { !$0.contains { "*_`[]\\".contains($0) } }
            $0.isFramed = true
            $0.isFlat = true
        },
    ]

    /// Pieces of text without any marker.
    package static let plainAlphabet = [
        "a", "b", " ", "é", "e\u{301}", "日", "🙂", "👨‍👩‍👧‍👦", "🇩🇪", "𝒜", "&", "\"", "x",
    ]

    /// All texts of the proof, 100,000 for each dialect.
    package var proof: Proof {
        Proof("\(dialect) reads what it wrote", count: 100_000, ofEach: failure)
    }

    private func failure(_ index: Int) -> String? {
        // The strict dialects refuse what is no valid URL.
        let takesAnyURL = !dialect.isStrict || dialect == .markdownV2 || dialect == .botHTML
        var random = RandomText(
            generator: SeededGenerator(seed: 2026, index: index), alphabet: alphabet, allowsQuotes: allowsQuotes,
            quotesEndWithNewline: quotesEndWithNewline,
            kinds: kinds.filter { takesAnyURL || $0 != .textURL("http://a.b/(x)\\") })
        var text = random.next()
        if isFlat { text.entities = Self.flat(text.entities) }
        if isFramed {
            text = FormattedText(
                "x" + text.text + "x",
                entities: text.entities.map { MessageEntity($0.kind, offset: $0.offset + 1, length: $0.length) })
        }
        let markup = text.markup(as: dialect)
        let what = "\(text.text.debugDescription) \(text.entities)\n→ \(markup.debugDescription)\n→ "
        do {
            let read = try FormattedText(parsing: markup, as: dialect)
            // Equal strings may differ in their scalars.
            guard read != text || !read.text.utf8.elementsEqual(text.text.utf8) else { return nil }
            return what + "\(read.text.debugDescription) \(read.entities)"
        } catch {
            return what + "\(error)"
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

extension MarkupRoundTrip {
    /// Whatever the entities, markup keeps the text, and strict readers accept it.
    package static let invalidEntities = Proof("markup keeps the text whatever the entities", count: 900_000) { index in
        let dialect = MarkupDialect.allCases[index % MarkupDialect.allCases.count]
        // Telethon's and Pyrogram's Markdown cannot say that a marker is text.
        let isPlain = [.telethonMarkdown, .pyrogramMarkdown, .botMarkdownLegacy].contains(dialect)
        var random = RandomText(
            generator: SeededGenerator(seed: 99, index: index),
            alphabet: isPlain ? plainAlphabet : RandomText.wildAlphabet, allowsQuotes: true,
            kinds: MessageEntity.Kind.everything + [.blockquote(collapsed: true), .hashtag, .diffDelete])
        var text = random.nextWild()
        if isPlain || dialect == .pyrogramHTML || dialect == .telethonHTML { text.text = "x" + text.text + "x" }
        let markup = text.markup(as: dialect)
        do {
            let read = try FormattedText(parsing: markup, as: dialect)
            // Pyrogram's HTML loses white space next to tags.
            if isPlain || dialect == .pyrogramHTML || read.text.utf8.elementsEqual(text.text.utf8) { return nil }
            return "\(dialect) \(text) \(markup.debugDescription): \(read)"
        } catch {
            return "\(dialect) \(text) \(markup.debugDescription): \(error)"
        }
    }
}
