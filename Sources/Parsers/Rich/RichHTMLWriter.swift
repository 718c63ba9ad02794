// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes blocks as rich HTML, each in one line.
enum RichHTMLWriter {
    static func write(_ blocks: [RichBlock]) -> String {
        blocks.map(html).joined(separator: "\n")
    }

    /// One block, without any line end.
    ///
    /// Titles become headings, authors paragraphs, and covers what they hold: HTML has no words for them.
    static func html(_ block: RichBlock) -> String {
        switch block {
        case .title(let text): element("h1", inline(text))
        case .subtitle(let text): element("h2", inline(text))
        case .author(let text, _): element("p", inline(text))
        case .heading(let text, let level): element("h\(min(6, max(1, level)))", inline(text))
        case .paragraph(let text): element("p", inline(text))
        case .preformatted(let text, let language): preformatted(text, language)
        case .footer(let text): element("footer", inline(text))
        case .divider: "<hr>"
        case .anchor(let name): "<a name=\"\(HTMLEscaping.attribute(name))\"></a>"
        case .list(let items): element("ul", items.map(item).joined())
        case .orderedList(let list): ordered(list)
        case .quote(let quote):
            element("blockquote", nested(quote.blocks) + cite(quote.caption), quote.isCollapsed ? " expandable" : "")
        case .pullQuote(let text, let caption): element("aside", inline(text) + cite(caption))
        case .media(let media): figure(tag(of: media), media.caption)
        case .cover(let block): html(block)
        case .collage(let items, let caption): element("tg-collage", nested(items) + figcaption(caption))
        case .slideshow(let items, let caption): element("tg-slideshow", nested(items) + figcaption(caption))
        case .table(let table): self.table(table)
        case .details(let blocks, let title, let isOpen):
            element("details", element("summary", inline(title)) + nested(blocks), isOpen ? " open" : "")
        case .map(let map): figure(tag(of: map), map.caption)
        case .math(let source): element("tg-math-block", verbatim(source))
        }
    }

    private static func inline(_ text: RichText) -> String { RichInlineWriter.write(text, .html) }
    private static func nested(_ blocks: [RichBlock]) -> String { blocks.map(html).joined() }

    private static func element(_ name: String, _ content: String, _ attributes: String = "") -> String {
        "<" + name + attributes + ">" + content + "</" + name + ">"
    }

    private static func attribute(_ name: String, _ value: String) -> String {
        " \(name)=\"\(HTMLEscaping.attribute(value))\""
    }

    private static func cite(_ text: RichText) -> String {
        text.isEmpty ? "" : element("cite", inline(text))
    }

    /// Text with all its white space.
    private static func verbatim(_ text: String) -> String {
        HTMLEscaping.attribute(text)
    }

    private static func preformatted(_ text: RichText, _ language: String) -> String {
        var content = verbatim(text.plainText)
        if text != .plain(text.plainText) { content = inline(text) }
        if !language.isEmpty { content = element("code", content, attribute("class", "language-" + language)) }
        return element("pre", content)
    }

    private static func item(_ item: RichListItem) -> String {
        let box = item.isDone.map { $0 ? "<input type=\"checkbox\" checked>" : "<input type=\"checkbox\">" } ?? ""
        return element("li", box + nested(item.blocks), item.value.map { attribute("value", "\($0)") } ?? "")
    }

    private static func ordered(_ list: RichOrderedList) -> String {
        var attributes = list.start.map { attribute("start", "\($0)") } ?? ""
        if list.isReversed { attributes += " reversed" }
        if let type = list.type { attributes += attribute("type", type) }
        return element("ol", list.items.map(item).joined(), attributes)
    }

    private static func figcaption(_ caption: RichCaption) -> String {
        caption.isEmpty ? "" : element("figcaption", inline(caption.text) + cite(caption.credit))
    }

    private static func figure(_ content: String, _ caption: RichCaption) -> String {
        caption.isEmpty ? content : element("figure", content + figcaption(caption))
    }

    private static func tag(of media: RichMedia) -> String {
        let attributes = attribute("src", media.url) + (media.isSpoiler ? " spoiler" : "")
        return switch media.kind {
        case .photo: "<img" + attributes + ">"
        case .video, .animation: element("video", "", attributes)
        case .audio, .voice: element("audio", "", attributes)
        }
    }

    private static func tag(of map: RichMap) -> String {
        var attributes = attribute("lat", "\(map.latitude)") + attribute("long", "\(map.longitude)")
        attributes += attribute("zoom", "\(map.zoom)")
        if map.width > 0 { attributes += attribute("width", "\(map.width)") }
        if map.height > 0 { attributes += attribute("height", "\(map.height)") }
        return element("tg-map", "", attributes)
    }

    private static func table(_ table: RichTable) -> String {
        let rows = table.rows.map { row in element("tr", row.map(cell).joined()) }
        let title = table.title.isEmpty ? "" : element("caption", inline(table.title))
        let attributes = (table.isBordered ? " bordered" : "") + (table.isStriped ? " striped" : "")
        return element("table", title + rows.joined(), attributes)
    }

    private static func cell(_ cell: RichTable.Cell) -> String {
        var attributes = cell.alignment == .left ? "" : attribute("align", cell.alignment.rawValue)
        if cell.verticalAlignment != .top { attributes += attribute("valign", cell.verticalAlignment.rawValue) }
        if cell.columns > 1 { attributes += attribute("colspan", "\(cell.columns)") }
        if cell.rows > 1 { attributes += attribute("rowspan", "\(cell.rows)") }
        return element(cell.isHeader ? "th" : "td", inline(cell.text), attributes)
    }
}
