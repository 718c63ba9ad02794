// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension RichListItem {
    init(_ item: TL.PageListItem) {
        switch item {
        case .text(let item):
            self.init([.paragraph(RichText(item.text))], isDone: item.checkbox ? item.checked : nil)
        case .blocks(let item):
            self.init(RichDocument(item.blocks).blocks, isDone: item.checkbox ? item.checked : nil)
        }
    }

    init(_ item: TL.PageListOrderedItem) {
        switch item {
        case .text(let item):
            self.init(
                [.paragraph(RichText(item.text))], isDone: item.checkbox ? item.checked : nil, value: item.value)
        case .blocks(let item):
            self.init(
                RichDocument(item.blocks).blocks, isDone: item.checkbox ? item.checked : nil, value: item.value)
        }
    }

    /// The text of an item that is nothing but a paragraph.
    private var onlyText: RichText? {
        if blocks.count == 1, case .paragraph(let text) = blocks[0] { text } else { nil }
    }

    var tl: TL.PageListItem {
        if let onlyText {
            .text(.init(checkbox: isDone != nil, checked: isDone == true, text: onlyText.tl))
        } else {
            .blocks(.init(checkbox: isDone != nil, checked: isDone == true, blocks: blocks.map(\.tl)))
        }
    }

    var orderedTL: TL.PageListOrderedItem {
        if let onlyText {
            .text(.init(checkbox: isDone != nil, checked: isDone == true, text: onlyText.tl, value: value))
        } else {
            .blocks(.init(checkbox: isDone != nil, checked: isDone == true, blocks: blocks.map(\.tl), value: value))
        }
    }
}

extension RichQuote {
    /// A quotation of blocks cannot be folded, so a paragraph alone is a quotation of text.
    var tl: TL.PageBlock {
        if blocks.count == 1, case .paragraph(let text) = blocks[0] {
            .blockquote(.init(collapsed: isCollapsed, text: text.tl, caption: caption.tl))
        } else {
            .blockquoteBlocks(.init(blocks: blocks.map(\.tl), caption: caption.tl))
        }
    }
}

extension RichCaption {
    init(_ caption: TL.PageCaption) {
        self.init(RichText(caption.text), credit: RichText(caption.credit))
    }

    var tl: TL.PageCaption { .init(text: text.tl, credit: credit.tl) }
}

extension RichMedia {
    var tl: TL.PageBlock {
        switch kind {
        case .photo:
            // A photo's URL is present together with the id of its page.
            .photo(
                .init(
                    spoiler: isSpoiler, photoID: id, caption: caption.tl, url: url.isEmpty ? nil : url,
                    webpageID: url.isEmpty ? nil : 0))
        case .video: .video(.init(spoiler: isSpoiler, videoID: id, caption: caption.tl))
        case .animation: .video(.init(autoplay: true, loop: true, spoiler: isSpoiler, videoID: id, caption: caption.tl))
        case .audio, .voice: .audio(.init(audioID: id, caption: caption.tl))
        }
    }
}

extension RichTable {
    init(_ table: TL.PageBlock.Table) {
        self.init(
            table.rows.map { row in row.cells.map { Cell($0) } }, title: RichText(table.title),
            isBordered: table.bordered, isStriped: table.striped)
    }

    var tl: TL.PageBlock {
        .table(
            .init(
                bordered: isBordered, striped: isStriped, title: title.tl,
                rows: rows.map { row in .init(cells: row.map(\.tl)) }))
    }
}

extension RichTable.Cell {
    fileprivate init(_ cell: TL.PageTableCell) {
        self.init(
            cell.text.map { RichText($0) } ?? .empty, isHeader: cell.header,
            alignment: cell.alignCenter ? .center : cell.alignRight ? .right : .left,
            verticalAlignment: cell.valignMiddle ? .middle : cell.valignBottom ? .bottom : .top,
            columns: max(1, cell.colspan ?? 1), rows: max(1, cell.rowspan ?? 1))
    }

    fileprivate var tl: TL.PageTableCell {
        .init(
            header: isHeader, alignCenter: alignment == .center, alignRight: alignment == .right,
            valignMiddle: verticalAlignment == .middle, valignBottom: verticalAlignment == .bottom,
            text: text.isEmpty ? nil : text.tl, colspan: columns > 1 ? columns : nil, rowspan: rows > 1 ? rows : nil)
    }
}
