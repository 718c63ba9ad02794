// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// What goes to the wire comes back the same.
final class TLConversionTests: XCTestCase {
    func testEveryEntityComesBack() {
        let kinds: [MessageEntity.Kind] =
            MessageEntity.Kind.everything + [
                .unknown, .mention, .hashtag, .cashtag, .botCommand, .url, .email, .phone, .bankCard, .tonAddress,
                .blockquote(collapsed: true), .blockquote(collapsed: false), .diffInsert, .diffDelete,
                .diffReplace(oldText: "old"),
                .formattedDate(FormattedDate(unixTime: 1, format: [.relative])),
                .formattedDate(FormattedDate(unixTime: 1, format: [.longTime, .shortDate])),
            ]
        for (index, kind) in kinds.enumerated() {
            let entity = MessageEntity(kind, offset: index, length: index + 1)
            XCTAssertEqual(MessageEntity(entity.tl()), entity)
        }
        XCTAssertEqual(
            FormattedText("ab", tlEntities: [.bold(.init(offset: 0, length: 2))]),
            FormattedText("ab", entities: [MessageEntity(.bold, offset: 0, length: 2)]))
    }

    func testMentionsAreResolved() throws {
        let text = FormattedText(
            "ab",
            entities: [
                MessageEntity(.mentionName(userID: 7), offset: 0, length: 1),
                MessageEntity(.mentionName(userID: 8), offset: 1, length: 1),
            ])
        let entities = text.tlEntities { $0 == 7 ? .inputUser(.init(userID: 7, accessHash: 9)) : nil }
        guard case .inputMentionName(let entity) = entities[0], case .inputUser(let user) = entity.userID
        else {
            return XCTFail("\(entities[0])")
        }
        XCTAssertEqual(user.accessHash, 9)
        guard case .mentionName(let unresolved) = entities[1] else { return XCTFail("\(entities[1])") }
        XCTAssertEqual(unresolved.userID, 8)
        XCTAssertEqual(entities.map { MessageEntity($0) }, text.entities)
    }

    func testAbsurdNumbersDoNotTrap() {
        let entity = MessageEntity(.bold, offset: .max, length: .min).tl()
        XCTAssertEqual(MessageEntity(entity), MessageEntity(.bold, offset: Int(Int32.max), length: Int(Int32.min)))
    }

    func testRichMessagesComeBack() {
        var random = RandomRich(generator: SeededGenerator(seed: 21))
        for _ in 0..<300 {
            let document = RichDocument(random.blocks()).expressible
            XCTAssertEqual(RichDocument(document.tlBlocks), document)
        }
    }

    func testEveryRichTextComesBack() {
        var random = RandomRich(generator: SeededGenerator(seed: 22))
        for _ in 0..<1000 {
            let text = random.text().canonical
            XCTAssertEqual(RichText(text.tl), text)
        }
    }

    func testBlocksWithoutWordsAreLeftOut() {
        let document = RichDocument([.divider, .unsupported, .buttonRow(.init(buttons: [])), .math(.init(source: "x"))])
        XCTAssertEqual(document.blocks, [.divider, .math("x")])
    }

    func testPhotosByURLCarryBothFieldsOfTheirFlag() {
        guard case .photo(let photo) = RichBlock.media(RichMedia(.photo, url: "http://a.b/c.jpg")).tl else {
            return XCTFail("no photo")
        }
        XCTAssertEqual(photo.url, "http://a.b/c.jpg")
        XCTAssertEqual(photo.photoID, 0)
    }
}

extension RichDocument {
    /// The message without what the wire has no words for: URLs of media but photos, folded quotations of blocks.
    fileprivate var expressible: RichDocument {
        func visit(_ block: RichBlock) -> RichBlock {
            switch block {
            case .media(var media):
                if media.kind != .photo { media.url = "" }
                if media.kind == .voice { media.kind = .audio }
                // Sounds have no spoilers.
                if media.kind == .audio { media.isSpoiler = false }
                return .media(media)
            case .quote(var quote):
                quote.blocks = quote.blocks.map(visit)
                if quote.blocks.count != 1 { quote.isCollapsed = false }
                if quote.blocks.count == 1, case .paragraph = quote.blocks[0] {} else { quote.isCollapsed = false }
                return .quote(quote)
            case .list(let items): return .list(items.map(visit))
            case .orderedList(var list):
                list.items = list.items.map(visit)
                return .orderedList(list)
            case .collage(let items, let caption): return .collage(items.map(visit), caption: caption)
            case .slideshow(let items, let caption): return .slideshow(items.map(visit), caption: caption)
            case .details(let blocks, let title, let isOpen):
                return .details(blocks.map(visit), title: title, isOpen: isOpen)
            default: return block
            }
        }
        func visit(_ item: RichListItem) -> RichListItem {
            var item = item
            item.blocks = item.blocks.map(visit)
            return item
        }
        return RichDocument(blocks.map(visit))
    }
}
