// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes formatted text as HTML.
enum HTMLWriter {
    /// Whose HTML it is.
    enum Style {
        case ferogram
        case botAPI
        case telethon
        case pyrogram
    }

    static func write(_ text: FormattedText, style: Style) -> String {
        var writer = MarkerWriter()
        // Telethon's markup may cross; the others' may not.
        let entities =
            style == .telethon
            ? text.entities : EntityNesting.nested(text.entities.filter(\.kind.isWritten), textLength: text.utf16Length)
        var scanner = TextScanner(text.text)
        for entity in entities where entity.length > 0 {
            var address = ""
            if style == .telethon, entity.kind == .email {
                if scanner.utf16Offset > entity.offset { scanner = TextScanner(scanner.bytes) }
                _ = scanner.advance(toUTF16: entity.offset)
                var inside = scanner
                address = String(decoding: inside.advance(toUTF16: entity.end), as: UTF8.self)
            }
            guard let tags = tags(for: entity, address: address, style: style) else { continue }
            writer.add(entity, opening: tags.opening, closing: tags.closing)
        }
        return writer.write(text.text, escaping: HTMLEscaping.special, escape: HTMLEscaping.reference)
    }

    private static func tags(
        for entity: MessageEntity, address: String, style: Style
    ) -> (opening: String, closing: String)? {
        func pair(_ name: String, _ attributes: String = "") -> (String, String) {
            ("<" + name + attributes + ">", "</" + name + ">")
        }
        let isTelethon = style == .telethon
        switch entity.kind {
        case .bold: return pair(isTelethon ? "strong" : "b")
        case .italic: return pair(isTelethon ? "em" : "i")
        case .underline: return pair("u")
        case .strikethrough: return pair(isTelethon ? "del" : "s")
        case .spoiler: return isTelethon ? nil : pair(style == .pyrogram ? "spoiler" : "tg-spoiler")
        case .code: return pair("code")
        case .pre(let language):
            let escaped = HTMLEscaping.escaped(language)
            if language.isEmpty { return pair("pre") }
            if style == .pyrogram { return pair("pre", " language=\"\(escaped)\"") }
            return ("<pre><code class=\"language-\(escaped)\">", "</code></pre>")
        case .textURL(let url): return pair("a", " href=\"\(HTMLEscaping.escaped(url))\"")
        case .mentionName(let userID): return pair("a", " href=\"tg://user?id=\(userID)\"")
        case .customEmoji(let id):
            return style == .pyrogram ? pair("emoji", " id=\"\(id)\"") : pair("tg-emoji", " emoji-id=\"\(id)\"")
        case .blockquote(let collapsed): return pair("blockquote", collapsed ? " expandable" : "")
        case .formattedDate where style == .botAPI && !entity.kind.isKnownToBotAPI: return nil
        case .formattedDate(let date):
            return isTelethon ? nil : pair("tg-time", " unix=\"\(date.unixTime)\" format=\"\(date.format.letters)\"")
        case .email where isTelethon:
            return pair("a", " href=\"mailto:\(HTMLEscaping.escaped(address))\"")
        default: return nil
        }
    }
}

extension MessageEntity.Kind {
    /// Whether the Bot API takes it: it knows no moment before 1970.
    var isKnownToBotAPI: Bool {
        if case .formattedDate(let date) = self { date.unixTime > 0 } else { true }
    }

    /// Whether markup says it; the other kinds Telegram finds by itself.
    var isWritten: Bool {
        switch self {
        case .unknown, .mention, .hashtag, .cashtag, .botCommand, .url, .email, .phone, .bankCard, .tonAddress,
            .diffInsert,
            .diffReplace, .diffDelete:
            false
        default: true
        }
    }
}

extension FormattedText {
    /// The part of the text that an entity covers.
    ///
    /// - Parameter entity: An entity; what lies outside the text is left out.
    /// - Returns: The part of the text.
    public func substring(of entity: MessageEntity) -> String {
        var scanner = TextScanner(text)
        _ = scanner.advance(toUTF16: entity.offset)
        return String(decoding: scanner.advance(toUTF16: entity.end), as: UTF8.self)
    }
}
