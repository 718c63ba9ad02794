// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Pyrogram's Markdown, which is turned into HTML first, so that HTML tags work inside.
///
/// `**bold**`, `__italic__`, `--underline--`, `~~strike~~`, `||spoiler||`, code, blocks with a language,
/// `[text](url)`, `![x](tg://emoji?id=1)`, `> quote`, `**> folded quote||`. There are no escapes.
struct PyrogramMarkdown {
    private let markup: ByteText
    private var html: [UInt8] = []
    private var index = 0
    private var opened: Set<String> = []
    private var isVerbatim = false
    private var nextLabelEnd = -1
    private var nextParenthesis = -1

    private init(_ markup: [UInt8]) {
        self.markup = ByteText(markup)
        html.reserveCapacity(markup.count + markup.count / 4)
    }

    static func parse(_ markup: String) -> FormattedText {
        var converter = PyrogramMarkdown(quotesAsHTML(markup))
        converter.convert()
        return LenientHTMLParser.parse(ByteText(converter.html), rules: .pyrogram)
    }

    private mutating func convert() {
        while index < markup.count {
            let special = markup.firstIndex(from: index, in: "`*_-~|[!")
            html += markup[index..<special]
            index = special
            guard index < markup.count else { break }
            if readFence() || readMarker() || readLink() { continue }
            html.append(markup[index])
            index += 1
        }
    }

    private mutating func readFence() -> Bool {
        guard markup.has("```", at: index) else { return false }
        isVerbatim.toggle()
        if opened.remove("pre") != nil {
            html += "</pre>".utf8
            index += 3
            return true
        }
        opened.insert("pre")
        let lineEnd = markup.firstIndex(from: index + 3, in: "\n")
        html += "<pre language=\"\(HTMLEscaping.escaped(markup.string(index + 3..<lineEnd)))\">".utf8
        index = lineEnd
        return true
    }

    private mutating func readMarker() -> Bool {
        let marker: StaticString
        let tag: String
        switch markup[index] {
        case UInt8(ascii: "`"): (marker, tag) = ("`", "code")
        case UInt8(ascii: "~"): (marker, tag) = ("~~", "s")
        case UInt8(ascii: "-"): (marker, tag) = ("--", "u")
        case UInt8(ascii: "_"): (marker, tag) = ("__", "i")
        case UInt8(ascii: "*"): (marker, tag) = ("**", "b")
        case UInt8(ascii: "|"): (marker, tag) = ("||", "spoiler")
        default: return false
        }
        guard markup.has(marker, at: index) else { return false }
        if tag == "code" {
            isVerbatim.toggle()
        } else if isVerbatim {
            return false
        }
        if opened.remove(tag) != nil {
            html += "</\(tag)>".utf8
        } else {
            opened.insert(tag)
            html += "<\(tag)>".utf8
        }
        index += marker.utf8CodeUnitCount
        return true
    }

    /// Reads a link, whose label and URL stand in one line and are not empty.
    private mutating func readLink() -> Bool {
        guard !isVerbatim else { return false }
        let isObject = markup.has("![", at: index)
        guard isObject || markup[index] == UInt8(ascii: "[") else { return false }
        let label = index + (isObject ? 2 : 1)
        guard let labelEnd = labelEnd(from: label + 1) else { return false }
        let url = labelEnd + 2
        if nextParenthesis < url + 1 {
            nextParenthesis = markup.firstIndex(from: url + 1, in: ")\n")
        }
        guard markup[nextParenthesis] == UInt8(ascii: ")") else { return false }
        if isObject {
            appendObject(label: markup.string(label..<labelEnd), url: markup.string(url..<nextParenthesis))
        } else {
            let url = HTMLEscaping.escaped(markup.string(url..<nextParenthesis))
            html += "<a href=\"\(url)\">\(markup.string(label..<labelEnd))</a>".utf8
        }
        index = nextParenthesis + 1
        return true
    }

    /// The next `](` of the line.
    private mutating func labelEnd(from start: Int) -> Int? {
        if nextLabelEnd < start {
            nextLabelEnd = markup.firstIndex(from: start, in: "]\n")
            while markup[nextLabelEnd] == UInt8(ascii: "]"), markup[nextLabelEnd + 1] != UInt8(ascii: "(") {
                nextLabelEnd = markup.firstIndex(from: nextLabelEnd + 1, in: "]\n")
            }
        }
        return markup[nextLabelEnd] == UInt8(ascii: "]") ? nextLabelEnd : nil
    }

    /// Appends an emoji or a date; any other link with an exclamation mark is text, markers and all.
    private mutating func appendObject(label: String, url: String) {
        if let id = TelegramURL.customEmojiID(url) {
            html += "<emoji id=\"\(id)\">\(label)</emoji>".utf8
        } else if let date = TelegramURL.date(url) {
            html += "<tg-time unix=\"\(date.unixTime)\" format=\"\(date.format.letters)\">\(label)</tg-time>".utf8
        } else {
            html += "![\(label)](\(url))".utf8
        }
    }
}

// MARK: - Quotations

extension PyrogramMarkdown {
    /// Turns lines that begin with `>` into block quotes; one line end at the very end is lost on the way.
    ///
    /// First come folded quotations, from `**>` to a line that ends with `||`; without such a line their lines go to the
    /// next ordinary quotation, or are one.
    private static func quotesAsHTML(_ markup: String) -> [UInt8] {
        var lines = Lines(ByteText(markup))
        lines.readFoldedQuotes()
        lines.readQuotes()
        return lines.joined()
    }

