// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import Foundation
import XCTest

final class UTF16LengthTests: XCTestCase {
    private struct File: Decodable {
        struct Vector: Decodable {
            let text: String
            let utf16_units: Int
        }
        let vectors: [Vector]
    }

    func testVectors() throws {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: "utf16_lengths", withExtension: "json", subdirectory: "Vectors"))
        let vectors = try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).vectors
        XCTAssertFalse(vectors.isEmpty)
        for vector in vectors {
            XCTAssertEqual(FormattedText(vector.text).utf16Length, vector.utf16_units, vector.text.debugDescription)
            for dialect in MarkupDialect.allCases where !vector.text.isEmpty {
                let bold = FormattedText(
                    vector.text, entities: [MessageEntity(.bold, offset: 0, length: vector.utf16_units)])
                XCTAssertEqual(try FormattedText(parsing: bold.markup(as: dialect), as: dialect), bold, "\(dialect)")
            }
        }
    }
}
