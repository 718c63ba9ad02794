// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads HTML exactly as the Bot API does (core.telegram.org/bots/api#html-style).
struct StrictHTMLParser {
    /// A tag that is open.
    private struct Opened {
        let tag: Tag
        let name: String
        let argument: String
        let format: String
        /// Where the entity begins in the text, in UTF-16 code units.
        let offset: Int
        /// Where the entity begins in the text, in bytes.
        let textIndex: Int
        /// Where the tag stands in the markup.
        let markupIndex: Int
    }

    private enum Tag {
        case style(MessageEntity.Kind)
        case span
        case link
        case emoji
        case time
        case code
        case pre
        case quote
    }

    private let markup: ByteText
    private var text: TextBuilder
    private var entities: [MessageEntity] = []
    /// The language that the newest code element names, and its place among the entities; `pre` takes it over.
    private var codeLanguage: (entity: Int, language: String) = (-1, "")
    private var opened: [Opened] = []
    private var index = 0
    private var hasSurrogates = false
    private var labelBudget: ScanBudget

    private init(_ markup: String) {
        self.markup = ByteText(markup)
        text = TextBuilder(capacity: self.markup.count)
        labelBudget = ScanBudget(markupSize: self.markup.count)
    }

    static func parse(_ markup: String) throws(MarkupError) -> FormattedText {
        var parser = StrictHTMLParser(markup)
        return try parser.parse()
    }

    private mutating func parse() throws(MarkupError) -> FormattedText {
        let special: ASCIISet = "<&"
        var surrogateIndex = 0
        while index < markup.count {
            let next = markup.firstIndex(from: index, in: special)
            text.append(markup[index..<next])
            index = next
            guard index < markup.count else { break }
            if markup[index] == UInt8(ascii: "&") {
                guard let (value, next) = CharacterReference.strict(markup, at: index) else {
                    text.append(UInt8(ascii: "&"))
                    index += 1
                    continue
                }
                if let scalar = Unicode.Scalar(value) {
                    text.append(scalar)
                } else if !hasSurrogates {
                    hasSurrogates = true
                    surrogateIndex = index
                }
                index = next
            } else if markup[index + 1] == UInt8(ascii: "/") {
                try readEndTag()
            } else {
                try readStartTag()
            }
        }
        if let last = opened.last {
            throw error("Can't find end tag corresponding to start tag \"\(last.name)\"", at: last.markupIndex)
        }
        if hasSurrogates {
            throw error(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                    + "code units", at: surrogateIndex)
        }
        entities.sortForNesting()
        return FormattedText(text.string, entities: entities)
    }

    private static func tag(named name: String) -> Tag? {
        switch name {
        case "b", "strong": .style(.bold)
        case "i", "em": .style(.italic)
        case "u", "ins": .style(.underline)
        case "s", "strike", "del": .style(.strikethrough)
        case "tg-spoiler": .style(.spoiler)
        case "span": .span
        case "a": .link
        case "tg-emoji": .emoji
        case "tg-time": .time
        case "code": .code
        case "pre": .pre
        case "blockquote": .quote
        default: nil
        }
    }

    private func error(_ reason: String, at index: Int) -> MarkupError {
        MarkupError(reason: reason, byteOffset: index)
    }
}

// MARK: - Start tags

extension StrictHTMLParser {
    private mutating func readStartTag() throws(MarkupError) {
        let start = index
        index = markup.firstIndex(from: start + 1, in: " \t\r\n\u{B}\u{0}>")
        guard index < markup.count else { throw error("Unclosed start tag at byte offset \(start)", at: start) }
        let name = markup[start + 1..<index].asciiLowercasedString
        guard let tag = Self.tag(named: name) else {
            throw error("Unsupported start tag \"\(name)\" at byte offset \(start)", at: start)
        }
        var argument = ""
        var format = ""
        while let (attribute, value) = try readAttribute(of: name, at: start) {
            switch (tag, attribute) {
            case (.link, "href"), (.emoji, "emoji-id"), (.time, "unix"): argument = value ?? ""
            case (.code, "class") where value?.hasPrefix("language-") == true:
                argument = String((value ?? "").dropFirst(9))
            case (.span, "class") where value?.hasPrefix("tg-") == true: argument = String((value ?? "").dropFirst(3))
            case (.quote, "expandable"): argument = "1"
            case (.time, "format"): format = value ?? ""
            default: break
            }
        }
        if case .span = tag, argument != "spoiler" {
            throw error("Tag \"span\" must have class \"tg-spoiler\" at byte offset \(start)", at: start)
        }
        opened.append(
            Opened(
                tag: tag, name: name, argument: argument, format: format, offset: text.utf16Length,
                textIndex: text.bytes.count, markupIndex: start))
    }

