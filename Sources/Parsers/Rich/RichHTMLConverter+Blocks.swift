// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension RichHTMLConverter {
    /// The blocks of nodes; inline text between them makes paragraphs.
    static func blocks(in nodes: [HTMLNode]) -> [RichBlock] {
        var blocks: [RichBlock] = []
        var pending: [HTMLNode] = []
        func flush() {
            let text = inline(pending)
            if !text.isEmpty { blocks.append(.paragraph(text)) }
            pending = []
        }
        for node in nodes {
            if case .element(let element) = node, let found = self.blocks(of: element) {
                flush()
                blocks += found
            } else {
                pending.append(node)
            }
        }
        flush()
        return blocks
    }

    /// The blocks that an element makes, or `nil` if it is part of the inline text.
    private static func blocks(of element: HTMLElement) -> [RichBlock]? {
        let children = element.children
        switch element.name {
        case "p", "div", "section", "article", "main", "header", "body", "html", "center": return blocks(in: children)
        case "h1", "h2", "h3", "h4", "h5", "h6":
            return [.heading(inline(children), level: Int(element.name.dropFirst()) ?? 1)]
        case "pre": return [preformatted(element)]
        case "footer": return [.footer(inline(children))]
        case "hr": return [.divider]
        case "a":
            guard children.isEmpty, element.value("href") == nil,
                let name = element.value("name") ?? element.value("id")
            else {
                return nil
            }
            return [.anchor(name)]
        case "ul": return [.list(items(children))]
        case "ol":
            return [
                .orderedList(
                    RichOrderedList(
                        items(children), start: element.value("start").flatMap { Int32($0) },
                        isReversed: element.value("reversed") != nil, type: element.value("type")))
            ]
        case "blockquote":
            let (caption, rest) = taking("cite", from: children)
            return [
                .quote(RichQuote(blocks(in: rest), caption: caption, isCollapsed: element.value("expandable") != nil))
            ]
        case "aside":
            let (caption, rest) = taking("cite", from: children)
            return [.pullQuote(inline(rest), caption: caption)]
        case "details":
            let (title, rest) = taking("summary", from: children)
            return [.details(blocks(in: rest), title: title, isOpen: element.value("open") != nil)]
        case "table": return [table(element)]
        case "tg-math-block": return [.math(verbatim(children))]
        case "tg-map": return map(element).map { [.map($0)] }
        case "figure": return figure(element)
        case "tg-collage", "tg-slideshow":
            let (caption, rest) = captioned(children)
            let items = blocks(in: rest)
            return [
                element.name == "tg-collage" ? .collage(items, caption: caption) : .slideshow(items, caption: caption)
            ]
        case "img", "video", "audio": return media(element).map { [.media($0)] }
        default: return nil
        }
    }

    private static func preformatted(_ element: HTMLElement) -> RichBlock {
        var children = element.children
        var language = element.value("language") ?? ""
        if children.count == 1, case .element(let code) = children[0], code.name == "code" {
            if let type = code.value("class"), type.hasPrefix("language-") { language = String(type.dropFirst(9)) }
            children = code.children
        }
        var spans = RichSpans()
        spans.appendVerbatim(children)
        // The line end after the tag is not part of the text.
        if spans.bytes.first == UInt8(ascii: "\n"), case .text? = children.first {
            spans.bytes.removeFirst()
            for index in spans.spans.indices {
                let range = spans.spans[index].range
                spans.spans[index].range = max(0, range.lowerBound - 1)..<range.upperBound - 1
            }
        }
        return .preformatted(spans.richText, language: language)
    }

    private static func verbatim(_ nodes: [HTMLNode]) -> String {
        var spans = RichSpans()
        spans.appendVerbatim(nodes)
        return spans.string
    }

    /// Takes an element with a name out of nodes.
    private static func taking(_ name: String, from nodes: [HTMLNode]) -> (text: RichText, rest: [HTMLNode]) {
        var text = RichText.empty
        let rest = nodes.filter { node in
            guard case .element(let element) = node, element.name == name else { return true }
            if text.isEmpty { text = inline(element.children) }
            return false
        }
        return (text, rest)
    }

    private static func captioned(_ nodes: [HTMLNode]) -> (RichCaption, rest: [HTMLNode]) {
        var caption = RichCaption()
        let rest = nodes.filter { node in
            guard case .element(let element) = node, element.name == "figcaption" else { return true }
            let (credit, text) = taking("cite", from: element.children)
            caption = RichCaption(inline(text), credit: credit)
            return false
        }
        return (caption, rest)
    }

    private static func figure(_ element: HTMLElement) -> [RichBlock] {
        let (caption, rest) = captioned(element.children)
        return blocks(in: rest).map { block in
            switch block {
            case .media(var media):
                media.caption = caption
                return .media(media)
            case .map(var map):
                map.caption = caption
                return .map(map)
            case .collage(let items, _): return .collage(items, caption: caption)
            case .slideshow(let items, _): return .slideshow(items, caption: caption)
            default: return block
            }
        }
    }

    private static func media(_ element: HTMLElement) -> RichMedia? {
        guard let url = element.value("src"), !url.isEmpty else { return nil }
        var kind = RichMedia.Kind(url: url)
        if kind == .photo { kind = element.name == "video" ? .video : element.name == "audio" ? .audio : .photo }
        return RichMedia(kind, url: url, isSpoiler: element.value("spoiler") != nil)
    }

    private static func map(_ element: HTMLElement) -> RichMap? {
        guard let latitude = element.value("lat").flatMap({ Double($0) }), abs(latitude) <= 90,
            let longitude = (element.value("long") ?? element.value("lon")).flatMap({ Double($0) }),
            abs(longitude) <= 180
        else { return nil }
        func number(_ name: String) -> Int32? { element.value(name).flatMap { Int32($0) } }
        return RichMap(
            latitude: latitude, longitude: longitude, zoom: number("zoom") ?? 15, width: number("width") ?? 0,
            height: number("height") ?? 0)
    }
}

