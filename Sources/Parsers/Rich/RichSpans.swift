// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a range of rich text is.
enum RichSpanKind: NestableKind {
    case bold
    case italic
    case underline
    case strikethrough
    case fixed
    case spoiler
    case marked
    case `subscript`
    case superscript
    case link(url: String)
    case email(address: String)
    case phone(number: String)
    case anchor(name: String)
    case mention(userID: Int64)
    case date(FormattedDate)
    case customEmoji(documentID: Int64)
    case math

    var isStyle: Bool { nestingPriority >= 60 }

    var isVerbatim: Bool {
        switch self {
        case .customEmoji, .math: true
        default: false
        }
    }

    var nestingPriority: Int {
        switch self {
        case .anchor: 40
        case .link, .email, .phone, .mention: 49
        case .date: 50
        case .customEmoji: 58
        case .math: 59
        case .bold: 90
        case .italic: 91
        case .underline: 92
        case .strikethrough: 93
        case .spoiler: 94
        case .marked: 95
        case .subscript: 96
        case .superscript: 97
        case .fixed: 98
        }
    }

    func mayHold(_ inner: RichSpanKind) -> Bool {
        !isVerbatim && nestingPriority != inner.nestingPriority
    }
}

/// Rich text as text and ranges, in bytes of UTF-8.
struct RichSpans {
    var bytes: [UInt8] = []
    var spans: [NestingSpan<RichSpanKind>] = []

    init() {}

    init(_ text: RichText) {
        append(text)
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The ranges in valid nesting, in the order in which they open.
    ///
    /// Equal styles that touch are one.
    var nested: [NestingSpan<RichSpanKind>] {
        var merged: [NestingSpan<RichSpanKind>] = []
        var newest: [RichSpanKind: Int] = [:]
        for span in spans.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where !span.range.isEmpty {
            if span.kind.isStyle, let index = newest[span.kind], merged[index].range.upperBound >= span.range.lowerBound
            {
                let end = max(merged[index].range.upperBound, span.range.upperBound)
                merged[index].range = merged[index].range.lowerBound..<end
                continue
            }
            if span.kind.isStyle { newest[span.kind] = merged.count }
            merged.append(span)
        }
        return EntityNesting.nested(merged, textLength: bytes.count)
    }

    /// The tree that the ranges make.
    var richText: RichText {
        var stack: [(span: NestingSpan<RichSpanKind>?, children: [RichText])] = [(nil, [])]
        var position = 0
        func flush(to end: Int) {
            guard end > position else { return }
            stack[stack.count - 1].children.append(.plain(String(decoding: bytes[position..<end], as: UTF8.self)))
            position = end
        }
        func close(upTo limit: Int) {
            while let span = stack.last?.span, span.range.upperBound <= limit {
                flush(to: span.range.upperBound)
                let node = Self.node(span.kind, Self.joined(stack.removeLast().children))
                stack[stack.count - 1].children.append(node)
            }
        }
        for span in nested {
            close(upTo: span.range.lowerBound)
            flush(to: span.range.lowerBound)
            stack.append((span, []))
        }
        close(upTo: bytes.count)
        flush(to: bytes.count)
        return Self.joined(stack[0].children)
    }

    private static func joined(_ children: [RichText]) -> RichText {
        switch children.count {
        case 0: .empty
        case 1: children[0]
        default: .concat(children)
        }
    }

    private static func node(_ kind: RichSpanKind, _ text: RichText) -> RichText {
        func plain() -> String { if case .plain(let string) = text { string } else { "" } }
        return switch kind {
        case .bold: .bold(text)
        case .italic: .italic(text)
        case .underline: .underline(text)
        case .strikethrough: .strikethrough(text)
        case .fixed: .fixed(text)
        case .spoiler: .spoiler(text)
        case .marked: .marked(text)
        case .subscript: .subscript(text)
        case .superscript: .superscript(text)
        case .link(let url): .link(text, url: url)
        case .email(let address): .email(text, address: address)
        case .phone(let number): .phone(text, number: number)
        case .anchor(let name): .anchor(text, name: name)
        case .mention(let userID): .mention(text, userID: userID)
        case .date(let date): .date(text, date)
        case .customEmoji(let documentID): .customEmoji(documentID: documentID, alternative: plain())
        case .math: .math(plain())
        }
    }
}

extension RichSpans {
    private mutating func append(_ text: RichText, depth: Int = 0) {
        // Deeper trees come from nobody who means well; their text is kept.
        let start = bytes.count
        func isDeep() -> Bool { depth > 256 }
        var kind: RichSpanKind?
        switch text {
        case .plain(let string): bytes += string.utf8
        case .concat(let parts): for part in parts where !isDeep() { append(part, depth: depth + 1) }
        case .customEmoji(let documentID, let alternative):
            bytes += alternative.utf8
            kind = .customEmoji(documentID: documentID)
        case .math(let source):
            bytes += source.utf8
            kind = .math
        default:
            guard let (inner, innerKind) = text.wrapped, !isDeep() else { break }
            append(inner, depth: depth + 1)
            kind = innerKind
        }
        if let kind, bytes.count > start { spans.append(NestingSpan(kind: kind, range: start..<bytes.count)) }
    }
}

extension RichText {
    /// What a node does to the text inside.
    var wrapped: (text: RichText, kind: RichSpanKind)? {
        switch self {
        case .bold(let text): (text, .bold)
        case .italic(let text): (text, .italic)
        case .underline(let text): (text, .underline)
        case .strikethrough(let text): (text, .strikethrough)
        case .fixed(let text): (text, .fixed)
        case .spoiler(let text): (text, .spoiler)
        case .marked(let text): (text, .marked)
        case .subscript(let text): (text, .subscript)
        case .superscript(let text): (text, .superscript)
        case .link(let text, let url): (text, .link(url: url))
        case .email(let text, let address): (text, .email(address: address))
        case .phone(let text, let number): (text, .phone(number: number))
        case .anchor(let text, let name): (text, .anchor(name: name))
        case .mention(let text, let userID): (text, .mention(userID: userID))
        case .date(let text, let date): (text, .date(date))
        case .plain, .concat, .customEmoji, .math: nil
        }
    }
}
