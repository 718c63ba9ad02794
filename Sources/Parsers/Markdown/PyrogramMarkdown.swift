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
        let markers: [(StaticString, String)] = [
            ("`", "code"), ("~~", "s"), ("--", "u"), ("__", "i"), ("**", "b"), ("||", "spoiler"),
        ]
        guard let (marker, tag) = markers.first(where: { markup.has($0.0, at: index) }) else { return false }
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
        var lines = Lines(markup)
        var isFolded = false
        for index in lines.texts.indices {
            guard let line = lines.texts[index] else { continue }
            if !isFolded, line.starts(with: "**>".utf8) {
                lines.quote(index, line.dropFirst(3).droppingSpace)
                isFolded = true
            } else if isFolded, line.count >= 2, line.suffix(2).elementsEqual("||".utf8) {
                let content = line.first == UInt8(ascii: ">") ? line.dropFirst().droppingSpace : line
                lines.quote(index, content.dropLast(2))
                lines.endQuote(isFolded: true)
                isFolded = false
            } else if isFolded {
                let isMarked = line.first == UInt8(ascii: ">")
                lines.quote(index, isMarked ? line.dropFirst().droppingSpace : line.dropFirst())
            }
        }
        for index in lines.texts.indices {
            guard let line = lines.texts[index] else { continue }
            if line.first == UInt8(ascii: ">") {
                lines.quote(index, line.dropFirst().droppingSpace)
            } else {
                lines.endQuote(isFolded: false)
            }
        }
        lines.endQuote(isFolded: false)
        return Array(lines.texts.compactMap { $0 }.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Lines of markup, some of which are put together.
    private struct Lines {
        /// The lines; `nil` stands for one that is part of an earlier one.
        private(set) var texts: [ArraySlice<UInt8>?] = []
        private var quoted: [(index: Int, content: ArraySlice<UInt8>)] = []

        /// Cuts a text where Python does.
        init(_ markup: String) {
            let text = ByteText(markup)
            var start = 0
            var index = 0
            while let scalar = text.scalar(at: index) {
                let end = index
                index += UTF8.width(scalar)
                switch scalar.value {
                case 0x0D:
                    if text[index] == UInt8(ascii: "\n") { index += 1 }
                case 0x0A...0x0C, 0x1C...0x1E, 0x85, 0x2028, 0x2029: break
                default: continue
                }
                texts.append(text[start..<end])
                start = index
            }
            if start < text.count { texts.append(text[start..<text.count]) }
        }

        mutating func quote(_ index: Int, _ content: ArraySlice<UInt8>) {
            quoted.append((index, content))
        }

        /// Puts the lines of a quotation in place of its first one.
        mutating func endQuote(isFolded: Bool) {
            guard let first = quoted.first else { return }
            var html = Array((isFolded ? "<blockquote expandable>" : "<blockquote>").utf8)
            html += quoted.map(\.content).joined(separator: [UInt8(ascii: "\n")])
            html += "</blockquote>".utf8
            texts[first.index] = html[...]
            for line in quoted.dropFirst() { texts[line.index] = nil }
            quoted = []
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without the one space with which they may begin.
    fileprivate var droppingSpace: ArraySlice<UInt8> { first == UInt8(ascii: " ") ? dropFirst() : self }
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
