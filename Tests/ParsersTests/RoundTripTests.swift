// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMarkupSupport
import FerogramParsers
import FerogramTestSupport
import XCTest

/// Reading what was written gives what there was, for random texts with random valid entities.
///
/// These are some of the texts; `ExampleProofs` runs all.
final class RoundTripTests: XCTestCase {
    private let count = 1250

    func testEveryDialect() {
        XCTAssertEqual(Set(MarkupRoundTrip.all.map(\.dialect)), Set(MarkupDialect.allCases))
        for roundTrip in MarkupRoundTrip.all { XCTAssertNil(roundTrip.proof.check(0..<count)) }
    }

    func testWritersCopeWithInvalidEntities() {
        XCTAssertNil(MarkupRoundTrip.invalidEntities.check(0..<count * 2))
    }

    /// Whatever the entities, normalizing makes them valid; doing it again changes no character's look.
    func testNormalizingMakesEntitiesValid() {
        var random = RandomText(generator: SeededGenerator(seed: 7), allowsQuotes: true)
        for _ in 0..<count {
            let text = random.nextWild().normalized()
            XCTAssertEqual(text.trimmed(), text)
            XCTAssertEqual(Self.coverage(of: text.normalized()), Self.coverage(of: text))
            let length = text.text.utf16.count
            for (index, entity) in text.entities.enumerated() {
                XCTAssertTrue(entity.offset >= 0 && entity.length > 0 && entity.end <= length)
                for other in text.entities[index...].dropFirst() {
                    XCTAssertTrue(other.offset >= entity.end || other.end <= entity.end, "\(text)")
                }
            }
        }
    }

    /// What each visible UTF-16 code unit looks like.
    private static func coverage(of text: FormattedText) -> [Set<MessageEntity.Kind>] {
        var coverage = Array(repeating: Set<MessageEntity.Kind>(), count: text.utf16Length)
        for entity in text.entities {
            for offset in entity.offset..<entity.end { coverage[offset].insert(entity.kind) }
        }
        return zip(coverage, text.text.utf16).filter { $0.1 > 32 }.map(\.0)
    }
}
