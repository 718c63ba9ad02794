// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramParsers
package import FerogramTestSupport

/// Makes random formatted text whose entities are valid.
package struct RandomText {
    package var generator: SeededGenerator
    /// Pieces of which texts are made.
    let alphabet: [String]
    let allowsQuotes: Bool
    /// Whether a quotation takes in the line end after it.
    let quotesEndWithNewline: Bool
    /// What the entities may be.
    let kinds: [MessageEntity.Kind]

    /// Prepares a sequence of texts.
    ///
    /// - Parameters:
    ///   - generator: Decides everything.
    ///   - alphabet: Pieces of which texts are made.
    ///   - allowsQuotes: Whether there are quotations, which take whole lines.
    ///   - quotesEndWithNewline: Whether a quotation takes in the line end after it.
    ///   - kinds: What the entities may be.
    package init(
        generator: SeededGenerator, alphabet: [String] = RandomText.wildAlphabet, allowsQuotes: Bool = false,
        quotesEndWithNewline: Bool = false, kinds: [MessageEntity.Kind] = MessageEntity.Kind.everything
    ) {
        self.generator = generator
        self.alphabet = alphabet
        self.allowsQuotes = allowsQuotes
        self.quotesEndWithNewline = quotesEndWithNewline
        self.kinds = kinds
    }

    /// Pieces with every character that means something in some dialect.
    package static var wildAlphabet: [String] {
        [
            "a", "b", "Z", "0", " ", "é", "e\u{301}", "ß", "日", "🙂", "👨‍👩‍👧‍👦", "🇩🇪", "𝒜", "\u{200B}", "\n", "\n", "\r", "\t",
            "*", "**", "_", "__", "~", "||", "|", "`", "```", "[", "]", "(", ")", "](", "![", "!", ">", "**>", "#", "+",
            "-",
            "=", "{", "}", ".", "\\", "\\\\", "<", "<b>", "</b>", "&", "&amp;", "&#65;", "\"", "'", "\u{0}",
            "tg://user?id=1",
        ]
    }

    /// The next text.
    package mutating func next() -> FormattedText {
        var text = ""
        for _ in 0..<Int.random(in: 1...14, using: &generator) {
            text += alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        var boundaries = [0]
        for scalar in text.unicodeScalars {
            boundaries.append((boundaries.last ?? 0) + (scalar.value > 0xFFFF ? 2 : 1))
        }
        var entities: [MessageEntity] = []
        let blocks = allowsQuotes ? quotes(in: text, &entities) : [0..<(boundaries.last ?? 0)]
        for block in blocks {
            let inside = boundaries.filter { block.contains($0) } + [block.upperBound]
            fill(inside, available: kinds, depth: 0, &entities)
        }
        return FormattedText(text, entities: entities.sortedForNesting())
    }

    /// Puts quotations around random runs of lines; the ranges are those that no other entity may cross.
    private mutating func quotes(in text: String, _ entities: inout [MessageEntity]) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        var start = 0
        let units = Array(text.utf16)
        while start < units.count {
            var end = (units[start...].firstIndex(of: 10) ?? units.count - 1) + 1
            while end < units.count, Bool.random(using: &generator) {
                end = (units[end...].firstIndex(of: 10) ?? units.count - 1) + 1
            }
            let isQuote = Int.random(in: 0..<3, using: &generator) == 0
            // The line end belongs to the quotation or not, but never to what is inside.
            let contentEnd = units[end - 1] == 10 ? end - 1 : end
            let quoteEnd = quotesEndWithNewline ? end : contentEnd
            if isQuote, quoteEnd > start {
                let kind = MessageEntity.Kind.blockquote(collapsed: Bool.random(using: &generator))
                entities.append(MessageEntity(kind, offset: start, length: quoteEnd - start))
                if contentEnd > start { blocks.append(start..<contentEnd) }
            } else {
                // In MarkdownV2 a quotation cannot follow a line end that is verbatim.
                let blockEnd = quotesEndWithNewline ? contentEnd : end
                if blockEnd > start { blocks.append(start..<blockEnd) }
            }
            start = end
        }
        return blocks
    }

    private mutating func fill(
        _ boundaries: [Int], available: [MessageEntity.Kind], depth: Int, _ entities: inout [MessageEntity]
    ) {
        var start = 0
        while start < boundaries.count - 1, depth < 4, !available.isEmpty {
            let end = Int.random(in: start + 1...boundaries.count - 1, using: &generator)
            if Int.random(in: 0..<3, using: &generator) > 0 {
                let kind = available[Int.random(in: 0..<available.count, using: &generator)]
                entities.append(
                    MessageEntity(kind, offset: boundaries[start], length: boundaries[end] - boundaries[start]))
                fill(
                    Array(boundaries[start...end]), available: available.filter { $0.mayBeInside(kind) },
                    depth: depth + 1, &entities)
            }
            start = end
        }
    }
}

extension RandomText {
    /// Text with entities that may be anything: crossing, empty, outside the text, with absurd numbers.
    package mutating func nextWild() -> FormattedText {
        var text = next()
        let limit = text.utf16Length + 4
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let kind = kinds[Int.random(in: 0..<kinds.count, using: &generator)]
            var offset = Int.random(in: -3...limit, using: &generator)
            var length = Int.random(in: -2...limit, using: &generator)
            if Int.random(in: 0..<12, using: &generator) == 0 { offset = .max - 1 }
            if Int.random(in: 0..<12, using: &generator) == 0 { length = Bool.random(using: &generator) ? .max : .min }
            text.entities.append(MessageEntity(kind, offset: offset, length: length))
        }
        text.entities.shuffle(using: &generator)
        return text
    }
}

extension MessageEntity.Kind {
    /// Styles of which each may occur once at a place.
    package static let styles: [MessageEntity.Kind] = [.bold, .italic, .underline, .strikethrough, .spoiler]

    /// At least one of each kind that markup can say.
    package static let everything: [MessageEntity.Kind] =
        styles + [
            .code, .pre(language: ""), .pre(language: "swift"), .textURL("https://a.b/c"), .textURL("http://a.b/(x)\\"),
            .mentionName(userID: 7), .customEmoji(documentID: 5_368_324_170_671_202_286),
            .formattedDate(FormattedDate(unixTime: 1_647_531_900, format: [.dayOfWeek, .longDate, .shortTime])),
        ]

    fileprivate func mayBeInside(_ outer: MessageEntity.Kind) -> Bool {
        if self == outer { return false }
        switch outer {
        case .code, .pre: return false
        case .bold, .italic, .underline, .strikethrough, .spoiler: return true
        default: return Self.styles.contains(self)
        }
    }

    fileprivate var rank: Int {
        switch self {
        case .blockquote: 0
        case .pre(let language): language.isEmpty ? 11 : 10
        case .code: 20
        case .formattedDate: 30
        case .textURL, .mentionName: 49
        case .bold: 90
        case .italic: 91
        case .underline: 92
        case .strikethrough: 93
        case .spoiler: 94
        default: 99
        }
    }
}

extension [MessageEntity] {
    /// By offset, the longer first, and by Telegram's order of kinds.
    package func sortedForNesting() -> [MessageEntity] {
        sorted { ($0.offset, -$0.length, $0.kind.rank) < ($1.offset, -$1.length, $1.kind.rank) }
    }
}
