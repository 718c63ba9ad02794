// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A line of Markdown, without its line end.
typealias MarkdownLine = ArraySlice<UInt8>

extension ByteText {
    /// The lines of the text.
    func lines() -> [MarkdownLine] {
        bytes.isEmpty ? [] : bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}

extension MarkdownLine {
    /// How many spaces stand in front; a tab counts as four.
    var indent: Int {
        var indent = 0
        for byte in self {
            if byte == UInt8(ascii: " ") {
                indent += 1
            } else if byte == UInt8(ascii: "\t") {
                indent += 4
            } else {
                break
            }
        }
        return indent
    }

    /// The line without white space at both ends.
    var trimmed: MarkdownLine {
        var line = self
        while let first = line.first, first.isHTMLSpace || first == 11 { line.removeFirst() }
        while let last = line.last, last.isHTMLSpace || last == 11 { line.removeLast() }
        return line
    }

    /// The line without at most so many spaces in front.
    func dropping(indent: Int) -> MarkdownLine {
        var line = self
        var dropped = 0
        while dropped < indent, let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
            line.removeFirst()
            dropped += first == UInt8(ascii: "\t") ? 4 : 1
        }
        return line
    }

    func has(prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { starts(with: $0) }
    }

    func has(suffix: StaticString) -> Bool {
        suffix.withUTF8Buffer { count >= $0.count && self.suffix($0.count).elementsEqual($0) }
    }

    var string: String { String(decoding: self, as: UTF8.self) }
}

extension MarkdownLine {
    /// The level of a heading, and its text.
    var heading: (level: Int, text: MarkdownLine)? {
        let line = trimmed
        let level = line.prefix { $0 == UInt8(ascii: "#") }.count
        let rest = line.dropFirst(level)
        guard (1...6).contains(level), rest.first?.isHTMLSpace ?? true else { return nil }
        var text = rest.trimmed
        // Number signs at the end close the heading if a space stands before them.
        var end = text
        while end.last == UInt8(ascii: "#") { end.removeLast() }
        if end.count < text.count, end.isEmpty || end.last == UInt8(ascii: " ") { text = end.trimmed }
        return (level, text)
    }

    /// Whether the line is three or more of `-`, `*` or `_`, perhaps with spaces.
    var isDivider: Bool {
        var mark: UInt8?
        var count = 0
        for byte in trimmed where byte != UInt8(ascii: " ") && byte != 9 {
            guard ASCIISet(stringLiteral: "-*_").contains(byte), byte == mark ?? byte else { return false }
            mark = byte
            count += 1
        }
        return count >= 3
    }

    /// The characters that open fenced code.
    var fence: (mark: UInt8, length: Int, info: String)? {
        let line = trimmed
        guard let mark = line.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let length = line.prefix { $0 == mark }.count
        let info = line.dropFirst(length).trimmed
        guard length >= 3, !info.contains(UInt8(ascii: "`")) else { return nil }
        return (mark, length, info.string)
    }

    /// The content of a line of a quotation.
    var quoted: MarkdownLine? {
        let line = dropping(indent: 3)
        guard line.first == UInt8(ascii: ">") else { return nil }
        let rest = line.dropFirst()
        return rest.first == UInt8(ascii: " ") ? rest.dropFirst() : rest
    }

    /// The mark of a list's item.
    struct ItemMark {
        /// The character of a bullet, or the one after the number.
        let mark: UInt8
        /// The number of an ordered list.
        let number: Int32?
        /// How many spaces the item's further lines have in front.
        let contentIndent: Int
        let content: MarkdownLine
    }

    var itemMark: ItemMark? {
        let indent = indent
        let line = dropping(indent: indent)
        let digits = line.prefix { $0.isASCIIDigit }
        guard digits.count <= 9 else { return nil }
        let rest = line.dropFirst(digits.count)
        guard let mark = rest.first, ASCIISet(stringLiteral: digits.isEmpty ? "-*+" : ".)").contains(mark) else {
            return nil
        }
        let content = rest.dropFirst()
        guard content.isEmpty || content.first == UInt8(ascii: " ") || content.first == 9 else { return nil }
        return ItemMark(
            mark: mark, number: digits.isEmpty ? nil : Int32(digits.string),
            contentIndent: indent + digits.count + 2, content: content.dropping(indent: 1))
    }
}
