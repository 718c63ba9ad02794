// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the blocks of rich Markdown, which never fails.
struct RichMarkdownParser {
    /// How deep quotations and lists nest; what is deeper is a paragraph.
    private static let depthLimit = 12
    /// Whether there may still be an end of a formula.
    private var hasMathEnd = true

    /// The blocks of lines.
    mutating func blocks(in lines: [MarkdownLine], depth: Int) -> [RichBlock] {
        var blocks: [RichBlock] = []
        var index = 0
        hasMathEnd = true
        while index < lines.count {
            let line = lines[index].trimmed
            if line.isEmpty {
                index += 1
            } else if let block = leaf(lines, &index) {
                blocks += block
            } else if depth < Self.depthLimit, lines[index].quoted != nil {
                blocks.append(quote(lines, &index, depth))
            } else if depth < Self.depthLimit, let mark = lines[index].itemMark {
                blocks.append(list(lines, &index, mark, depth))
            } else {
                blocks.append(paragraph(lines, &index, depth))
            }
        }
        return blocks
    }

    /// A block that holds no other Markdown, if one begins here.
    private mutating func leaf(_ lines: [MarkdownLine], _ index: inout Int) -> [RichBlock]? {
        let line = lines[index].trimmed
        if let fence = line.fence { return [code(lines, &index, fence)] }
        if line.has(prefix: "$$"), let block = math(lines, &index) { return [block] }
        if let (level, text) = line.heading {
            index += 1
            return [.heading(RichInlineParser.parse(ByteText(Array(text))), level: level)]
        }
        if line.isDivider {
            index += 1
            return [.divider]
        }
        if line.has(prefix: "[^"), line.isFootnote {
            index += 1
            return []
        }
        if let media = line.media {
            index += 1
            return [.media(media)]
        }
        if line.first == UInt8(ascii: "<"), let blocks = html(lines, &index) { return blocks }
        return table(lines, &index).map { [$0] }
    }

    private func code(
        _ lines: [MarkdownLine], _ index: inout Int, _ fence: (mark: UInt8, length: Int, info: String)
    ) -> RichBlock {
        var content: [MarkdownLine] = []
        let indent = lines[index].indent
        index += 1
        while index < lines.count {
            let line = lines[index].trimmed
            index += 1
            if line.count >= fence.length, line.allSatisfy({ $0 == fence.mark }) { break }
            content.append(lines[index - 1].dropping(indent: indent))
        }
        let text = Self.joined(content)
        if fence.info == "math" { return .math(text.string) }
        return .preformatted(.plain(text.string), language: fence.info)
    }

    private mutating func math(_ lines: [MarkdownLine], _ index: inout Int) -> RichBlock? {
        let first = lines[index].trimmed.dropFirst(2)
        if first.has(suffix: "$$") {
            index += 1
            return .math(first.dropLast(2).trimmed.string)
        }
        guard hasMathEnd else { return nil }
        guard let end = lines[(index + 1)...].firstIndex(where: { $0.trimmed.has(suffix: "$$") }) else {
            hasMathEnd = false
            return nil
        }
        var content = lines[index + 1..<end].map { $0 }
        if !first.trimmed.isEmpty { content.insert(first.trimmed, at: 0) }
        let last = lines[end].trimmed.dropLast(2)
        if !last.trimmed.isEmpty { content.append(last.trimmed) }
        index = end + 1
        return .math(Self.joined(content).string)
    }

    private mutating func paragraph(_ lines: [MarkdownLine], _ index: inout Int, _ depth: Int) -> RichBlock {
        var content = [lines[index].trimmed]
        index += 1
        while index < lines.count {
            let line = lines[index].trimmed
            if line.isEmpty || line.interruptsParagraph || (depth < Self.depthLimit && line.beginsContainer) { break }
            if isTable(lines, index) { break }
            content.append(line)
            index += 1
        }
        return .paragraph(RichInlineParser.parse(ByteText(Array(Self.joined(content)))))
    }

    private static func joined(_ lines: [MarkdownLine]) -> MarkdownLine {
        Array(lines.joined(separator: [UInt8(ascii: "\n")]))[...]
    }
}

// MARK: - Containers

extension RichMarkdownParser {
    private mutating func quote(_ lines: [MarkdownLine], _ index: inout Int, _ depth: Int) -> RichBlock {
        var content: [MarkdownLine] = []
        while index < lines.count, let line = lines[index].quoted {
            content.append(line)
            index += 1
        }
        return .quote(RichQuote(blocks(in: content, depth: depth + 1)))
    }

