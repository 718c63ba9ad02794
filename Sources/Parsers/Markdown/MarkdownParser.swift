// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads ferogram's Markdown, which never fails.
///
/// Each marker opens and closes its own style, whatever else is open; what crosses is cut into valid nesting at the
/// end. A marker that finds no partner disappears. Opening brackets are kept until it turns out that they begin a
/// link, and are taken out of the text then.
struct MarkdownParser {
    /// A style's marker.
    private enum Marker: Int, CaseIterable {
        case star
        case doubleStar
        case underscore
        case doubleUnderscore
        case tilde
        case doubleTilde
        case bars

        var kind: MessageEntity.Kind {
            switch self {
            case .star, .doubleStar: .bold
            case .underscore: .italic
            case .doubleUnderscore: .underline
            case .tilde, .doubleTilde: .strikethrough
            case .bars: .spoiler
            }
        }
    }

    private struct Bracket {
        let isObject: Bool
        /// Where the brackets stand in the text.
        let offset: Int
    }

    /// One line of a quotation, or several lines that belong together.
    private struct Quote {
        /// Whether the lines are marked as folded in front.
        let isMarkedCollapsed: Bool
        /// Whether the last line is marked as folded at its end.
        var isFolded = false
        let offset: Int
        var end: Int
        /// Whether a quotation right before may be the same one.
        let joinsPrevious: Bool

        /// Whether `next` is the line right after.
        func touches(_ next: Quote) -> Bool {
            next.offset == end + 1 && next.joinsPrevious
        }
    }

    private let markup: ByteText
    private var text: TextBuilder
    private var index = 0
    private var entities: [MessageEntity] = []
    /// Where each open style begins.
    private var opened = [Int?](repeating: nil, count: Marker.allCases.count)
    private var brackets: [Bracket] = []
    /// Brackets that turned out to be markup, in UTF-16 code units of the text.
    private var removals = Removals()
    private var quotes: [Quote] = []
    private var isInQuote = false
    /// Whether nothing but markers stands before in this line.
    private var isLineStart = true
    /// Whether this line began with empty code, which keeps two quotations apart.
    private var separatesQuotes = false
    /// Where the newest opening spoiler marker ends in the markup.
    private var spoilerMarkEnd = -1
    private var hasCodeEnd = true
    private var hasFenceEnd = true
    private var hasURLEnd = true

    private static let special: ASCIISet = "\\_*[]~`|>!\n"
    private static let escapable: ASCIISet = "\\_*[]()~`>#+-=|{}.!"

    private init(_ markup: String) {
        self.markup = ByteText(markup)
        text = TextBuilder(capacity: self.markup.count)
    }

    static func parse(_ markup: String) -> FormattedText {
        var parser = MarkdownParser(markup)
        return parser.parse()
    }

    /// The mark that a further line of the quotation would need in which some markup ends.
    ///
    /// - Parameter markup: Markup whose end is in no code.
    /// - Returns: The mark with a space, or `nil` if the markup does not end in a quotation.
    static func quoteMark(atEndOf markup: String) -> String? {
        var parser = MarkdownParser(markup)
        parser.readAll()
        guard parser.isInQuote, let quote = parser.quotes.last else { return nil }
        return quote.isMarkedCollapsed ? "**> " : "> "
    }

    private mutating func parse() -> FormattedText {
        readAll()
        endQuote()
        addQuotes()
        return finish()
    }

    private mutating func readAll() {
        while index < markup.count {
            let special = markup.firstIndex(from: index, in: Self.special)
            if special > index {
                appendText(markup[index..<special])
                index = special
            } else {
                readSpecial()
            }
        }
    }

    private mutating func appendText(_ slice: ArraySlice<UInt8>) {
        text.append(slice)
        isLineStart = false
    }

    private mutating func appendLiteral(count: Int = 1) {
        appendText(markup[index..<index + count])
        index += count
    }

