// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the inline part of rich Markdown, which never fails.
///
/// A marker opens only before and closes only after something visible; one without a partner stays in the text.
struct RichInlineParser {
    /// A style's marker.
    private enum Marker: Int, CaseIterable {
        case doubleStar
        case doubleUnderscore
        case star
        case underscore
        case tildes
        case bars
        case equals

        var text: StaticString {
            switch self {
            case .doubleStar: "**"
            case .doubleUnderscore: "__"
            case .star: "*"
            case .underscore: "_"
            case .tildes: "~~"
            case .bars: "||"
            case .equals: "=="
            }
        }

        var kind: RichSpanKind {
            switch self {
            case .doubleStar, .doubleUnderscore: .bold
            case .star, .underscore: .italic
            case .tildes: .strikethrough
            case .bars: .spoiler
            case .equals: .marked
            }
        }

        var isUnderscore: Bool { self == .underscore || self == .doubleUnderscore }
    }

    private struct OpenTag {
        let attributes: [(name: String, value: String)]
        let start: Int
    }

    private let markup: ByteText
    private var tokenizer: HTMLTokenizer
    private var output = RichSpans()
    private var index = 0
    /// The ranges of open markers in the text.
    private var opened = [Range<Int>?](repeating: nil, count: Marker.allCases.count)
    private var brackets: [(isObject: Bool, start: Int)] = []
    private var tags: [String: [OpenTag]] = [:]
    private var removals = Removals()
    private var hasCodeEnd = true
    private var hasMathEnd = true
    private var hasURLEnd = true

    private init(_ markup: ByteText) {
        self.markup = markup
        tokenizer = HTMLTokenizer(markup)
        output.bytes.reserveCapacity(markup.count)
    }

    static func parse(_ markup: ByteText) -> RichText {
        var parser = RichInlineParser(markup)
        while parser.index < markup.count { parser.step() }
        return parser.finish()
    }

    private mutating func step() {
        let special = markup.firstIndex(from: index, in: "\\*_~|=`$[]!<&")
        guard special == index else {
            output.bytes += markup[index..<special]
            index = special
            return
        }
        let next = markup[index + 1]
        switch markup[index] {
        case UInt8(ascii: "\\"):
            if next.isASCIIPunctuation { index += 1 }
            appendLiteral(1)
        case UInt8(ascii: "`"): readCode()
        case UInt8(ascii: "$"): readMath()
        case UInt8(ascii: "!") where next == UInt8(ascii: "["): openBracket(isObject: true)
        case UInt8(ascii: "["): openBracket(isObject: false)
        case UInt8(ascii: "]"): closeBracket()
        case UInt8(ascii: "<"), UInt8(ascii: "&"): readTag()
        default:
            if let marker = Marker.allCases.first(where: { markup.has($0.text, at: index) }) {
                read(marker)
            } else {
                appendLiteral(1)
            }
        }
    }

    private mutating func appendLiteral(_ count: Int) {
        output.bytes += markup[index..<index + count]
        index += count
    }

    private mutating func add(_ kind: RichSpanKind, from start: Int) {
        if output.bytes.count > start {
            output.spans.append(NestingSpan(kind: kind, range: start..<output.bytes.count))
        }
    }

    private mutating func read(_ marker: Marker) {
        let length = marker.text.utf8CodeUnitCount
        let previous = index > 0 ? markup[index - 1] : UInt8(ascii: " ")
        let next = index + length < markup.count ? markup[index + length] : UInt8(ascii: " ")
        let isInsideWord = marker.isUnderscore && previous.isWordByte && next.isWordByte
        if let start = opened[marker.rawValue], !previous.isASCIISpace, !isInsideWord,
            output.bytes.count > start.upperBound
        {
            opened[marker.rawValue] = nil
            removals.append(start)
            add(marker.kind, from: start.upperBound)
            index += length
        } else {
            let start = output.bytes.count
            appendLiteral(length)
            if opened[marker.rawValue] == nil, !next.isASCIISpace, !isInsideWord {
                opened[marker.rawValue] = start..<output.bytes.count
            }
        }
    }

    private func finish() -> RichText {
        guard !removals.isEmpty else { return output.richText }
        let removals = removals.sorted()
        var result = RichSpans()
        result.bytes.reserveCapacity(output.bytes.count)
        var position = 0
        for range in removals.ranges {
            result.bytes += output.bytes[position..<range.lowerBound]
            position = range.upperBound
        }
        result.bytes += output.bytes[position...]
        result.spans = output.spans.map { span in
            let range = removals.moved(span.range.lowerBound)..<removals.moved(span.range.upperBound)
            return NestingSpan(kind: span.kind, range: range)
        }
        return result.richText
    }
}

