// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import Ferogram

final class TextCatalogTests: XCTestCase {
    private enum Key: Hashable, Sendable { case hello, apples }

    private let texts = TextCatalog<Key>(
        default: "en",
        [
            "en": [
                .hello: "Hello, {name}!",
                .apples: .plural(zero: "no apples", one: "{count} apple", other: "{count} apples"),
            ],
            "ru": [
                .apples: .plural(
                    one: "{count} яблоко", few: "{count} яблока", many: "{count} яблок", other: "{count} яблока")
            ],
        ])

    func testTextsAreFilledIn() {
        XCTAssertEqual(texts(.hello, for: "en-GB", ["name": "{name} {x}"]), "Hello, {name} {x}!")
        XCTAssertEqual(texts(.hello, for: "ru", ["name": "Ann"]), "Hello, Ann!")
        XCTAssertEqual(texts(.hello, for: nil), "Hello, {name}!")
        XCTAssertEqual(texts.missingKeys(in: "ru"), [.hello])
        XCTAssertEqual(texts(.apples, for: "en"), "{count} apples")
    }

    func testNumbersChooseTheForm() {
        for (count, english, russian) in [
            (0, "no apples", "0 яблок"), (1, "1 apple", "1 яблоко"), (2, "2 apples", "2 яблока"),
            (5, "5 apples", "5 яблок"),
            (11, "11 apples", "11 яблок"), (12, "12 apples", "12 яблок"), (21, "21 apples", "21 яблоко"),
            (22, "22 apples", "22 яблока"), (112, "112 apples", "112 яблок"),
        ] {
            XCTAssertEqual(texts(.apples, count: count, for: "en"), english)
            XCTAssertEqual(texts(.apples, count: count, for: "ru-RU"), russian)
        }
        for (language, forms) in [
            ("pl", [.many, .one, .few, .many, .few]), ("cs", [.other, .one, .few, .other, .other]),
            ("fr", [.one, .one, .other, .other, .other]), ("ja", [.other, .other, .other, .other, .other]),
            ("ar", [.other, .one, .two, .few, .many]), ("he", [.other, .one, .two, .other, .other]),
        ] as [(String, [PluralForm])] {
            XCTAssertEqual([0, 1, 2, 5, 22].map { PluralForm($0, in: language) }, forms, language)
        }
    }
}
