// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes formatted text as the old Markdown of the Bot API.
///
/// It cannot nest: of entities inside each other the inner ones are left out. Inside an entity nothing can be
/// escaped, so an entity that holds its own end is left out, too.
enum LegacyMarkdownWriter {
    static func write(_ text: FormattedText) -> String {
        var writer = MarkerWriter()
        var scanner = TextScanner(text.text)
        var end = 0
        var covered: [Range<Int>] = []
        for entity in EntityNesting.nested(text.entities.filter(\.kind.isWritten), textLength: text.utf16Length) {
            guard entity.offset >= end else { continue }
            _ = scanner.advance(toUTF16: entity.offset)
            guard let (opening, closing) = markers(of: entity, first: scanner.next), let mark = closing.utf8.first
            else {
                continue
            }
            var inside = scanner
            guard !inside.advance(toUTF16: entity.end).contains(mark) else { continue }
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

    private static func markers(of entity: MessageEntity, first: UInt8) -> (opening: String, closing: String)? {
        switch entity.kind {
        case .bold: return ("*", "*")
        case .italic: return ("_", "_")
        case .code: return ("`", "`")
        case .pre(let language): return ("```" + MarkdownWriter.fenceHeader(language, before: first), "```")
        case .textURL(let url) where !url.contains(")"): return ("[", "](\(url))")
        case .mentionName(let userID): return ("[", "](tg://user?id=\(userID))")
        default: return nil
        }
    }
}
