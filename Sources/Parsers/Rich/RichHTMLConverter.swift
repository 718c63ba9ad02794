// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Turns a tree of HTML into rich text.
enum RichHTMLConverter {
    private static let inlineNames: Set<String> = [
        "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "spoiler", "span", "code", "tt",
        "mark",
        "sub", "sup", "a", "tg-emoji", "tg-time", "tg-math", "tg-reference",
    ]

    /// Whether a tag is part of the inline text.
    static func isInline(_ name: String) -> Bool {
        inlineNames.contains(name)
    }

    /// What an inline tag does to the text inside.
    static func kind(of name: String, _ attributes: [(name: String, value: String)]) -> RichSpanKind? {
        func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
        switch name {
        case "b", "strong": return .bold
        case "i", "em": return .italic
        case "u", "ins": return .underline
        case "s", "strike", "del": return .strikethrough
        case "tg-spoiler", "spoiler": return .spoiler
        case "span": return value("class") == "tg-spoiler" ? .spoiler : nil
        case "code", "tt": return .fixed
        case "mark": return .marked
        case "sub": return .subscript
        case "sup": return .superscript
        case "tg-math": return .math
        case "tg-emoji": return value("emoji-id").flatMap { Int64($0) }.map { .customEmoji(documentID: $0) }
        case "tg-reference": return value("name").map { .link(url: "#" + $0) }
        case "tg-time":
            guard let time = value("unix").flatMap({ Int32($0) }) else { return nil }
            return .date(
                FormattedDate(unixTime: time, format: FormattedDate.Format(letters: value("format") ?? "") ?? []))
        case "a":
            if let url = value("href"), !url.isEmpty { return .link(to: url) }
            return (value("name") ?? value("id")).map { .anchor(name: $0) }
        default: return nil
        }
    }

    /// The inline text of nodes; what is not inline is left out, and its text is kept.
    static func inline(_ nodes: [HTMLNode]) -> RichText {
        var collector = InlineCollector()
        collector.append(nodes)
        return collector.output.richText
    }
}

/// Collects inline text; white space counts as in HTML.
private struct InlineCollector {
    var output = RichSpans()
    /// Whether a space comes before the next visible character.
    private var hasSpace = false
    /// Whether nothing visible stands in the line yet.
    private var isLineStart = true

    mutating func append(_ nodes: [HTMLNode]) {
        for node in nodes {
            switch node {
            case .text(let text): appendCollapsed(text)
            case .literal(let text): append(text)
            case .element(let element): append(element)
            }
        }
    }

    private mutating func append(_ text: String) {
        if hasSpace { output.bytes.append(UInt8(ascii: " ")) }
        hasSpace = false
        isLineStart = false
        output.bytes += text.utf8
    }

    private mutating func appendCollapsed(_ text: String) {
        for byte in text.utf8 {
            if byte.isHTMLSpace {
                hasSpace = !isLineStart
            } else {
                if hasSpace { output.bytes.append(UInt8(ascii: " ")) }
                hasSpace = false
                isLineStart = false
                output.bytes.append(byte)
            }
        }
    }

    private mutating func append(_ element: HTMLElement) {
        if element.name == "br" {
            hasSpace = false
            isLineStart = true
            output.bytes.append(UInt8(ascii: "\n"))
            return
        }
        // A space before an element stays outside.
        let kind = RichHTMLConverter.kind(of: element.name, element.attributes)
        if hasSpace, kind != nil {
            output.bytes.append(UInt8(ascii: " "))
            hasSpace = false
            isLineStart = true
        }
        let start = output.bytes.count
        append(element.children)
        if let kind, output.bytes.count > start {
            output.spans.append(NestingSpan(kind: kind, range: start..<output.bytes.count))
        }
    }
}

extension UInt8 {
    var isHTMLSpace: Bool { self == 32 || (self >= 9 && self <= 13 && self != 11) }
}
