// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the old Markdown of the Bot API, which cannot nest (core.telegram.org/bots/api#markdown-style).
struct LegacyMarkdownParser {
    private let markup: ByteText
    private var text: TextBuilder
    private var entities: [MessageEntity] = []
    private var index = 0

    private init(_ markup: String) {
        self.markup = ByteText(markup)
        text = TextBuilder(capacity: self.markup.count)
    }

    static func parse(_ markup: String) throws(MarkupError) -> FormattedText {
        var parser = LegacyMarkdownParser(markup)
        return try parser.parse()
    }

    private mutating func parse() throws(MarkupError) -> FormattedText {
        let special: ASCIISet = "_*`[\\"
        while index < markup.count {
            let next = markup.firstIndex(from: index, in: special)
            text.append(markup[index..<next])
            index = next
            guard index < markup.count else { break }
            guard markup[index] == UInt8(ascii: "\\") else {
                try readEntity()
                continue
            }
            let escaped = markup[index + 1]
            if ASCIISet(stringLiteral: "_*`[").contains(escaped) {
                text.append(escaped)
                index += 2
            } else {
                text.append(UInt8(ascii: "\\"))
                index += 1
            }
        }
        return FormattedText(text.string, entities: entities)
    }

    private mutating func readEntity() throws(MarkupError) {
        let start = index
        let marker = markup[index]
        let isPre = markup.has("```", at: index)
        var language = ""
        if isPre {
            (language, index) = markup.fenceHeader(from: index + 3)
        } else {
            index += 1
        }
        let contentStart = index
        let endMarker = marker == UInt8(ascii: "[") ? UInt8(ascii: "]") : marker
        while index < markup.count, markup[index] != endMarker || (isPre && !markup.has("```", at: index)) {
            index += 1
        }
        guard index < markup.count else {
            throw MarkupError(
                reason: "Can't find end of the entity starting at byte offset \(start)", byteOffset: start)
        }
        let offset = text.utf16Length
        text.append(markup[contentStart..<index])
        let contentEnd = index
        index += isPre ? 3 : 1
        let kind: MessageEntity.Kind?
        switch marker {
        case UInt8(ascii: "*"): kind = .bold
        case UInt8(ascii: "_"): kind = .italic
        case UInt8(ascii: "`"): kind = isPre ? .pre(language: language) : .code
        // What links to nothing is no link, and what follows it is text.
        case _ where contentStart == contentEnd: kind = nil
        default: kind = readLink(text: markup.string(contentStart..<contentEnd))
        }
        let length = text.utf16Length - offset
        if let kind, length > 0 { entities.append(MessageEntity(kind, offset: offset, length: length)) }
    }

    private mutating func readLink(text: String) -> MessageEntity.Kind? {
        var url = text
        if markup[index] == UInt8(ascii: "(") {
            let end = markup.firstIndex(from: index + 1, in: ")")
            url = markup.string(index + 1..<end)
            index = min(end + 1, markup.count)
        }
        if let userID = TelegramURL.userID(url) { return .mentionName(userID: userID) }
        return WebURL.checked(url).map { .textURL($0) }
    }
}
