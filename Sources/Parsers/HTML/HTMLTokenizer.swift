// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Cuts lenient HTML into text and tags as the HTML standard does
/// (html.spec.whatwg.org/multipage/parsing.html#tokenization).
///
/// It differs where a browser would lose what somebody wrote: a tag or a comment without an end is text, and line ends
/// stay as they are. Nothing fails.
struct HTMLTokenizer {
    enum Token {
        case text(Range<Int>)
        case characters(String)
        case startTag(name: String, attributes: [(name: String, value: String)], isSelfClosing: Bool)
        case endTag(name: String)
        /// A comment or declaration.
        case nothing
    }

    let markup: ByteText
    /// Where the next token begins.
    var index: Int
    private let end: Int
    private var budget: ScanBudget
    /// Whether so many tags had no end that the rest is taken for text.
    private var isExhausted = false

    private static let space: ASCIISet = " \t\r\n\u{C}"
    private static let nameEnd: ASCIISet = " \t\r\n\u{C}/>"
    private static let beforeAttribute: ASCIISet = " \t\r\n\u{C}/"

    init(_ markup: ByteText, range: Range<Int>? = nil) {
        self.markup = markup
        index = range?.lowerBound ?? 0
        end = range?.upperBound ?? markup.count
        budget = ScanBudget(markupSize: markup.count)
    }

    /// Reads the next token.
    ///
    /// - Returns: The token, or `nil` at the end.
    mutating func next() -> Token? {
        guard index < end else { return nil }
        let start = index
        let special = markup.firstIndex(from: index, upTo: end, in: "<&")
        if special > index {
            index = special
            return .text(start..<special)
        }
        if markup[index] == UInt8(ascii: "&") {
            if let (text, next) = CharacterReference.lenient(markup, at: index, upTo: end, isInAttribute: false) {
                index = next
                return .characters(text)
            }
        } else if !isExhausted, let token = tag(at: index) {
            return token
        }
        index = isExhausted ? end : start + 1
        return .text(start..<index)
    }

    private mutating func tag(at start: Int) -> Token? {
        guard start + 1 < end else { return nil }
        switch markup[start + 1] {
        case UInt8(ascii: "/"): return endTag(at: start)
        case UInt8(ascii: "!") where markup.has("<!--", at: start): return comment(at: start)
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return bogusComment(at: start)
        case let byte where byte.isASCIILetter:
            let nameEnd = markup.firstIndex(from: start + 1, upTo: end, in: Self.nameEnd)
            guard let tag = attributes(from: nameEnd, tagStart: start) else { return nil }
            index = tag.next
            return .startTag(
                name: name(start + 1..<nameEnd), attributes: tag.attributes, isSelfClosing: tag.isSelfClosing)
        default: return nil
        }
    }

    private mutating func endTag(at start: Int) -> Token? {
        guard start + 2 < end else { return nil }
        if markup[start + 2] == UInt8(ascii: ">") {
            index = start + 3
            return .nothing
        }
        guard markup[start + 2].isASCIILetter else { return bogusComment(at: start) }
        let nameEnd = markup.firstIndex(from: start + 2, upTo: end, in: Self.nameEnd)
        // Its attributes mean nothing, but what they hold does not end it.
        guard let tag = attributes(from: nameEnd, tagStart: start) else { return nil }
        index = tag.next
        return .endTag(name: name(start + 2..<nameEnd))
    }

    private mutating func bogusComment(at start: Int) -> Token? {
        guard let close = firstIndex(of: UInt8(ascii: ">"), from: start + 2) else { return nil }
        index = close + 1
        return .nothing
    }

    private mutating func comment(at start: Int) -> Token? {
        let content = start + 4
        var from = content
        while let close = firstIndex(of: UInt8(ascii: ">"), from: from) {
            from = close + 1
            let isAtOnce = close == content || (close == content + 1 && markup[content] == UInt8(ascii: "-"))
            let isEnd =
                (close >= content + 2 && markup.has("--", at: close - 2))
                || (close >= content + 3 && markup.has("--!", at: close - 3))
            if isAtOnce || isEnd {
                index = close + 1
                return .nothing
            }
        }
        return nil
    }

