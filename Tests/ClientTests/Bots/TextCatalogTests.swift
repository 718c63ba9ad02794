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
            ("ar", [.zero, .one, .two, .few, .many]), ("he", [.other, .one, .two, .other, .other]),
        ] as [(String, [PluralForm])] {
            XCTAssertEqual([0, 1, 2, 5, 22].map { PluralForm($0, in: language) }, forms, language)
        }
    }

    func testLanguagesAreFoundInUpperAndLowerCase() {
        let texts = TextCatalog<Key>(
            default: "EN", ["en": [.hello: "Hello"], "pt-BR": [.hello: "Oi"], "zh_Hans": [.hello: "你好"]])
        XCTAssertEqual(texts(.hello, for: "pt-br"), "Oi")
        XCTAssertEqual(texts(.hello, for: "pt_BR"), "Oi")
        XCTAssertEqual(texts(.hello, for: "zh-hans"), "你好")
        XCTAssertEqual(texts(.hello, for: nil), "Hello")
        XCTAssertEqual(texts(.hello, for: "de"), "Hello")
        XCTAssertEqual(texts.missingKeys(in: "PT-BR"), [])
        XCTAssertEqual(texts.missingKeys(in: "de"), [.hello])
    }

    /// The numbers are the examples of Unicode's CLDR.
    func testTheFormsAreThoseOfUnicode() {
        for (language, forms) in [
            ("pl", [.one: [1], .few: [2, 4, 22, 104], .many: [0, 5, 11, 12, 14, 21, 25, 112]]),
            ("uk", [.one: [1, 21, 101], .few: [2, 34], .many: [0, 5, 11, 19, 111]]),
            ("hr", [.one: [1, 21], .few: [2, 34], .other: [0, 5, 11, 12]]),
            ("lv", [.zero: [0, 10, 11, 19, 20, 30, 100], .one: [1, 21, 101], .other: [2, 9, 22]]),
            ("lt", [.one: [1, 21], .few: [2, 9, 22], .other: [0, 10, 11, 20]]),
            ("ro", [.one: [1], .few: [0, 2, 16, 101, 119], .other: [20, 35, 100, 120]]),
            ("sl", [.one: [1, 101], .two: [2, 102], .few: [3, 4, 103], .other: [0, 5, 11, 100]]),
            (
                "ar",
                [.zero: [0], .one: [1], .two: [2], .few: [3, 10, 103], .many: [11, 26, 111], .other: [100, 102]]
            ),
            ("mt", [.one: [1], .two: [2], .few: [0, 3, 10, 103], .many: [11, 19, 111], .other: [20, 100]]),
            ("ga", [.one: [1], .two: [2], .few: [3, 6], .many: [7, 10], .other: [0, 11, 100]]),
            ("gd", [.one: [1, 11], .two: [2, 12], .few: [3, 10, 13, 19], .other: [0, 20, 100]]),
            ("cy", [.zero: [0], .one: [1], .two: [2], .few: [3], .many: [6], .other: [4, 5, 7, 100]]),
            ("is", [.one: [1, 21, 101], .other: [0, 11, 16, 100]]),
            ("fr", [.one: [0, 1], .many: [1_000_000], .other: [2, 17, 1_000_001]]),
            ("pt", [.one: [0, 1], .many: [1_000_000], .other: [2, 100]]),
            ("pt-pt", [.one: [1], .many: [1_000_000], .other: [0, 2]]),
            ("es", [.one: [1], .many: [1_000_000], .other: [0, 2, 100]]),
            ("fil", [.one: [0, 1, 2, 3, 5, 7], .other: [4, 6, 9, 14]]),
            ("tr", [.one: [1, -1], .other: [0, 2, Int.min]]),
        ] as [(String, [PluralForm: [Int]])] {
            for (form, numbers) in forms {
                for number in numbers {
                    XCTAssertEqual(PluralForm(number, in: language), form, "\(number) in \(language)")
                }
            }
        }
    }
}
