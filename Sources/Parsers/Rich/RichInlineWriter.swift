// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes inline rich text.
///
/// Markdown's own markers are used where they cannot be misread, and HTML everywhere else.
struct RichInlineWriter {
    /// What is written.
    enum Style {
        case markdown
        /// Markdown in a table, where a bar ends a cell.
        case cell
        case html
    }

    private let style: Style
    private let bytes: [UInt8]
    private let spans: [NestingSpan<RichSpanKind>]
    /// Where ranges begin and end, in order; a place stands once for each of them.
    private let borders: [Int]
    private var output: [UInt8] = []
    private var position = 0

    private init(_ text: RichText, _ style: Style) {
        let flat = RichSpans(text)
        self.style = style
        bytes = flat.bytes
        spans = flat.nested
        borders = spans.flatMap { [$0.range.lowerBound, $0.range.upperBound] }.sorted()
        output.reserveCapacity(bytes.count + bytes.count / 8)
    }

    /// Writes a text.
    static func write(_ text: RichText, _ style: Style) -> String {
        var writer = RichInlineWriter(text, style)
        var opened: [(end: Int, closing: String, mark: UInt8?)] = []
        func close(upTo limit: Int) {
            while let last = opened.last, last.end <= limit {
                writer.append(upTo: last.end, verbatim: last.mark)
                writer.output += last.closing.utf8
                opened.removeLast()
            }
        }
        for span in writer.spans {
            close(upTo: span.range.lowerBound)
            writer.append(upTo: span.range.lowerBound, verbatim: nil)
            let marker = style == .html ? nil : writer.marker(of: span)
            let (opening, closing) = marker.map { ($0, $0) } ?? tags(of: span.kind)
            writer.output += opening.utf8
            let isVerbatim = marker == "`" || marker == "$"
            opened.append((span.range.upperBound, closing, isVerbatim ? marker?.utf8.first : nil))
        }
        close(upTo: writer.bytes.count)
        writer.append(upTo: writer.bytes.count, verbatim: nil)
        return String(decoding: writer.output, as: UTF8.self)
    }

    /// How many borders lie before a place.
    private func bordersBefore(_ place: Int) -> Int {
        var low = 0
        var high = borders.count
        while low < high {
            let middle = (low + high) / 2
            if borders[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func borderCount(at place: Int) -> Int {
        bordersBefore(place + 1) - bordersBefore(place)
    }

    /// Markdown's marker of a range, if nothing around it could be mistaken for a part of it.
    private func marker(of span: NestingSpan<RichSpanKind>) -> String? {
        let range = span.range
        guard borderCount(at: range.lowerBound) == 1, borderCount(at: range.upperBound) == 1,
            let first = bytes[range].first, let last = bytes[range].last, first > 32, last > 32
        else { return nil }
        func isWord(_ index: Int) -> Bool { bytes.indices.contains(index) && bytes[index].isWordByte }
        let isAlone = !isWord(range.lowerBound - 1) && !isWord(range.upperBound)
        switch span.kind {
        case .bold: return "**"
        case .italic: return isAlone ? "_" : nil
        case .strikethrough: return "~~"
        case .spoiler: return style == .cell ? nil : "||"
        case .marked: return "=="
        // In these nothing can be written but text.
        case .fixed: return isPlain(range) ? "`" : nil
        case .math: return isAlone && isPlain(range) ? "$" : nil
        default: return nil
        }
    }

    private func isPlain(_ range: Range<Int>) -> Bool {
        bordersBefore(range.upperBound) - bordersBefore(range.lowerBound + 1) == 0
            && !bytes[range].contains { $0 < 32 || $0 == UInt8(ascii: "|") }
    }

    private static func tags(of kind: RichSpanKind) -> (opening: String, closing: String) {
        func pair(_ name: String, _ attributes: String = "") -> (String, String) {
            ("<" + name + attributes + ">", "</" + name + ">")
        }
        func link(_ url: String) -> (String, String) { pair("a", " href=\"\(HTMLEscaping.attribute(url))\"") }
        return switch kind {
        case .bold: pair("b")
        case .italic: pair("i")
        case .underline: pair("u")
        case .strikethrough: pair("s")
        case .fixed: pair("code")
        case .spoiler: pair("tg-spoiler")
        case .marked: pair("mark")
        case .subscript: pair("sub")
        case .superscript: pair("sup")
        case .link(let url): link(url)
        case .email(let address): link("mailto:" + address)
        case .phone(let number): link("tel:" + number)
        case .anchor(let name): pair("a", " name=\"\(HTMLEscaping.attribute(name))\"")
        case .mention(let userID): link("tg://user?id=\(userID)")
        case .date(let date): pair("tg-time", " unix=\"\(date.unixTime)\" format=\"\(date.format.letters)\"")
        case .customEmoji(let documentID): pair("tg-emoji", " emoji-id=\"\(documentID)\"")
        case .math: pair("tg-math")
        }
    }

    private mutating func append(upTo end: Int, verbatim mark: UInt8?) {
        while position < end {
            let byte = bytes[position]
            if let mark {
                if byte == mark || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
                output.append(byte)
            } else if byte <= 32 {
                appendSpace(byte)
            } else if style == .html, HTMLEscaping.special.contains(byte) {
                HTMLEscaping.reference(byte).withUTF8Buffer { output += $0 }
            } else {
                if style != .html, mustEscape(byte) { output.append(UInt8(ascii: "\\")) }
                output.append(byte)
            }
            position += 1
        }
    }

    private func mustEscape(_ byte: UInt8) -> Bool {
        if ASCIISet(stringLiteral: "\\*_~|=`$[]!<&").contains(byte) { return true }
        // What could make a line another block.
        let previous = position > 0 ? bytes[position - 1] : UInt8(ascii: "\n")
        return ASCIISet(stringLiteral: "#>-+:").contains(byte) || (".)".utf8.contains(byte) && previous.isASCIIDigit)
    }

    /// Writes white space such that it is not taken for that of the markup.
    private mutating func appendSpace(_ byte: UInt8) {
        let previous = position > 0 ? bytes[position - 1] : 32
        let next = position + 1 < bytes.count ? bytes[position + 1] : 32
        let isBetween = previous > 32 && next > 32 && borderCount(at: position) + borderCount(at: position + 1) == 0
        switch byte {
        case UInt8(ascii: "\n"): output += "<br>".utf8
        case UInt8(ascii: " ") where isBetween: output.append(byte)
        case 9...13, 32: output += "&#\(byte);".utf8
        default: output.append(byte)
        }
    }
}

extension HTMLEscaping {
    /// Escapes an attribute's value such that it stays in one line and in one cell of a table.
    static func attribute(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "|") {
                output += "&#\(byte);".utf8
            } else if special.contains(byte) {
                reference(byte).withUTF8Buffer { output += $0 }
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
