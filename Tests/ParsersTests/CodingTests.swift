// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTestSupport
import Foundation
import XCTest

final class CodingTests: XCTestCase {
    func testFormattedTextComesBack() throws {
        let others: [MessageEntity.Kind] = [
            .unknown, .mention, .hashtag, .cashtag, .botCommand, .url, .email, .phone, .bankCard, .tonAddress,
            .diffInsert,
            .diffReplace(oldText: "x"), .diffDelete, .blockquote(collapsed: true), .blockquote(collapsed: false),
            .formattedDate(FormattedDate(unixTime: -5, format: [.relative, .longTime, .shortTime])),
        ]
        for seed in 0..<200 {
            var random = RandomText(
                generator: SeededGenerator(seed: 7, index: seed), kinds: MessageEntity.Kind.everything + others)
            let text = random.nextWild()
            let coded = try JSONEncoder().encode(text)
            XCTAssertEqual(try JSONDecoder().decode(FormattedText.self, from: coded), text)
        }
    }

    func testTheFormIsFlatAndForgiving() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = FormattedText("ab", entities: [MessageEntity(.textURL("https://a.b/"), offset: 0, length: 2)])
        XCTAssertEqual(
            String(decoding: try encoder.encode(text), as: UTF8.self),
            #"{"entities":[{"length":2,"offset":0,"type":"textURL","url":"https://a.b/"}],"text":"ab"}"#)
        let later = #"{"text":"a","entities":[{"type":"hologram","offset":0,"length":1}]}"#
        XCTAssertEqual(
            try JSONDecoder().decode(FormattedText.self, from: Data(later.utf8)),
            FormattedText("a", entities: [MessageEntity(.unknown, offset: 0, length: 1)]))
        XCTAssertThrowsError(
            try JSONDecoder().decode(MessageEntity.self, from: Data(#"{"type":"textURL","offset":0,"length":1}"#.utf8)))
    }
}