    /// Lines of markup, some of which are put together.
    private struct Lines {
        private let text: ByteText
        /// Where the lines are; those that lie behind the text are quotations, and `nil` is part of an earlier line.
        private var lines: [Range<Int>?] = []
        /// What quotations became, one after the other.
        private var html: [UInt8] = []
        private var quoted: [(index: Int, content: Range<Int>)] = []

        /// Cuts a text where Python does.
        init(_ text: ByteText) {
            self.text = text
            var start = 0
            var index = 0
            while index < text.count {
                let end = index
                let byte = text[index]
                // Nearly all bytes can begin no line end.
                guard byte < 0x20 || byte == 0xC2 || byte == 0xE2 else {
                    index += 1
                    continue
                }
                switch byte {
                case 0x0D where text[index + 1] == UInt8(ascii: "\n"): index += 2
                case 0x0A...0x0D, 0x1C...0x1E: index += 1
                case 0xC2 where text.has("\u{85}", at: index): index += 2
                case 0xE2 where text.has("\u{2028}", at: index) || text.has("\u{2029}", at: index): index += 3
                default:
                    index += 1
                    continue
                }
                lines.append(start..<end)
                start = index
            }
            if start < text.count { lines.append(start..<text.count) }
        }

        mutating func readFoldedQuotes() {
            var isFolded = false
            for index in lines.indices {
                guard let line = lines[index] else { continue }
                if !isFolded, text.has("**>", at: line.lowerBound) {
                    quoted.append((index, withoutSpace(line.dropFirst(3))))
                    isFolded = true
                } else if isFolded, line.count >= 2, text.has("||", at: line.upperBound - 2) {
                    let content = isMarked(line) ? withoutSpace(line.dropFirst()) : line
                    quoted.append((index, content.dropLast(2)))
                    endQuote(isFolded: true)
                    isFolded = false
                } else if isFolded {
                    quoted.append((index, isMarked(line) ? withoutSpace(line.dropFirst()) : withoutCharacter(line)))
                }
            }
        }

        mutating func readQuotes() {
            for index in lines.indices {
                guard let line = lines[index] else { continue }
                if isMarked(line) {
                    quoted.append((index, withoutSpace(line.dropFirst())))
                } else {
                    endQuote(isFolded: false)
                }
            }
            endQuote(isFolded: false)
        }

        private func isMarked(_ line: Range<Int>) -> Bool {
            !line.isEmpty && text[line.lowerBound] == UInt8(ascii: ">")
        }

        /// A line without the one space with which it may begin.
        private func withoutSpace(_ line: Range<Int>) -> Range<Int> {
            !line.isEmpty && text[line.lowerBound] == UInt8(ascii: " ") ? line.dropFirst() : line
        }

        /// A line without its first character, of however many bytes.
        private func withoutCharacter(_ line: Range<Int>) -> Range<Int> {
            line.dropFirst(text.scalar(at: line.lowerBound).map(UTF8.width) ?? 1)
        }

        /// Puts the lines of a quotation in place of its first one.
        private mutating func endQuote(isFolded: Bool) {
            guard let first = quoted.first else { return }
            let start = text.count + html.count
            html += (isFolded ? "<blockquote expandable>" : "<blockquote>").utf8
            for (number, line) in quoted.enumerated() {
                if number > 0 { html.append(UInt8(ascii: "\n")) }
                if !line.content.isEmpty { html += text[line.content] }
                lines[line.index] = nil
            }
            html += "</blockquote>".utf8
            lines[first.index] = start..<text.count + html.count
            quoted.removeAll(keepingCapacity: true)
        }

        func joined() -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count + html.count)
            var isFirst = true
            for case let line? in lines {
                if !isFirst { bytes.append(UInt8(ascii: "\n")) }
                isFirst = false
                let isQuote = line.lowerBound >= text.count
                bytes += isQuote ? html[line.lowerBound - text.count..<line.upperBound - text.count] : text[line]
            }
            return bytes
        }
    }
}

extension PyrogramMarkdown {
    static func write(_ text: FormattedText) -> String {
        var writer = MarkerWriter()
        let length = text.utf16Length
        let fitting = QuoteFitting(Array(text.text.utf8), endsWithNewline: false)
        let entities = fitting.fitted(text.entities.filter(\.kind.isWritten))
        for entity in EntityNesting.nested(entities, textLength: length) {
            switch entity.kind {
            case .bold: writer.add(entity, opening: "**", closing: "**")
            case .italic: writer.add(entity, opening: "__", closing: "__")
            case .underline: writer.add(entity, opening: "--", closing: "--")
            case .strikethrough: writer.add(entity, opening: "~~", closing: "~~")
            case .spoiler: writer.add(entity, opening: "||", closing: "||")
            case .code: writer.add(entity, opening: "`", closing: "`")
            case .pre(let language): writer.add(entity, opening: "```\(language)\n", closing: "\n```")
            case .textURL(let url): writer.add(entity, opening: "[", closing: "](\(url))")
            case .mentionName(let userID): writer.add(entity, opening: "[", closing: "](tg://user?id=\(userID))")
            case .customEmoji(let id): writer.add(entity, opening: "![", closing: "](tg://emoji?id=\(id))")
            case .formattedDate(let date):
                let url = "tg://time?unix=\(date.unixTime)&format=\(date.format.letters)"
                writer.add(entity, opening: "![", closing: "](\(url))")
            // HTML works as well, and does not depend on lines.
            case .blockquote(let collapsed):
                let opening = collapsed ? "<blockquote expandable>" : "<blockquote>"
                writer.add(entity, opening: opening, closing: "</blockquote>")
            default: break
            }
        }
        return writer.write(text.text, escaping: "&<>", escape: HTMLEscaping.reference)
    }
}