    /// Reads the rest of a tag.
    ///
    /// - Returns: The attributes, of which each name occurs once, and the index after the tag; `nil` if it has no end.
    private mutating func attributes(
        from nameEnd: Int, tagStart: Int
    ) -> (attributes: [(name: String, value: String)], isSelfClosing: Bool, next: Int)? {
        var attributes: [(name: String, value: String)] = []
        var names: Set<String> = []
        var position = nameEnd
        while true {
            let gap = position
            position = skip(from: position, Self.beforeAttribute)
            guard position < end else { break }
            if markup[position] == UInt8(ascii: ">") {
                let isSelfClosing = position > gap && markup[position - 1] == UInt8(ascii: "/")
                return (attributes, isSelfClosing, position + 1)
            }
            let nameStart = position
            position = markup.firstIndex(from: position + 1, upTo: end, in: " \t\r\n\u{C}/>=")
            let name = name(nameStart..<position)
            var value = ""
            let equals = skip(from: position, Self.space)
            if equals < end, markup[equals] == UInt8(ascii: "=") {
                guard let (range, next) = valueRange(from: skip(from: equals + 1, Self.space)) else { break }
                value = self.value(range)
                position = next
            }
            // The set is for tags with so many attributes that comparing each with all would take long.
            let isNew =
                attributes.count < 8
                ? !attributes.contains { $0.name == name } : names.insert(name).inserted
            if isNew { attributes.append((name, value)) }
            if isNew, attributes.count == 8 { names.formUnion(attributes.lazy.map(\.name)) }
        }
        isExhausted = !budget.allows(end - tagStart)
        return nil
    }

    /// Where an attribute's value is, and what comes after it.
    private func valueRange(from start: Int) -> (range: Range<Int>, next: Int)? {
        guard start < end else { return nil }
        let quote = markup[start]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard let close = markup.firstIndex(of: quote, from: start + 1), close < end else { return nil }
            return (start + 1..<close, close + 1)
        }
        let close = markup.firstIndex(from: start, upTo: end, in: " \t\r\n\u{C}>")
        return (start..<close, close)
    }

    private func skip(from start: Int, _ set: ASCIISet) -> Int {
        min(end, markup.firstIndex(from: start, notIn: set))
    }

    private mutating func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        if let found = markup.firstIndex(of: byte, from: start), found < end { return found }
        isExhausted = !budget.allows(end - start)
        return nil
    }

    /// The name of a tag or an attribute.
    private func name(_ range: Range<Int>) -> String {
        let name = markup[range].asciiLowercasedString
        return name.utf8.contains(0) ? String(String.UnicodeScalarView(name.unicodeScalars.map(Self.visible))) : name
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar { scalar == "\0" ? "\u{FFFD}" : scalar }

    /// An attribute's value with its character references decoded.
    private func value(_ range: Range<Int>) -> String {
        guard markup[range].contains(where: { $0 == UInt8(ascii: "&") || $0 == 0 }) else { return markup.string(range) }
        var value: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            if markup[position] == UInt8(ascii: "&"),
                let (text, next) = CharacterReference.lenient(
                    markup, at: position, upTo: range.upperBound, isInAttribute: true)
            {
                value += text.utf8
                position = next
            } else {
                if markup[position] == 0 { value += "\u{FFFD}".utf8 } else { value.append(markup[position]) }
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }
}

/// The tokens of lenient HTML, for comparison with other implementations.
package enum HTMLTokens {
    /// Cuts markup into tokens.
    ///
    /// - Parameter markup: HTML.
    /// - Returns: Pieces of text as `["text", …]`, tags as `["start", name, attribute, value, …]` and `["end", name]`.
    package static func list(_ markup: String) -> [[String]] {
        var tokenizer = HTMLTokenizer(ByteText(markup))
        var tokens: [[String]] = []
        while let token = tokenizer.next() {
            switch token {
            case .text(let range): tokens.append(["text", tokenizer.markup.string(range)])
            case .characters(let text): tokens.append(["text", text])
            case .startTag(let name, let attributes, _):
                tokens.append(["start", name] + attributes.flatMap { [$0.name, $0.value] })
            case .endTag(let name): tokens.append(["end", name])
            case .nothing: break
            }
        }
        return tokens
    }
}
