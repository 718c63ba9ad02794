// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Cuts lenient HTML into text and tags.
///
/// What only looks like a tag is text. Nothing fails.
struct HTMLTokenizer {
    enum Token {
        case text(Range<Int>)
        case character(Unicode.Scalar)
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
            if let (scalar, next) = CharacterReference.lenient(markup, at: index), next <= end {
                index = next
                return .character(scalar)
            }
        } else if let token = tag(at: index) {
            return token
        }
        index = isExhausted ? end : start + 1
        return .text(start..<index)
    }

    private mutating func tag(at start: Int) -> Token? {
        let next = markup[start + 1]
        if next == UInt8(ascii: "/") {
            guard markup[start + 2].isASCIILetter, let close = firstIndex(of: UInt8(ascii: ">"), from: start) else {
                return nil
            }
            let nameEnd = markup.firstIndex(from: start + 2, in: " \t\r\n\u{C}/>")
            index = close + 1
            return .endTag(name: markup[start + 2..<nameEnd].asciiLowercasedString)
        }
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            let isComment = markup.has("<!--", at: start)
            var close = firstIndex(of: UInt8(ascii: ">"), from: isComment ? start + 4 : start)
            while isComment, let found = close, !markup.has("--", at: found - 2) || found < start + 6 {
                close = firstIndex(of: UInt8(ascii: ">"), from: found + 1)
            }
            guard let close else { return nil }
            index = close + 1
            return .nothing
        }
        guard next.isASCIILetter else { return nil }
        let nameEnd = markup.firstIndex(from: start + 1, in: " \t\r\n\u{C}/>")
        return startTag(name: markup[start + 1..<min(nameEnd, end)].asciiLowercasedString, from: nameEnd, start: start)
    }

    private mutating func startTag(name: String, from nameEnd: Int, start: Int) -> Token? {
        var attributes: [(name: String, value: String)] = []
        var position = nameEnd
        let space: ASCIISet = " \t\r\n\u{C}/"
        while true {
            position = markup.firstIndex(from: position, notIn: space)
            guard position < end else {
                isExhausted = !budget.allows(position - start)
                return nil
            }
            if markup[position] == UInt8(ascii: ">") { break }
            let attributeStart = position
            position = max(position + 1, markup.firstIndex(from: position, in: " \t\r\n\u{C}/>="))
            let attribute = markup[attributeStart..<position].asciiLowercasedString
            let equals = markup.firstIndex(from: position, notIn: " \t\r\n\u{C}")
            guard markup[equals] == UInt8(ascii: "=") else {
                attributes.append((attribute, ""))
                continue
            }
            position = markup.firstIndex(from: equals + 1, notIn: " \t\r\n\u{C}")
            let quote = markup[position]
            let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
            let valueStart = isQuoted ? position + 1 : position
            position =
                isQuoted
                ? markup.firstIndex(of: quote, from: valueStart) ?? markup.count
                : markup.firstIndex(from: valueStart, in: " \t\r\n\u{C}>")
            attributes.append((attribute, value(valueStart..<min(position, end))))
            if isQuoted { position += 1 }
        }
        index = position + 1
        return .startTag(name: name, attributes: attributes, isSelfClosing: markup[position - 1] == UInt8(ascii: "/"))
    }

    private mutating func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        if let found = markup.firstIndex(of: byte, from: start), found < end { return found }
        isExhausted = !budget.allows(end - start)
        return nil
    }

    /// An attribute's value with its character references decoded.
    private func value(_ range: Range<Int>) -> String {
        guard markup[range].contains(UInt8(ascii: "&")) else { return markup.string(range) }
        var value: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            if markup[position] == UInt8(ascii: "&"),
                let (scalar, next) = CharacterReference.lenient(markup, at: position),
                next <= range.upperBound
            {
                value += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                position = next
            } else {
                value.append(markup[position])
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }
}
