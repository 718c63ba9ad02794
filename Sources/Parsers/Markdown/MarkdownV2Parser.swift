// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads MarkdownV2 exactly as the Bot API does (core.telegram.org/bots/api#markdownv2-style).
struct MarkdownV2Parser {
    /// A marker that is open.
    private struct Opened {
        enum Kind {
            case style(MessageEntity.Kind, name: StaticString)
            case code
            case pre
            case link
            case object
            case quote
        }

        let kind: Kind
        let language: String
        /// Where the entity begins in the text, in UTF-16 code units.
        let offset: Int
        /// Where the marker stands in the markup.
        let markupIndex: Int
        /// Where the entity begins in the text, in bytes.
        let textIndex: Int
    }

    private let markup: ByteText
    private var text: TextBuilder
    private var entities: [MessageEntity] = []
    private var opened: [Opened] = []
    private var index = 0
    private var isInQuote = false
    private var canStartQuote = true
    private var labelBudget: ScanBudget

    private static let reserved: ASCIISet = "\\_*[]()~`>#+-=|{}.!\n"
    private static let reservedInCode: ASCIISet = "\\`"

    private init(_ markup: String) {
        self.markup = ByteText(markup)
        text = TextBuilder(capacity: self.markup.count)
        labelBudget = ScanBudget(markupSize: self.markup.count)
    }

    static func parse(_ markup: String) throws(MarkupError) -> FormattedText {
        var parser = MarkdownV2Parser(markup)
        return try parser.parse()
    }

    private mutating func parse() throws(MarkupError) -> FormattedText {
        while index < markup.count {
            let special = markup.firstIndex(from: index, in: isInCode ? Self.reservedInCode : Self.reserved)
            if special > index {
                text.append(markup[index..<special])
                if isInCode || markup[index..<special].contains(where: { $0 != UInt8(ascii: "\r") }) {
                    canStartQuote = false
                }
                index = special
                continue
            }
            if markup[index] == UInt8(ascii: "\\") {
                appendEscaped()
            } else if isInQuote, !isInCode, markup[index] == UInt8(ascii: "\n"), markup[index + 1] != UInt8(ascii: ">")
            {
                try endQuote(newlineAt: index)
                index += 1
            } else if try closeEntity() == false {
                try openEntity()
            }
        }
        if isInQuote, !isInCode { try endQuote(newlineAt: nil) }
        if let last = opened.last {
            throw error(
                "Can't find end of \(name(of: last)) entity at byte offset \(last.markupIndex)", at: last.markupIndex)
        }
        entities.sortForNesting()
        return FormattedText(text.string, entities: entities)
    }

    private var isInCode: Bool {
        switch opened.last?.kind {
        case .code, .pre: true
        default: false
        }
    }

    private mutating func appendEscaped() {
        let next = markup[index + 1]
        if next > 0, next <= 126 {
            text.append(next)
            index += 2
            if next == UInt8(ascii: "\n") { canStartQuote = true }
        } else {
            text.append(UInt8(ascii: "\\"))
            index += 1
        }
        if text.bytes.last != UInt8(ascii: "\n"), text.bytes.last != UInt8(ascii: "\r") { canStartQuote = false }
    }
}

// MARK: - Beginning of entities

extension MarkdownV2Parser {
    private mutating func openEntity() throws(MarkupError) {
        let start = index
        switch markup[index] {
        case UInt8(ascii: "\n"):
            text.append(UInt8(ascii: "\n"))
            index += 1
            canStartQuote = true
            // Inside a quotation the next line has its own mark; what follows it is the same quotation.
            if isInQuote { index += 1 }
        case UInt8(ascii: "_"):
            let isDouble = markup[index + 1] == UInt8(ascii: "_")
            index += isDouble ? 2 : 1
            open(isDouble ? .style(.underline, name: "Underline") : .style(.italic, name: "Italic"), at: start)
        case UInt8(ascii: "*"):
            index += 1
            open(.style(.bold, name: "Bold"), at: start)
        case UInt8(ascii: "~"):
            index += 1
            open(.style(.strikethrough, name: "Strikethrough"), at: start)
        case UInt8(ascii: "|") where markup[index + 1] == UInt8(ascii: "|"):
            index += 2
            open(.style(.spoiler, name: "Spoiler"), at: start)
        case UInt8(ascii: "["):
            index += 1
            open(.link, at: start)
        case UInt8(ascii: "!") where markup[index + 1] == UInt8(ascii: "["):
            index += 2
            open(.object, at: start)
        case UInt8(ascii: "`"):
            openCode()
        case UInt8(ascii: ">") where canStartQuote:
            index += 1
            // A further mark in a line of a quotation says nothing new.
            if isInQuote { return }
            isInQuote = true
            open(.quote, at: start)
        default:
            let character = Character(Unicode.Scalar(markup[index]))
            throw error("Character '\(character)' is reserved and must be escaped with the preceding '\\'", at: index)
        }
    }

    private mutating func open(_ kind: Opened.Kind, language: String = "", at start: Int) {
        opened.append(
            Opened(
                kind: kind, language: language, offset: text.utf16Length, markupIndex: start,
                textIndex: text.bytes.count))
    }

