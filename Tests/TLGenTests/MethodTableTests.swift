// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTestSupport
import XCTest

@testable import FerogramTLGen

final class MethodTableTests: XCTestCase {
    private let schema = "a#1 = A; box#2 updates:Updates = Box; u#3 = Updates; ---functions--- f#4 = A; g#5 = Box;"

    /// The table has every method of the API's schema once, and agrees with it about updates.
    func testTheTableIsComplete() throws {
        let schema = try Schema(parsing: try SchemaFiles.text("api.tl"))
        let table = try MethodTable(try SchemaFiles.text("methods.tsv"), for: schema)
        XCTAssertEqual(table.rows.count, 850)
        XCTAssertEqual(table.rows.map(\.id), table.rows.map(\.id).sorted())
    }

    func testEachKindOfProblemIsNamed() throws {
        let schema = try Schema(parsing: schema)
        let good = "# comment\nf\tonce\tnone\t-\tboth\ng\trepeatable\tpeer\tupdates\tbot\n"
        let rows = try MethodTable(good, for: schema).rows
        XCTAssertEqual(rows.map(\.traits), [0, 0b10_1_01_1])
        for (text, problem) in [
            ("f\tonce\tnone\t-\tboth\n", "methods.tsv: g is missing"),
            (good + "f\tonce\tnone\t-\tboth\n", "methods.tsv:4: f stands here twice"),
            (good + "h\tonce\tnone\t-\tboth\n", "methods.tsv:4: h is not in the schema"),
            (good.replacingOccurrences(of: "updates", with: "-"), "methods.tsv:3: g: the schema says otherwise"),
            (good + "f\ttwice\tnone\t-\tboth\n", "methods.tsv:4: cannot be read"),
        ] {
            XCTAssertThrowsError(try MethodTable(text, for: schema)) { error in
                XCTAssertTrue("\(error)".contains(problem), "\(error)")
            }
        }
    }
}
