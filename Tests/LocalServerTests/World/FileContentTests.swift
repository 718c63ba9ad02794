// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramLocalServer

/// The bytes of files at the server.
final class FileContentTests: XCTestCase {
    private let pieces: [[UInt8]] = [Array(0..<100), Array(100..<200), Array(200..<210)]

    /// What lies in one piece is lent; everything can be read.
    func testBytesAreLentIfTheyLieTogether() throws {
        let content = FileContent(pieces: pieces)
        XCTAssertEqual(content.size, 210)
        let rows: [(offset: Int64, count: Int, isLent: Bool)] = [
            (0, 100, true), (0, 1, true), (99, 1, true), (100, 100, true), (150, 50, true), (200, 10, true),
            (209, 1, true), (50, 51, false), (99, 2, false), (190, 20, false), (200, 11, false), (210, 1, false),
            (0, 0, false), (-1, 4, false), (5, -4, false), (.max, 1, false), (0, .max, false),
        ]
        for row in rows {
            let lent = content.lend(at: row.offset, count: row.count)
            XCTAssertEqual(lent != nil, row.isLent, "\(row)")
            guard let lent else { continue }
            XCTAssertEqual(Array(lent), content.read(at: row.offset, count: row.count), "\(row)")
            XCTAssertEqual(lent.first, UInt8(row.offset), "\(row)")
        }
        XCTAssertEqual(content.read(at: 190, count: 100), Array(190..<210))
    }

    func testNothingIsLentFromTheDiskOrOfNothing() throws {
        let long = try FileContent([UInt8](repeating: 7, count: Int(FileContent.inMemory) + 1))
        XCTAssertNil(long.lend(at: 0, count: 4))
        XCTAssertEqual(long.read(at: FileContent.inMemory - 1, count: 4), [7, 7])
        XCTAssertNil(FileContent(pieces: []).lend(at: 0, count: 1))
    }
}