// MARK: - Code and formulas

extension RichInlineParser {
    private mutating func readCode() {
        guard hasCodeEnd else { return appendLiteral(1) }
        var end = index + 1
        while end < markup.count, markup[end] != UInt8(ascii: "`") {
            let isEscape = markup[end] == UInt8(ascii: "\\") && ASCIISet(stringLiteral: "\\`").contains(markup[end + 1])
            end += isEscape ? 2 : 1
        }
        guard end < markup.count else {
            hasCodeEnd = false
            return appendLiteral(1)
        }
        let start = output.bytes.count
        appendUnescaped(index + 1..<end, mark: UInt8(ascii: "`"))
        add(.fixed, from: start)
        index = end + 1
    }

    private mutating func readMath() {
        let dollar = UInt8(ascii: "$")
        let first = markup[index + 1]
        guard hasMathEnd, !first.isASCIISpace, first != dollar else { return appendLiteral(1) }
        var end = index + 1
        while end < markup.count, markup[end] != dollar {
            let isEscape =
                markup[end] == UInt8(ascii: "\\") && (markup[end + 1] == dollar || markup[end + 1] == markup[end])
            end += isEscape ? 2 : 1
        }
        guard end < markup.count else {
            hasMathEnd = false
            return appendLiteral(1)
        }
        // A price is no formula: "from $5 to $6".
        guard !markup[end - 1].isASCIISpace, !markup[end + 1].isASCIIDigit else { return appendLiteral(1) }
        let start = output.bytes.count
        appendUnescaped(index + 1..<end, mark: dollar)
        add(.math, from: start)
        index = end + 1
    }

    private mutating func appendUnescaped(_ range: Range<Int>, mark: UInt8) {
        var position = range.lowerBound
        while position < range.upperBound {
            let next = markup[position + 1]
            if markup[position] == UInt8(ascii: "\\"), next == mark || next == UInt8(ascii: "\\") { position += 1 }
            output.bytes.append(markup[position])
            position += 1
        }
    }
}

// MARK: - Links and tags

extension RichInlineParser {
    private mutating func openBracket(isObject: Bool) {
        brackets.append((isObject, output.bytes.count))
        appendLiteral(isObject ? 2 : 1)
    }

    private mutating func closeBracket() {
        guard let bracket = brackets.popLast(), markup[index + 1] == UInt8(ascii: "("), hasURLEnd else {
            return appendLiteral(1)
        }
        guard let (url, next) = markup.parenthesized(from: index + 2) else {
            hasURLEnd = false
            return appendLiteral(1)
        }
        let marks = bracket.isObject ? 2 : 1
        var kind: RichSpanKind?
        if !bracket.isObject {
            brackets.removeAll()
            kind = url.isEmpty ? nil : .link(to: url)
        } else if let id = TelegramURL.customEmojiID(url) {
            kind = .customEmoji(documentID: id)
        } else if let date = TelegramURL.date(url) {
            kind = .date(date)
        }
        removals.append(bracket.start..<bracket.start + marks)
        if let kind { add(kind, from: bracket.start + marks) }
        index = next
    }

    private mutating func readTag() {
        tokenizer.index = index
        switch tokenizer.next() {
        case .characters(let text)?: output.bytes += text.utf8
        case .startTag("br", _, _)?: output.bytes.append(UInt8(ascii: "\n"))
        case .startTag(let name, let attributes, _)? where RichHTMLConverter.isInline(name):
            tags[name, default: []].append(OpenTag(attributes: attributes, start: output.bytes.count))
        case .endTag(let name)? where RichHTMLConverter.isInline(name):
            if let tag = tags[name]?.popLast(), let kind = RichHTMLConverter.kind(of: name, tag.attributes) {
                add(kind, from: tag.start)
            }
        case .nothing?: break
        case .text?, .startTag?, .endTag?, nil: return appendLiteral(1)
        }
        index = tokenizer.index
    }
}

extension RichSpanKind {
    /// What a link with a URL is.
    static func link(to url: String) -> RichSpanKind {
        if let userID = TelegramURL.userID(url) { return .mention(userID: userID) }
        if url.hasPrefix("mailto:") { return .email(address: String(url.dropFirst(7))) }
        if url.hasPrefix("tel:") { return .phone(number: String(url.dropFirst(4))) }
        return .link(url: url)
    }
}

extension UInt8 {
    var isASCIIPunctuation: Bool { self > 32 && self < 127 && !isASCIIAlphanumeric }

    /// Whether the byte is part of a word; beyond ASCII everything is.
    var isWordByte: Bool { self >= 0x80 || isASCIIAlphanumeric }
}
