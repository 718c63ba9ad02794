// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes formatted text as the old Markdown of the Bot API.
///
/// It cannot nest: of entities inside each other the inner ones are left out. Inside an entity nothing can be
/// escaped, so an entity that holds its own end is left out, too.
enum LegacyMarkdownWriter {
    static func write(_ text: FormattedText) -> String {
        var writer = MarkerWriter()
        var end = 0
        var covered: [Range<Int>] = []
        for entity in EntityNesting.nested(text.entities.filter(\.kind.isWritten), textLength: text.utf16Length) {
            guard entity.offset >= end, let (opening, closing) = markers(of: entity) else { continue }
            let content = text.substring(of: entity)
            guard !content.contains(closing.first ?? "*") else { continue }
            writer.add(entity, opening: opening, closing: closing)
            covered.append(entity.offset..<entity.end)
            end = entity.end
        }
        return writer.write(text.text, escaping: "_*[`", verbatim: covered) { byte in
            switch byte {
            case UInt8(ascii: "_"): "\\_"
            case UInt8(ascii: "*"): "\\*"
            case UInt8(ascii: "["): "\\["
            default: "\\`"
            }
        }
    }

    private static func markers(of entity: MessageEntity) -> (opening: String, closing: String)? {
        switch entity.kind {
        case .bold: ("*", "*")
        case .italic: ("_", "_")
        case .code: ("`", "`")
        case .pre(let language): ("```\(language.utf8.contains { $0.isASCIISpace || $0 == 96 } ? "" : language)\n", "```")
        case .textURL(let url) where !url.contains(")"): ("[", "](\(url))")
        case .mentionName(let userID): ("[", "](tg://user?id=\(userID))")
        default: nil
        }
    }
}