    private mutating func list(
        _ lines: [MarkdownLine], _ index: inout Int, _ first: MarkdownLine.ItemMark, _ depth: Int
    ) -> RichBlock {
        var items: [RichListItem] = []
        var expected = first.number
        let indent = lines[index].indent
        while index < lines.count, let mark = lines[index].itemMark, lines[index].indent < indent + 2,
            mark.mark == first.mark, (mark.number == nil) == (first.number == nil), !lines[index].isDivider
        {
            var content = [mark.content]
            index += 1
            collectItem(lines, &index, mark, &content)
            var item = RichListItem([], isDone: content[0].task)
            if item.isDone != nil { content[0] = content[0].dropping(indent: 3).dropFirst(3).dropping(indent: 1) }
            item.blocks = blocks(in: content, depth: depth + 1)
            if let number = mark.number {
                if number != expected { item.value = number }
                expected = number &+ 1
            }
            items.append(item)
            // Blank lines between items do not end the list.
            var next = index
            while next < lines.count, lines[next].trimmed.isEmpty { next += 1 }
            if next < lines.count, lines[next].itemMark != nil { index = next }
        }
        guard let number = first.number else { return .list(items) }
        return .orderedList(RichOrderedList(items, start: number == 1 ? nil : number))
    }

    /// Collects the further lines of an item: those that stand below its text.
    private func collectItem(
        _ lines: [MarkdownLine], _ index: inout Int, _ mark: MarkdownLine.ItemMark, _ content: inout [MarkdownLine]
    ) {
        while index < lines.count {
            var next = index
            while next < lines.count, lines[next].trimmed.isEmpty { next += 1 }
            guard next < lines.count, lines[next].indent >= mark.contentIndent else { return }
            for line in lines[index...next] { content.append(line.dropping(indent: mark.contentIndent)) }
            index = next + 1
        }
    }

    /// An element whose tag begins the line, up to the line in which it ends.
    private func html(_ lines: [MarkdownLine], _ index: inout Int) -> [RichBlock]? {
        let line = lines[index].trimmed
        guard let name = line.blockTag else { return nil }
        var content: [MarkdownLine] = []
        var balance = 0
        while index < lines.count {
            content.append(lines[index])
            if name == "!--" {
                if lines[index].contains(sequence: "-->") { balance = 0 } else { balance = 1 }
            } else {
                balance += lines[index].tagBalance(of: name)
            }
            index += 1
            if balance <= 0 { break }
        }
        return RichHTMLConverter.blocks(in: HTMLTree.parse(ByteText(Array(Self.joined(content)))))
    }
}

// MARK: - Tables

extension RichMarkdownParser {
    private func isTable(_ lines: [MarkdownLine], _ index: Int) -> Bool {
        index + 1 < lines.count && lines[index].contains(UInt8(ascii: "|")) && lines[index + 1].columnAlignments != nil
    }

    private func table(_ lines: [MarkdownLine], _ index: inout Int) -> RichBlock? {
        guard isTable(lines, index), let alignments = lines[index + 1].columnAlignments else { return nil }
        var rows: [[RichTable.Cell]] = []
        func append(_ line: MarkdownLine, isHeader: Bool) {
            var cells = line.cells.map { RichInlineParser.parse(ByteText(Array($0.trimmed))) }
            cells = Array(cells.prefix(alignments.count))
            while cells.count < alignments.count { cells.append(.empty) }
            rows.append(
                zip(cells, alignments).map { RichTable.Cell($0, isHeader: isHeader, alignment: $1) })
        }
        append(lines[index], isHeader: true)
        index += 2
        while index < lines.count, lines[index].contains(UInt8(ascii: "|")) {
            append(lines[index], isHeader: false)
            index += 1
        }
        return .table(RichTable(rows))
    }
}

extension MarkdownLine {
    /// The alignments that the line under a table's header says.
    fileprivate var columnAlignments: [RichTable.Cell.Alignment]? {
        let line = trimmed
        guard line.contains(UInt8(ascii: "-")), line.contains(UInt8(ascii: "|")),
            line.allSatisfy({ ASCIISet(stringLiteral: "|:- \t").contains($0) })
        else { return nil }
        var alignments: [RichTable.Cell.Alignment] = []
        for cell in cells.map(\.trimmed) {
            let dashes = cell.drop { $0 == UInt8(ascii: ":") }.prefix { $0 == UInt8(ascii: "-") }
            let isLeft = cell.first == UInt8(ascii: ":")
            let isRight = cell.last == UInt8(ascii: ":")
            guard !dashes.isEmpty, dashes.count + (isLeft ? 1 : 0) + (isRight ? 1 : 0) == cell.count else { return nil }
            alignments.append(isRight ? isLeft ? .center : .right : .left)
        }
        return alignments
    }