    private mutating func readSpecial() {
        let next = markup[index + 1]
        switch markup[index] {
        case UInt8(ascii: "\\"):
            if Self.escapable.contains(next) { index += 1 }
            appendLiteral()
        case UInt8(ascii: "\n"): readNewline()
        case UInt8(ascii: ">"): if !readQuoteMark() { appendLiteral() }
        case UInt8(ascii: "*"):
            if !readQuoteMark() { toggle(single: .star, double: .doubleStar) }
        case UInt8(ascii: "_"): toggle(single: .underscore, double: .doubleUnderscore)
        case UInt8(ascii: "~"): toggle(single: .tilde, double: .doubleTilde)
        case UInt8(ascii: "|") where next == UInt8(ascii: "|"): toggle(.bars, length: 2)
        case UInt8(ascii: "`"): readCode()
        case UInt8(ascii: "!") where next == UInt8(ascii: "["): openBracket(isObject: true)
        case UInt8(ascii: "["): openBracket(isObject: false)
        case UInt8(ascii: "]"): closeBracket()
        default: appendLiteral()
        }
    }

    private func finish() -> FormattedText {
        guard !removals.isEmpty else { return result(bytes: text.bytes, entities: entities, length: text.utf16Length) }
        let removals = removals.sorted()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.bytes.count)
        var scanner = TextScanner(text.bytes)
        for range in removals.ranges {
            bytes += scanner.advance(toUTF16: range.lowerBound)
            _ = scanner.advance(toUTF16: range.upperBound)
        }
        bytes += scanner.advanceToEnd()
        let entities = entities.map { entity in
            let start = removals.moved(entity.offset)
            return MessageEntity(entity.kind, offset: start, length: removals.moved(entity.end) - start)
        }
        return result(bytes: bytes, entities: entities, length: text.utf16Length - removals.total)
    }

    private func result(bytes: [UInt8], entities: [MessageEntity], length: Int) -> FormattedText {
        var nested = EntityNesting.nested(entities, textLength: length)
        nested.sortForNesting()
        return FormattedText(String(decoding: bytes, as: UTF8.self), entities: nested)
    }
}

// MARK: - Styles and code

extension MarkdownParser {
    private mutating func toggle(single: Marker, double: Marker) {
        let isDouble = markup[index + 1] == markup[index]
        toggle(isDouble ? double : single, length: isDouble ? 2 : 1)
    }

    private mutating func toggle(_ marker: Marker, length: Int) {
        index += length
        if let start = opened[marker.rawValue] {
            opened[marker.rawValue] = nil
            add(marker.kind, from: start)
        } else {
            opened[marker.rawValue] = text.utf16Length
            if case .bars = marker { spoilerMarkEnd = index }
        }
    }

    private mutating func add(_ kind: MessageEntity.Kind, from start: Int) {
        if text.utf16Length > start {
            entities.append(MessageEntity(kind, offset: start, length: text.utf16Length - start))
        }
    }

    private mutating func readCode() {
        if hasFenceEnd, markup.has("```", at: index) {
            var (language, start) = markup.fenceHeader(from: index + 3)
            if isInQuote, markup[start - 1] == UInt8(ascii: "\n") { start = endOfQuoteMark(at: start) ?? start }
            if let end = endOfCode(from: start, isFence: true) {
                addCode(.pre(language: language), start..<end)
                index = end + 3
                return
            }
            hasFenceEnd = false
        }
        if hasCodeEnd, !markup.has("```", at: index) {
            if let end = endOfCode(from: index + 1, isFence: false) {
                if end == index + 1, isLineStart { separatesQuotes = true }
                addCode(.code, index + 1..<end)
                index = end + 1
                return
            }
            hasCodeEnd = false
        }
        while markup[index] == UInt8(ascii: "`") { index += 1 }
    }

    private func endOfCode(from start: Int, isFence: Bool) -> Int? {
        var position = start
        while true {
            position = markup.firstIndex(from: position, in: "`\\")
            guard position < markup.count else { return nil }
            if markup[position] == UInt8(ascii: "\\") {
                let next = markup[position + 1]
                position += next == UInt8(ascii: "`") || next == UInt8(ascii: "\\") ? 2 : 1
            } else if !isFence || markup.has("```", at: position) {
                return position
            } else {
                position += 1
            }
        }
    }

    /// Adds verbatim text; in a quotation each of its lines has a mark.
    private mutating func addCode(_ kind: MessageEntity.Kind, _ range: Range<Int>) {
        let start = text.utf16Length
        var position = range.lowerBound
        while position < range.upperBound {
            let special = markup.firstIndex(from: position, upTo: range.upperBound, in: "\\\n")
            text.append(markup[position..<special])
            position = special
            guard position < range.upperBound else { break }
            if markup[position] == UInt8(ascii: "\\") {
                let next = markup[position + 1]
                if next == UInt8(ascii: "`") || next == UInt8(ascii: "\\") { position += 1 }
                text.append(markup[position])
                position += 1
            } else {
                position += 1
                if isInQuote, let next = endOfQuoteMark(at: position) {
                    position = min(range.upperBound, next)
                } else {
                    endQuote()
                }
                text.append(UInt8(ascii: "\n"))
            }
        }
        if let last = text.bytes.last, text.utf16Length > start { isLineStart = last == UInt8(ascii: "\n") }
        add(kind, from: start)
    }
}