// MARK: - Lists and tables

extension RichHTMLConverter {
    private static func items(_ nodes: [HTMLNode]) -> [RichListItem] {
        nodes.compactMap { node in
            guard case .element(let element) = node, element.name == "li" else { return nil }
            var isDone: Bool?
            let children = element.children.filter { child in
                guard case .element(let input) = child, input.name == "input", input.value("type") == "checkbox" else {
                    return true
                }
                isDone = isDone ?? (input.value("checked") != nil)
                return false
            }
            return RichListItem(
                blocks(in: children), isDone: isDone, value: element.value("value").flatMap { Int32($0) })
        }
    }

    private static func table(_ element: HTMLElement) -> RichBlock {
        var title = RichText.empty
        var rows: [[RichTable.Cell]] = []
        // Sections of a table are looked through.
        func visit(_ nodes: [HTMLNode]) {
            for case .element(let child) in nodes {
                switch child.name {
                case "caption": title = inline(child.children)
                case "thead", "tbody", "tfoot": visit(child.children)
                case "tr": rows.append(child.children.compactMap(cell))
                default: break
                }
            }
        }
        visit(element.children)
        return .table(
            RichTable(
                rows, title: title, isBordered: element.value("bordered") != nil,
                isStriped: element.value("striped") != nil))
    }

    private static func cell(_ node: HTMLNode) -> RichTable.Cell? {
        guard case .element(let element) = node, element.name == "td" || element.name == "th" else { return nil }
        func count(_ name: String) -> Int32 { max(1, element.value(name).flatMap { Int32($0) } ?? 1) }
        return RichTable.Cell(
            inline(element.children), isHeader: element.name == "th",
            alignment: element.value("align").flatMap(RichTable.Cell.Alignment.init) ?? .left,
            verticalAlignment: element.value("valign").flatMap(RichTable.Cell.VerticalAlignment.init) ?? .top,
            columns: count("colspan"), rows: count("rowspan"))
    }
}

extension RichSpans {
    /// Appends nodes with all their white space.
    fileprivate mutating func appendVerbatim(_ nodes: [HTMLNode]) {
        for node in nodes {
            switch node {
            case .text(let text), .literal(let text): bytes += text.utf8
            case .element(let element):
                if element.name == "br" { bytes.append(UInt8(ascii: "\n")) }
                let start = bytes.count
                appendVerbatim(element.children)
                if let kind = RichHTMLConverter.kind(of: element.name, element.attributes), bytes.count > start {
                    spans.append(NestingSpan(kind: kind, range: start..<bytes.count))
                }
            }
        }
    }
}
