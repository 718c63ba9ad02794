// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes

// Previews of web pages, and messages of blocks. See core.telegram.org/api/web-page-previews and
// core.telegram.org/api/rich-messages.
extension World {
    /// The preview of the first link of a text of which the page is known.
    func preview(of content: MessageContent) -> StoredMedia? {
        guard !messageState.webPages.isEmpty else { return nil }
        let units = Array(content.text.utf16)
        for entity in content.entities {
            let url: String
            switch entity {
            case .textUrl(let link): url = link.url
            case .url:
                guard let range = entity.range, range.upperBound <= units.count else { continue }
                url = String(decoding: units[range], as: UTF16.self)
            default: continue
            }
            if let page = messageState.webPages[url] { return .plain(.webPage(.init(webpage: page))) }
        }
        return nil
    }

    /// The preview that somebody asks for; `.empty` if the page is not known and need not be.
    func preview(_ input: TL.InputMedia.WebPage) throws(RPCFailure) -> TL.MessageMedia {
        guard let page = messageState.webPages[input.url] else {
            guard input.optional || input.url.isEmpty else { throw .bad(.webpageNotFound) }
            return .empty
        }
        return .webPage(
            .init(
                forceLargeMedia: input.forceLargeMedia, forceSmallMedia: input.forceSmallMedia, manual: true,
                webpage: page))
    }

    /// How many blocks of a message come along with it; the others are asked for.
    private static let blocksOfPart = 32

    /// The beginning of a message of blocks.
    static func part(of message: TL.RichMessage) -> TL.RichMessage {
        guard message.blocks.count > blocksOfPart else { return message }
        return TL.RichMessage(
            rtl: message.rtl, part: true, blocks: Array(message.blocks.prefix(blocksOfPart)), photos: message.photos,
            documents: message.documents)
    }

    /// What somebody sends in blocks.
    func rich(_ input: TL.InputRichMessage, of account: Account) throws(RPCFailure) -> TL.RichMessage {
        let (blocks, isRightToLeft): ([TL.PageBlock], Bool)
        switch input {
        case .inputRichMessage(let message): (blocks, isRightToLeft) = (message.blocks, message.rtl)
        case .html(let message):
            guard message.files?.isEmpty ?? true else { throw Engine.notImplemented }
            (blocks, isRightToLeft) = (RichDocument(html: message.html).tlBlocks, message.rtl)
        case .markdown(let message):
            guard message.files?.isEmpty ?? true else { throw Engine.notImplemented }
            (blocks, isRightToLeft) = (RichDocument(markdown: message.markdown).tlBlocks, message.rtl)
        }
        guard !blocks.isEmpty else { throw .bad(.messageEmpty) }
        return TL.RichMessage(
            rtl: isRightToLeft, blocks: blocks.map(Self.kept), photos: [], documents: [])
    }

    /// A message of blocks in another language: its paragraphs and headings of which the translation is known.
    static func translated(_ message: TL.RichMessage, _ known: [String: String]) -> TL.RichMessage {
        func other(_ text: TL.RichText) -> TL.RichText {
            guard case .plain(let plain) = text, let translation = known[plain.text] else { return text }
            return .plain(.init(text: translation))
        }
        let blocks = message.blocks.map { block -> TL.PageBlock in
            switch block {
            case .paragraph(let block): .paragraph(.init(text: other(block.text)))
            case .heading1(let block): .heading1(.init(text: other(block.text)))
            case .heading2(let block): .heading2(.init(text: other(block.text)))
            default: block
            }
        }
        return TL.RichMessage(
            rtl: message.rtl, part: message.part, blocks: blocks, photos: message.photos, documents: message.documents)
    }

    /// A block as messages have it: places on the map are named in another way.
    private static func kept(_ block: TL.PageBlock) -> TL.PageBlock {
        guard case .inputMap(let map) = block, case .inputGeoPoint(let point) = map.geo else { return block }
        return .map(
            .init(
                geo: .geoPoint(
                    .init(long: point.long, lat: point.lat, accessHash: 1, accuracyRadius: point.accuracyRadius)),
                zoom: map.zoom, w: map.w, h: map.h, caption: map.caption))
    }
}