// MARK: - Links

extension MarkdownParser {
    private mutating func openBracket(isObject: Bool) {
        brackets.append(Bracket(isObject: isObject, offset: text.utf16Length))
        appendLiteral(count: isObject ? 2 : 1)
    }

    private mutating func closeBracket() {
        guard let bracket = brackets.popLast() else { return appendLiteral() }
        guard markup[index + 1] == UInt8(ascii: "("), hasURLEnd else { return appendLiteral() }
        guard let (url, next) = markup.parenthesized(from: index + 2) else {
            hasURLEnd = false
            return appendLiteral()
        }
        let marks = bracket.isObject ? 2 : 1
        let kind: MessageEntity.Kind?
        if bracket.isObject {
            kind = objectKind(url)
        } else {
            // A link holds no other link.
            brackets.removeAll()
            kind = TelegramURL.userID(url).map { .mentionName(userID: $0) } ?? (url.isEmpty ? nil : .textURL(url))
        }
        index = next
        removals.append(bracket.offset..<bracket.offset + marks)
        if let kind { add(kind, from: bracket.offset + marks) }
    }

    private func objectKind(_ url: String) -> MessageEntity.Kind? {
        TelegramURL.customEmojiID(url).map { .customEmoji(documentID: $0) }
            ?? TelegramURL.date(url).map { .formattedDate($0) }
    }
}

// MARK: - Quotations

extension MarkdownParser {
    /// The end of the mark of a quotation's line, with the one space after it.
    private func endOfQuoteMark(at start: Int) -> Int? {
        var end = start
        if markup.has("**>", at: start) {
            end += 3
        } else if markup[start] == UInt8(ascii: ">") {
            end += 1
        } else {
            return nil
        }
        return markup[end] == UInt8(ascii: " ") ? end + 1 : end
    }

    private mutating func readQuoteMark() -> Bool {
        guard isLineStart, !isInQuote, let end = endOfQuoteMark(at: index) else { return false }
        quotes.append(
            Quote(
                isMarkedCollapsed: markup[index] == UInt8(ascii: "*"), offset: text.utf16Length, end: text.utf16Length,
                joinsPrevious: !separatesQuotes))
        index = end
        isInQuote = true
        return true
    }

    private mutating func readNewline() {
        endQuote()
        text.append(UInt8(ascii: "\n"))
        index += 1
        isLineStart = true
        separatesQuotes = false
    }

    /// Ends the line of a quotation; the next line may go on with it.
    private mutating func endQuote() {
        guard isInQuote, !quotes.isEmpty else { return }
        isInQuote = false
        quotes[quotes.count - 1].end = text.utf16Length
        // A spoiler that begins right at the end is the mark of a folded quotation.
        if spoilerMarkEnd == index, opened[Marker.bars.rawValue] != nil, endOfQuoteMark(at: index + 1) == nil {
            opened[Marker.bars.rawValue] = nil
            quotes[quotes.count - 1].isFolded = true
        }
    }

    /// Joins the lines of quotations, and makes entities of them.
    private mutating func addQuotes() {
        var groups: [Quote] = []
        for line in quotes {
            if let last = groups.last, last.touches(line), !last.isFolded,
                last.isMarkedCollapsed == line.isMarkedCollapsed
            {
                groups[groups.count - 1].end = line.end
                groups[groups.count - 1].isFolded = line.isFolded
            } else {
                groups.append(line)
            }
        }
        var rest = groups[...]
        while var quote = rest.popFirst() {
            // The Bot API marks the first line in front and the last one at its end.
            if quote.isMarkedCollapsed, !quote.isFolded, let next = rest.first, quote.touches(next), next.isFolded {
                quote.end = next.end
                rest.removeFirst()
            }
            guard quote.end > quote.offset else { continue }
            let isCollapsed = quote.isMarkedCollapsed || quote.isFolded
            entities.append(
                MessageEntity(
                    .blockquote(collapsed: isCollapsed), offset: quote.offset, length: quote.end - quote.offset))
        }
    }
}
