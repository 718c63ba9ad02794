// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension RichDocument {
    /// Takes a rich message from the wire (core.telegram.org/type/PageBlock).
    ///
    /// Blocks for which there are no words here are left out: buttons, embedded pages, channels, related articles.
    ///
    /// - Parameter blocks: The blocks as Telegram sends them.
    public init(_ blocks: [TL.PageBlock]) {
        self.init(blocks.compactMap { RichBlock($0) })
    }

    /// The blocks for the wire.
    ///
    /// Media that are named by a URL have the id 0; only photos take the URL along.
    public var tlBlocks: [TL.PageBlock] { blocks.map(\.tl) }
}

extension RichBlock {
    /// Takes a block from the wire.
    ///
    /// The result is `nil` if there are no words for it.
    ///
    /// - Parameter block: The block as Telegram sends it.
    public init?(_ block: TL.PageBlock) {
        switch block {
        case .title(let block): self = .title(RichText(block.text))
        case .subtitle(let block): self = .subtitle(RichText(block.text))
        case .authorDate(let block): self = .author(RichText(block.author), date: block.publishedDate)
        case .header(let block): self = .heading(RichText(block.text), level: 3)
        case .subheader(let block): self = .heading(RichText(block.text), level: 4)
        case .heading1(let block): self = .heading(RichText(block.text), level: 1)
        case .heading2(let block): self = .heading(RichText(block.text), level: 2)
        case .heading3(let block): self = .heading(RichText(block.text), level: 3)
        case .heading4(let block): self = .heading(RichText(block.text), level: 4)
        case .heading5(let block): self = .heading(RichText(block.text), level: 5)
        case .heading6(let block): self = .heading(RichText(block.text), level: 6)
        case .paragraph(let block): self = .paragraph(RichText(block.text))
        case .kicker(let block): self = .paragraph(RichText(block.text))
        case .thinking(let block): self = .paragraph(RichText(block.text))
        case .preformatted(let block): self = .preformatted(RichText(block.text), language: block.language)
        case .footer(let block): self = .footer(RichText(block.text))
        case .divider: self = .divider
        case .anchor(let block): self = .anchor(block.name)
        case .list(let block): self = .list(block.items.map { RichListItem($0) })
        case .orderedList(let block):
            self = .orderedList(
                RichOrderedList(
                    block.items.map { RichListItem($0) }, start: block.start, isReversed: block.reversed,
                    type: block.type))
        case .blockquote(let block):
            self = .quote(
                RichQuote(
                    [.paragraph(RichText(block.text))], caption: RichText(block.caption), isCollapsed: block.collapsed))
        case .blockquoteBlocks(let block):
            self = .quote(RichQuote(RichDocument(block.blocks).blocks, caption: RichText(block.caption)))
        case .pullquote(let block): self = .pullQuote(RichText(block.text), caption: RichText(block.caption))
        case .photo(let block):
            self = .media(
                RichMedia(
                    .photo, url: block.url ?? "", id: block.photoID, caption: RichCaption(block.caption),
                    isSpoiler: block.spoiler))
        case .video(let block):
            self = .media(
                RichMedia(
                    block.loop ? .animation : .video, id: block.videoID, caption: RichCaption(block.caption),
                    isSpoiler: block.spoiler))
        case .audio(let block):
            self = .media(RichMedia(.audio, id: block.audioID, caption: RichCaption(block.caption)))
        case .cover(let block):
            guard let inner = RichBlock(block.cover) else { return nil }
            self = .cover(inner)
        case .collage(let block):
            self = .collage(RichDocument(block.items).blocks, caption: RichCaption(block.caption))
        case .slideshow(let block):
            self = .slideshow(RichDocument(block.items).blocks, caption: RichCaption(block.caption))
        case .table(let block): self = .table(RichTable(block))
        case .details(let block):
            self = .details(RichDocument(block.blocks).blocks, title: RichText(block.title), isOpen: block.open)
        case .map(let block):
            guard case .geoPoint(let point) = block.geo else { return nil }
            self = .map(
                RichMap(
                    latitude: point.lat, longitude: point.long, zoom: block.zoom, width: block.w, height: block.h,
                    caption: RichCaption(block.caption)))
        case .inputMap(let block):
            guard case .inputGeoPoint(let point) = block.geo else { return nil }
            self = .map(
                RichMap(
                    latitude: point.lat, longitude: point.long, zoom: block.zoom, width: block.w, height: block.h,
                    caption: RichCaption(block.caption)))
        case .math(let block): self = .math(block.source)
        case .buttonRow, .channel, .document, .embed, .embedPost, .relatedArticles, .unsupported: return nil
        }
    }

    /// The block for the wire.
    public var tl: TL.PageBlock {
        switch self {
        case .title(let text): .title(.init(text: text.tl))
        case .subtitle(let text): .subtitle(.init(text: text.tl))
        case .author(let text, let date): .authorDate(.init(author: text.tl, publishedDate: date))
        case .heading(let text, let level): Self.heading(text.tl, level)
        case .paragraph(let text): .paragraph(.init(text: text.tl))
        case .preformatted(let text, let language): .preformatted(.init(text: text.tl, language: language))
        case .footer(let text): .footer(.init(text: text.tl))
        case .divider: .divider
        case .anchor(let name): .anchor(.init(name: name))
        case .list(let items): .list(.init(items: items.map(\.tl)))
        case .orderedList(let list):
            .orderedList(
                .init(
                    reversed: list.isReversed, items: list.items.map(\.orderedTL), start: list.start, type: list.type))
        case .quote(let quote): quote.tl
        case .pullQuote(let text, let caption): .pullquote(.init(text: text.tl, caption: caption.tl))
        case .media(let media): media.tl
        case .cover(let block): .cover(.init(cover: block.tl))
        case .collage(let items, let caption): .collage(.init(items: items.map(\.tl), caption: caption.tl))
        case .slideshow(let items, let caption): .slideshow(.init(items: items.map(\.tl), caption: caption.tl))
        case .table(let table): table.tl
        case .details(let blocks, let title, let isOpen):
            .details(.init(open: isOpen, blocks: blocks.map(\.tl), title: title.tl))
        case .map(let map):
            .inputMap(
                .init(
                    geo: .inputGeoPoint(.init(lat: map.latitude, long: map.longitude)), zoom: map.zoom, w: map.width,
                    h: map.height, caption: map.caption.tl))
        case .math(let source): .math(.init(source: source))
        }
    }

    private static func heading(_ text: TL.RichText, _ level: Int) -> TL.PageBlock {
        switch level {
        case ...1: .heading1(.init(text: text))
        case 2: .heading2(.init(text: text))
        case 3: .heading3(.init(text: text))
        case 4: .heading4(.init(text: text))
        case 5: .heading5(.init(text: text))
        default: .heading6(.init(text: text))
        }
    }
}