    /// The cells of a row.
    fileprivate var cells: [MarkdownLine] {
        var cells: [MarkdownLine] = []
        let line = trimmed
        var start = line.startIndex
        var index = start
        while index < line.endIndex {
            if line[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if line[index] == UInt8(ascii: "|") {
                if index > line.startIndex { cells.append(line[start..<index]) }
                start = index + 1
            }
            index += 1
        }
        if start < line.endIndex { cells.append(line[start...]) }
        return cells
    }
}

// MARK: - Lines

extension MarkdownLine {
    fileprivate var isFootnote: Bool {
        guard let end = firstIndex(of: UInt8(ascii: "]")) else { return false }
        return end + 1 < endIndex && self[end + 1] == UInt8(ascii: ":")
    }

    /// Whether a task is done, if the text begins with the box of a task.
    fileprivate var task: Bool? {
        let line = dropping(indent: 3)
        guard line.count == 3 || (line.count > 3 && line[line.startIndex + 3].isHTMLSpace) else { return nil }
        if line.has(prefix: "[ ]") { return false }
        return line.has(prefix: "[x]") || line.has(prefix: "[X]") ? true : nil
    }

    /// A picture that stands alone in its line.
    fileprivate var media: RichMedia? {
        guard has(prefix: "!["), last == UInt8(ascii: ")") else { return nil }
        let text = ByteText(Array(self))
        let label = text.firstIndex(from: 2, in: "]\\[")
        guard text.has("](", at: label) else { return nil }
        let urlStart = label + 2
        let urlEnd = text.firstIndex(from: urlStart, in: " \t)")
        let url = text.string(urlStart..<urlEnd)
        guard !url.isEmpty, !url.lowercased().hasPrefix("tg:") else { return nil }
        let rest = text[urlEnd..<text.count - 1].trimmed
        if urlEnd == text.count - 1 { return RichMedia(RichMedia.Kind(url: url), url: url) }
        guard rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") else { return nil }
        let caption = RichInlineParser.parse(ByteText(Array(rest.dropFirst().dropLast())))
        return RichMedia(RichMedia.Kind(url: url), url: url, caption: RichCaption(caption))
    }

    private static let blockTags: Set<String> = [
        "details", "tg-collage", "tg-slideshow", "figure", "table", "ul", "ol", "pre", "footer", "aside", "blockquote",
        "tg-map", "tg-math-block", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "video", "audio", "!--",
    ]

    /// The name of the element whose tag begins the line, if it is one of a block.
    fileprivate var blockTag: String? {
        guard first == UInt8(ascii: "<") else { return nil }
        if has(prefix: "<!--") { return "!--" }
        let name = dropFirst().prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }.asciiLowercasedString
        if Self.blockTags.contains(name) { return name }
        // An anchor that stands alone is a block as well.
        guard name == "a", has(prefix: "<a name="), let end = firstIndex(of: UInt8(ascii: ">")) else { return nil }
        return self[(end + 1)...].elementsEqual("</a>".utf8) ? "a" : nil
    }

    /// How many elements with a name begin in the line and do not end in it.
    fileprivate func tagBalance(of name: String) -> Int {
        if ["hr", "img"].contains(name) { return 0 }
        var balance = 0
        var rest = self
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            let isEnd = rest.first == UInt8(ascii: "/")
            let tag = isEnd ? rest.dropFirst() : rest
            let found = tag.prefix(name.utf8.count)
            guard found.count == name.utf8.count, found.asciiLowercasedString == name else { continue }
            let next = tag.dropFirst(name.utf8.count).first ?? UInt8(ascii: " ")
            if next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || next.isHTMLSpace { balance += isEnd ? -1 : 1 }
        }
        return balance
    }

    fileprivate func contains(sequence: StaticString) -> Bool {
        sequence.withUTF8Buffer { sequence in
            indices.contains { self[$0...].starts(with: sequence) }
        }
    }

    /// Whether a block begins that needs no blank line before it.
    fileprivate var interruptsParagraph: Bool {
        fence != nil || heading != nil || isDivider || has(prefix: "$$") || blockTag != nil || media != nil
    }

    fileprivate var beginsContainer: Bool {
        quoted != nil || itemMark != nil
    }
}