    private mutating func openCode() {
        let start = index
        guard markup.has("```", at: index) else {
            index += 1
            open(.code, at: start)
            return
        }
        let (language, next) = markup.fenceHeader(from: index + 3)
        index = next
        open(.pre, language: language, at: start)
    }
}

// MARK: - End of entities

extension MarkdownV2Parser {
    /// Closes the innermost entity if its end stands here.
    private mutating func closeEntity() throws(MarkupError) -> Bool {
        guard let last = opened.last, let length = lengthOfEnd(of: last) else { return false }
        opened.removeLast()
        index += length
        switch last.kind {
        case .style(let kind, _): add(kind, from: last)
        case .code: add(.code, from: last)
        case .pre: add(.pre(language: last.language), from: last)
        case .link: try closeLink(last)
        case .object: try closeObject(last)
        case .quote: break
        }
        return true
    }

    private func lengthOfEnd(of last: Opened) -> Int? {
        let byte = markup[index]
        let next = markup[index + 1]
        switch last.kind {
        case .style(.bold, _): return byte == UInt8(ascii: "*") ? 1 : nil
        case .style(.italic, _): return byte == UInt8(ascii: "_") && next != UInt8(ascii: "_") ? 1 : nil
        case .style(.underline, _): return byte == UInt8(ascii: "_") && next == UInt8(ascii: "_") ? 2 : nil
        case .style(.strikethrough, _): return byte == UInt8(ascii: "~") ? 1 : nil
        case .style: return byte == UInt8(ascii: "|") && next == UInt8(ascii: "|") ? 2 : nil
        case .code: return byte == UInt8(ascii: "`") ? 1 : nil
        case .pre: return markup.has("```", at: index) ? 3 : nil
        case .link, .object: return byte == UInt8(ascii: "]") ? 1 : nil
        case .quote: return nil
        }
    }

    private mutating func closeLink(_ last: Opened) throws(MarkupError) {
        let url: String
        if markup[index] == UInt8(ascii: "(") {
            url = try readURL()
        } else {
            guard labelBudget.allows(text.bytes.count - last.textIndex) else { return }
            url = text.string(from: last.textIndex)
        }
        if let userID = TelegramURL.userID(url) {
            add(.mentionName(userID: userID), from: last)
        } else if let checked = WebURL.checked(url) {
            add(.textURL(checked), from: last)
        }
    }

    private mutating func closeObject(_ last: Opened) throws(MarkupError) {
        guard markup[index] == UInt8(ascii: "(") else {
            throw error("The entity must contain a tg://emoji or tg://time URL", at: last.markupIndex)
        }
        let urlIndex = index + 1
        let url = try readURL()
        if let date = TelegramURL.date(url), date.unixTime > 0 {
            add(.formattedDate(date), from: last)
        } else if let id = TelegramURL.customEmojiID(url) {
            add(.customEmoji(documentID: id), from: last)
        } else {
            throw error("Invalid tg://emoji or tg://time URL specified", at: urlIndex)
        }
    }

    private mutating func readURL() throws(MarkupError) -> String {
        let start = index + 1
        guard let (url, next) = markup.parenthesized(from: start) else {
            throw error("Can't find end of a URL at byte offset \(start)", at: start)
        }
        index = next
        return url
    }

    /// Ends the quotation, at a line end that is part of it or at the end of everything.
    private mutating func endQuote(newlineAt newline: Int?) throws(MarkupError) {
        var isCollapsed = false
        // A spoiler that begins right at the end is the mark of a folded quotation.
        if let last = opened.last, case .style(.spoiler, _) = last.kind {
            let rest = markup[last.markupIndex + 2..<(newline ?? markup.count)]
            if rest.isEmpty || (newline != nil && rest.elementsEqual([UInt8(ascii: "\r")])) {
                isCollapsed = true
                opened.removeLast()
            }
        }
        guard let last = opened.last, case .quote = last.kind else {
            let open = opened.last
            let index = open?.markupIndex ?? 0
            throw error("Can't find end of \(open.map(name) ?? "BlockQuote") entity at byte offset \(index)", at: index)
        }
        opened.removeLast()
        if newline != nil { text.append(UInt8(ascii: "\n")) }
        add(.blockquote(collapsed: isCollapsed), from: last)
        isInQuote = false
        canStartQuote = true
    }

    private mutating func add(_ kind: MessageEntity.Kind, from start: Opened) {
        let length = text.utf16Length - start.offset
        if length > 0 { entities.append(MessageEntity(kind, offset: start.offset, length: length)) }
    }

    private func name(of opened: Opened) -> String {
        switch opened.kind {
        case .style(_, let name): "\(name)"
        case .code: "Code"
        case .pre: opened.language.isEmpty ? "Pre" : "PreCode"
        case .link: "TextUrl"
        case .object: "CustomEmoji"
        case .quote: "BlockQuote"
        }
    }

    private func error(_ reason: String, at index: Int) -> MarkupError {
        MarkupError(reason: reason, byteOffset: index)
    }
}