    /// Reads one attribute, or the end of the tag.
    private mutating func readAttribute(
        of tag: String, at start: Int
    ) throws(MarkupError) -> (name: String, value: String?)? {
        index = markup.firstIndex(from: index, notIn: .whitespace)
        if markup[index] == UInt8(ascii: ">") {
            index += 1
            return nil
        }
        let nameStart = index
        index = markup.firstIndex(from: index, in: " \t\r\n\u{B}\u{0}=>/\"'")
        guard index > nameStart else {
            throw error("Empty attribute name in the tag \"\(tag)\" at byte offset \(start)", at: start)
        }
        let name = markup.string(nameStart..<index)
        index = markup.firstIndex(from: index, notIn: .whitespace)
        guard index < markup.count else { throw unclosed(tag, at: start) }
        guard markup[index] == UInt8(ascii: "=") else { return (name, nil) }
        index = markup.firstIndex(from: index + 1, notIn: .whitespace)
        guard index < markup.count else { throw unclosed(tag, at: start) }
        let value = try readAttributeValue()
        guard index < markup.count else { throw error("Unclosed start tag at byte offset \(start)", at: start) }
        return (name, value)
    }

    private mutating func readAttributeValue() throws(MarkupError) -> String {
        let quote = markup[index]
        let start = index
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            index = markup.firstIndex(
                from: index, notIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
            guard markup[index].isASCIISpace || markup[index] == UInt8(ascii: ">") else {
                throw error("Unexpected end of name token at byte offset \(start)", at: start)
            }
            return markup[start..<index].asciiLowercasedString
        }
        index += 1
        var value: [UInt8] = []
        while index < markup.count, markup[index] != quote {
            if markup[index] == UInt8(ascii: "&"), let (number, next) = CharacterReference.strict(markup, at: index) {
                value += Unicode.Scalar(number).flatMap { UTF8.encode($0) } ?? UTF8.encodedReplacementCharacter
                index = next
            } else {
                value.append(markup[index])
                index += 1
            }
        }
        if index < markup.count { index += 1 }
        return String(decoding: value, as: UTF8.self)
    }

    private func unclosed(_ tag: String, at start: Int) -> MarkupError {
        error("Unclosed start tag \"\(tag)\" at byte offset \(start)", at: start)
    }
}

// MARK: - End tags

extension StrictHTMLParser {
    private mutating func readEndTag() throws(MarkupError) {
        let start = index
        guard let last = opened.last else { throw error("Unexpected end tag at byte offset \(start)", at: start) }
        index = markup.firstIndex(from: start + 2, in: " \t\r\n\u{B}\u{0}>")
        let name = markup[start + 2..<index].asciiLowercasedString
        index = markup.firstIndex(from: index, notIn: .whitespace)
        guard markup[index] == UInt8(ascii: ">") else {
            throw error("Unclosed end tag at byte offset \(start)", at: start)
        }
        index += 1
        guard name.isEmpty || name == last.name else {
            throw error(
                "Unmatched end tag at byte offset \(start), expected \"</\(last.name)>\", found \"</\(name)>\"",
                at: start)
        }
        opened.removeLast()
        try close(last)
    }

    private mutating func close(_ last: Opened) throws(MarkupError) {
        let length = text.utf16Length - last.offset
        guard length > 0 else { return }
        switch last.tag {
        case .style(let kind): add(kind, from: last)
        case .span: add(.spoiler, from: last)
        case .quote: add(.blockquote(collapsed: !last.argument.isEmpty), from: last)
        case .emoji:
            guard let id = Int64(canonical: last.argument), id != 0 else {
                throw error("Invalid custom emoji identifier specified", at: last.markupIndex)
            }
            add(.customEmoji(documentID: id), from: last)
        case .time:
            guard let format = FormattedDate.Format(letters: last.format) else {
                throw error("Invalid date format used", at: last.markupIndex)
            }
            // What no moment can be is text.
            if let time = Int32(last.argument.prefix { $0.isASCII && $0.isNumber }), time > 0 {
                add(.formattedDate(FormattedDate(unixTime: time, format: format)), from: last)
            }
        case .link: addLink(last)
        case .pre:
            if covers(.code, last), codeLanguage.entity == entities.count - 1, !codeLanguage.language.isEmpty {
                entities[entities.count - 1].kind = .pre(language: codeLanguage.language)
            } else {
                add(.pre(language: ""), from: last)
            }
        case .code:
            if covers(.pre(language: ""), last), !last.argument.isEmpty {
                entities[entities.count - 1].kind = .pre(language: last.argument)
            } else {
                add(.code, from: last)
                codeLanguage = (entities.count - 1, last.argument)
            }
        }
    }

    /// Whether the newest entity is of this kind and covers just what `opened` covers.
    private func covers(_ kind: MessageEntity.Kind, _ opened: Opened) -> Bool {
        guard let newest = entities.last else { return false }
        return newest.kind == kind && newest.offset == opened.offset && newest.end == text.utf16Length
    }

    private mutating func addLink(_ last: Opened) {
        var url = last.argument
        if url.isEmpty {
            guard labelBudget.allows(text.bytes.count - last.textIndex) else { return }
            url = text.string(from: last.textIndex)
        }
        if let userID = TelegramURL.userID(url) {
            add(.mentionName(userID: userID), from: last)
        } else if let checked = WebURL.checked(url) {
            add(.textURL(checked), from: last)
        }
    }

    private mutating func add(_ kind: MessageEntity.Kind, from start: Opened) {
        entities.append(MessageEntity(kind, offset: start.offset, length: text.utf16Length - start.offset))
    }
}
