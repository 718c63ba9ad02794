// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import Ferogram

final class QRCodeTests: XCTestCase {
    func testTheSizeFollowsTheLength() throws {
        // Capacities of the standard for bytes at level M.
        let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412]
        for (index, capacity) in capacities.enumerated() {
            let fitting = try XCTUnwrap(QRCode(String(repeating: "a", count: capacity)))
            XCTAssertEqual(fitting.size, 21 + 4 * index)
            let next = QRCode(String(repeating: "a", count: capacity + 1))
            XCTAssertEqual(next?.size, index == 14 ? nil : 25 + 4 * index)
        }
        XCTAssertEqual(QRCode.maximumByteCount, capacities.last)
    }

    func testTheFinderPatternsAreThere() throws {
        let code = try XCTUnwrap(QRCode("tg://login?token=AQID"))
        let finder = [
            "1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111",
        ]
        for (row, column) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            for (y, line) in finder.enumerated() {
                let found = (0..<7).map { code[row + y, column + $0] ? "1" : "0" }.joined()
                XCTAssertEqual(found, line)
            }
        }
        XCTAssertFalse(code[-1, 0])
        XCTAssertFalse(code[0, code.size])
    }

    func testThePictureHasTwoRowsInALine() throws {
        let code = try XCTUnwrap(QRCode("tg://login?token=AQID"))
        let lines = code.terminalPicture(margin: 2).split(separator: "\n")
        XCTAssertEqual(lines.count, (code.size + 4 + 1) / 2)
        XCTAssertTrue(lines.allSatisfy { $0.count == code.size + 4 })
        for (index, line) in lines.enumerated() {
            for (column, character) in line.enumerated() {
                let (row, place) = (index * 2 - 2, column - 2)
                let isUpperLight = !code[row, place]
                XCTAssertEqual("\u{2588}\u{2580}".contains(character), isUpperLight, "\(row) \(place)")
            }
        }
        XCTAssertNotEqual(code.terminalPicture(), code.terminalPicture(isInverted: true))
    }

    // Segno 1.6 makes the same code where it is given the same mask.
    func testACodeIsTheSameAsOtherLibrariesMake() throws {
        let code = try XCTUnwrap(QRCode("HELLO ferogram"))
        let rows = code.rows.map { $0.map { $0 ? "1" : "0" }.joined() }
        XCTAssertEqual(rows, Self.expected)
    }

    private static let expected = [
        "111111101000101111111",
        "100000101000001000001",
        "101110100110101011101",
        "101110101011101011101",
        "101110100111001011101",
        "100000100000001000001",
        "111111101010101111111",
        "000000001010000000000",
        "101101110011101001011",
        "001011000010010111100",
        "001000111110011100011",
        "001101011101000001010",
        "011010111010111000101",
        "000000001001101010101",
        "111111101111011110000",
        "100000101000010101101",
        "101110100011000001010",
        "101110101111101001110",
        "101110101111111100100",
        "100000100100111110001",
        "111111101111011100000",
    ]
}
