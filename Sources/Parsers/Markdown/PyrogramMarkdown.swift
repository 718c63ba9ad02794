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
        append(label: markup.string(label..<labelEnd), url: markup.string(url..<nextParenthesis), isObject: isObject)
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

    private mutating func append(label: String, url: String, isObject: Bool) {
        if isObject, case .success(let id) = TelegramURL.customEmojiID(url) {
            html += "<emoji id=\"\(id)\">\(label)</emoji>".utf8
        } else if isObject, case .success(let date) = TelegramURL.date(url) {
            html += "<tg-time unix=\"\(date.unixTime)\" format=\"\(date.format.letters)\">\(label)</tg-time>".utf8
        } else {
            html += ((isObject ? "!" : "") + "<a href=\"\(HTMLEscaping.escaped(url))\">\(label)</a>").utf8
        }
    }

    /// Turns lines that begin with `>` into block quotes; one line end at the very end is lost on the way.
    private static func quotesAsHTML(_ markup: String) -> [UInt8] {
        let text = ByteText(markup)
        var output: [UInt8] = []
        output.reserveCapacity(text.count + 64)
        var start = 0
        var isInQuote = false
        var isCollapsed = false
        while start < text.count {
            let end = text.firstIndex(from: start, in: "\n")
            let isFoldedStart = text.has("**>", at: start)
            let isQuote = isFoldedStart || text[start] == UInt8(ascii: ">")
            if isInQuote, !isQuote || isFoldedStart {
                output += "</blockquote>".utf8
                isInQuote = false
            }
            if start > 0 { output.append(UInt8(ascii: "\n")) }
            guard isQuote else {
                output += text[start..<end]
                start = end + 1
                continue
            }
            if !isInQuote {
                isCollapsed = isFoldedStart
                output += (isCollapsed ? "<blockquote expandable>" : "<blockquote>").utf8
                isInQuote = true
            }
            let contentStart = min(end, text.firstIndex(from: start + (isFoldedStart ? 3 : 1), notIn: " \t"))
            var contentEnd = end
            while contentEnd > contentStart, text[contentEnd - 1].isASCIISpace { contentEnd -= 1 }
            let isFoldedEnd = isCollapsed && contentEnd - contentStart >= 2 && text.has("||", at: contentEnd - 2)
            output += text[contentStart..<contentEnd - (isFoldedEnd ? 2 : 0)]
            if isFoldedEnd {
                output += "</blockquote>".utf8
                isInQuote = false
            }
            start = end + 1
        }
        if isInQuote { output += "</blockquote>".utf8 }
        return output
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
