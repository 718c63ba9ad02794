// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes blocks as rich Markdown, with HTML where Markdown has no words.
enum RichMarkdownWriter {
    static func write(_ blocks: [RichBlock]) -> String {
        lines(of: blocks, depth: 0).joined(separator: "\n")
    }

    private static func lines(of blocks: [RichBlock], depth: Int) -> [String] {
        var lines: [String] = []
        var previous: RichBlock?
        for block in blocks {
            if let previous {
                lines.append("")
                // Two lists in a row would be one.
                if previous.isList, block.isList { lines += ["<!-- -->", ""] }
            }
            lines += self.lines(of: block, depth: depth)
            previous = block
        }
        return lines
    }

    private static func lines(of block: RichBlock, depth: Int) -> [String] {
        switch block {
        case .heading(let text, let level) where !text.isEmpty && (1...6).contains(level):
            return [String(repeating: "#", count: level) + " " + inline(text)]
        case .paragraph(let text) where !text.isEmpty: return [inline(text)]
        case .divider: return ["---"]
        case .preformatted(.plain(let text), let language): return code(text, language) ?? [RichHTMLWriter.html(block)]
        case .quote(let quote)
        where quote.caption.isEmpty && !quote.isCollapsed && depth < 8 && !quote.blocks.isEmpty:
            return lines(of: quote.blocks, depth: depth + 1).map { $0.isEmpty ? ">" : "> " + $0 }
        case .list(let items) where depth < 8: return list(items, start: nil, depth) ?? [RichHTMLWriter.html(block)]
        case .orderedList(let list) where depth < 8 && !list.isReversed && list.type == nil:
            return self.list(list.items, start: list.start ?? 1, depth) ?? [RichHTMLWriter.html(block)]
        case .table(let table): return self.table(table) ?? [RichHTMLWriter.html(block)]
        default: return [RichHTMLWriter.html(block)]
        }
    }

    private static func inline(_ text: RichText) -> String { RichInlineWriter.write(text, .markdown) }

    private static func code(_ text: String, _ language: String) -> [String]? {
        let isWord = !language.utf8.contains { $0 <= 32 || $0 == UInt8(ascii: "`") }
        guard isWord, language != "math", !text.isEmpty, !text.utf8.contains(13) else { return nil }
        var longest = 2
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return [fence + language] + lines.map { String(Substring($0)) } + [fence]
    }

    private static func list(_ items: [RichListItem], start: Int32?, _ depth: Int) -> [String]? {
        guard !items.isEmpty else { return nil }
        var lines: [String] = []
        var number = start ?? 0
        for (place, item) in items.enumerated() {
            // A number says where the list begins, or jumps; nothing else.
            if let value = item.value, start == nil || place == 0 || value == number { return nil }
            // An item whose first line is no text cannot stand beside its mark.
            guard case .paragraph(let text)? = item.blocks.first, !text.isEmpty else { return nil }
            number = item.value ?? number
            guard number >= 0, number < 1_000_000_000 else { return nil }
            let mark = start == nil ? "- " : "\(number). "
            let box = item.isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
            let indent = String(repeating: " ", count: mark.utf8.count)
            let content = self.lines(of: item.blocks, depth: depth + 1)
            for (index, line) in content.enumerated() {
                lines.append(index == 0 ? mark + box + line : line.isEmpty ? "" : indent + line)
            }
            number &+= 1
        }
        return lines
    }

    /// A table whose first row is its header and whose columns are aligned as a whole.
    private static func table(_ table: RichTable) -> [String]? {
        guard let header = table.rows.first, !header.isEmpty, table.title.isEmpty, !table.isBordered, !table.isStriped
        else {
            return nil
        }
        for (index, row) in table.rows.enumerated() {
            guard row.count == header.count else { return nil }
            for (cell, head) in zip(row, header) {
                let isPlain =
                    cell.isHeader == (index == 0) && cell.alignment == head.alignment && cell.verticalAlignment == .top
                    && cell.columns == 1 && cell.rows == 1
                guard isPlain else { return nil }
            }
        }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let marks = header.map { cell in
            switch cell.alignment {
            case .left: "---"
            case .center: ":-:"
            case .right: "--:"
            }
        }
        let rows = table.rows.map { row in line(row.map { RichInlineWriter.write($0.text, .cell) }) }
        return [rows[0], line(marks)] + rows.dropFirst()
    }
}

extension RichBlock {
    fileprivate var isList: Bool {
        switch self {
        case .list, .orderedList: true
        default: false
        }
    }
}
