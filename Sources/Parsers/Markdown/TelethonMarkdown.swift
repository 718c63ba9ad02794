// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Telethon's Markdown: `**bold**`, `__italic__`, `~~strike~~`, code, blocks without language, `[text](url)`.
///
/// There are no escapes. A marker ends at its next occurrence and is text if there is none; entities may cross.
struct TelethonMarkdown {
    /// Longer markers come first.
    private enum Marker: CaseIterable {
        case fence
        case bold
        case italic
        case strikethrough
        case code

        var text: StaticString {
            switch self {
            case .fence: "```"
            case .bold: "**"
            case .italic: "__"
            case .strikethrough: "~~"
            case .code: "`"
            }
        }

        var kind: MessageEntity.Kind {
            switch self {
            case .fence: .pre(language: "")
            case .bold: .bold
            case .italic: .italic
            case .strikethrough: .strikethrough
            case .code: .code
            }
        }
    }

    private struct Opened {
        let kind: MessageEntity.Kind
        let offset: Int
        /// Where the end marker stands.
        let end: Int
        let endLength: Int
    }

    private let markup: ByteText
    private var text: TextBuilder
    private var entities: [MessageEntity] = []
    private var opened: [Opened] = []
    private var index = 0
    /// Markers that do not occur any more.
    private var exhausted: Set<Marker> = []
    private var nextBracket = -1
    private var nextParenthesis = -1

    private init(_ markup: String) {
        self.markup = ByteText(markup)
        text = TextBuilder(capacity: self.markup.count)
    }

    static func parse(_ markup: String) -> FormattedText {
        var parser = TelethonMarkdown(markup)
        while parser.index < parser.markup.count { parser.step() }
        parser.entities.sortForNesting()
        return FormattedText(parser.text.string, entities: parser.entities).strippingWhitespace()
    }

    private mutating func step() {
        if closeEntity() { return }
        let special = markup.firstIndex(from: index, in: "*_~`[")
        guard special == index else {
            copy(upTo: special)
            return
        }
        for marker in Marker.allCases where markup.has(marker.text, at: index) {
            if open(marker) { return }
            break
        }
        if markup[index] == UInt8(ascii: "["), readLink() { return }
        text.append(markup[index])
        index += 1
    }

    /// Copies text, but ends entities on the way.
    private mutating func copy(upTo end: Int) {
        while index < end {
            if closeEntity() { continue }
            let stop = opened.reduce(end) { $1.end > index ? min($0, $1.end) : $0 }
            text.append(markup[index..<stop])
            index = stop
        }
    }

    private mutating func closeEntity() -> Bool {
        guard let place = opened.firstIndex(where: { $0.end == index }) else { return false }
        let entity = opened.remove(at: place)
        index += entity.endLength
        if text.utf16Length > entity.offset {
            entities.append(MessageEntity(entity.kind, offset: entity.offset, length: text.utf16Length - entity.offset))
        }
        return true
    }

    private mutating func open(_ marker: Marker) -> Bool {
        guard !exhausted.contains(marker) else { return false }
        let length = marker.text.utf8CodeUnitCount
        guard !opened.contains(where: { $0.end > index && $0.end < index + length }) else { return false }
        let first = markup[index]
        // At least one character is inside.
        var end = index + length + 1
        while true {
            guard let found = markup.firstIndex(of: first, from: end) else {
                exhausted.insert(marker)
                return false
            }
            end = found
            if markup.has(marker.text, at: end),
                !opened.contains(where: { $0.end < end + length && end < $0.end + $0.endLength })
            {
                break
            }
            end += 1
        }
        opened.append(Opened(kind: marker.kind, offset: text.utf16Length, end: end, endLength: length))
        index += length
        if marker.kind.isVerbatim {
            copy(upTo: end)
            _ = closeEntity()
        }
        return true
    }

    private mutating func readLink() -> Bool {
        if nextBracket <= index { nextBracket = markup.firstIndex(of: UInt8(ascii: "]"), from: index + 1) ?? Int.max }
        guard nextBracket < markup.count, markup[nextBracket + 1] == UInt8(ascii: "(") else { return false }
        let urlStart = nextBracket + 2
        if nextParenthesis < urlStart {
            nextParenthesis = markup.firstIndex(of: UInt8(ascii: ")"), from: urlStart) ?? Int.max
        }
        guard nextParenthesis < markup.count else { return false }
        let url = markup.string(urlStart..<nextParenthesis)
        let label = nextBracket
        index += 1
        let start = text.utf16Length
        copy(upTo: label)
        if text.utf16Length > start {
            entities.append(MessageEntity(.textURL(url), offset: start, length: text.utf16Length - start))
        }
        let end = nextParenthesis + 1
        // What was to end inside the link's markup ends here.
        while let place = opened.firstIndex(where: { $0.end < end }) {
            let entity = opened.remove(at: place)
            entities.append(MessageEntity(entity.kind, offset: entity.offset, length: text.utf16Length - entity.offset))
        }
        index = max(index, end)
        return true
    }
}

extension TelethonMarkdown {
    static func write(_ text: FormattedText) -> String {
        var writer = MarkerWriter()
        for entity in text.entities where entity.length > 0 {
            switch entity.kind {
            case .bold: writer.add(entity, opening: "**", closing: "**")
            case .italic: writer.add(entity, opening: "__", closing: "__")
            case .strikethrough: writer.add(entity, opening: "~~", closing: "~~")
            case .code: writer.add(entity, opening: "`", closing: "`")
            case .pre: writer.add(entity, opening: "```", closing: "```")
            case .textURL(let url): writer.add(entity, opening: "[", closing: "](\(url))")
            case .mentionName(let userID): writer.add(entity, opening: "[", closing: "](tg://user?id=\(userID))")
            default: break
            }
        }
        return writer.write(text.text, escaping: "") { _ in "" }
    }
}
